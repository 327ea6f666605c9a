//! Checking a variant that runs in another process.

use std::fmt::Debug;

use super::shorten::shorten;
use super::{Checked, Disagreement, Live};
use crate::ladder::Rung;
use crate::peer::Elsewhere;

impl<I, O: PartialEq + Debug> Live<'_, I, O> {
    /// Checks a lane by the answer that it gives elsewhere. The allocator of this process sees
    /// nothing of it.
    pub(super) fn check_elsewhere(
        &self,
        rung: &Rung<I, O>,
        elsewhere: &dyn Elsewhere<O>,
    ) -> Result<Checked, Disagreement> {
        let Some(expected) = &self.reference else {
            elsewhere.give_up("no variant before it gave an answer to compare its own with");
        };
        let call = |who: String| {
            elsewhere.call(expected).map_err(|answer| Disagreement {
                who,
                answer,
                expected: shorten(expected),
            })
        };
        call(rung.name.to_owned())?;
        let took = call(format!("{} when called again", rung.name))?;
        let mut counts = elsewhere.counts();
        self.count(rung, &mut counts)?;
        Ok(Checked {
            answer: shorten(expected),
            counts,
            steps: elsewhere.steps(),
            nanos: u64::try_from(took.as_nanos()).unwrap_or(u64::MAX),
        })
    }
}
