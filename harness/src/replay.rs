//! Hands the recorded slices to criterion, whose statistics, baselines, plots and pages then come
//! out for everything at no second measurement. Only this file names criterion.
//!
//! Criterion is fed in processes of their own: it takes its settings from the command line alone,
//! prints as it goes, and may panic over figures that it did not expect.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use criterion::{BenchmarkId as CriterionId, Criterion, SamplingMode};
use reports::record::{Lane, Record};
use serde::{Deserialize, Serialize};

use crate::cli::Cli;
use crate::select::{BenchmarkId, benchmark_id};

/// The variable that makes a bench target a replay: it names the file with the series.
pub(crate) const VARIABLE: &str = "LAB_REPLAY";

/// Criterion draws and resamples every sample: more make its pages slower and tell no more.
const SAMPLES: usize = 100;

/// Criterion's own least: a run makes so many slices of each variant in any case.
pub(crate) const FEWEST_SAMPLES: u32 = 10;

/// What one replay process is to feed.
#[derive(Serialize, Deserialize)]
struct Feed {
    folder: PathBuf,
    groups: BTreeMap<String, Vec<Series>>,
}

/// The samples of one benchmark.
#[derive(Clone, Serialize, Deserialize)]
struct Series {
    function: String,
    value: String,
    /// Nanoseconds of one call.
    samples: Vec<f64>,
}

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
    let program = std::env::current_exe().context("this program's own path is not known")?;
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

/// Feeds criterion, or has it write its index when there is nothing to feed: what a replay process
/// does.
///
/// # Errors
/// When the feed cannot be read.
pub(crate) fn main(file: &Path) -> Result<()> {
    let feed = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let feed: Feed = serde_json::from_reader(BufReader::new(feed))?;
    let mut criterion = Criterion::default()
        .output_directory(&feed.folder)
        .configure_from_args();
    if feed.groups.is_empty() {
        criterion.final_summary();
    }
    for (name, series) in &feed.groups {
        let mut group = criterion.benchmark_group(name);
        group
            .sampling_mode(SamplingMode::Flat)
            .warm_up_time(Duration::from_nanos(1))
            .measurement_time(Duration::from_millis(1));
        for series in series {
            group.sample_size(series.samples.len());
            let id = CriterionId::new(&series.function, &series.value);
            let mut next = series.samples.iter().cycle();
            group.bench_function(id, |bencher| {
                bencher.iter_custom(|laps| {
                    let nanos = next.next().copied().unwrap_or_default();
                    Duration::from_secs_f64(nanos * 1e-9 * laps as f64)
                });
            });
        }
        group.finish();
    }
    Ok(())
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

/// Criterion refuses a sample of no time at all.
fn calls(lane: &Lane) -> impl Iterator<Item = f64> + '_ {
    lane.nanos
        .iter()
        .map(|nanos| (*nanos).max(1) as f64 / lane.laps as f64)
}

fn thin(calls: &[f64]) -> Vec<f64> {
    if calls.len() <= SAMPLES {
        return calls.to_vec();
    }
    (0..SAMPLES)
        .map(|sample| calls[sample * calls.len() / SAMPLES])
        .collect()
}

/// The folder of criterion's report of one benchmark, below criterion's own; absent when criterion
/// drew none.
pub(crate) fn report(folder: &Path, id: &BenchmarkId) -> Option<PathBuf> {
    let own = directory(id).join("report").join("index.html");
    folder.join(&own).is_file().then_some(own)
}

/// Makes sure that a baseline is there before anything is measured.
///
/// # Errors
/// When no benchmark of these has it, in one sentence with the names that there are.
pub(crate) fn find_baseline(folder: &Path, name: &str, ids: &[BenchmarkId]) -> Result<()> {
    let missing = ids
        .iter()
        .filter(|id| !folder.join(directory(id)).join(name).is_dir())
        .count();
    if missing == 0 {
        return Ok(());
    }
    if missing < ids.len() {
        bail!(
            "{missing} of {} benchmarks have no baseline `{name}`; compare those that have it with \
             `--baseline-lenient {name}`",
            ids.len()
        );
    }
    bail!("there is no baseline `{name}`; make one with `cargo bench -- --save-baseline {name}`")
}

/// Criterion's folder for a benchmark: each part of the id made safe and cut.
fn directory(id: &BenchmarkId) -> PathBuf {
    [&id.group, &id.function, &id.value]
        .iter()
        .map(|part| safe(part))
        .collect()
}

/// As criterion makes a name safe for a file.
fn safe(part: &str) -> String {
    let mut safe = part.replace(['?', '"', '/', '\\', '*', '<', '>', ':', '|', '^'], "_");
    let mut end = safe.len().min(64);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe.truncate(end);
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(group: &str) -> BenchmarkId {
        BenchmarkId {
            group: group.into(),
            function: "scan".into(),
            value: "10".into(),
        }
    }

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

    #[test]
    fn a_missing_baseline_is_named_with_the_command_that_makes_it() {
        let folder = tempfile::tempdir().unwrap();
        let ids = [id("crate/a"), id("crate/b")];
        let message = find_baseline(folder.path(), "main", &ids)
            .unwrap_err()
            .to_string();
        assert!(message.contains("`main`") && message.contains("--save-baseline main"));
        std::fs::create_dir_all(folder.path().join("crate_a/scan/10/main")).unwrap();
        let message = find_baseline(folder.path(), "main", &ids)
            .unwrap_err()
            .to_string();
        assert!(message.contains("1 of 2") && message.contains("--baseline-lenient"));
        std::fs::create_dir_all(folder.path().join("crate_b/scan/10/main")).unwrap();
        find_baseline(folder.path(), "main", &ids).unwrap();
    }

    #[test]
    fn long_names_are_cut_at_a_character() {
        let long = "é".repeat(50);
        assert_eq!(safe(&long), "é".repeat(32));
        assert_eq!(safe("a/b:c"), "a_b_c");
    }
}
