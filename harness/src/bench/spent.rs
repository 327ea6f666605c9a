//! Where the time of a bench target went: `--timings`.

use std::time::{Duration, Instant};

use super::Target;
use crate::conductor::Measured;
use crate::terminal::duration;
use crate::worker::message::Spent;

/// At these shares of a run it is told what the bar foretold.
const SHARES: [f64; 4] = [0.1, 0.2, 0.5, 0.8];

/// What a bench target does, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Begin,
    Probe,
    Copies,
    Verify,
    Memory,
    Instructions,
    Time,
    Judge,
    Replay,
    Render,
}

impl Phase {
    const ALL: [(Self, &str); 10] = [
        (
            Self::Begin,
            "beginning: the machine, the commit, the claims",
        ),
        (Self::Probe, "probing the machine"),
        (Self::Copies, "timing copies of the same code"),
        (Self::Verify, "verifying and counting"),
        (Self::Memory, "watching memory"),
        (Self::Instructions, "counting instructions"),
        (Self::Time, "timing"),
        (Self::Judge, "judging and recording"),
        (Self::Replay, "criterion's report"),
        (Self::Render, "rendering the site"),
    ];
}

/// How long each phase took.
pub(super) struct Phases {
    spent: [Duration; Phase::ALL.len()],
    last: Instant,
}

impl Phases {
    pub(super) fn begin() -> Self {
        Self {
            spent: [Duration::ZERO; Phase::ALL.len()],
            last: Instant::now(),
        }
    }

    /// What was done since the end of the phase before was this.
    pub(super) fn end(&mut self, phase: Phase) {
        let now = Instant::now();
        self.spent[phase as usize] += now - self.last;
        self.last = now;
    }

    /// Each phase that took any time.
    fn lines(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let named = Phase::ALL.iter().zip(self.spent);
        named
            .map(|((_, name), spent)| (*name, spent))
            .filter(|(_, spent)| *spent >= Duration::from_millis(10))
    }
}

impl Target<'_> {
    /// Tells how long each phase took, and which experiments took it.
    pub(super) fn tell_timings(&self, trials: &[Measured]) {
        self.terminal.line("\nwhere the time went, in seconds");
        for (name, spent) in self.phases.lines() {
            let seconds = spent.as_secs_f64();
            self.terminal.line(&format!("  {seconds:>7.2}  {name}"));
        }
        self.terminal.line(
            "\n  slices   making ready       verifying        inputs\n          variants  peers   \
             variants  peers   of both",
        );
        let mut experiments: Vec<(Spent, Spent, &str)> = self
            .chosen()
            .map(|(index, experiment)| {
                let (mut verifying, mut timing) = (Spent::default(), Spent::default());
                for trial in trials.iter().filter(|trial| trial.key.experiment == index) {
                    verifying += trial.verifying;
                    timing += trial.timing;
                }
                (verifying, timing, experiment.id)
            })
            .collect();
        let all = experiments.iter().fold(
            (Spent::default(), Spent::default(), "all of them"),
            |(mut verifying, mut timing, name), next| {
                verifying += next.0;
                timing += next.1;
                (verifying, timing, name)
            },
        );
        experiments.push(all);
        experiments.sort_by_key(|(verifying, timing, _)| verifying.all() + timing.all());
        for (verifying, timing, name) in experiments.iter().rev() {
            self.terminal.line(&row(*verifying, *timing, name));
        }
        let (place, of) = self.suite.place();
        if place == of {
            self.tell_foretold();
        }
    }

    /// Tells how far what the bar foretold was off, at some moments of the whole run.
    fn tell_foretold(&self) {
        let whole = self.suite.elapsed();
        let took = duration(whole);
        self.terminal.line(&format!(
            "\nwhat the bar foretold of a run that took {took}"
        ));
        for share in SHARES {
            if let Some(told) = self.suite.foretold().at(share, whole) {
                self.terminal.line(&format!(
                    "  at {:>2.0} %  ETA {:<13} {:+.1} % off",
                    told.share * 100.0,
                    duration(told.left),
                    told.off * 100.0
                ));
            }
        }
    }
}

fn row(verifying: Spent, timing: Spent, name: &str) -> String {
    let seconds = |nanos: u64| nanos as f64 * 1e-9;
    format!(
        "  {:>6.2}  {:>6.2}  {:>6.2}   {:>6.2}  {:>6.2}   {:>6.2}   {name}",
        seconds(timing.rounds),
        seconds(timing.variants),
        seconds(timing.peers),
        seconds(verifying.variants),
        seconds(verifying.peers),
        seconds(verifying.input + timing.input),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_add_up_and_keep_their_places() {
        for (place, (phase, _)) in Phase::ALL.iter().enumerate() {
            assert_eq!(*phase as usize, place);
        }
        let mut phases = Phases::begin();
        std::thread::sleep(Duration::from_millis(20));
        phases.end(Phase::Time);
        std::thread::sleep(Duration::from_millis(20));
        phases.end(Phase::Judge);
        phases.end(Phase::Time);
        let lines: Vec<_> = phases.lines().collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(
            lines
                .iter()
                .all(|(_, spent)| *spent >= Duration::from_millis(20))
        );
    }
}
