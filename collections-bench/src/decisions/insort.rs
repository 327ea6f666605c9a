//! Values in order: put each where it belongs, keep them in a tree, or sort once at the end.

use std::collections::BTreeSet;

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("sort at the end")
        .beats("insort")
        .from(100)
        .source("HPP ch. 3: insort moves half of the list for each value"),
    claim("tree")
        .crosses("insort")
        .between_sizes(100, 3162)
        .source("ours: a few hundred integers are sooner moved than a tree is kept"),
    claim("sort at the end")
        .beats("tree")
        .by(2.0)
        .from(1000)
        .source("ours: order that is asked for once is best made once"),
];

pub(crate) fn one_by_one() -> Experiment {
    experiment("decisions/insort")
        .asks("How should values be brought into order that come one by one?")
        .decides("Bring values into order that come one by one", "values")
        .claims(CLAIMS)
        .sizes([10, 32, 100, 316, 1000, 3162, 10_000])
        .quick_up_to(3162)
        .thorough_sizes([178, 562, 1778, 31_623])
        .input(input::uniform)
        .per("value", Vec::len)
        .ladder()
        .variant("insort", |values| second_smallest(insort(values).iter()))
        .variant("tree", |values| {
            let mut tree = BTreeSet::new();
            for &value in values {
                tree.insert(value);
            }
            second_smallest(tree.iter())
        })
        .variant("sort at the end", |values| {
            let mut list = Vec::new();
            for &value in values {
                list.push(value);
            }
            list.sort_unstable();
            second_smallest(list.iter())
        })
        .build()
}

/// Keeps a list in order: each value goes before the first that is not less.
fn insort(values: &[u64]) -> Vec<u64> {
    let mut list = Vec::new();
    for &value in values {
        let at = list.partition_point(|&other| other < value);
        list.insert(at, value);
    }
    list
}

/// What is asked of the order, so that no variant is spared the making of it.
fn second_smallest<'a>(mut ordered: impl Iterator<Item = &'a u64>) -> Option<u64> {
    ordered.nth(1).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn insort_keeps_the_order(mut values: Vec<u64>) {
            let list = insort(&values);
            values.sort_unstable();
            prop_assert_eq!(list, values);
        }
    }
}
