//! Lists and hash tables: finding by place, by value, by order and by hash.

mod counting;
mod hash {
    pub(crate) mod bad;
}
mod haystack;
mod lines;
mod lookup {
    pub(crate) mod index;
}
mod membership {
    pub(crate) mod list_or_set;
    pub(crate) mod unique;
}
mod prefetch;
mod search {
    pub(crate) mod batches;
    pub(crate) mod by_needle;
    mod eytzinger;
    mod eytzinger_lines;
    mod find;
    mod halving;
    pub(crate) mod layouts;
    mod nodes;
    mod queries;
    #[cfg(test)]
    mod ranks;
    pub(crate) mod sorted;
    mod splus;
    pub(crate) mod unsorted;
    #[cfg(target_arch = "x86_64")]
    mod vectors;
}
mod sets;
mod simd;
mod sort {
    #[cfg(target_arch = "x86_64")]
    mod avx512;
    mod heap;
    mod insertion;
    pub(crate) mod ladder;
    mod merge;
    #[cfg(target_arch = "x86_64")]
    mod network;
    #[cfg(test)]
    mod oracle;
    mod orders;
    mod patterns;
    pub(crate) mod presorted;
    mod quick;
    mod radix;
    mod runs;
    pub(crate) mod short;
    mod timsort;
    pub(crate) mod types;
    mod wide;
}

use harness::{Chapter, Experiment};

/// This chapter: what the book says, and the experiments that put it to the test.
pub fn chapter() -> Chapter {
    Chapter::new(
        "Lists, dictionaries and sets",
        "Ask what you look up and how: by position a list answers at once, by value it has to \
         search. Order brings a search down to O(log n), and a hash table to O(1).",
        experiments(),
    )
}

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![
        lookup::index::by_position(),
        search::unsorted::by_value(),
        search::sorted::by_order(),
        search::layouts::by_layout(),
        search::batches::at_once(),
        search::by_needle::scan_or_halve(),
        sort::presorted::by_order_found(),
        sort::ladder::of_random(),
        sort::short::at_the_cliff(),
        sort::types::of_narrow_numbers(),
        sort::types::of_floats(),
        sort::types::of_strings(),
        sort::types::of_large_structs(),
        membership::list_or_set::by_size(),
        membership::unique::names(),
        hash::bad::by_hasher(),
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
