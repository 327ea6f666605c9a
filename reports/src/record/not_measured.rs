//! What was not measured, and why: no figure is ever made up in its place.

use serde::{Deserialize, Serialize};

use super::Trial;

/// Something that was not measured, though nothing is wrong with the experiment: an interpreter or
/// an instrument that is not there, or a time that is too long. What is absent is not restricted:
/// without a case it concerns all cases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMeasured {
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The measure: `time`, or the name of a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Why, in a clause, and what helps where something does.
    pub reason: String,
}

impl NotMeasured {
    /// Whether it concerns this measure of this variant in this trial.
    #[must_use]
    pub fn concerns(&self, variant: &str, measure: &str, trial: &Trial) -> bool {
        let is =
            |own: &Option<String>, wanted: &str| own.as_deref().is_none_or(|own| own == wanted);
        is(&self.variant, variant)
            && is(&self.measure, measure)
            && is(&self.case, &trial.case)
            && self.size.is_none_or(|size| size == trial.size)
    }
}
