//! One bench target from its first line to its last: verify, time, judge, record, replay, show.

mod begin;
mod end;
mod open;
mod spent;
mod tell;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
pub(crate) use begin::make_sure_of;
use reports::judge::Verdicts;
use reports::record::{Chapter, Record, State};
use reports::registry::Registry;
use reports::store::Store;
use reports::verdict::Verdict;

use crate::cli::Cli;
use crate::conductor::{Conductor, End, Measured, interrupt};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::recorder::{self, Recorder};
use crate::show;
use crate::suite::Suite;
use crate::suite::left::Pace;
use crate::terminal::Terminal;
use crate::worker::message::TrialKey;
use crate::{instructions, paths};
use spent::{Phase, Phases};

/// Verifies, times, judges, records, and shows the selected trials.
///
/// # Errors
/// When nothing can be measured or kept at all. What merely fails in part is told, and makes the
/// exit status 1.
pub(crate) fn run(
    (package, lesson): (&str, Option<Chapter>),
    experiments: &[Experiment],
    selected: &[TrialKey],
    cli: &Cli,
) -> Result<ExitCode> {
    let home = paths::home();
    make_sure_of(&home)?;
    interrupt::watch();
    let workspace = recorder::workspace();
    let suite = Suite::join(&home, workspace.as_deref(), package, &cli.kind());
    let mut recorder = begin::recorder(package, cli, &suite, workspace);
    recorder.chapter = lesson;
    let terminal = Terminal::new(cli.color, cli.quiet);
    match Registry::open(&home) {
        Ok(registry) => recorder.registry = Some(registry),
        Err(why) => terminal.warn(&why),
    }
    let target = Target {
        experiments,
        selected,
        cli,
        recorder,
        suite,
        store: Store::at(&home),
        terminal,
        criterion: paths::criterion_folder(),
        home,
        told: HashMap::new(),
        failures: HashSet::new(),
        failed: false,
        start: Instant::now(),
        pace: Pace::default(),
        phases: Phases::begin(),
    };
    target.greet();
    target.measure()
}

/// One bench target at work.
struct Target<'a> {
    experiments: &'a [Experiment],
    selected: &'a [TrialKey],
    cli: &'a Cli,
    recorder: Recorder,
    suite: Suite,
    store: Store,
    terminal: Terminal,
    criterion: PathBuf,
    home: PathBuf,
    /// Verdicts that have been told, by experiment and place.
    told: HashMap<(usize, usize), Verdict>,
    /// Failures that have been told.
    failures: HashSet<String>,
    failed: bool,
    start: Instant,
    pace: Pace,
    phases: Phases,
}

impl<'a> Target<'a> {
    fn measure(mut self) -> Result<ExitCode> {
        let plan = Plan::new(self.cli);
        self.register();
        self.phases.end(Phase::Begin);
        self.probe()?;
        self.phases.end(Phase::Probe);
        let conductor = Conductor {
            experiments: self.experiments,
            seed: self.cli.seed,
            plan,
            probe: self.recorder.machine.probe.clone(),
        };
        self.recorder.copies = conductor.copies()?;
        self.phases.end(Phase::Copies);
        let (mut trials, mut end) =
            conductor.verify(self.selected, &mut |seen| self.watch(seen))?;
        self.phases.end(Phase::Verify);
        self.tell_failures(&trials);
        self.tell_missing(&trials);
        if end == End::Complete {
            end = conductor.memory(&mut trials, &mut |seen| self.watch(seen))?;
            self.phases.end(Phase::Memory);
        }
        if end == End::Complete {
            end = self.instructions(&conductor, &mut trials)?;
            self.phases.end(Phase::Instructions);
        }
        if end == End::Complete {
            end = conductor.time(&mut trials, &mut |seen| self.watch(seen))?;
            self.phases.end(Phase::Time);
            self.tell_failures(&trials);
            self.tell_missing(&trials);
        }
        let measuring = self.start.elapsed();
        self.recorder.run.state = match end {
            End::Complete => State::Complete,
            End::Interrupted => State::Interrupted,
        };
        let records = self.records(&trials);
        self.keep(&records);
        let verdicts = show::verdicts_of_run(&self.store, self.suite.run());
        for (index, record) in &records {
            self.tell_verdicts(*index, record, verdicts.get(record), true);
        }
        self.phases.end(Phase::Judge);
        if end == End::Complete {
            self.replay(&records);
        }
        self.phases.end(Phase::Replay);
        let page = self.show();
        self.phases.end(Phase::Render);
        if self.cli.timings {
            self.tell_timings(&trials);
        }
        self.sum_up(measuring, &verdicts, page.as_deref());
        self.close(end)
    }

