//! Simulated records of known truth, for tests and for calibration.
//!
//! A simulated record has the shape of a measured one: passes, rounds in coin order, slices of
//! about 100 µs, a control, a sentinel. Because the true times are chosen, it can be told whether
//! a verdict is right.
//!
//! ```
//! use reports::{claim::claim, judge, sample::{Noise, Sample}, verdict::Verdict};
//!
//! let record = Sample::new("search/sorted-slice")
//!     .sizes(&[1 << 10, 1 << 20])
//!     .variant("scan", |n| n as f64)
//!     .variant("binary", |n| 2.0 * (n as f64).log2())
//!     .claim(claim("binary").beats("scan").by(10.0))
//!     .noise(Noise::TYPICAL)
//!     .build();
//! assert_eq!(judge::judge(&record)[0].verdict, Verdict::Confirmed);
//! ```

mod machine;
mod noise;
mod random;
mod simulated;
mod timing;

pub use machine::{machine, probe};
pub use noise::Noise;
pub use random::Random;

use simulated::{Bound, Simulated};

use crate::claim::Claim;
use crate::record::{Effort, Kind, Record, RegisteredClaim, Run, SCHEMA, State, Toolchain, Trial};
use crate::register::{self, Offer};

/// A simulated experiment.
#[must_use = "a sample does nothing until it is built"]
pub struct Sample {
    package: String,
    experiment: String,
    run: String,
    sizes: Vec<u64>,
    cases: Vec<String>,
    variants: Vec<Simulated>,
    claims: Vec<Claim>,
    input_bytes: fn(u64) -> u64,
    effort: Effort,
    passes: usize,
    rounds: usize,
    noise: Noise,
    seed: u64,
}

impl Sample {
    /// An experiment with one size, 1,000, without variants: ten passes of 60 rounds each, little
    /// noise.
    pub fn new(experiment: &str) -> Self {
        Self {
            package: "sample-bench".to_owned(),
            experiment: experiment.to_owned(),
            run: "20260101T000000Z-1".to_owned(),
            sizes: vec![1_000],
            cases: vec![String::new()],
            variants: Vec::new(),
            claims: Vec::new(),
            input_bytes: |n| 8 * n,
            effort: Effort::Default,
            passes: 10,
            rounds: 60,
            noise: Noise::QUIET,
            seed: 1,
        }
    }

    /// The crate that the experiment is said to stand in.
    pub fn package(mut self, package: &str) -> Self {
        package.clone_into(&mut self.package);
        self
    }

    /// The run's id: `20260101T000000Z-1`.
    pub fn run(mut self, id: &str) -> Self {
        id.clone_into(&mut self.run);
        self
    }

    /// The sizes.
    pub fn sizes(mut self, sizes: &[u64]) -> Self {
        self.sizes = sizes.to_vec();
        self
    }

    /// The named kinds of input.
    pub fn cases(self, cases: &[&str]) -> Self {
        let cases = cases.iter().map(|&case| case.to_owned()).collect();
        Self { cases, ..self }
    }

    /// Adds a variant with its true time of one call at a size, in nanoseconds. The first one is
    /// the reference.
    pub fn variant(mut self, name: &'static str, time: impl Fn(u64) -> f64 + 'static) -> Self {
        self.variants.push(Simulated::new(name, Box::new(time)));
        self
    }

    /// Gives the last variant a structure of its own. The first such variant has a control of its
    /// own too, where the reference reads the shared input.
    ///
    /// # Panics
    /// When there is no variant yet.
    pub fn prepared(mut self) -> Self {
        self.last().kind = Kind::Prepared;
        self
    }

    /// Gives the last variant an exact count.
    ///
    /// # Panics
    /// When there is no variant yet.
    pub fn count(mut self, measure: &'static str, count: impl Fn(u64) -> f64 + 'static) -> Self {
        self.last().counts.push((measure, Box::new(count)));
        self
    }

    /// The largest size at which the last variant is run.
    ///
    /// # Panics
    /// When there is no variant yet.
    pub fn up_to(mut self, size: u64) -> Self {
        self.last().up_to = Some(size);
        self
    }

