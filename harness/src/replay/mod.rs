//! Hands the recorded slices to criterion, whose statistics, baselines, plots and pages then come
//! out for everything at no second measurement.
//!
//! Criterion is fed in processes of their own: it takes its settings from the command line alone,
//! prints as it goes, and may panic over figures that it did not expect.

mod feeder;
mod place;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use reports::record::{Lane, Record};
use reports::stats;

use crate::cli::Cli;
use crate::paths;
use crate::select::{BenchmarkId, benchmark_id};
pub(crate) use feeder::main;
use feeder::{Feed, Series};
use place::safe;
pub(crate) use place::{find_baseline, report};

/// The variable that makes a bench target a replay: it names the file with the series.
pub(crate) const VARIABLE: &str = "LAB_REPLAY";

/// Criterion draws and resamples every sample: more make its pages slower and tell no more.
const SAMPLES: usize = 100;

/// Criterion's own least: a run makes so many slices of each variant in any case.
pub(crate) const FEWEST_SAMPLES: u32 = 10;

/// Makes criterion's report of these records in `folder`.
///
/// # Errors
/// When criterion fails on any of them, in one sentence.
pub(crate) fn replay(records: &[&Record], cli: &Cli, folder: &Path) -> Result<()> {
    feed(
        records.iter().flat_map(|record| series(record)),
        cli,
        folder,
    )
}

/// Compares two of criterion's baselines in `folder`: it takes the samples from there.
///
/// # Errors
/// When criterion fails on any of them, in one sentence.
pub(crate) fn compare(ids: Vec<BenchmarkId>, cli: &Cli, folder: &Path) -> Result<()> {
    feed(
        ids.into_iter()
            .map(|id| (id, vec![1.0; FEWEST_SAMPLES as usize])),
        cli,
        folder,
    )
}

/// Feeds criterion with samples, then has it write its index: a process cannot do both, for each
/// knows its own share only.
fn feed(
    all: impl Iterator<Item = (BenchmarkId, Vec<f64>)>,
    cli: &Cli,
    folder: &Path,
) -> Result<()> {
    let mut groups: BTreeMap<String, Vec<Series>> = BTreeMap::new();
    for (id, samples) in all {
        let BenchmarkId {
            group,
            function,
            value,
        } = id;
        groups.entry(group).or_default().push(Series {
            function,
            value,
            samples,
        });
    }
    finish(share_out(groups), cli, folder)?;
    finish(vec![BTreeMap::new()], cli, folder)
}

/// Starts a process for each share, and waits for all.
fn finish(shares: Vec<BTreeMap<String, Vec<Series>>>, cli: &Cli, folder: &Path) -> Result<()> {
    let children: Vec<(Child, PathBuf)> = shares
        .into_iter()
        .map(|groups| {
            let folder = folder.to_owned();
            start(&Feed { folder, groups }, cli)
        })
        .collect::<Result<_>>()?;
    let mut failed = 0;
    for (child, file) in children {
        let output = child
            .wait_with_output()
            .context("criterion's process was lost")?;
        // It is a temporary file of ours: if it stays, nothing is lost but space.
        let _ = std::fs::remove_file(file);
        if !output.status.success() {
            failed += 1;
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    ensure!(
        failed == 0,
        "criterion's report is not complete (its own words stand above); the records and the site \
         are whole: run with --noplot to leave criterion's plots out"
    );
    Ok(())
}

/// Two shares of about the same number of series: drawing is all computing, and nothing is
/// measured meanwhile.
fn share_out(groups: BTreeMap<String, Vec<Series>>) -> Vec<BTreeMap<String, Vec<Series>>> {
    let processors = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(4);
    let mut shares = vec![BTreeMap::new(); processors];
    for (group, series) in groups {
        let least = shares
            .iter_mut()
            .min_by_key(|share: &&mut BTreeMap<String, Vec<Series>>| {
                share.values().map(Vec::len).sum::<usize>()
            })
            .expect("there is at least one share");
        least.insert(group, series);
    }
    shares.retain(|share| !share.is_empty());
    shares
}

fn start(feed: &Feed, cli: &Cli) -> Result<(Child, PathBuf)> {
    let named = feed.groups.keys().next().cloned().unwrap_or_default();
    let file = feed
        .folder
        .join(format!(".feed-{}-{}", std::process::id(), safe(&named)));
    let write = || -> Result<()> {
        std::fs::create_dir_all(&feed.folder)?;
        serde_json::to_writer(File::create(&file)?, feed)?;
        Ok(())
    };
    write().with_context(|| {
        format!(
            "criterion's files cannot be kept in {}; make it writable, or set CRITERION_HOME to \
             another folder",
            feed.folder.display()
        )
    })?;
    let program = paths::this_program()?;
    let child = Command::new(program)
        .args(cli.criterion_arguments())
        .env(VARIABLE, &file)
        .stdin(Stdio::null())
        .stdout(if cli.criterion_speaks() {
            Stdio::inherit()
        } else {
            Stdio::null()
        })
        .stderr(Stdio::piped())
        .spawn()
        .context("no process could be started for criterion")?;
    Ok((child, file))
}

/// The samples of every variant in every trial: nanoseconds of one call, evenly spread over all
/// passes and rounds.
fn series(record: &Record) -> Vec<(BenchmarkId, Vec<f64>)> {
    let mut all = Vec::new();
    for trial in &record.trials {
        for (index, variant) in record.variants.iter().enumerate() {
            let lanes = trial.passes.iter().filter_map(|pass| pass.lane(index));
            let calls: Vec<f64> = lanes.flat_map(calls).collect();
            if calls.len() >= FEWEST_SAMPLES as usize {
                let id = benchmark_id(
                    &record.package,
                    &record.experiment,
                    &trial.case,
                    &variant.name,
                    trial.size,
                );
                all.push((id, thin(&calls)));
            }
        }
    }
    all
}

/// Criterion refuses a sample of no time at all. What waited for a core is no sample.
fn calls(lane: &Lane) -> impl Iterator<Item = f64> + '_ {
    let slices = lane.nanos.iter().enumerate();
    slices
        .filter(|(slice, _)| !stats::waited(lane, *slice))
        .map(|(_, nanos)| (*nanos).max(1) as f64 / lane.laps as f64)
}

fn thin(calls: &[f64]) -> Vec<f64> {
    if calls.len() <= SAMPLES {
        return calls.to_vec();
    }
    (0..SAMPLES)
        .map(|sample| calls[sample * calls.len() / SAMPLES])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_spread_over_all_slices() {
        let few: Vec<f64> = (0..50).map(f64::from).collect();
        assert_eq!(thin(&few), few);
        let many: Vec<f64> = (0..1000).map(f64::from).collect();
        let thinned = thin(&many);
        assert_eq!(thinned.len(), SAMPLES);
        assert_eq!((thinned[0], thinned[99]), (0.0, 990.0));
    }

    #[test]
    fn shares_are_even_and_lose_nothing() {
        let series = Series {
            function: "f".into(),
            value: "1".into(),
            samples: vec![1.0],
        };
        let groups: BTreeMap<_, _> = (0..7)
            .map(|group| (group.to_string(), vec![series.clone(); 3]))
            .collect();
        let shares = share_out(groups);
        assert_eq!(shares.iter().map(BTreeMap::len).sum::<usize>(), 7);
        let sizes: Vec<usize> = shares.iter().map(BTreeMap::len).collect();
        assert!(
            sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1,
            "{sizes:?}"
        );
    }
}
