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

use harness::{Chapter, Experiment};

/// This chapter: what the book says, and the experiments that put it to the test.
pub fn chapter() -> Chapter {
    Chapter::new(
        "Memory: growth and allocation",
        "A list makes more room than it needs, so that appending is cheap, and pays for it in \
         memory. What is fixed in size needs no spare room, and is made faster.",
        experiments(),
    )
}

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
