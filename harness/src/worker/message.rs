//! What the conductor and a worker say to each other: one order on the worker's standard input,
//! then reports, a line of JSON each.

use reports::record::{
    Copies, Counters, Counts, Effort, Failure, Kind, Limit, NotMeasured, Pass, Picture, Probe,
    Recount, Timeline,
};
use serde::{Deserialize, Serialize};

use crate::trial::Watched;

/// Names one trial of a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct TrialKey {
    /// The place of the experiment in the chapter.
    pub(crate) experiment: usize,
    /// The place of the case in the experiment.
    pub(crate) case: usize,
    /// The size.
    pub(crate) size: u64,
}

/// What a worker is to do, to these trials in this order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) job: Job,
    pub(crate) seed: u64,
    /// What the machine can do, for the limits of variants; needed to verify alone.
    pub(crate) probe: Option<Probe>,
    pub(crate) errands: Vec<Errand>,
}

impl Order {
    /// One that concerns no trial.
    pub(crate) fn alone(job: Job, seed: u64) -> Self {
        Self {
            job,
            seed,
            probe: None,
            errands: Vec::new(),
        }
    }
}

/// One trial, and the variants to leave out because they failed before.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Errand {
    pub(crate) key: TrialKey,
    pub(crate) left_out: Vec<usize>,
    /// Nanoseconds that a call of each variant took when it was verified; 0 where unknown.
    pub(crate) calls: Vec<u64>,
    /// How much to spend on it; not heeded when verifying.
    pub(crate) pace: Pace,
    /// Whether the experiment's pictures are drawn from this input; heeded when verifying.
    pub(crate) draws: bool,
}

/// What a worker is to do.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Job {
    /// Time copies of the same code against each other.
    Copies,
    /// Measure what the machine can do.
    Probe(Effort),
    /// Compare all answers with the reference's, and count.
    Verify,
    /// Time one pass.
    Time {
        /// Its place in the run.
        pass: u32,
    },
    /// Tell whether it runs inside of valgrind.
    Inside,
    /// Count the instructions of each lane, inside of valgrind.
    Instructions,
    /// Read the hardware's counters over each lane.
    Counters,
    /// Watch the memory of each lane; the process shall be a fresh one.
    Memory,
    /// Run each lane for so many seconds.
    Profile {
        /// The time for one lane.
        seconds: f64,
    },
}

/// How much one pass spends on one trial.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pace {
    /// The length of a slice in nanoseconds; a longer call is a slice by itself.
    pub(crate) slice: u64,
    /// Rounds, when the budget allows.
    pub(crate) rounds: u32,
    /// Rounds that are made in any case.
    pub(crate) least: u32,
    /// Nanoseconds for all rounds.
    pub(crate) budget: u64,
    /// Nanoseconds of untimed laps for each lane before its first slice.
    pub(crate) warm_up: u64,
    /// Stop as soon as the first two lanes are told apart.
    pub(crate) duel: bool,
}

/// What a worker tells.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// It begins with something that may not come to an end.
    Begins {
        /// The place of the trial in the order.
        errand: usize,
        /// The variant, when one is concerned.
        variant: Option<usize>,
    },
    /// Copies of the same code were timed.
    Copies(Vec<Copies>),
    /// Whether it runs inside of valgrind.
    Inside(bool),
    /// What the machine can do was measured.
    Probed(Box<Probe>),
    /// A trial was verified and counted.
    Verified(Box<Verified>),
    /// A trial was timed.
    Timed {
        /// The place of the trial in the order.
        errand: usize,
        /// What it took.
        spent: Spent,
        /// The pass; absent when too few variants were left.
        pass: Option<Box<Pass>>,
        /// What went wrong.
        failures: Vec<Failure>,
        /// What could not be measured.
        missing: Vec<Missing>,
    },
    /// A trial was counted, apart from verifying it.
    Counted {
        /// The place of the trial in the order.
        errand: usize,
        /// What the hardware's counters saw, one entry a variant; empty when they were not asked.
        counters: Vec<Option<Counters>>,
        /// Variants that were not counted, and why.
        failures: Vec<Failure>,
    },
    /// The memory of a trial was watched.
    Watched {
        /// The place of the trial in the order.
        errand: usize,
        /// One entry a variant; absent where it was left out or failed.
        watched: Vec<Option<Watched>>,
        /// Why variants were not watched.
        failures: Vec<Failure>,
    },
    /// All is done.
    Done,
}

/// Nanoseconds that a worker spent on a trial: on what is measured, and on what that needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spent {
    /// Making the input, and dropping it.
    pub(crate) input: u64,
    /// Making variants ready, or verifying and counting them.
    pub(crate) variants: u64,
    /// The same for variants in another language.
    pub(crate) peers: u64,
    /// Rounds of slices.
    pub(crate) rounds: u64,
}

impl Spent {
    /// Notes what a variant took.
    pub(crate) fn on(&mut self, kind: Kind, nanos: u64) {
        if kind == Kind::Peer {
            self.peers += nanos;
        } else {
            self.variants += nanos;
        }
    }

    pub(crate) fn all(self) -> u64 {
        self.input + self.variants + self.peers + self.rounds
    }
}

impl std::ops::AddAssign for Spent {
    fn add_assign(&mut self, more: Self) {
        self.input += more.input;
        self.variants += more.variants;
        self.peers += more.peers;
        self.rounds += more.rounds;
    }
}

/// Something that could not be measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Missing {
    pub(crate) what: NotMeasured,
    /// Whether the author can mend it, and a test should therefore fail.
    pub(crate) mistake: bool,
}

/// A trial that was verified and counted.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Verified {
    /// The place of the trial in the order.
    pub(crate) errand: usize,
    /// Units of work in one call.
    pub(crate) work: u64,
    /// Bytes that the shared input holds.
    pub(crate) input_bytes: u64,
    /// The answer on which the variants agree, shortened.
    pub(crate) answer: String,
    /// One entry a variant; absent where it was not run or failed.
    pub(crate) counts: Vec<Option<Counts>>,
    /// The counts for inputs from other seeds.
    pub(crate) recounts: Vec<Recount>,
    /// The limit of one call, one entry a variant; empty where none names one.
    pub(crate) limits: Vec<Option<Limit>>,
    /// The pictures, where they are drawn from this input.
    pub(crate) pictures: Vec<Picture>,
    /// What changes in steps, where variants tell.
    pub(crate) timelines: Vec<Timeline>,
    /// What went wrong.
    pub(crate) failures: Vec<Failure>,
    /// What could not be measured.
    pub(crate) missing: Vec<Missing>,
    /// Nanoseconds to make the input and all lanes ready.
    pub(crate) ready: u64,
    /// What verifying took.
    pub(crate) spent: Spent,
    /// Nanoseconds of one call of each variant, roughly: for planning only.
    pub(crate) calls: Vec<u64>,
}