    /// Gives the last variant a limit of so many nanoseconds a call, known to within a share.
    ///
    /// # Panics
    /// When there is no variant yet.
    pub fn limit(mut self, words: &'static str, nanos: fn(u64) -> f64, within: f64) -> Self {
        self.last().limit = Some(Bound {
            words,
            nanos,
            within,
        });
        self
    }

    /// Adds a claim; one that names no source gets one.
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claims.push(match claim.source {
            "" => claim.source("a simulation"),
            _ => claim,
        });
        self
    }

    /// Bytes of the input at a size; 8 for each element unless told otherwise.
    pub fn input_bytes(mut self, input_bytes: fn(u64) -> u64) -> Self {
        self.input_bytes = input_bytes;
        self
    }

    /// How much the run may spend. It does not change the number of passes.
    pub fn effort(self, effort: Effort) -> Self {
        Self { effort, ..self }
    }

    /// The number of passes. More passes keep the first ones as they are.
    pub fn passes(self, passes: usize) -> Self {
        Self { passes, ..self }
    }

    /// Rounds in a pass.
    pub fn rounds(self, rounds: usize) -> Self {
        Self { rounds, ..self }
    }

    /// What disturbs the slices.
    pub fn noise(self, noise: Noise) -> Self {
        Self { noise, ..self }
    }

    /// The seed of all that is random.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// Simulates the run.
    ///
    /// # Panics
    /// When a claim can never be judged: with the sentence of [`register::register`].
    #[must_use]
    pub fn build(self) -> Record {
        let claims = self
            .claims
            .iter()
            .map(|claim| self.register(claim))
            .collect();
        let trials = (0..self.cases.len())
            .flat_map(|case| self.sizes.iter().map(move |&size| (case, size)))
            .map(|(case, size)| self.trial(case, size))
            .collect();
        Record {
            schema: SCHEMA,
            run: self.invocation(),
            machine: machine(),
            toolchain: Toolchain::default(),
            commit: None,
            copies: Vec::new(),
            chapter: None,
            package: self.package,
            experiment: self.experiment,
            question: "What would be found if this were the truth?".to_owned(),
            decides: None,
            unit: "call".to_owned(),
            source: None,
            variants: self.variants.iter().map(Simulated::variant).collect(),
            claims,
            trials,
            failures: Vec::new(),
            peers: Vec::new(),
            not_measured: Vec::new(),
            pictures: Vec::new(),
        }
    }

    fn last(&mut self) -> &mut Simulated {
        self.variants
            .last_mut()
            .expect("`variant` comes before what is said of it")
    }

    fn register(&self, claim: &Claim) -> RegisteredClaim {
        let cases: Vec<&str> = self.cases.iter().map(String::as_str).collect();
        let measures: Vec<Vec<&str>> = self.variants.iter().map(Simulated::measures).collect();
        let offers: Vec<Offer<'_>> = self
            .variants
            .iter()
            .zip(&measures)
            .map(|(variant, measures)| variant.offer(measures))
            .collect();
        let registered = register::register(claim, &self.sizes, &cases, &offers);
        registered.unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    fn invocation(&self) -> Run {
        Run {
            id: self.run.clone(),
            started: "2026-01-01T00:00:00Z".to_owned(),
            seconds: 1.0,
            seed: self.seed,
            effort: self.effort,
            arguments: Vec::new(),
            left_out: 0,
            state: State::Complete,
        }
    }

    fn trial(&self, case: usize, size: u64) -> Trial {
        let variants = self.variants.iter();
        let truth: Vec<Option<f64>> = variants.clone().map(|of| of.time(size)).collect();
        let limits: Vec<_> = variants.clone().map(|of| of.limit(size)).collect();
        let none = limits.iter().all(Option::is_none);
        Trial {
            case: self.cases[case].clone(),
            size,
            work: 1,
            input_bytes: (self.input_bytes)(size),
            answer: "42".to_owned(),
            counts: variants.map(|of| of.counts(size)).collect(),
            limits: if none { Vec::new() } else { limits },
            passes: timing::passes(self, &truth, &[case as u64, size]),
            ..Trial::default()
        }
    }
}
