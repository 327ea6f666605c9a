//! The machine below the program, and its memory: what a virtual machine, a layout and an
//! allocation cost.

mod growth {
    pub(crate) mod append;
    pub(crate) mod append_memory;
    mod first_fit;
    pub(crate) mod first_touch;
    pub(crate) mod formula;
    pub(crate) mod heap;
    mod lists;
    mod mapped;
    mod policy;
    pub(crate) mod reuse;
    pub(crate) mod run_order;
}
mod machine {
    pub(crate) mod boxes;
    pub(crate) mod dispatch;
    pub(crate) mod interpreter;
}
mod reduce {
    pub(crate) mod early;
    pub(crate) mod prime;
}
mod sequence {
    pub(crate) mod literal;
    pub(crate) mod small;
}

use harness::{Chapter, Experiment};

/// This chapter: what the book says, and the experiments that put it to the test.
pub fn chapter() -> Chapter {
    Chapter::new(
        "The machine, memory and allocation",
        "A list makes more room than it needs, so that appending is cheap, and pays for it in \
         memory. What is fixed in size needs no spare room, and is made faster.",
        experiments(),
    )
}

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![
        machine::interpreter::same_loop(),
        machine::boxes::by_layout(),
        machine::dispatch::by_call(),
        reduce::early::at_the_hit(),
        reduce::prime::check(),
        growth::formula::one_append(),
        growth::append::by_policy(),
        growth::heap::by_heap(),
        growth::reuse::by_factor(),
        growth::first_touch::by_pages(),
        growth::append_memory::append_or_collect(),
        growth::run_order::in_one_process(),
        sequence::small::ten_values(),
        sequence::literal::in_python(),
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
