//! A garbage collector switched off while it is timed, as `timeit` does.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("lists")
        .of("allocations")
        .follows("n + 1", |n| n as f64 + 1.0)
        .on("containers")
        .source("ours: one block for each pair, and one for the list of them"),
    claim("lists")
        .allocates(0)
        .on("numbers")
        .source("ours: numbers need no heap"),
    claim("collector off")
        .beats("collector on")
        .from(10_000)
        .on("containers")
        .source("HPP ch. 2: timeit switches the garbage collector off, which changes the timing"),
    claim("collector off")
        .within(0.05, "collector on")
        .on("numbers")
        .source("ours: what makes no containers gives the collector nothing to do"),
];

pub(crate) fn switched_off() -> Experiment {
    experiment("profiling/collector")
        .asks("What does it change to switch the garbage collector off?")
        .claims(CLAIMS)
        .sizes(decades(3..=5))
        .case("containers", |n, _| (n, true))
        .case("numbers", |n, _| (n, false))
        .per("element", |&(n, _)| n)
        .ladder()
        .variant("lists", |&(n, contained)| {
            if contained {
                containers(n as u64)
            } else {
                numbers(n as u64)
            }
        })
        .python("collector on", include_str!("collector.py"))
        .mirrors("lists")
        .python(
            "collector off",
            concat!("GC = False\n", include_str!("collector.py")),
        )
        .mirrors("lists")
        .build()
}

/// Makes a list of pairs, each a list of its own, and adds up what is in them.
fn containers(n: u64) -> u64 {
    let pairs: Vec<Vec<u64>> = (0..n).map(|i| vec![i, i + 1]).collect();
    pairs.iter().map(|pair| pair[0] + pair[1]).sum()
}

/// Adds up the same without a list.
fn numbers(n: u64) -> u64 {
    (0..n).map(|i| i + (i + 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_add_up_the_same() {
        for n in [0, 1, 100] {
            assert_eq!((containers(n), numbers(n)), (n * n, n * n));
        }
    }
}
