//! The command line of a bench target: criterion's usual flags, and the laboratory's own.

mod criterion;
mod values;
pub(crate) mod wrong;

use clap::{ArgAction, Parser, ValueEnum};
use reports::record::Effort;

pub(crate) use criterion::CriterionFlags;
use values::{positive, profile_seconds};

/// Verifies, measures and judges the experiments of one chapter.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "cargo bench --",
    version,
    after_help = "Exit status: 0 all measured; 1 something failed (each failure is named); 2 a \
                  wrong flag; 3 the filter matches nothing; 130 interrupted.",
    disable_help_subcommand = true
)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a command line is a set of switches"
)]
pub(crate) struct Cli {
    /// Run only the trials with an id that matches this regular expression. All variants of such
    /// a trial are run, for a ratio needs them all.
    #[arg(value_name = "FILTER")]
    pub(crate) filter: Option<String>,

    /// Take FILTER as a whole id, or a whole experiment, not as a regular expression.
    #[arg(long, requires = "filter")]
    pub(crate) exact: bool,

    /// Spend little on each claim: fewer and shorter passes, judged by the same rules.
    #[arg(long, conflicts_with_all = ["thorough", "sample_size"])]
    pub(crate) quick: bool,

    /// Spend as much as the claims need.
    #[arg(long)]
    pub(crate) thorough: bool,

    /// Count the instructions of a call as well, where `valgrind` is installed, and read the
    /// hardware's counters, where that is allowed. Part of --thorough.
    #[arg(long)]
    pub(crate) instructions: bool,

    /// From which all inputs and coins are drawn.
    #[arg(long, value_name = "N", default_value_t = 7)]
    pub(crate) seed: u64,

    /// Do not measure what the machine can do: the limits of variants are then not known.
    #[arg(long)]
    pub(crate) no_probe: bool,

    /// List the benchmarks and stop.
    #[arg(long, conflicts_with = "test")]
    pub(crate) list: bool,

    /// The form of the list.
    #[arg(long, value_enum, default_value_t = ListFormat::Pretty, requires = "list")]
    pub(crate) format: ListFormat,

    /// Verify every variant once at small sizes, and measure nothing (what `cargo test` does).
    #[arg(long)]
    pub(crate) test: bool,

    /// Run each lane for about this many seconds and record nothing, for a profiler.
    #[arg(
        long,
        value_name = "SECONDS",
        value_parser = profile_seconds,
        conflicts_with_all = ["list", "test"]
    )]
    pub(crate) profile_time: Option<f64>,

    /// Slices of each variant at the first look, over all passes.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(10..))]
    pub(crate) sample_size: Option<u32>,

    /// Seconds of slices for each variant at the first look, over all passes.
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    pub(crate) measurement_time: Option<f64>,

    /// Seconds of untimed laps for each variant before its slices, over all passes.
    #[arg(long, value_name = "SECONDS", value_parser = positive)]
    pub(crate) warm_up_time: Option<f64>,

    /// Colour: `auto` heeds `NO_COLOR` and whether a terminal reads along.
    #[arg(short, long, alias = "colour", value_enum, default_value_t = Colour::Auto)]
    pub(crate) color: Colour,

    /// Print criterion's own lines as well.
    #[arg(short, long, conflicts_with = "quiet")]
    pub(crate) verbose: bool,

    /// Tell at the end where the time of the run went, and how far the ETA was off.
    #[arg(long)]
    pub(crate) timings: bool,

    /// Print no line for each claim, only the summary.
    #[arg(long)]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) criterion: CriterionFlags,
    #[command(flatten)]
    pub(crate) scratch: crate::scratch::Flags,

    #[command(flatten)]
    pub(crate) ignored: IgnoredFlags,
}

/// What cargo and libtest pass along and a bench target need not heed.
#[derive(Clone, Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a command line is a set of switches"
)]
pub(crate) struct IgnoredFlags {
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
    #[arg(long, hide = true)]
    pub(crate) ignored: bool,
    #[arg(long, hide = true)]
    pub(crate) include_ignored: bool,
    #[arg(long, alias = "no-capture", hide = true)]
    pub(crate) nocapture: bool,
    #[arg(long, hide = true)]
    pub(crate) show_output: bool,
    #[arg(long, hide = true, value_name = "N")]
    pub(crate) test_threads: Option<u32>,
    #[arg(long, hide = true, action = ArgAction::Append, value_name = "NAME")]
    pub(crate) skip: Vec<String>,
}

