//! Criterion's own flags.

use clap::Args;

use super::values::{positive, share};

/// What is handed to criterion as it is.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Criterion's report")]
pub(crate) struct CriterionFlags {
    /// Draw no plots of criterion's, as with --quick.
    #[arg(short, long)]
    pub(crate) noplot: bool,

    /// Draw criterion's plots with --quick as well.
    #[arg(long, conflicts_with = "noplot")]
    pub(crate) plots: bool,

    /// Save criterion's figures under this name.
    #[arg(short, long, value_name = "NAME")]
    pub(crate) save_baseline: Option<String>,

    /// Keep none of criterion's figures.
    #[arg(long, conflicts_with_all = ["save_baseline", "baseline", "baseline_lenient"])]
    pub(crate) discard_baseline: bool,

    /// Compare with criterion's figures of this name; all must be there.
    #[arg(
        short,
        long,
        value_name = "NAME",
        conflicts_with_all = ["save_baseline", "baseline_lenient"]
    )]
    pub(crate) baseline: Option<String>,

    /// Compare with criterion's figures of this name, where they are there.
    #[arg(long, value_name = "NAME", conflicts_with = "save_baseline")]
    pub(crate) baseline_lenient: Option<String>,

    /// Measure nothing, and compare these figures of criterion's with `--baseline`.
    #[arg(
        long,
        value_name = "NAME",
        requires = "baseline",
        conflicts_with = "profile_time"
    )]
    pub(crate) load_baseline: Option<String>,

    /// Resamples of criterion's bootstrap; its plots take time in proportion. [default: 500, or
    /// 1500 with --thorough]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) nresamples: Option<u32>,

    /// Changes that criterion calls noise, as a share of 1.
    #[arg(long, value_name = "SHARE", value_parser = positive)]
    pub(crate) noise_threshold: Option<f64>,

    /// The level of criterion's intervals.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) confidence_level: Option<f64>,

    /// The level of criterion's test.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) significance_level: Option<f64>,

    /// What draws criterion's plots.
    #[arg(long, value_parser = ["gnuplot", "plotters"], default_value = "plotters")]
    pub(crate) plotting_backend: String,

    /// The form of criterion's own lines; either form prints them.
    #[arg(long, value_parser = ["criterion", "bencher"])]
    pub(crate) output_format: Option<String>,
}

impl CriterionFlags {
    /// The baseline that must exist before anything is measured.
    pub(crate) fn needed_baselines(&self) -> impl Iterator<Item = &str> {
        [&self.baseline, &self.load_baseline]
            .into_iter()
            .filter_map(Option::as_deref)
    }

    /// The command line for criterion's own parser, with so many resamples where none are asked
    /// for.
    pub(super) fn to_arguments(&self, resamples: u32, verbose: bool) -> Vec<String> {
        let mut arguments = vec!["--bench".to_owned()];
        let mut with = |flag: &str, value: Option<String>| {
            if let Some(value) = value {
                arguments.extend([flag.to_owned(), value]);
            }
        };
        with("--save-baseline", self.save_baseline.clone());
        with("--baseline", self.baseline.clone());
        with("--baseline-lenient", self.baseline_lenient.clone());
        with("--load-baseline", self.load_baseline.clone());
        with(
            "--nresamples",
            Some(self.nresamples.unwrap_or(resamples).to_string()),
        );
        with(
            "--noise-threshold",
            self.noise_threshold.map(|x| x.to_string()),
        );
        with(
            "--confidence-level",
            self.confidence_level.map(|x| x.to_string()),
        );
        with(
            "--significance-level",
            self.significance_level.map(|x| x.to_string()),
        );
        with("--plotting-backend", Some(self.plotting_backend.clone()));
        with("--output-format", self.output_format.clone());
        for (wanted, flag) in [
            (self.noplot, "--noplot"),
            (self.discard_baseline, "--discard-baseline"),
            (verbose, "--verbose"),
        ] {
            if wanted {
                arguments.push(flag.to_owned());
            }
        }
        arguments
    }
}
