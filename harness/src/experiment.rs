//! What an author writes: a question, its claims, its inputs; then a ladder of variants.

mod built;

use std::fmt::Debug;
use std::panic::Location;
use std::rc::Rc;

use rand::rngs::SmallRng;
use reports::claim::Claim;

pub use built::Experiment;

use crate::ladder::Ladder;
use crate::queries::{Mode, Queries};
use crate::trial::Runnable;

/// Begins an experiment. The id is a path in its crate: `search/sorted-slice`.
#[track_caller]
pub fn experiment(id: &'static str) -> Draft {
    Draft {
        id,
        question: "",
        decides: None,
        claims: &[],
        sizes: Vec::new(),
        thorough_sizes: Vec::new(),
        quick_up_to: None,
        watches_memory: None,
        own_process: false,
        unit: "call",
        at: Location::caller(),
        mistakes: Vec::new(),
    }
}

/// An experiment without its inputs.
#[derive(Debug)]
#[must_use = "a draft does nothing until it has a ladder that is built"]
pub struct Draft {
    id: &'static str,
    question: &'static str,
    decides: Option<(&'static str, &'static str)>,
    claims: &'static [Claim],
    sizes: Vec<u64>,
    thorough_sizes: Vec<u64>,
    quick_up_to: Option<u64>,
    watches_memory: Option<u64>,
    own_process: bool,
    unit: &'static str,
    at: &'static Location<'static>,
    mistakes: Vec<String>,
}

/// The counts of a variant in a process of its own.
pub(crate) const RESIDENT: [&str; 3] = ["resident", "resident peak", "page faults"];

/// Tells the units of work in one call.
pub(crate) type Work<I> = Box<dyn Fn(&I) -> usize>;

/// Draws a picture of an input: the bytes of a PNG file.
pub(crate) type Draw<I> = Box<dyn Fn(&I) -> Vec<u8>>;

/// A picture, and how it is drawn from an input.
pub(crate) struct Drawing<I> {
    pub(crate) title: String,
    pub(crate) alt: String,
    pub(crate) draw: Draw<I>,
}

/// Makes an input of a size from a seeded generator.
pub(crate) type Make<I> = Box<dyn Fn(usize, &mut SmallRng) -> I>;

/// A named kind of input and how it is made from a size and a seeded generator.
pub(crate) struct Case<I> {
    pub(crate) name: &'static str,
    pub(crate) make: Make<I>,
    /// Bytes of the input that are read once a call from first to last, and so are no part of what
    /// has to fit a cache.
    pub(crate) streamed: fn(&I) -> usize,
}

impl Draft {
    /// The question that the experiment answers, in one sentence.
    pub fn asks(self, question: &'static str) -> Self {
        Self { question, ..self }
    }

    /// What a reader can decide by this experiment, and what its sizes count: `.decides("Look
    /// values up", "elements")`. The page of decisions then says which variant to use from which
    /// size on.
    pub fn decides(self, what: &'static str, of: &'static str) -> Self {
        Self {
            decides: Some((what, of)),
            ..self
        }
    }

    /// What is predicted, written down before anything is measured.
    pub fn claims(self, claims: &'static [Claim]) -> Self {
        Self { claims, ..self }
    }

    /// The size axis; without it the experiment has the single size 1.
    pub fn sizes(self, sizes: impl Into<Vec<u64>>) -> Self {
        Self {
            sizes: sizes.into(),
            ..self
        }
    }

    /// Further sizes, which only `--thorough` measures: many, or large.
    pub fn thorough_sizes(self, sizes: impl Into<Vec<u64>>) -> Self {
        Self {
            thorough_sizes: sizes.into(),
            ..self
        }
    }

    /// The largest size that `--quick` measures.
    pub fn quick_up_to(self, size: u64) -> Self {
        Self {
            quick_up_to: Some(size),
            ..self
        }
    }

    /// Has each variant run in processes of its own, untimed, at sizes of at least `from`: it
    /// offers the counts `resident`, `resident peak` (bytes by which such a process grows) and
    /// `page faults`, and draws what a call holds over time.
    pub fn watches_memory(self, from: u64) -> Self {
        Self {
            watches_memory: Some(from),
            ..self
        }
    }