/// The form of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// One id a line.
    Pretty,
    /// As test runners read it.
    Terse,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// When a terminal reads along and `NO_COLOR` is not set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a bench target is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Verify at small sizes: without `--bench`, as `cargo test` calls it, or with `--test`.
    Test,
    /// List.
    List,
    /// Run for a profiler.
    Profile,
    /// Compare two of criterion's baselines.
    Load,
    /// Verify, measure, judge, record, show.
    Bench,
}

impl Cli {
    pub(crate) fn mode(&self) -> Mode {
        if self.list {
            Mode::List
        } else if self.test || !self.ignored.bench {
            Mode::Test
        } else if self.profile_time.is_some() {
            Mode::Profile
        } else if self.criterion.load_baseline.is_some() {
            Mode::Load
        } else {
            Mode::Bench
        }
    }

    /// The command line for criterion's own parser.
    ///
    /// Criterion draws a density over all resamples, four times a benchmark and again for the
    /// change: at its own default of 100,000 that takes longer than measuring, at 500 a hundredth
    /// of a second. The verdicts do not rest on it.
    pub(crate) fn criterion_arguments(&self) -> Vec<String> {
        let resamples = if self.thorough { 1500 } else { 500 };
        let mut flags = self.criterion.clone();
        flags.noplot |= self.quick && !flags.plots;
        flags.to_arguments(resamples, self.verbose)
    }

    /// Whether criterion's own lines are to be seen.
    pub(crate) fn criterion_speaks(&self) -> bool {
        let flags = &self.criterion;
        let asked = [
            &flags.output_format,
            &flags.baseline,
            &flags.baseline_lenient,
        ];
        self.verbose || asked.into_iter().any(Option::is_some)
    }

    /// Whether instructions are counted.
    pub(crate) fn counts_instructions(&self) -> bool {
        self.instructions || self.thorough
    }

    /// What makes a run take longer or shorter: those that are alike take about the same time.
    pub(crate) fn kind(&self) -> String {
        let mut words = vec![format!("{:?}", self.effort()).to_lowercase()];
        words.extend(self.instructions.then(|| "instructions".to_owned()));
        words.extend(self.sample_size.map(|size| format!("samples {size}")));
        words.extend(self.measurement_time.map(|time| format!("{time} s")));
        words.extend(self.warm_up_time.map(|time| format!("warm-up {time} s")));
        words.extend(self.filter.as_ref().map(|filter| format!("of {filter}")));
        words.join(", ")
    }

    pub(crate) fn effort(&self) -> Effort {
        match (self.quick, self.thorough) {
            (true, _) => Effort::Quick,
            (_, true) => Effort::Thorough,
            _ => Effort::Default,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("bench").chain(line.split_whitespace()))
    }

    #[test]
    fn cargo_test_and_cargo_bench_are_told_apart() {
        assert_eq!(parse("").unwrap().mode(), Mode::Test);
        assert_eq!(parse("--bench").unwrap().mode(), Mode::Bench);
        assert_eq!(parse("--bench --test").unwrap().mode(), Mode::Test);
        assert_eq!(parse("--bench --list").unwrap().mode(), Mode::List);
        assert_eq!(
            parse("--bench --profile-time 2").unwrap().mode(),
            Mode::Profile
        );
        let load = parse("--bench --load-baseline a --baseline b").unwrap();
        assert_eq!(load.mode(), Mode::Load);
    }

    #[test]
    fn criterions_flags_are_handed_on() {
        let line = "--bench --save-baseline x --noplot --confidence-level 0.9 filter";
        let cli = parse(line).unwrap();
        let arguments = cli.criterion.to_arguments(1500, false).join(" ");
        assert_eq!(
            arguments,
            "--bench --save-baseline x --nresamples 1500 --confidence-level 0.9 \
             --plotting-backend plotters --noplot"
        );
        assert_eq!(cli.filter.as_deref(), Some("filter"));
    }

    #[test]
    fn what_libtest_and_nextest_pass_along_is_understood() {
        for line in [
            "--nocapture --test-threads 1 name",
            "--list --format terse --ignored",
            "--exact name --show-output",
            "--skip other --include-ignored",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn a_wrong_flag_names_the_argument_and_the_value() {
        for (line, expected) in [
            ("--sample-size x", "'x' for '--sample-size"),
            ("--sample-size 5", "5 is not in 10.."),
            ("--measurement-time 0", "above 0"),
            ("--profile-time 0.5", "at least 1 second"),
            ("--confidence-level 2", "between 0 and 1"),
            ("--quik", "--quick"),
            ("--quick --thorough", "cannot be used with"),
            ("--load-baseline a", "--baseline"),
            ("--exact", "FILTER"),
        ] {
            let message = parse(line).expect_err(line).to_string();
            assert!(message.contains(expected), "{line}: {message}");
        }
    }
}
