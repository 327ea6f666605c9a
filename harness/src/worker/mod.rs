//! A worker: a fresh process of the same program that runs the author's code.
//!
//! The conductor never runs a variant itself, so a variant that crashes or hangs costs one
//! worker, and each pass sees another placement of code and data in memory.

mod copies;
mod duel;
mod guard;
mod instructions;
mod memory;
pub(crate) mod message;
mod pass;
mod ready;
pub(crate) mod sentinel;
mod slices;
mod system;
mod verify;

use std::fs::File;
use std::io::{self, Write};
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
use guard::{guarded, keep_panics_quiet};
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

/// The variants that run in a trial, but for those that failed there.
fn active(experiment: &Experiment, errand: &Errand) -> Vec<usize> {
    experiment.outline.active(errand.key.size, &errand.left_out)
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

/// Makes each variant of a trial ready in turn and visits it, with its number and its lane; what
/// went wrong costs that variant alone.
fn each(
    experiment: &Experiment,
    errand: &Errand,
    seed: u64,
    begins: &mut dyn FnMut(Option<usize>),
    visit: &mut dyn FnMut(&mut dyn Trial, usize, usize),
) -> Vec<Failure> {
    let mut failures = Vec::new();
    let broken = with_trial(experiment, errand, seed, &mut |trial| {
        for variant in active(experiment, errand) {
            begins(Some(variant));
            let visited = guarded(|| {
                let lane = trial.prepare(variant);
                visit(trial, variant, lane);
            });
            if let Err(broken) = visited {
                let message = broken.to_string();
                failures.push(failure(experiment, errand, Some(variant), message));
            }
        }
    });
    failures.extend(broken);
    failures
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
