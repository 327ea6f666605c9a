//! Variants in another language, and what could not be measured.

use serde::{Deserialize, Serialize};

/// An interpreter that ran peers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// The implementation: `CPython`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// How it was built: compiler, configuration, flags.
    pub flags: String,
    /// Where it lies.
    pub path: String,
    /// The variants that it ran.
    pub variants: Vec<String>,
}

/// The file of a peer, as it was when it was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The language: `Python`.
    pub language: String,
    /// From the workspace's root; absent when it is not known.
    pub path: Option<String>,
    /// The whole text.
    pub text: String,
    /// Whether the garbage collector could run while the clock did.
    pub collects: bool,
}

/// Something that could not be measured, though nothing is wrong with the experiment: an
/// interpreter or an instrument that is not there. What is absent is meant wholly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMeasured {
    /// The variant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// The case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Why, in a clause, and what helps.
    pub reason: String,
}

impl NotMeasured {
    /// Whether it speaks of this measure of this variant, at this case and size.
    #[must_use]
    pub fn concerns(&self, variant: &str, measure: &str, case: &str, size: u64) -> bool {
        let meant =
            |own: &Option<String>, other: &str| own.as_deref().is_none_or(|own| own == other);
        meant(&self.variant, variant)
            && meant(&self.measure, measure)
            && meant(&self.case, case)
            && self.size.is_none_or(|own| own == size)
    }
}
