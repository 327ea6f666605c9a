//! One bench target from its first line to its last: verify, time, judge, record, replay, show.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use reports::judge::{Verdicts, is_open};
use reports::record::{Record, Run, State};
use reports::registry::Registry;
use reports::store::Store;
use reports::verdict::{Judgement, Verdict};

use crate::cli::{self, Cli};
use crate::conductor::{Conductor, End, Measured, Progress, interrupt};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::recorder::{self, Recorder};
use crate::run::INTERRUPTED;
use crate::show;
use crate::suite::Suite;
use crate::terminal::{Terminal, duration, tally};
use crate::worker::message::TrialKey;
use crate::{machine, replay, select};

/// Verifies, times, judges, records, and shows the selected trials.
///
/// # Errors
/// When nothing can be measured or kept at all. What merely fails in part is told, and makes the
/// exit status 1.
pub(crate) fn run(
    package: &str,
    experiments: &[Experiment],
    selected: &[TrialKey],
    cli: &Cli,
) -> Result<ExitCode> {
    let home = cli::home();
    make_sure_of(&home)?;
    let criterion = cli::criterion_folder();
    for name in cli.criterion.needed_baselines() {
        let keys = selected.iter();
        let ids: Vec<_> = keys
            .flat_map(|key| select::ids(package, experiments, *key))
            .collect();
        replay::find_baseline(&criterion, name, &ids)?;
    }
    interrupt::watch();
    let workspace = recorder::workspace();
    let suite = Suite::join(&home, workspace.as_deref(), package, cli.effort());
    let mut recorder = recorder(package, cli, &suite, workspace);
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
        criterion,
        home,
        told: HashSet::new(),
        failed: false,
        start: Instant::now(),
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
    /// Claims whose verdict has been told: experiment and place.
    told: HashSet<(usize, usize)>,
    failed: bool,
    start: Instant,
}

impl Target<'_> {
    fn measure(mut self) -> Result<ExitCode> {
        let plan = Plan::new(self.cli);
        let conductor = Conductor {
            experiments: self.experiments,
            seed: self.cli.seed,
            plan,
        };
        self.register();
        self.recorder.copies = conductor.copies()?;
        let (mut trials, mut end) =
            conductor.verify(self.selected, &mut |seen| self.watch(seen))?;
        self.tell_failures(&trials);
        if end == End::Complete {
            end = conductor.time(&mut trials, &mut |seen| self.watch(seen))?;
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
        if end == End::Complete {
            self.replay(&records);
        }
        let page = self.show();
        self.sum_up(measuring, &verdicts, page.as_deref());
        self.close(end)
    }

    /// Registers the claims, before anything is measured.
    fn register(&mut self) {
        let chosen = self
            .experiments
            .iter()
            .enumerate()
            .filter(|(index, _)| self.selected.iter().any(|key| key.experiment == *index))
            .map(|(_, experiment)| experiment);
        if let Err(error) = self.recorder.register(chosen) {
            self.terminal.warn(&error.to_string());
        }
    }

    fn greet(&self) {
        let claims: usize = self
            .chosen()
            .map(|(_, experiment)| experiment.claims.len())
            .sum();
        let (place, of) = self.suite.place();
        let machine = &self.recorder.machine;
        self.terminal.line(&format!(
            "{} (chapter {place} of {of}) · {} experiments, {} trials, {claims} claims · seed {}",
            self.recorder.package,
            self.chosen().count(),
            self.selected.len(),
            self.cli.seed
        ));
        let caches: Vec<String> = machine
            .caches
            .iter()
            .map(|cache| {
                format!(
                    "L{} {}",
                    cache.level,
                    reports::figures::bytes(cache.bytes as f64)
                )
            })
            .collect();
        self.terminal.line(&format!(
            "  {} · {} cores · {} · {}",
            machine.cpu,
            machine.cores,
            caches.join(", "),
            self.recorder.toolchain.rustc
        ));
        if cfg!(debug_assertions) {
            self.terminal.warn(
                "this is a debug build, and its figures mean nothing; run `cargo bench` without \
                 `--profile dev`",
            );
        }
        let load = machine
            .load
            .filter(|load| *load > f64::from(machine.cores) * 1.5);
        if let Some(load) = load {
            self.terminal.warn(&format!(
                "the load average is {load} on {} cores: something else is running, and intervals \
                 will be wide; stop it, or run again later",
                machine.cores
            ));
        }
    }

    /// The experiments of which some trial is selected.
    fn chosen(&self) -> impl Iterator<Item = (usize, &Experiment)> {
        self.experiments
            .iter()
            .enumerate()
            .filter(|(index, _)| self.selected.iter().any(|key| key.experiment == *index))
    }

    fn watch(&mut self, seen: Progress<'_>) {
        let (place, of) = self.suite.place();
        let where_ = format!("{} ({place}/{of})", self.recorder.package);
        match seen {
            Progress::Verified { done, of: all } => {
                let here = self.suite.last_time().unwrap_or(self.guess());
                let remaining = here.saturating_sub(self.start.elapsed()) + self.suite.later(here);
                let what = format!("{where_} verifying {done}/{all}");
                self.terminal
                    .progress(&what, self.suite.elapsed(), remaining);
            }
            Progress::Timed {
                pass,
                look,
                remaining,
            } => {
                // What follows the passes took a share of the last run; without one, a tenth.
                let here = self.start.elapsed() + remaining.mul_f64(1.1);
                let remaining = remaining.mul_f64(1.1) + self.suite.later(here);
                let what = format!("{where_} pass {}/{look}", pass + 1);
                self.terminal
                    .progress(&what, self.suite.elapsed(), remaining);
            }
            Progress::Look { trials, last } => self.look(trials, last),
        }
    }

    /// Before anything is known: what the budget allows.
    fn guess(&self) -> Duration {
        Plan::new(self.cli)
            .budget
            .unwrap_or(Duration::from_secs(300))
    }

    /// Judges what there is, keeps it, tells what is decided and closes its trials.
    fn look(&mut self, trials: &mut [Measured], last: bool) {
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
                trial.open &= still_open(record, judged, trial, &self.experiments[*index]);
            }
        }
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

    fn tell_failures(&mut self, trials: &[Measured]) {
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
                self.terminal.error(&format!(
                    "{}{case}{size}: {}",
                    experiment.id, failure.message
                ));
                self.failed = true;
            }
        }
    }

    fn tell_verdicts(&mut self, index: usize, record: &Record, judged: &[Judgement], last: bool) {
        for (place, (claim, judged)) in record.claims.iter().zip(judged).enumerate() {
            if (last || !is_open(judged)) && self.told.insert((index, place)) {
                self.terminal.verdict(&record.experiment, claim, judged);
            }
        }
    }

    fn replay(&mut self, records: &[(usize, Record)]) {
        let records: Vec<&Record> = records.iter().map(|(_, record)| record).collect();
        if let Err(error) = replay::replay(&records, self.cli, &self.criterion) {
            self.terminal.error(&format!("{error:#}"));
            self.failed = true;
        }
    }

    /// Renders the site anew from all records that there are.
    fn show(&mut self) -> Option<PathBuf> {
        match show::render(&self.home, &self.criterion) {
            Ok(shown) => {
                shown
                    .problems
                    .iter()
                    .for_each(|problem| self.terminal.warn(problem));
                Some(shown.index)
            }
            Err(error) => {
                self.terminal.error(&format!("{error:#}"));
                self.failed = true;
                None
            }
        }
    }

    fn sum_up(&self, measuring: Duration, verdicts: &Verdicts, page: Option<&Path>) {
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
        if let Some(page) = page {
            self.terminal.line(&format!("  {}", page.display()));
        }
    }

    fn close(self, end: End) -> Result<ExitCode> {
        let took = self.start.elapsed();
        let later = self.suite.later_packages().to_vec();
        let complete = end == End::Complete;
        if complete {
            self.suite.done(took);
        }
        Ok(match (complete, self.failed) {
            (false, _) => {
                self.terminal
                    .warn("interrupted: what was measured is kept, judged and shown");
                ExitCode::from(INTERRUPTED)
            }
            (true, true) => {
                show::run_later_chapters(&later, &self.terminal)?;
                ExitCode::FAILURE
            }
            (true, false) => ExitCode::SUCCESS,
        })
    }
}

