//! Lists and hash tables: finding by place, by value, by order and by hash.

mod counting;
mod decisions {
    pub(crate) mod dedupe;
    pub(crate) mod insort;
    pub(crate) mod layout;
    pub(crate) mod queries;
}
mod distinct;
mod hash {
    pub(crate) mod bad;
    pub(crate) mod bad_build;
    pub(crate) mod city;
    pub(crate) mod good_key;
    pub(crate) mod growth;
    mod hashed;
    pub(crate) mod hashers;
    pub(crate) mod insert;
    pub(crate) mod load;
    pub(crate) mod look_up;
    pub(crate) mod probe_order;
    mod queries;
    pub(crate) mod sawtooth;
}
mod haystack;
mod lines;
mod lookup {
    pub(crate) mod containers;
    pub(crate) mod index;
}
mod maps {
    mod keys;
    pub(crate) mod read;
    pub(crate) mod small;
    pub(crate) mod write;
}
mod membership {
    pub(crate) mod list_or_set;
    pub(crate) mod phone_book;
    pub(crate) mod unique;
}
mod names;
mod pages;
mod prefetch;
mod namespaces {
    pub(crate) mod sine;
}
mod search {
    pub(crate) mod batches;
    pub(crate) mod by_needle;
    pub(crate) mod closest;
    pub(crate) mod contains;
    mod entry;
    mod eytzinger;
    pub(crate) mod eytzinger_lines;
    pub(crate) mod find;
    pub(crate) mod halving;
    pub(crate) mod keys;
    pub(crate) mod layouts;
    mod linear;
    mod nodes;
    mod place;
    #[cfg(test)]
    mod ranks;
    pub(crate) mod sorted;
    pub(crate) mod splus;
    pub(crate) mod unsorted;
    #[cfg(target_arch = "x86_64")]
    mod vectors;
}
mod sets;
mod simd;
mod sort {
    pub(crate) mod fastest;
    pub(crate) mod generic;
    mod heap;
    mod insertion;
    pub(crate) mod ladder;
    #[cfg(target_arch = "x86_64")]
    mod lanes;
    #[cfg(target_arch = "x86_64")]
    mod lanes256;
    #[cfg(target_arch = "x86_64")]
    mod lanes512;
    mod merge;
    #[cfg(target_arch = "x86_64")]
    mod network;
    #[cfg(test)]
    mod oracle;
    pub(crate) mod orders;
    pub(crate) mod patterns;
    pub(crate) mod presorted;
    mod quick;
    mod radix;
    mod runs;
    pub(crate) mod short;
    mod timsort;
    pub(crate) mod types;
    #[cfg(target_arch = "x86_64")]
    mod vector_quick;
    mod wide;
}

mod traps {
    pub(crate) mod fixed_needle;
    pub(crate) mod powers_of_two;
    pub(crate) mod sorted_again;
    pub(crate) mod unused_result;
    pub(crate) mod waiting;
}
mod table;

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
        lookup::containers::by_container(),
        search::unsorted::by_value(),
        search::sorted::by_order(),
        search::contains::there_or_not(),
        search::closest::as_printed(),
        search::layouts::by_layout(),
        search::batches::at_once(),
        search::by_needle::scan_or_halve(),
        sort::presorted::by_order_found(),
        sort::ladder::of_random(),
        sort::fastest::of_all(),
        sort::generic::by_comparison(),
        sort::short::at_the_cliff(),
        sort::types::of_narrow_numbers(),
        sort::types::of_floats(),
        sort::types::of_strings(),
        sort::types::of_large_structs(),
        membership::list_or_set::by_size(),
        membership::unique::names(),
        membership::phone_book::one_entry(),
        hash::look_up::by_size(),
        hash::look_up::large(),
        hash::insert::room(),
        hash::load::swept(),
        hash::sawtooth::one_key_at_a_time(),
        hash::probe_order::printed(),
        hash::growth::one_by_one(),
        hash::good_key::points(),
        hash::bad::by_hasher(),
        traps::fixed_needle::again_and_again(),
        traps::sorted_again::lap_after_lap(),
        traps::waiting::for_the_answer(),
        traps::powers_of_two::and_beside_them(),
        traps::unused_result::left_out(),
        hash::bad_build::by_hasher(),
        hash::city::by_first_letter(),
        hash::hashers::integers(),
        hash::hashers::strings(),
        maps::read::integers(),
        maps::read::strings(),
        maps::read::points(),
        maps::write::integers(),
        maps::write::strings(),
        maps::small::many(),
        namespaces::sine::look_up(),
        decisions::queries::in_one_list(),
        decisions::layout::of_keys(),
        decisions::dedupe::integers(),
        decisions::dedupe::strings(),
        decisions::insort::one_by_one(),
    ]
}
