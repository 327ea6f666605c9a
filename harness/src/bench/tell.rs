//! What a bench target tells at the terminal while it works.

use std::path::Path;
use std::time::Duration;

use reports::figures::{self, several};
use reports::judge::{Verdicts, is_open};
use reports::record::Record;
use reports::verdict::{Judgement, Verdict};

use super::Target;
use crate::conductor::{Measured, Progress};
use crate::effort::Plan;
use crate::show;
use crate::terminal::{duration, tally};
use crate::{doctor, instructions, recorder};

/// More changes than this are left to `cargo lab compare`.
const MOST_CHANGES: usize = 8;

impl Target<'_> {
    pub(super) fn greet(&self) {
        let claims: usize = self
            .chosen()
            .map(|(_, experiment)| experiment.claims.len())
            .sum();
        let (place, of) = self.suite.place();
        let machine = &self.recorder.machine;
        self.terminal.line(&format!(
            "{} (chapter {place} of {of}) · {}, {}, {} · seed {}",
            self.recorder.package,
            several(self.chosen().count(), "experiment"),
            several(self.selected.len(), "trial"),
            several(claims, "claim"),
            self.cli.seed
        ));
        let caches: Vec<String> = machine
            .caches
            .iter()
            .map(|cache| format!("L{} {}", cache.level, figures::bytes(cache.bytes as f64)))
            .collect();
        self.terminal.line(&format!(
            "  {} · {} cores · {} · {}",
            machine.cpu,
            machine.cores,
            caches.join(", "),
            self.recorder.toolchain.rustc
        ));
        // Once a run: the later chapters are told nothing new.
        if place == 1 {
            let warnings = doctor::in_short(machine, &self.recorder.toolchain);
            warnings
                .iter()
                .for_each(|warning| self.terminal.warn(warning));
            if !warnings.is_empty() {
                self.terminal
                    .note("`cargo lab doctor` looks at more, and says what helps");
            }
        }
    }

    pub(super) fn watch(&mut self, seen: Progress<'_>) {
        let (place, of) = self.suite.place();
        let where_ = format!("{} ({place}/{of})", self.recorder.package);
        match seen {
            Progress::Verified { done, of } => {
                self.prepare(&format!("{where_} verifying {done}/{of}"));
            }
            Progress::Counted { done, of } => {
                self.prepare(&format!("{where_} counting instructions {done}/{of}"));
            }
            Progress::Watched { done, of } => {
                self.prepare(&format!("{where_} watching memory {done}/{of}"));
            }
            Progress::Timed {
                pass,
                look,
                remaining,
            } => {
                let spent = self.start.elapsed();
                self.pace.see((pass, look), (spent, remaining));
                let here = self.pace.left(self.suite.last_time(), spent);
                let remaining = here + self.suite.later(self.start.elapsed() + here);
                self.suite.foretell(remaining);
                let what = format!("{where_} pass {}/{look}", pass + 1);
                self.terminal.pass(&what, self.suite.elapsed(), remaining);
            }
            Progress::Look { trials, last } => self.look(trials, last),
        }
    }

    /// Moves the bar while nothing is timed.
    fn prepare(&mut self, what: &str) {
        let remaining = self.remaining();
        self.suite.foretell(remaining);
        self.terminal
            .progress(what, self.suite.elapsed(), remaining);
    }

    /// Says at the bar what takes a while now.
    pub(super) fn phase(&mut self, what: &str) {
        let (place, of) = self.suite.place();
        let what = format!("{} ({place}/{of}) {what}", self.recorder.package);
        let remaining = self.remaining();
        self.suite.foretell(remaining);
        self.terminal.phase(&what, self.suite.elapsed(), remaining);
    }

    /// What this target and those after it will still take, as long as last time.
    fn remaining(&self) -> Duration {
        let here = self.suite.last_time().unwrap_or(self.guess());
        here.saturating_sub(self.start.elapsed()) + self.suite.later(here)
    }

    /// Before anything is known: what the budget allows.
    fn guess(&self) -> Duration {
        Plan::new(self.cli)
            .budget
            .unwrap_or(Duration::from_secs(300))
    }

    /// Tells what went wrong, each failure once.
    pub(super) fn tell_failures(&mut self, trials: &[Measured]) {
        let chosen: Vec<usize> = self.chosen().map(|(index, _)| index).collect();
        for index in chosen {
            let experiment = &self.experiments[index];
            let (_, mistakes) = recorder::claims(experiment);
            let own = trials.iter().filter(|trial| trial.key.experiment == index);
            for failure in mistakes.iter().chain(own.flat_map(|trial| &trial.failures)) {
                let case = failure.case.as_deref().filter(|case| !case.is_empty());
                let case = case.map_or_else(String::new, |case| format!(" on {case}"));
                let size = failure
                    .size
                    .map_or_else(String::new, |size| format!(" at size {size}"));
                let sentence = format!("{}{case}{size}: {}", experiment.id, failure.message);
                if self.failures.insert(sentence.clone()) {
                    self.terminal.error(&sentence);
                }
                self.failed = true;
            }
        }
    }

    /// Tells what could not be measured, each reason once: it is no failure.
    pub(super) fn tell_missing(&mut self, trials: &[Measured]) {
        let mut told: Vec<(&str, Vec<String>)> = Vec::new();
        for trial in trials {
            let experiment = self.experiments[trial.key.experiment].id;
            for missing in &trial.missing {
                let variant = missing.what.variant.as_deref().unwrap_or("all");
                let whose = format!("`{variant}` of {experiment}");
                match told
                    .iter_mut()
                    .find(|(reason, _)| *reason == missing.what.reason)
                {
                    Some((_, whom)) if whom.contains(&whose) => {}
                    Some((_, whom)) => whom.push(whose),
                    None => told.push((&missing.what.reason, vec![whose])),
                }
            }
        }
        for (reason, whom) in told {
            let more = match whom.len() - 1 {
                0 => String::new(),
                more => format!(" and {}", several(more, "other variant")),
            };
            let sentence = format!("{}{more}: not measured, for {reason}", whom[0]);
            if self.failures.insert(sentence.clone()) {
                self.terminal.warn(&sentence);
            }
        }
    }

    pub(super) fn tell_verdicts(
        &mut self,
        index: usize,
        record: &Record,
        judged: &[Judgement],
        last: bool,
    ) {
        for (place, (claim, judged)) in record.claims.iter().zip(judged).enumerate() {
            if !last && is_open(judged) {
                continue;
            }
            let before = self.told.insert((index, place), judged.verdict);
            match before {
                None => self.terminal.verdict(&record.experiment, claim, judged),
                // Later verdicts of the run weigh on all: the false-discovery rate is held over
                // all of its claims.
                Some(before) if before != judged.verdict => {
                    self.terminal
                        .changed(before, &record.experiment, claim, judged);
                }
                Some(_) => {}
            }
        }
    }

    pub(super) fn sum_up(&self, measuring: Duration, verdicts: &Verdicts, page: Option<&Path>) {
        self.terminal.finish();
        let took = self.start.elapsed();
        let share = measuring.as_secs_f64() / took.as_secs_f64().max(1e-9);
        let verdicts: Vec<Verdict> = verdicts.all().map(|judged| judged.verdict).collect();
        self.terminal.line(&format!(
            "\n{} took {} ({:.0} % of it measuring); the run so far:\n  {}",
            self.recorder.package,
            duration(took),
            share * 100.0,
            tally(&verdicts)
        ));
        let (place, of) = self.suite.place();
        if place == of && !self.cli.counts_instructions() {
            let missing = instructions::not_asked();
            self.terminal.line(&format!(
                "  instructions are not counted: {}",
                missing.reason
            ));
        }
        if place == of
            && let Some(since) = show::since_before(&self.store, self.suite.run())
        {
            self.tell_changes(&since);
        }
        if let Some(page) = page {
            self.terminal.page(page);
        }
    }

    /// The verdicts that changed since the run before, as many as fit a screen.
    fn tell_changes(&self, since: &show::Since) {
        let moved = [(since.slower, "slower"), (since.faster, "faster")];
        let moved = moved.into_iter().filter(|(count, _)| *count > 0);
        let moved: Vec<String> = moved
            .map(|(count, how)| format!("{} {how}", several(count, "time")))
            .collect();
        let mut parts = vec![several(since.verdicts.len(), "other verdict")];
        parts.extend(moved);
        self.terminal.line(&format!(
            "  since the run before: {}; `cargo lab compare` tells all",
            parts.join(", ")
        ));
        for verdict in since.verdicts.iter().take(MOST_CHANGES) {
            self.terminal.line(&format!("    {verdict}"));
        }
    }
}
