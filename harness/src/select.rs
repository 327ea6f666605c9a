//! Which trials a run is about: all, or those that the filter names.

use anyhow::{Result, bail};
use regex::Regex;

use crate::cli::Cli;
use crate::experiment::Experiment;
use crate::worker::message::TrialKey;

/// Names a benchmark as criterion does: group, function, value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BenchmarkId {
    pub(crate) group: String,
    pub(crate) function: String,
    pub(crate) value: String,
}

impl BenchmarkId {
    /// The whole id: `collections-bench/search/sorted/binary/1024`.
    pub(crate) fn full(&self) -> String {
        format!("{}/{}/{}", self.group, self.function, self.value)
    }
}

/// The id of one variant in one trial. The crate comes first, for ids of two crates must differ.
pub(crate) fn benchmark_id(
    package: &str,
    experiment: &str,
    case: &str,
    variant: &str,
    size: u64,
) -> BenchmarkId {
    let own = if case.is_empty() {
        String::new()
    } else {
        format!("/{case}")
    };
    BenchmarkId {
        group: format!("{package}/{experiment}{own}"),
        function: variant.to_owned(),
        value: size.to_string(),
    }
}

/// Every trial of a chapter, in its order.
pub(crate) fn trials(experiments: &[Experiment]) -> Vec<TrialKey> {
    (0..experiments.len())
        .flat_map(|index| trials_of(experiments, index))
        .collect()
}

/// Every trial of the experiment at this place of the chapter, in its order.
pub(crate) fn trials_of(experiments: &[Experiment], index: usize) -> Vec<TrialKey> {
    let mut keys = Vec::new();
    let experiment = &experiments[index];
    for case in 0..experiment.outline.cases.len() {
        for size in &experiment.sizes {
            keys.push(TrialKey {
                experiment: index,
                case,
                size: *size,
            });
        }
    }
    keys
}

/// The ids of a trial's benchmarks.
pub(crate) fn ids(package: &str, experiments: &[Experiment], key: TrialKey) -> Vec<BenchmarkId> {
    let experiment = &experiments[key.experiment];
    let case = experiment.outline.cases[key.case];
    let variants = experiment
        .outline
        .variants
        .iter()
        .filter(|variant| variant.runs_at(key.size));
    variants
        .map(|variant| benchmark_id(package, experiment.id, case, variant.name, key.size))
        .collect()
}

/// The trials that the filter names; all without a filter. Sizes that are not for this effort are
/// left out.
///
/// # Errors
/// When the filter is no regular expression.
pub(crate) fn select(
    package: &str,
    experiments: &[Experiment],
    cli: &Cli,
) -> Result<Vec<TrialKey>> {
    let mut all = trials(experiments);
    all.retain(|key| {
        let mut sizes = experiments[key.experiment].sizes_at(cli.effort());
        sizes.any(|size| size == key.size)
    });
    let Some(filter) = &cli.filter else {
        return Ok(all);
    };
    if cli.exact {
        let named = |key: &TrialKey| {
            let experiment = format!("{package}/{}", experiments[key.experiment].id);
            experiment == *filter
                || ids(package, experiments, *key)
                    .iter()
                    .any(|id| id.full() == *filter)
        };
        return Ok(all.into_iter().filter(named).collect());
    }
    let pattern = match Regex::new(filter) {
        Ok(pattern) => pattern,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ");
            bail!(
                "the filter `{filter}` is no regular expression ({reason}); put a backslash before \
                 its special characters, or add --exact"
            )
        }
    };
    let matches = |key: &TrialKey| {
        ids(package, experiments, *key)
            .iter()
            .any(|id| pattern.is_match(&id.full()))
    };
    Ok(all.into_iter().filter(matches).collect())
}

