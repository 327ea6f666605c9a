//! What `cargo test` sees: every variant verified once at small sizes, one test an experiment.

use std::collections::BTreeSet;
use std::process::ExitCode;

use reports::record::Limit;

use crate::cli::{Cli, ListFormat};
use crate::conductor::{Conductor, Measured};
use crate::effort::Plan;
use crate::experiment::Experiment;
use crate::probe;
use crate::recorder;
use crate::select;
use crate::worker::message::TrialKey;

/// The sizes at which a test verifies: few, and small.
const SIZES: usize = 3;
const LARGEST: u64 = 4096;

/// Lists the benchmarks, or with `cargo test` the tests.
pub(crate) fn list(package: &str, experiments: &[Experiment], cli: &Cli) -> ExitCode {
    let benches = cli.ignored.bench;
    let mut count = 0;
    let mut print = |name: &str, kind: &str| {
        println!("{name}: {kind}");
        count += 1;
    };
    if cli.ignored.ignored {
        // None is ignored.
    } else if benches {
        let selected = match select::select(package, experiments, cli) {
            Ok(selected) => selected,
            Err(error) => {
                eprintln!("error: {error:#}");
                return ExitCode::from(2);
            }
        };
        for key in selected {
            for id in select::ids(package, experiments, key) {
                print(&id.full(), "benchmark");
            }
        }
    } else {
        for experiment in experiments
            .iter()
            .filter(|experiment| wanted(package, experiment, cli))
        {
            print(&name(package, experiment), "test");
        }
    }
    if cli.format == ListFormat::Pretty {
        println!("\n{count} {}", if benches { "benchmarks" } else { "tests" });
    }
    ExitCode::SUCCESS
}

/// Verifies every experiment, as a test runner would.
pub(crate) fn run(package: &str, experiments: &[Experiment], cli: &Cli) -> ExitCode {
    let indices: Vec<usize> = (0..experiments.len())
        .filter(|index| wanted(package, &experiments[*index], cli) && !cli.ignored.ignored)
        .collect();
    println!("\nrunning {} tests", indices.len());
    let mut failed = Vec::new();
    let mut missing = BTreeSet::new();
    for index in &indices {
        let experiment = &experiments[*index];
        let sentences = verify(experiments, *index, cli.seed, &mut missing);
        let name = name(package, experiment);
        println!(
            "test {name} ... {}",
            if sentences.is_empty() { "ok" } else { "FAILED" }
        );
        failed.extend((!sentences.is_empty()).then_some((name, sentences)));
    }
    for sentence in &missing {
        println!("not verified: {sentence}");
    }
    for (name, sentences) in &failed {
        println!("\n---- {name} ----");
        for sentence in sentences {
            println!("{sentence}");
        }
    }
    let result = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out\n",
        indices.len() - failed.len(),
        failed.len(),
        experiments.len() - indices.len()
    );
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// What is wrong with an experiment at small sizes, in sentences; `missing` is told what could not
/// be verified here, which is no failure.
fn verify(
    experiments: &[Experiment],
    index: usize,
    seed: u64,
    missing: &mut BTreeSet<String>,
) -> Vec<String> {
    let experiment = &experiments[index];
    let (_, mistakes) = recorder::claims(experiment);
    let mut sentences: Vec<String> = mistakes
        .into_iter()
        .map(|mistake| mistake.message)
        .collect();
    let conductor = Conductor {
        experiments,
        seed,
        plan: Plan::new_for_tests(),
        probe: Some(probe::nominal()),
    };
    match conductor.verify(&small_trials(index, experiment), &mut |_| ()) {
        Ok((trials, _)) => {
            sentences.extend(trials.iter().flat_map(failures));
            sentences.extend(trials.iter().flat_map(limits));
            for one in trials.iter().flat_map(|trial| &trial.missing) {
                let variant = one.what.variant.as_deref().unwrap_or("all");
                let sentence = format!("`{variant}` of {}: {}", experiment.id, one.what.reason);
                if !one.mistake {
                    missing.insert(sentence);
                } else if !sentences.contains(&sentence) {
                    sentences.push(sentence);
                }
            }
        }
        Err(error) => sentences.push(format!("{error:#}")),
    }
    sentences
}

fn failures(trial: &Measured) -> Vec<String> {
    let place = |failure: &reports::record::Failure| {
        let case = failure.case.as_deref().filter(|case| !case.is_empty());
        let case = case.map_or_else(String::new, |case| format!(" on case `{case}`"));
        format!("{}{case} at size {}", failure.message, trial.key.size)
    };
    trial.failures.iter().map(place).collect()
}

/// Limits whose formula makes no sense, on a machine all of whose figures are known.
fn limits(trial: &Measured) -> Vec<String> {
    let limits = trial.verified.iter().flat_map(|verified| &verified.limits);
    limits
        .filter_map(|limit| match limit {
            Some(Limit::NotMeasured(why)) => Some(format!("{why} (at size {})", trial.key.size)),
            Some(Limit::Nanos(_)) | None => None,
        })
        .collect()
}

fn small_trials(index: usize, experiment: &Experiment) -> Vec<TrialKey> {
    let mut sizes = experiment.sizes.clone();
    sizes.sort_unstable();
    let least = sizes.first().copied();
    let small: Vec<u64> = sizes
        .into_iter()
        .filter(|size| *size <= LARGEST)
        .take(SIZES)
        .collect();
    let sizes = if small.is_empty() {
        Vec::from_iter(least)
    } else {
        small
    };
    let cases = 0..experiment.outline.cases.len();
    cases
        .flat_map(|case| {
            sizes.iter().map(move |size| TrialKey {
                experiment: index,
                case,
                size: *size,
            })
        })
        .collect()
}

fn name(package: &str, experiment: &Experiment) -> String {
    format!("{package}/{}", experiment.id)
}

/// As libtest filters: by a part of the name, or the whole of it.
fn wanted(package: &str, experiment: &Experiment, cli: &Cli) -> bool {
    let name = name(package, experiment);
    let matches = |filter: &String| {
        if cli.exact {
            name == *filter
        } else {
            name.contains(filter.as_str())
        }
    };
    cli.filter.as_ref().is_none_or(matches) && !cli.ignored.skip.iter().any(matches)
}
