//! A trap: selling throughput as latency.

use harness::prelude::*;

use crate::haystack::{self, Haystack};

const TRAP: &str = "ours: a processor works at many look-ups at once, unless each needs the last \
                    one's answer";

const CLAIMS: &[Claim] = &[
    claim("binary_search, independent")
        .beats("binary_search, dependent")
        .by(2.0)
        .source(TRAP),
    claim("place, independent")
        .beats("place, dependent")
        .by(5.0)
        .at(4_000_000)
        .source(TRAP),
];

pub(crate) fn for_the_answer() -> Experiment {
    experiment("traps/throughput-as-latency")
        .asks("What is hidden when the time between two answers is called the time of one?")
        .claims(CLAIMS)
        .sizes([1000, 4_000_000])
        .input(haystack::sorted)
        .per("look-up", Queries::len)
        .ladder()
        .variant("binary_search, independent", halved)
        .prepared("binary_search, dependent", waiting, |hay, _| halved(hay))
        .variant("place, independent", placed)
        .prepared("place, dependent", waiting, |hay, _| placed(hay))
        .build()
}

fn waiting(hay: &Haystack) -> Haystack {
    hay.clone().with_mode(Mode::Latency)
}

fn halved(hay: &Haystack) -> u64 {
    hay.ask(|values, x| values.binary_search(x).ok())
}

/// The values are odd and without a gap, so that a needle tells its place: reading it is the proof.
fn placed(hay: &Haystack) -> u64 {
    hay.ask(|values, x| {
        let place = (x / 2) as usize;
        (values[place] == *x).then_some(place)
    })
}