    /// Counts instructions, where they are asked for.
    fn instructions(&mut self, conductor: &Conductor<'_>, trials: &mut [Measured]) -> Result<End> {
        if !self.cli.counts_instructions() {
            self.recorder.not_measured.push(instructions::not_asked());
            return Ok(End::Complete);
        }
        let (missing, end) = conductor.instructions(trials, &mut |seen| self.watch(seen))?;
        self.recorder.not_measured.extend(missing);
        Ok(end)
    }

    /// Measures what the machine can do, once a run.
    fn probe(&mut self) -> Result<()> {
        if self.cli.no_probe {
            return Ok(());
        }
        let known = self.suite.probe().cloned();
        let probe = match known {
            Some(probe) => Some(probe),
            None => {
                self.phase("probing the machine");
                Conductor::probe(self.cli.seed, self.cli.effort())?
            }
        };
        match &probe {
            Some(probe) => self.suite.keep_probe(probe),
            None if interrupt::happened() => {}
            None => self.terminal.warn(
                "the process that probes the machine failed, so no limit is known; run again, or \
                 pass `--no-probe`",
            ),
        }
        self.recorder.machine.probe = probe;
        Ok(())
    }

    /// Registers the claims, before anything is measured.
    fn register(&mut self) {
        let chosen = self.chosen().map(|(_, experiment)| experiment);
        if let Err(error) = self.recorder.register(chosen) {
            self.terminal.warn(&error.to_string());
        }
    }

    /// The experiments of which some trial is selected.
    fn chosen(&self) -> impl Iterator<Item = (usize, &'a Experiment)> + use<'a> {
        let selected = self.selected;
        self.experiments
            .iter()
            .enumerate()
            .filter(move |(index, _)| selected.iter().any(|key| key.experiment == *index))
    }

    /// Judges what there is, keeps it, tells what is decided and closes its trials.
    fn look(&mut self, trials: &mut [Measured], last: bool) {
        self.phases.end(Phase::Time);
        self.recorder.run.state = State::Interrupted;
        let records = self.records(trials);
        self.keep(&records);
        let verdicts = Verdicts::of(records.iter().map(|(_, record)| record));
        for (index, record) in &records {
            let judged = verdicts.get(record);
            self.tell_verdicts(*index, record, judged, last);
            for trial in trials
                .iter_mut()
                .filter(|trial| trial.key.experiment == *index)
            {
                let experiment = &self.experiments[*index];
                trial.open &= open::still_open(record, judged, trial, experiment);
                trial
                    .left_out
                    .extend(open::settled(record, judged, trial, experiment));
            }
        }
        self.phases.end(Phase::Judge);
    }

    fn records(&self, trials: &[Measured]) -> Vec<(usize, Record)> {
        self.chosen()
            .map(|(index, experiment)| {
                let own: Vec<&Measured> = trials
                    .iter()
                    .filter(|trial| trial.key.experiment == index)
                    .collect();
                let seconds = own.iter().map(|trial| spent(trial)).sum::<f64>();
                (index, self.recorder.record(experiment, &own, seconds))
            })
            .collect()
    }

    fn keep(&mut self, records: &[(usize, Record)]) {
        for (_, record) in records {
            if let Err(error) = self.store.write(record) {
                self.terminal.error(&error.to_string());
                self.failed = true;
            }
        }
        let records = records.iter().map(|(_, record)| record);
        if let Err(error) = self.recorder.measured(records) {
            self.terminal.warn(&error.to_string());
        }
    }
}

/// Seconds that went into one trial.
fn spent(trial: &Measured) -> f64 {
    let verified = trial.verified.as_ref().map_or(0, |verified| {
        verified.ready + verified.calls.iter().sum::<u64>()
    });
    let passes: u64 = trial.passes.iter().map(|pass| pass.disturbance.wall).sum();
    (verified + passes) as f64 * 1e-9
}
