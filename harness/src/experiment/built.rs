//! An experiment that is built: all of it, with its types erased.

use std::fmt::Debug;
use std::panic::Location;

use reports::claim::Claim;
use reports::record::Effort;

use crate::trial::{Outline, Runnable};

/// A question, its claims, its inputs and a ladder of variants, with all types erased.
pub struct Experiment {
    pub(crate) id: &'static str,
    pub(crate) question: &'static str,
    pub(crate) decides: Option<(&'static str, &'static str)>,
    pub(crate) claims: &'static [Claim],
    /// All of them, in ascending order.
    pub(crate) sizes: Vec<u64>,
    /// Those among them that only `--thorough` measures.
    pub(crate) thorough_sizes: Vec<u64>,
    pub(crate) quick_up_to: Option<u64>,
    /// The least size at which its variants run in processes of their own, for their memory.
    pub(crate) watches_memory: Option<u64>,
    /// Whether no other experiment may run in its processes.
    pub(crate) own_process: bool,
    pub(crate) unit: &'static str,
    pub(crate) at: &'static Location<'static>,
    pub(crate) mistakes: Vec<String>,
    pub(crate) outline: Outline,
    pub(crate) body: Box<dyn Runnable>,
}

impl Experiment {
    /// The experiment's id.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The sizes that a run of this effort measures.
    pub(crate) fn sizes_at(&self, effort: Effort) -> impl Iterator<Item = u64> {
        let sizes = self.sizes.iter().copied();
        sizes.filter(move |size| match effort {
            Effort::Thorough => true,
            Effort::Default => !self.thorough_sizes.contains(size),
            Effort::Quick => {
                let short = self.quick_up_to.is_none_or(|largest| *size <= largest);
                short && !self.thorough_sizes.contains(size)
            }
        })
    }
}

impl Debug for Experiment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Experiment")
            .field("id", &self.id)
            .field("sizes", &self.sizes)
            .field("outline", &self.outline)
            .finish_non_exhaustive()
    }
}
