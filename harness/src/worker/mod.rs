//! A worker: a fresh process of the same program that runs the author's code.
//!
//! The conductor never runs a variant itself, so a variant that crashes or hangs costs one
//! worker, and each pass sees another placement of code and data in memory.

mod copies;
mod duel;
mod instructions;
mod memory;
pub(crate) mod message;
mod pass;
mod ready;
pub(crate) mod sentinel;
mod slices;
mod system;
mod verify;

use std::any::Any;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::Instant;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use reports::record::{Failure, NotMeasured};

use crate::experiment::Experiment;
use crate::instructions::request;
use crate::machine;
use crate::peer::{self, Absent};
use crate::probe;
use crate::trial::Trial;
use message::{Errand, Job, Missing, Order, Report, TrialKey};

/// The variable that makes a bench target a worker.
pub(crate) const VARIABLE: &str = "LAB_WORKER";

/// Carries out the order on standard input.
///
/// # Errors
/// When the conductor is gone: then there is nobody left to tell.
pub(crate) fn main(experiments: &[Experiment]) -> io::Result<()> {
    let order: Order = serde_json::from_reader(io::stdin().lock())?;
    let mut out = own_output()?;
    keep_panics_quiet();
    let pass = if let Job::Time { pass } = order.job {
        pass
    } else {
        0
    };
    let mut rng = SmallRng::seed_from_u64(order.seed ^ (u64::from(pass) << 32));
    match order.job {
        Job::Copies => tell(&mut out, &Report::Copies(copies::duel(&mut rng)))?,
        Job::Probe(effort) => {
            let probe = probe::probe(&machine::machine(), effort, &mut rng);
            tell(&mut out, &Report::Probed(Box::new(probe)))?;
        }
        Job::Memory => peer::begin_bare(),
        Job::Inside => tell(&mut out, &Report::Inside(request::inside()))?,
        _ => {}
    }
    for (index, errand) in order.errands.iter().enumerate() {
        let experiment = &experiments[errand.key.experiment];
        let mut told = Ok(());
        let mut begins = |variant| {
            let report = Report::Begins {
                errand: index,
                variant,
            };
            if let Err(error) = tell(&mut out, &report) {
                told = Err(error);
            }
        };
        begins(None);
        let report = carry_out(&order, (experiment, errand, index), &mut rng, &mut begins);
        told?;
        if let Some(report) = report {
            tell(&mut out, &report)?;
        }
    }
    tell(&mut out, &Report::Done)
}

/// Carries out one errand; what it came to, where that is not told on the way.
fn carry_out(
    order: &Order,
    (experiment, errand, index): (&Experiment, &Errand, usize),
    rng: &mut SmallRng,
    begins: &mut dyn FnMut(Option<usize>),
) -> Option<Report> {
    let counted = |(counters, failures)| Report::Counted {
        errand: index,
        counters,
        failures,
    };
    match order.job {
        Job::Verify => {
            let given = (order.seed, order.probe.as_ref());
            let verified = verify::verify(experiment, errand, index, given, begins);
            Some(Report::Verified(Box::new(verified)))
        }
        Job::Time { pass } => {
            let draw = (pass, order.seed);
            let timed = pass::time(experiment, errand, draw, rng, begins);
            Some(Report::Timed {
                errand: index,
                spent: timed.spent,
                pass: timed.pass.map(Box::new),
                failures: timed.failures,
                missing: timed.missing,
            })
        }
        Job::Instructions => {
            let failures = instructions::count(experiment, errand, order.seed, begins);
            Some(counted((Vec::new(), failures)))
        }
        Job::Counters => {
            let seen = instructions::observe(experiment, errand, order.seed, begins);
            Some(counted(seen))
        }
        Job::Memory => {
            let (watched, failures) = memory::watch(experiment, errand, order.seed, begins);
            Some(Report::Watched {
                errand: index,
                watched,
                failures,
            })
        }
        Job::Copies | Job::Probe(_) | Job::Inside => None,
        Job::Profile { seconds } => {
            pass::profile(experiment, errand, order.seed, seconds);
            None
        }
    }
}

fn tell(out: &mut File, report: &Report) -> io::Result<()> {
    let mut line = serde_json::to_vec(report)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// Takes standard output for the reports alone: whatever a variant prints goes to standard error.
fn own_output() -> io::Result<File> {
    let reports = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok(File::from(reports))
}

/// The message of the last panic, with its place.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// A panic of a variant is reported as a failure, in one sentence, and not printed.
fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {at}"));
        let message = payload(info.payload());
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = Some(format!("{message}{place}"));
        }
    }));
}

fn payload(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Why the author's code came to no end.
enum Broken {
    /// It panicked, with this message.
    Panicked(String),
    /// A variant cannot be measured here.
    Absent(Absent),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(message) => write!(f, "it panicked with \"{message}\""),
            Self::Absent(absent) => {
                write!(f, "`{}` does not run: {}", absent.variant, absent.reason)
            }
        }
    }
}

/// Runs the author's code; a panic becomes its message.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Broken> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|caught| match caught.downcast() {
        Ok(absent) => Broken::Absent(*absent),
        Err(caught) => {
            let last = LAST_PANIC.lock().ok().and_then(|mut last| last.take());
            Broken::Panicked(last.unwrap_or_else(|| payload(&*caught).to_owned()))
        }
    })
}

/// The variants that run in a trial, but for those that failed there.
fn active(experiment: &Experiment, errand: &Errand) -> Vec<usize> {
    let variants = experiment.outline.variants.iter().enumerate();
    variants
        .filter(|(index, variant)| {
            variant.runs_at(errand.key.size) && !errand.left_out.contains(index)
        })
        .map(|(index, _)| index)
        .collect()
}

/// The seed of a trial's input: from the run's seed, the experiment, the case and the size alone.
fn input_seed(experiment: &Experiment, key: TrialKey, seed: u64) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed;
    let case = experiment.outline.cases[key.case];
    let parts = [
        experiment.id.as_bytes(),
        case.as_bytes(),
        &key.size.to_le_bytes(),
    ];
    for byte in parts.into_iter().flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// Makes a trial's input and hands the trial over; a panic on the way becomes a failure.
fn with_trial(
    experiment: &Experiment,
    errand: &Errand,
    seed: u64,
    visit: &mut dyn FnMut(&mut dyn Trial),
) -> Option<Failure> {
    let seed = input_seed(experiment, errand.key, seed);
    let made = guarded(|| {
        experiment
            .body
            .with_trial(errand.key.case, errand.key.size, seed, visit);
    });
    made.err().map(|broken| {
        let message = format!("the input could not be made: {broken}");
        failure(experiment, errand, None, message)
    })
}

/// A variant that cannot be measured in a trial.
fn missing(experiment: &Experiment, errand: &Errand, absent: Absent) -> Missing {
    let case = experiment.outline.cases[errand.key.case];
    Missing {
        what: NotMeasured {
            variant: Some(absent.variant.to_owned()),
            measure: None,
            case: Some(case.to_owned()),
            size: Some(errand.key.size),
            reason: absent.reason,
        },
        mistake: absent.mistake,
    }
}

fn failure(
    experiment: &Experiment,
    errand: &Errand,
    variant: Option<usize>,
    message: String,
) -> Failure {
    let case = experiment.outline.cases[errand.key.case];
    Failure {
        message,
        case: Some(case.to_owned()),
        size: Some(errand.key.size),
        variant: variant.map(|variant| experiment.outline.variants[variant].name.to_owned()),
    }
}

fn nanos(start: Instant) -> u64 {
    u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX)
}
