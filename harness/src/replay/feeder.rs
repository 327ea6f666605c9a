//! A process that feeds criterion. Only this file names it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use criterion::{BenchmarkId, Criterion, SamplingMode};
use serde::{Deserialize, Serialize};

/// What one replay process is to feed.
#[derive(Serialize, Deserialize)]
pub(super) struct Feed {
    pub(super) folder: PathBuf,
    pub(super) groups: BTreeMap<String, Vec<Series>>,
}

/// The samples of one benchmark.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Series {
    pub(super) function: String,
    pub(super) value: String,
    /// Nanoseconds of one call.
    pub(super) samples: Vec<f64>,
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
    tell(&mut criterion, &feed);
    Ok(())
}

fn tell(criterion: &mut Criterion, feed: &Feed) {
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
            let id = BenchmarkId::new(&series.function, &series.value);
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
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;
    use std::thread;

    use super::*;
    use crate::alloc;

    #[test]
    fn what_criterion_allocates_is_not_counted() {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        let series = Series {
            function: "it".to_owned(),
            value: "1".to_owned(),
            samples: vec![10.0; 20],
        };
        let feed = Feed {
            folder: folder.path().to_owned(),
            groups: BTreeMap::from([("group".to_owned(), vec![series])]),
        };
        let criterion = thread::spawn(move || {
            let criterion = Criterion::default().output_directory(&feed.folder);
            tell(&mut criterion.without_plots().nresamples(1000), &feed);
        });
        let (boxes, usage) = alloc::count(|| {
            let mut boxes = 0;
            while !criterion.is_finished() || boxes < 100 {
                drop(black_box(Box::new(boxes)));
                boxes += 1_u64;
            }
            boxes
        });
        criterion.join().expect("criterion comes to its end");
        assert_eq!((usage.allocations, usage.bytes), (boxes, 8 * boxes));
        assert_eq!((usage.held, usage.peak), (0, 8));
        let made = folder.path().join("group/it/1/new/estimates.json");
        assert!(made.is_file(), "criterion did its work meanwhile");
    }
}
