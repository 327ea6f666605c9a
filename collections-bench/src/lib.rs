//! Lists and hash tables: finding by place, by value, by order and by hash.

mod counting;
mod hash {
    pub(crate) mod bad;
}
mod haystack;
mod lookup {
    pub(crate) mod index;
}
mod membership {
    pub(crate) mod list_or_set;
    pub(crate) mod unique;
}
mod search {
    pub(crate) mod by_needle;
    mod eytzinger;
    mod find;
    pub(crate) mod sorted;
    pub(crate) mod unsorted;
}
mod sets;
mod sort {
    mod insertion;
    pub(crate) mod presorted;
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
        search::unsorted::by_value(),
        search::sorted::by_order(),
        search::by_needle::scan_or_halve(),
        sort::presorted::by_order_found(),
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
