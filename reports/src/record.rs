//! What one run of one experiment leaves behind: facts only, one versioned JSON document.
//!
//! A verdict is never stored as truth: [`crate::judge`] derives it from what is here, so a better
//! rule can be applied to old runs.

mod claim;
mod counts;
mod machine;
mod not_measured;
mod pass;
mod peer;
mod picture;
mod probe;
mod timeline;

use serde::{Deserialize, Serialize};

pub use claim::{Former, RegisteredClaim, RegisteredPrediction, Registration};
pub use counts::{Counters, Counts, INSTRUCTIONS, Recount, Take};
pub use machine::{Cache, Commit, Copies, Machine, Toolchain};
pub use not_measured::NotMeasured;
pub use pass::{Clock, Disturbance, Lane, Pass};
pub use peer::{Peer, Script};
pub use picture::{Picture, Png};
pub use probe::{Figure, Limit, Missing, Pages, Probe, Staircase, Step};
pub use timeline::{Against, HELD, RESIDENT, Timeline, thin};

/// The version of this format. A reader skips records of a newer version, by name.
pub const SCHEMA: u32 = 1;

/// Everything that one run of one experiment left behind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The version of the format: [`SCHEMA`].
    pub schema: u32,
    /// The run that this record belongs to.
    pub run: Run,
    /// The machine that answered.
    pub machine: Machine,
    /// The compiler and its flags.
    pub toolchain: Toolchain,
    /// The commit that was measured; absent outside a git checkout.
    pub commit: Option<Commit>,
    /// Copies of the same code, timed when the run began.
    #[serde(default)]
    pub copies: Vec<Copies>,
    /// The crate that holds the experiment.
    pub package: String,
    /// What the book says in the chapter that the crate stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<Chapter>,
    /// The experiment's id, unique in its crate: `search/sorted-slice`.
    pub experiment: String,
    /// The question, in one sentence.
    pub question: String,
    /// What a reader can decide by it, where the experiment says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decides: Option<Decision>,
    /// What one unit of work is called: `search`. Times are shown per unit.
    pub unit: String,
    /// The file that defines the experiment; absent when it could not be read.
    pub source: Option<Source>,
    /// The ladder: the first variant is the reference.
    pub variants: Vec<Variant>,
    /// The claims as they stood before anything was measured.
    pub claims: Vec<RegisteredClaim>,
    /// One entry for each case and size that was run.
    pub trials: Vec<Trial>,
    /// What went wrong, in sentences; empty when nothing did.
    pub failures: Vec<Failure>,
    /// The interpreters that ran peers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub peers: Vec<Peer>,
    /// What could not be measured here, though nothing went wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_measured: Vec<NotMeasured>,
    /// What it computes, to be looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pictures: Vec<Picture>,
}

impl Record {
    /// The place of a variant in the ladder.
    #[must_use]
    pub fn variant(&self, name: &str) -> Option<usize> {
        self.variants
            .iter()
            .position(|variant| variant.name == name)
    }

    /// Whether a claim speaks of this trial, its condition on the cache included. A level of the
    /// cache that the machine does not tell keeps no claim.
    #[must_use]
    pub fn covers(&self, claim: &RegisteredClaim, trial: &Trial) -> bool {
        let holds = |level: Option<u32>, test: fn(u64, u64) -> bool| {
            level.is_none_or(|level| {
                let cache = self.machine.cache(level);
                cache.is_some_and(|cache| test(trial.input_bytes, cache.bytes))
            })
        };
        claim.covers(&trial.case, trial.size)
            && holds(claim.fits, |input, cache| input <= cache)
            && holds(claim.beyond, |input, cache| input > cache)
    }

    /// `package/experiment`, unique in the laboratory.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.package, self.experiment)
    }
}