    /// Keeps every other experiment out of the processes that run this one: for an experiment that
    /// sets what a whole process has once, such as how its allocator asks for memory.
    pub fn own_process(self) -> Self {
        Self {
            own_process: true,
            ..self
        }
    }

    /// The one kind of input. It depends on the size and the generator alone, and is never timed.
    pub fn input<I: 'static>(
        self,
        make: impl Fn(usize, &mut SmallRng) -> I + 'static,
    ) -> Inputs<I> {
        self.case("", make)
    }

    /// The first of several named kinds of input.
    pub fn case<I: 'static>(
        self,
        name: &'static str,
        make: impl Fn(usize, &mut SmallRng) -> I + 'static,
    ) -> Inputs<I> {
        Inputs {
            draft: self,
            cases: Vec::new(),
            work: None,
        }
        .case(name, make)
    }

    pub(crate) fn mistake(&mut self, what: &str) {
        self.mistakes.push(what.to_owned());
    }

    pub(crate) fn complete(mut self, body: Box<dyn Runnable>) -> Experiment {
        if self.sizes.is_empty() {
            self.sizes.push(1);
        }
        let usual = &self.sizes;
        self.thorough_sizes.retain(|size| !usual.contains(size));
        self.sizes.extend(&self.thorough_sizes);
        self.sizes.sort_unstable();
        let mut outline = body.outline();
        if self.watches_memory.is_some() {
            for variant in &mut outline.variants {
                variant.measures.extend(RESIDENT);
            }
        }
        Experiment {
            id: self.id,
            question: self.question,
            decides: self.decides,
            claims: self.claims,
            sizes: self.sizes,
            thorough_sizes: self.thorough_sizes,
            quick_up_to: self.quick_up_to,
            unit: self.unit,
            at: self.at,
            mistakes: self.mistakes,
            watches_memory: self.watches_memory,
            own_process: self.own_process,
            outline,
            body,
        }
    }
}

impl<D: 'static, Q: 'static> Inputs<Queries<D, Q>> {
    /// Measures the last kind of input in two modes, each a case of its own: `throughput`, for
    /// look-ups that do not depend on each other, and `latency`, for look-ups of which each depends
    /// on the answer before it. A named case `hit` becomes `hit, throughput` and `hit, latency`.
    /// The queries themselves do not count among the bytes of the input.
    pub fn both_modes(mut self) -> Self {
        if let Some(Case { name, make, .. }) = self.cases.pop() {
            let make = Rc::new(make);
            self.cases.extend(Mode::BOTH.map(|mode| {
                let make = Rc::clone(&make);
                Case {
                    name: in_mode(name, mode),
                    make: Box::new(move |n, rng| make(n, rng).with_mode(mode)),
                    streamed: |input| size_of_val(input.queries()),
                }
            }));
        }
        self
    }
}

/// The name of a case in a mode. An experiment is made once in a process, so little is leaked.
fn in_mode(case: &'static str, mode: Mode) -> &'static str {
    match case {
        "" => mode.name(),
        case => format!("{case}, {}", mode.name()).leak(),
    }
}

/// An experiment with its inputs, and no ladder yet.
#[must_use = "inputs do nothing until they have a ladder that is built"]
pub struct Inputs<I> {
    draft: Draft,
    cases: Vec<Case<I>>,
    work: Option<Work<I>>,
}

impl<I: 'static> Inputs<I> {
    /// Another named kind of input.
    pub fn case(
        mut self,
        name: &'static str,
        make: impl Fn(usize, &mut SmallRng) -> I + 'static,
    ) -> Self {
        self.cases.push(Case {
            name,
            make: Box::new(make),
            streamed: |_| 0,
        });
        self
    }

    /// How many units of work one call does; times are shown per unit, growth is judged per call.
    pub fn per(mut self, unit: &'static str, work: impl Fn(&I) -> usize + 'static) -> Self {
        self.draft.unit = unit;
        self.work = Some(Box::new(work));
        self
    }

    /// Begins the ladder of variants, from naive to the limit.
    pub fn ladder<O: PartialEq + Debug + 'static>(self) -> Ladder<I, O> {
        Ladder::new(self.draft, self.cases, self.work)
    }
}

#[cfg(test)]
mod tests;
