//! Memory: what is asked of the allocator, and what it costs.

mod growth {
    pub(crate) mod append;
    pub(crate) mod append_memory;
    pub(crate) mod formula;
    mod policy;
}
mod sequence {
    pub(crate) mod small;
}

use harness::Experiment;

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![
        growth::formula::one_append(),
        growth::append::by_policy(),
        growth::append_memory::append_or_collect(),
        sequence::small::ten_values(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = experiments().iter().map(Experiment::id).collect();
        ids.sort_unstable();
        assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
    }
}