/// One invocation of `cargo bench`, over all its bench targets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Sorts by time: `20261122T134005Z-4711`.
    pub id: String,
    /// When this experiment's first pass began, RFC 3339, UTC.
    pub started: String,
    /// Seconds spent on this experiment: verifying, counting, timing.
    pub seconds: f64,
    /// From which all inputs and coins are drawn.
    pub seed: u64,
    /// How much was spent on each claim.
    pub effort: Effort,
    /// The arguments that the bench target was given.
    pub arguments: Vec<String>,
    /// Cases and sizes that a filter or the effort left out.
    pub left_out: u64,
    /// Whether all planned passes were made.
    pub state: State,
}

/// How much a run may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// `--quick`: fewer and shorter passes, the same rules.
    Quick,
    /// The default.
    Default,
    /// `--thorough`: as long as the claims need.
    Thorough,
}

/// Whether a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All planned passes were made.
    Complete,
    /// Stopped from outside; what had been measured is here.
    Interrupted,
}

/// A chapter of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// What it says, in two sentences.
    pub lesson: String,
}

/// A choice that an experiment helps to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is to be done, as somebody who has to choose puts it: `Look values up`.
    pub what: String,
    /// What the sizes count: `elements`, `queries`.
    pub of: String,
}

/// A file of source code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// From the workspace's root.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// One way to do the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Unique in its experiment.
    pub name: String,
    /// What stands inside the clock.
    pub kind: Kind,
    /// First and last line of its definition in [`Record::source`], counted from 1.
    pub lines: Option<(u32, u32)>,
    /// The largest size at which it is run.
    pub up_to: Option<u64>,
    /// What it cannot do without, in words: its limit by the figures of the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
    /// The file of a peer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
}

/// What stands inside the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Reads the shared input.
    Reads,
    /// Reads a structure of its own, prepared once, outside the clock.
    Prepared,
    /// Uses up a fresh structure each call, made outside the clock.
    Fresh,
    /// Changes a copy of the input, made outside the clock.
    InPlace,
    /// Times itself.
    Timed,
    /// Runs in another process, in another language.
    Peer,
}

impl Kind {
    /// Whether such a variant works on data of its own, which come to lie elsewhere than those of
    /// others.
    #[must_use]
    pub fn has_own_data(self) -> bool {
        match self {
            Self::Reads | Self::Timed => false,
            Self::Prepared | Self::Fresh | Self::InPlace | Self::Peer => true,
        }
    }
}

/// One case at one size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// The named kind of input; empty when the experiment has only one.
    pub case: String,
    /// The size.
    pub size: u64,
    /// Units of work in one call.
    pub work: u64,
    /// Bytes that the shared input holds.
    pub input_bytes: u64,
    /// The answer on which all variants agree, shortened.
    pub answer: String,
    /// One entry for each variant of the ladder, in its order; `None` where it was not run.
    pub counts: Vec<Option<Counts>>,
    /// The counts, taken again: for inputs from other seeds, and in other processes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recounts: Vec<Recount>,
    /// What the hardware's counters saw, one entry for each variant of the ladder, in its order;
    /// empty where they were not asked, or did not answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counters: Vec<Option<Counters>>,
    /// The limit of one call: one entry for each variant, in the order of the ladder, `None` where
    /// it names none; empty when none does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Option<Limit>>,
    /// What changed in steps while a variant ran, where that was watched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timelines: Vec<Timeline>,
    /// The timed passes, each from a fresh process.
    pub passes: Vec<Pass>,
}

impl Trial {
    /// The limit of one call of a variant, if it names one.
    #[must_use]
    pub fn limit(&self, variant: usize) -> Option<&Limit> {
        self.limits.get(variant)?.as_ref()
    }
}

/// What went wrong with an experiment, or with one of its trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// One sentence that names the thing and the fix.
    pub message: String,
    /// The case, when one is concerned.
    pub case: Option<String>,
    /// The size, when one is concerned.
    pub size: Option<u64>,
    /// The variant, when one is concerned.
    pub variant: Option<String>,
}
