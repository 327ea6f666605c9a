//! The Julia set: the book's running example of profiling, from `abs` to the machine's limit.

mod escape;
mod julia {
    pub(crate) mod inputs;
    pub(crate) mod set;
}
mod plane;

use harness::Experiment;

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![julia::set::escape_times(), julia::inputs::input_lists()]
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