/// The names that a filter may have meant: experiments, and the benchmarks and variants of each
/// where they are not taken as whole ids.
pub(crate) fn names(package: &str, experiments: &[Experiment], cli: &Cli) -> Vec<String> {
    let named = experiments
        .iter()
        .map(|experiment| format!("{package}/{}", experiment.id));
    let mut names: Vec<String> = named.collect();
    if cli.exact {
        let ids = trials(experiments)
            .into_iter()
            .flat_map(|key| ids(package, experiments, key));
        names.extend(ids.map(|id| id.full()));
    } else {
        let variants = experiments
            .iter()
            .flat_map(|experiment| &experiment.outline.variants);
        names.extend(variants.map(|variant| variant.name.to_owned()));
    }
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use reports::names::nearest;

    use super::*;
    use crate::prelude::*;

    fn chapter() -> Vec<Experiment> {
        let first = experiment("search/sorted")
            .sizes([10, 20])
            .input(|n, _| n)
            .ladder()
            .variant("scan", |n| *n)
            .variant("binary", |n| *n)
            .up_to(10)
            .build();
        let second = experiment("sort")
            .case("random", |n, _| n)
            .case("sorted", |n, _| n)
            .ladder()
            .variant("std", |n| *n)
            .build();
        vec![first, second]
    }

    fn selected(arguments: &[&str]) -> Result<usize> {
        let cli = Cli::parse_from(["bench"].iter().chain(arguments));
        select("crate", &chapter(), &cli).map(|keys| keys.len())
    }

    #[test]
    fn a_filter_keeps_whole_trials() {
        assert_eq!(selected(&[]).unwrap(), 4);
        assert_eq!(selected(&["scan/20"]).unwrap(), 1);
        assert_eq!(selected(&["search"]).unwrap(), 2);
        assert_eq!(selected(&["sort/random/std"]).unwrap(), 1);
        assert_eq!(
            selected(&["binary/20"]).unwrap(),
            0,
            "not run above its size"
        );
    }

    #[test]
    fn each_effort_measures_its_own_sizes() {
        let chapter = [experiment("search/sorted")
            .sizes([20, 10])
            .thorough_sizes([15, 20, 1000])
            .quick_up_to(10)
            .input(|n, _| n)
            .ladder()
            .variant("scan", |n| *n)
            .build()];
        let sizes = |arguments: &[&str]| {
            let cli = Cli::parse_from(["bench"].iter().chain(arguments));
            let keys = select("crate", &chapter, &cli).unwrap();
            keys.iter().map(|key| key.size).collect::<Vec<_>>()
        };
        assert_eq!(sizes(&[]), [10, 20]);
        assert_eq!(sizes(&["--quick"]), [10]);
        assert_eq!(sizes(&["--thorough"]), [10, 15, 20, 1000]);
    }

    #[test]
    fn exact_takes_a_whole_id_or_experiment() {
        assert_eq!(
            selected(&["--exact", "crate/search/sorted/scan/10"]).unwrap(),
            1
        );
        assert_eq!(selected(&["--exact", "crate/search/sorted"]).unwrap(), 2);
        assert_eq!(selected(&["--exact", "search"]).unwrap(), 0);
    }

    #[test]
    fn a_broken_expression_is_named_with_the_fix() {
        let message = selected(&["a("]).unwrap_err().to_string();
        assert!(
            message.contains("`a(`") && message.contains("--exact"),
            "{message}"
        );
        assert!(!message.contains('\n'), "{message}");
    }

    #[test]
    fn a_typo_finds_what_was_meant() {
        let meant = |filter: &[&str]| {
            let cli = Cli::parse_from(["bench"].iter().chain(filter));
            let names = names("crate", &chapter(), &cli);
            nearest(filter[0], names.iter().map(String::as_str)).map(str::to_owned)
        };
        let experiment = Some("crate/search/sorted".to_owned());
        assert_eq!(meant(&["serch/sorted"]), experiment);
        assert_eq!(meant(&["binray"]), Some("binary".to_owned()));
        let whole = Some("crate/search/sorted/scan/20".to_owned());
        assert_eq!(meant(&["crate/search/sorted/scam/20", "--exact"]), whole);
        assert_eq!(meant(&["zzz"]), None);
    }
}
