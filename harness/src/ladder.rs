//! The ladder of variants, from naive to the limit; the first is the reference.

use std::fmt::Debug;
use std::panic::Location;
use std::time::Duration;

use crate::experiment::{Case, Draft, Experiment, Work};
use crate::probe::{Bound, Figures};
use crate::trial::Body;
use crate::variant::{Fresh, InPlace, Prepared, Reads, Timed, Variant};

/// A rung of the ladder: a variant with its name, its limits and the counts that it offers.
pub(crate) struct Rung<I, O> {
    pub(crate) name: &'static str,
    pub(crate) variant: Box<dyn Variant<I, O>>,
    pub(crate) up_to: Option<u64>,
    pub(crate) counted: Vec<Counted<I, O>>,
    pub(crate) limit: Option<Bound<I>>,
    /// Where its definition begins.
    pub(crate) at: &'static Location<'static>,
}

/// Answers as its variant does, and tells a count.
pub(crate) type Count<I, O> = Box<dyn Fn(&I) -> (O, u64)>;

/// A copy of a variant that counts its work and gives the same answer.
pub(crate) struct Counted<I, O> {
    pub(crate) measure: &'static str,
    pub(crate) run: Count<I, O>,
}

/// The variants of an experiment with inputs `I` and answers `O`.
///
/// The verb says what stands inside the clock. Dropping the answer stands inside it always.
#[must_use = "a ladder does nothing until it is built"]
pub struct Ladder<I, O> {
    draft: Draft,
    cases: Vec<Case<I>>,
    work: Option<Work<I>>,
    rungs: Vec<Rung<I, O>>,
    /// The limit of every variant that names none of its own.
    limit: Option<Bound<I>>,
}

impl<I: 'static, O: PartialEq + Debug + 'static> Ladder<I, O> {
    pub(crate) fn new(draft: Draft, cases: Vec<Case<I>>, work: Option<Work<I>>) -> Self {
        Self {
            draft,
            cases,
            work,
            rungs: Vec::new(),
            limit: None,
        }
    }

    /// Adds a variant that reads the shared input.
    #[track_caller]
    pub fn variant(self, name: &'static str, run: impl Fn(&I) -> O + 'static) -> Self {
        self.rung(name, Reads(run))
    }

    /// Adds a variant that reads a structure of its own, built once from the input, untimed.
    #[track_caller]
    pub fn prepared<P: 'static>(
        self,
        name: &'static str,
        build: impl Fn(&I) -> P + 'static,
        run: impl Fn(&P, &I) -> O + 'static,
    ) -> Self {
        self.rung(name, Prepared { build, run })
    }

    /// Adds a variant that uses up a fresh structure each call, made and dropped untimed.
    #[track_caller]
    pub fn fresh<P: 'static>(
        self,
        name: &'static str,
        make: impl Fn(&I) -> P + 'static,
        run: impl Fn(&mut P, &I) -> O + 'static,
    ) -> Self {
        self.rung(name, Fresh { make, run })
    }

    /// Adds a variant that times itself: it runs as many laps as it is told, and answers with what
    /// the last of them computed and the time of all. For work that no other verb can meter, such
    /// as threads that start together.
    #[track_caller]
    pub fn timed(
        self,
        name: &'static str,
        run: impl Fn(&I, u64) -> (O, Duration) + 'static,
    ) -> Self {
        self.rung(name, Timed(run))
    }

    /// Lets the last variant run only up to this size: a quadratic rung would take for ever above.
    pub fn up_to(mut self, size: u64) -> Self {
        match self.rungs.last_mut() {
            Some(rung) => rung.up_to = Some(size),
            None => self
                .draft
                .mistake("`up_to` stands before the first variant"),
        }
        self
    }

    /// Offers an exact count of the last variant's work, from a counting copy that must give the
    /// same answer.
    pub fn count(mut self, measure: &'static str, run: impl Fn(&I) -> (O, u64) + 'static) -> Self {
        match self.rungs.last_mut() {
            Some(rung) => rung.counted.push(Counted {
                measure,
                run: Box::new(run),
            }),
            None => self
                .draft
                .mistake("`count` stands before the first variant"),
        }
        self
    }

    /// Names the limit of the last variant, or of the whole ladder when it stands before the first:
    /// what the work cannot do without, in words, and as nanoseconds of one call by the figures of
    /// the machine and the input. Ladders show the share of it that is reached, and
    /// [`reaches`](reports::claim::Claim::reaches) demands one.
    pub fn limit(
        mut self,
        words: &'static str,
        formula: impl Fn(&Figures<'_>, &I) -> f64 + 'static,
    ) -> Self {
        let bound = Bound::new(words, formula);
        match self.rungs.last_mut() {
            Some(rung) => rung.limit = Some(bound),
            None => self.limit = Some(bound),
        }
        self
    }

    /// Ends the experiment. Mistakes in it are kept, and reported when it is run.
    pub fn build(self) -> Experiment {
        let body = Body {
            cases: self.cases,
            work: self.work,
            rungs: self.rungs,
            limit: self.limit,
        };
        self.draft.complete(Box::new(body))
    }

    #[track_caller]
    fn rung(mut self, name: &'static str, variant: impl Variant<I, O> + 'static) -> Self {
        self.rungs.push(Rung {
            name,
            variant: Box::new(variant),
            up_to: None,
            counted: Vec::new(),
            limit: None,
            at: Location::caller(),
        });
        self
    }
}

impl<I: Clone + PartialEq + Debug + 'static> Ladder<I, I> {
    /// Adds a variant that changes a copy of the input, made untimed; the changed copy is the
    /// answer.
    #[track_caller]
    pub fn in_place(self, name: &'static str, run: impl Fn(&mut I) + 'static) -> Self {
        self.rung(name, InPlace(run))
    }
}
