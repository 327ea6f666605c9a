//! Columns of what the hardware's counters saw, and what is to be known of instructions.

use maud::{Markup, html};

use crate::figures;
use crate::record::{Counters, INSTRUCTIONS, Record, Trial};
use crate::words;

/// A column of what the hardware's counters saw.
#[derive(Clone, Copy)]
pub(super) enum Counter {
    Ipc,
    Cycles,
    BranchMisses,
    CacheMisses,
}

impl Counter {
    const ALL: [Self; 4] = [
        Self::Ipc,
        Self::Cycles,
        Self::BranchMisses,
        Self::CacheMisses,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ipc => "IPC",
            Self::Cycles => "cycles",
            Self::BranchMisses => "branch misses",
            Self::CacheMisses => "cache misses",
        }
    }

    fn of(self, counters: &Counters) -> Option<f64> {
        match self {
            Self::Ipc => counters.ipc(),
            Self::Cycles => Some(counters.cycles),
            Self::BranchMisses => counters.branch_misses,
            Self::CacheMisses => counters.cache_misses,
        }
    }

    pub(super) fn cell(self, trial: &Trial, variant: usize) -> Markup {
        let counters = trial.counters.get(variant).and_then(Option::as_ref);
        html! {
            @match counters.and_then(|counters| self.of(counters)) {
                None => { td.n { "–" } }
                Some(value) => {
                    td.n data-v=(words::sortable(value)) { (figures::significant(value, 3)) }
                }
            }
        }
    }
}

/// The counters that any variant has in any trial.
pub(super) fn seen(record: &Record) -> Vec<Counter> {
    let all = || {
        record
            .trials
            .iter()
            .flat_map(|trial| trial.counters.iter().flatten())
    };
    let seen = Counter::ALL.into_iter();
    seen.filter(|counter| all().any(|of| counter.of(of).is_some()))
        .collect()
}

/// How instructions were counted, where they were, and what they do not say.
pub(super) fn explained(record: &Record) -> Markup {
    let mut counts = record
        .trials
        .iter()
        .flat_map(|trial| trial.counts.iter().flatten());
    let counted = counts.any(|counts| counts.contains_key(INSTRUCTIONS));
    let wide = record
        .machine
        .features
        .iter()
        .any(|feature| feature.starts_with("avx512"));
    html! {
        @if counted {
            p.soft.small {
                "Instructions are counted by valgrind, for the very program that was timed, and \
                 without what is done but once. Each counts as one, and a repeated string \
                 instruction, which copies and fills memory, once for each repetition. They tell \
                 how work grows and whether it changed, and nothing of how fast: a factor between \
                 two counts is no factor between two times."
                @if wide {
                    " Valgrind hides AVX-512, which this processor has: a variant that asks at run \
                     time what there is takes another path while it is counted than while it is \
                     timed."
                }
            }
        }
        @if !seen(record).is_empty() {
            p.soft.small {
                "Instructions a cycle (IPC), cycles and misses are what the hardware's own \
                 counters saw in user code, the median of some slices, for one call. They are not \
                 exact."
            }
        }
    }
}
