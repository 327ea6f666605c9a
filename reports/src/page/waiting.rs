//! Where the time of an experiment went, as the operating system saw it: computing, or waiting for
//! a core or for something else.

use maud::{Markup, html};

use crate::figures;
use crate::record::{Disturbance, Record};

use super::head::{head, number, text};

/// The times of all passes of an experiment, added up, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Spent {
    real: u64,
    user: u64,
    sys: u64,
    /// Absent where the scheduler does not tell.
    run_queue: Option<u64>,
}

impl Spent {
    /// Adds up the passes; absent when the system told nothing of any.
    fn of(record: &Record) -> Option<Self> {
        let passes = record.trials.iter().flat_map(|trial| &trial.passes);
        let told = passes.filter_map(|pass| Self::of_pass(pass.disturbance));
        told.reduce(|sum, pass| Self {
            real: sum.real.saturating_add(pass.real),
            user: sum.user.saturating_add(pass.user),
            sys: sum.sys.saturating_add(pass.sys),
            run_queue: sum
                .run_queue
                .zip(pass.run_queue)
                .map(|(sum, pass)| sum.saturating_add(pass)),
        })
    }

    fn of_pass(seen: Disturbance) -> Option<Self> {
        Some(Self {
            real: seen.wall,
            user: seen.user?,
            sys: seen.sys?,
            run_queue: seen.run_queue,
        })
    }

    /// The book's formula. Several threads can use more CPU time than there is real time.
    fn waiting(self) -> u64 {
        self.real.saturating_sub(self.user.saturating_add(self.sys))
    }

    fn for_a_core(self) -> Option<u64> {
        Some(self.run_queue?.min(self.waiting()))
    }

    fn for_something_else(self) -> Option<u64> {
        Some(self.waiting() - self.for_a_core()?)
    }
}

/// Whether the system told anything.
pub(crate) fn told(record: &Record) -> bool {
    Spent::of(record).is_some()
}

pub(crate) fn section(record: &Record) -> Markup {
    let Some(spent) = Spent::of(record) else {
        return html! {};
    };
    let rows = [
        ("real", Some(spent.real), "from beginning to end"),
        ("user", Some(spent.user), "computing, in the program"),
        (
            "sys",
            Some(spent.sys),
            "computing, in the system on its behalf",
        ),
        ("waiting", Some(spent.waiting()), "real − (user + sys)"),
        (
            "for a core",
            spent.for_a_core(),
            "ready to run, while something else had the core",
        ),
        (
            "for something else",
            spent.for_something_else(),
            "a disk, a pipe, a sleep, another process",
        ),
    ];
    html! {
        h2 #waiting { "Computing and waiting" }
        p { (words(spent)) }
        div.scroll tabindex="0" role="region" aria-label="Computing and waiting" {
            table.figures data-src="/trials" {
                (head(&[text("Time"), number("All passes"), number("Of real"), text("What it is")]))
                tbody {
                    @for (name, nanos, meaning) in rows {
                        tr {
                            th scope="row" { (name) }
                            td.n { (nanos.map_or("–".to_owned(), time)) }
                            td.n { (nanos.map_or("–".to_owned(), |nanos| spent.share(nanos))) }
                            td { (meaning) }
                        }
                    }
                }
            }
        }
        p.soft {
            "Of the processes that measured, from their first round to their last, all variants \
             together. How CPU time is divided into user and sys is the system's estimate; their \
             sum is exact."
        }
    }
}

impl Spent {
    fn share(self, nanos: u64) -> String {
        figures::percent(nanos as f64 / self.real.max(1) as f64)
    }
}

fn words(spent: Spent) -> String {
    let mut words = format!(
        "The timed passes took {} together: {} of computing in the program, {} in the system, and \
         {} of waiting.",
        time(spent.real),
        time(spent.user),
        time(spent.sys),
        time(spent.waiting()),
    );
    let more = match (spent.for_a_core(), spent.for_something_else()) {
        (Some(core), Some(other)) => format!(
            " Of that, {} were waiting for a core that something else used, and {} for something \
             else.",
            time(core),
            time(other)
        ),
        _ => " For what, only the scheduler could tell, and here it does not.".to_owned(),
    };
    words.push_str(&more);
    words
}

fn time(nanos: u64) -> String {
    figures::time(nanos as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spent(real: u64, cpu: u64, run_queue: Option<u64>) -> Spent {
        Spent {
            real,
            user: cpu - cpu / 4,
            sys: cpu / 4,
            run_queue,
        }
    }

    #[test]
    fn waiting_is_for_a_core_or_for_something_else() {
        let asleep = spent(100, 20, Some(30));
        assert_eq!((asleep.waiting(), asleep.for_a_core()), (80, Some(30)));
        assert_eq!(asleep.for_something_else(), Some(50));
        // The scheduler's clock may tell a little more than the formula leaves.
        let crowded = spent(100, 60, Some(41));
        assert_eq!(
            (crowded.for_a_core(), crowded.for_something_else()),
            (Some(40), Some(0))
        );
        let silent = spent(100, 60, None);
        assert_eq!(
            (silent.for_a_core(), silent.for_something_else()),
            (None, None)
        );
        assert_eq!(spent(100, 190, Some(0)).waiting(), 0);
    }

    #[test]
    fn what_was_not_told_is_absent() {
        let old = Disturbance {
            wall: 5,
            cpu: 5,
            ..Disturbance::default()
        };
        assert_eq!(Spent::of_pass(old), None);
        assert!(words(spent(100, 60, None)).contains("only the scheduler could tell"));
    }
}
