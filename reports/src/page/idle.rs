//! Variants that take no longer than a call of nothing: perhaps their work is outside the clock.
//!
//! `python -m timeit -s "job()"` times `pass`, since the job is its set-up. A harness cannot know
//! what an author meant to time, but it can show what looks like that mistake.

use maud::{Markup, html};

use crate::figures;
use crate::record::{Kind, Trial};
use crate::words;

use super::exhibit::Exhibit;
use super::largest;

/// What a call of nothing takes at most, in nanoseconds: a few reads, or an empty function of
/// Python's.
const NOTHING: f64 = 3.0;
const NOTHING_OF_A_PEER: f64 = 100.0;

/// How many times as long the reference takes, before that is strange.
const STRANGE: f64 = 1000.0;

/// A variant that takes no time where the reference takes much.
struct Idle<'a> {
    trial: &'a Trial,
    variant: usize,
    nanos: f64,
    reference: f64,
}

pub(crate) fn notice(exhibit: &Exhibit<'_>) -> Markup {
    let idle = idle(exhibit);
    html! {
        @if !idle.is_empty() {
            section.notice.inconclusive {
                h2 { "Is their work inside the clock?" }
                ul {
                    @for idle in &idle {
                        li {
                            (words::name(&exhibit.record.variants[idle.variant].name)) " takes "
                            (figures::time(idle.nanos)) " a call at "
                            bdi { (figures::place(idle.trial).replace('`', "")) } ", where "
                            (words::name(&exhibit.record.variants[0].name)) " takes "
                            (figures::time(idle.reference)) "."
                        }
                    }
                }
                p {
                    "No work takes so little time. What is done before the clock starts is not \
                     measured: see the code."
                }
            }
        }
    }
}

fn idle<'a>(exhibit: &Exhibit<'a>) -> Vec<Idle<'a>> {
    let record = exhibit.record;
    let mut found = Vec::new();
    for trial in largest(record) {
        let nanos = |variant| {
            let estimate = exhibit.estimates.time_per_call(trial, variant)?;
            Some(estimate.interval.point)
        };
        let Some(reference) = nanos(0) else {
            continue;
        };
        for variant in 1..record.variants.len() {
            let peer = record.variants[variant].kind == Kind::Peer;
            let nothing = if peer { NOTHING_OF_A_PEER } else { NOTHING };
            found.extend(
                nanos(variant)
                    .filter(|nanos| *nanos < nothing && reference > STRANGE * nanos)
                    .map(|nanos| Idle {
                        trial,
                        variant,
                        nanos,
                        reference,
                    }),
            );
        }
    }
    found
}