/// Whether some undecided claim speaks of this trial.
fn still_open(
    record: &Record,
    judged: &[Judgement],
    trial: &Measured,
    experiment: &Experiment,
) -> bool {
    let case = experiment.outline.cases[trial.key.case];
    let mut claims = record.claims.iter().zip(judged);
    claims.any(|(claim, judged)| is_open(judged) && claim.covers(case, trial.key.size))
}

/// Seconds that went into one trial.
fn spent(trial: &Measured) -> f64 {
    let verified = trial.verified.as_ref().map_or(0, |verified| {
        verified.ready + verified.calls.iter().sum::<u64>()
    });
    let passes: u64 = trial.passes.iter().map(|pass| pass.disturbance.wall).sum();
    (verified + passes) as f64 * 1e-9
}

fn recorder(package: &str, cli: &Cli, suite: &Suite, workspace: Option<PathBuf>) -> Recorder {
    let run = Run {
        id: suite.run().to_owned(),
        started: jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
        seconds: 0.0,
        seed: cli.seed,
        effort: cli.effort(),
        arguments: std::env::args()
            .skip(1)
            .filter(|argument| argument != "--bench")
            .collect(),
        left_out: 0,
        state: State::Complete,
    };
    Recorder {
        package: package.to_owned(),
        run,
        machine: machine::machine(),
        toolchain: machine::toolchain(),
        commit: workspace.as_deref().and_then(machine::commit),
        copies: Vec::new(),
        registry: None,
        workspace,
    }
}

/// Makes sure, before anything is measured, that what is measured can be kept.
fn make_sure_of(home: &Path) -> Result<()> {
    let probe = home.join(".probe");
    let write = || {
        fs::create_dir_all(home)?;
        fs::write(&probe, b"kept")?;
        fs::remove_file(&probe)
    };
    write().with_context(|| {
        format!(
            "nothing can be kept in {}; make it writable, or set LAB_HOME to another folder",
            home.display()
        )
    })
}
