//! The ladder of variants, from naive to the limit; the first is the reference.

mod copies;
mod peers;

use std::fmt::Debug;
use std::hint::black_box;
use std::panic::Location;
use std::time::Duration;

use crate::experiment::{Case, Draft, Drawing, Experiment, Work};
use crate::peer::Script;
use crate::probe::{Bound, Figures};
use crate::threads;
use crate::trial::Body;
use crate::variant::{Fresh, InPlace, Lacking, Prepared, Reads, Timed, Variant};
pub(crate) use copies::{Counted, Traced};

/// A rung of the ladder: a variant with its name, its limits and the counts that it offers.
pub(crate) struct Rung<I, O> {
    pub(crate) name: &'static str,
    pub(crate) variant: Box<dyn Variant<I, O>>,
    pub(crate) up_to: Option<u64>,
    pub(crate) counted: Vec<Counted<I, O>>,
    pub(crate) traced: Vec<Traced<I, O>>,
    pub(crate) limit: Option<Bound<I>>,
    /// The file of a peer.
    pub(crate) script: Option<Script>,
    /// Where its definition begins.
    pub(crate) at: &'static Location<'static>,
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
    /// How many rungs the last verb has added: a peer has one for each interpreter.
    last: usize,
    /// The limit of every variant that names none of its own.
    limit: Option<Bound<I>>,
    drawings: Vec<Drawing<I>>,
}

impl<I: 'static, O: PartialEq + Debug + 'static> Ladder<I, O> {
    pub(crate) fn new(draft: Draft, cases: Vec<Case<I>>, work: Option<Work<I>>) -> Self {
        Self {
            draft,
            cases,
            work,
            rungs: Vec::new(),
            last: 0,
            limit: None,
            drawings: Vec::new(),
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
    /// as threads that start together. A slice in which it waited for a core for more than 2 % of
    /// the time is thrown away: [`clocks`](crate::clocks) and [`threads`] look
    /// after what they time, and this thread is looked after where neither does.
    #[track_caller]
    pub fn timed(
        self,
        name: &'static str,
        run: impl Fn(&I, u64) -> (O, Duration) + 'static,
    ) -> Self {
        self.rung(name, Timed(run))
    }

    /// Adds a variant that works on several threads. It is timed by the wall clock always: the
    /// clock of one thread does not see the others. A slice in which any thread of this process
    /// waited for a core for more than 2 % of the time is thrown away; threads that come and go
    /// in a lap are looked after by a [`Watch`](crate::threads::Watch).
    #[track_caller]
    pub fn parallel(self, name: &'static str, run: impl Fn(&I) -> O + 'static) -> Self {
        self.timed(name, move |input, laps| {
            threads::timed(|| {
                let mut answer = run(black_box(input));
                for _ in 1..laps {
                    answer = run(black_box(input));
                }
                answer
            })
        })
    }

    /// Lets the last variant run only up to this size: a quadratic rung would take for ever above.
    pub fn up_to(mut self, size: u64) -> Self {
        for rung in self.last("up_to") {
            rung.up_to = Some(size);
        }
        self
    }

    /// Leaves the last variant out where there is a reason, a clause such as `this processor lacks
    /// AVX-512`: it is *not measured* then.
    pub fn unless(mut self, reason: Option<&str>) -> Self {
        if let Some(reason) = reason {
            for rung in self.last("unless") {
                let (name, reason) = (rung.name, reason.to_owned());
                rung.variant = Box::new(Lacking { name, reason });
            }
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
        if self.rungs.is_empty() {
            self.limit = Some(bound);
        } else {
            let first = self.rungs.len() - self.last;
            for rung in &mut self.rungs[first..] {
                rung.limit = Some(bound.clone());
            }
        }
        self
    }

    /// Shows a picture on the experiment's page: a title, what is to be seen in words, and the
    /// bytes of a small PNG file. It is drawn from the largest input, untimed, and judges nothing.
    pub fn picture(
        mut self,
        title: impl Into<String>,
        alt: impl Into<String>,
        draw: impl Fn(&I) -> Vec<u8> + 'static,
    ) -> Self {
        self.drawings.push(Drawing {
            title: title.into(),
            alt: alt.into(),
            draw: Box::new(draw),
        });
        self
    }

    /// The rungs that the last verb has added, for what is said of them.
    fn last(&mut self, what: &str) -> &mut [Rung<I, O>] {
        if self.last == 0 {
            let mistake = format!("`{what}` stands before the first variant");
            self.draft.mistake(&mistake);
        }
        let first = self.rungs.len() - self.last;
        &mut self.rungs[first..]
    }

    /// Ends the experiment. Mistakes in it are kept, and reported when it is run.
    pub fn build(self) -> Experiment {
        let body = Body {
            cases: self.cases,
            work: self.work,
            rungs: self.rungs,
            limit: self.limit,
            drawings: self.drawings,
        };
        self.draft.complete(Box::new(body))
    }

    #[track_caller]
    fn rung(mut self, name: &'static str, variant: impl Variant<I, O> + 'static) -> Self {
        self.last = 1;
        self.push(name, variant, None);
        self
    }

    #[track_caller]
    fn push(
        &mut self,
        name: &'static str,
        variant: impl Variant<I, O> + 'static,
        script: Option<Script>,
    ) {
        self.rungs.push(Rung {
            name,
            variant: Box::new(variant),
            up_to: None,
            counted: Vec::new(),
            traced: Vec::new(),
            limit: None,
            script,
            at: Location::caller(),
        });
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
