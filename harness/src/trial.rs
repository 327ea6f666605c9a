//! One case at one size with every variant ready to run, its types erased.

mod elsewhere;
mod memory;
mod outline;
mod shorten;

use std::fmt::Debug;
use std::time::Instant;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use reports::record::{Counts, Limit, Probe};

use crate::alloc;
use crate::experiment::{Case, Drawing, Work};
use crate::ladder::Rung;
use crate::meter::{Look, Meter, Seen, Slice};
use crate::peer::Script;
use crate::probe::Bound;
use crate::variant::Ready;
pub(crate) use memory::{Steps, Watched};
pub(crate) use outline::{Outline, VariantOutline};
use shorten::shorten;

/// An experiment's inputs and ladder, its types erased.
pub(crate) trait Runnable {
    fn outline(&self) -> Outline;

    /// Makes the input and hands over the trial; everything is dropped afterwards.
    fn with_trial(&self, case: usize, size: u64, seed: u64, visit: &mut dyn FnMut(&mut dyn Trial));
}

/// One input in memory; variants are made ready one by one, in an order that the caller draws.
pub(crate) trait Trial {
    /// Units of work in one call.
    fn work(&self) -> u64;

    /// Bytes that the shared input holds.
    fn input_bytes(&self) -> u64;

    /// The limit of one call of a variant on this machine, if it names one.
    fn limit(&self, variant: usize, probe: Option<&Probe>) -> Option<Limit>;

    /// The pictures of the experiment, drawn from this input: titles, what is to be seen, files.
    fn draw(&self) -> Vec<(&str, &str, Vec<u8>)>;

    /// Makes a variant ready and tells its lane. Making the same variant ready twice gives two
    /// lanes, each with a structure of its own.
    fn prepare(&mut self, variant: usize) -> usize;

    /// Waits until a lane is ready that is made so in another process.
    fn settle(&self, lane: usize);

    /// Runs a lane once, untimed: its answer must be that of the first lane that was checked.
    fn check(&mut self, lane: usize) -> Result<Checked, Disagreement>;

    /// Runs one slice of a lane.
    fn slice(&mut self, lane: usize, slice: &mut Slice);

    /// Runs a lane once or twice, untimed: by how much this process grows, which must be a fresh
    /// one, and what the lane holds over time.
    fn watch(&mut self, lane: usize) -> Watched;
}

/// A lane that gave the right answer.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    /// The answer, shortened.
    pub(crate) answer: String,
    /// What one call asks of the allocator, and the counts that the variant offers.
    pub(crate) counts: Counts,
    /// What changes in steps as a call goes on, where the variant tells.
    pub(crate) steps: Vec<Steps>,
    /// Nanoseconds of one call, roughly: for planning only.
    pub(crate) nanos: u64,
}

/// A lane that gave another answer than the reference, or never the same twice.
#[derive(Clone, Debug)]
pub(crate) struct Disagreement {
    /// Which copy of the variant gave `answer`.
    pub(crate) who: String,
    /// The wrong answer, shortened.
    pub(crate) answer: String,
    /// The reference's answer, shortened.
    pub(crate) expected: String,
}

/// The typed inside of an experiment.
pub(crate) struct Body<I, O> {
    pub(crate) cases: Vec<Case<I>>,
    pub(crate) work: Option<Work<I>>,
    pub(crate) rungs: Vec<Rung<I, O>>,
    pub(crate) limit: Option<Bound<I>>,
    pub(crate) drawings: Vec<Drawing<I>>,
}

impl<I, O> Body<I, O> {
    /// The limit of a variant: its own, or that of the whole ladder.
    fn bound<'a>(&'a self, rung: &'a Rung<I, O>) -> Option<&'a Bound<I>> {
        rung.limit.as_ref().or(self.limit.as_ref())
    }

    /// What can be told of a rung without running it.
    fn sketch(&self, rung: &Rung<I, O>) -> VariantOutline {
        let counted = rung.counted.iter().flat_map(|counted| &counted.measures);
        VariantOutline {
            name: rung.name,
            kind: rung.variant.kind(),
            up_to: rung.up_to,
            measures: counted
                .copied()
                .chain(rung.script.map(Script::measures).unwrap_or_default())
                .collect(),
            limit: self.bound(rung).map(|bound| bound.words),
            script: rung.script,
            at: rung.at,
        }
    }
}

impl<I: 'static, O: PartialEq + Debug + 'static> Runnable for Body<I, O> {
    fn outline(&self) -> Outline {
        Outline {
            cases: self.cases.iter().map(|case| case.name).collect(),
            variants: self.rungs.iter().map(|rung| self.sketch(rung)).collect(),
        }
    }

    fn with_trial(&self, case: usize, size: u64, seed: u64, visit: &mut dyn FnMut(&mut dyn Trial)) {
        let mut rng = SmallRng::seed_from_u64(seed);
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let case = &self.cases[case];
        let (input, usage) = alloc::count(|| (case.make)(size, &mut rng));
        let held = u64::try_from(usage.held).unwrap_or_default() + size_of::<I>() as u64;
        let input_bytes = held.saturating_sub((case.streamed)(&input) as u64);
        let lanes = Vec::new();
        visit(&mut Live {
            body: self,
            input: &input,
            input_bytes,
            lanes,
            reference: None,
        });
    }
}

struct Live<'a, I, O> {
    body: &'a Body<I, O>,
    input: &'a I,
    input_bytes: u64,
    lanes: Vec<Lane<'a, O>>,
    reference: Option<O>,
}

struct Lane<'a, O> {
    variant: usize,
    ready: Box<dyn Ready<O> + 'a>,
}

impl<I, O: PartialEq + Debug> Live<'_, I, O> {
    fn answer(&self, lane: usize, look: Look) -> (O, Seen) {
        let mut answer = None;
        self.lanes[lane].ready.meter(Meter::Once(&mut answer, look));
        answer.expect("every variant fills in its answer")
    }

    fn agree(&self, who: impl FnOnce() -> String, answer: &O) -> Result<(), Disagreement> {
        let expected = self.reference.as_ref().unwrap_or(answer);
        if answer == expected {
            return Ok(());
        }
        Err(Disagreement {
            who: who(),
            answer: shorten(answer),
            expected: shorten(expected),
        })
    }
}

impl<I, O: PartialEq + Debug> Live<'_, I, O> {
    /// Adds the counts of a variant's counting copies, which must agree too.
    fn count(&self, rung: &Rung<I, O>, counts: &mut Counts) -> Result<(), Disagreement> {
        for counted in &rung.counted {
            let (answer, found) = (counted.run)(self.input);
            self.agree(
                || format!("{} counting its {}", rung.name, counted.measures.join(", ")),
                &answer,
            )?;
            let named = counted.measures.iter().zip(found);
            counts.extend(named.map(|(&measure, count)| (measure.to_owned(), count as f64)));
        }
        Ok(())
    }

    /// The steps that a variant's tracing copies tell, which must agree too.
    fn trace(&self, rung: &Rung<I, O>) -> Result<Vec<Steps>, Disagreement> {
        let traced = rung.traced.iter().map(|traced| {
            let (answer, points) = (traced.run)(self.input);
            self.agree(
                || format!("{} telling the steps of its {}", rung.name, traced.of),
                &answer,
            )?;
            Ok((traced.of.to_owned(), points))
        });
        traced.collect()
    }
}

impl<I, O: PartialEq + Debug> Trial for Live<'_, I, O> {
    fn work(&self) -> u64 {
        self.body.work.as_ref().map_or(1, |work| work(self.input)) as u64
    }

    fn input_bytes(&self) -> u64 {
        self.input_bytes
    }

    fn limit(&self, variant: usize, probe: Option<&Probe>) -> Option<Limit> {
        let bound = self.body.bound(&self.body.rungs[variant])?;
        Some(bound.on(probe, self.input))
    }

    fn draw(&self) -> Vec<(&str, &str, Vec<u8>)> {
        let drawings = self.body.drawings.iter();
        drawings
            .map(|drawing| (&*drawing.title, &*drawing.alt, (drawing.draw)(self.input)))
            .collect()
    }

    fn prepare(&mut self, variant: usize) -> usize {
        let ready = self.body.rungs[variant].variant.prepare(self.input);
        self.lanes.push(Lane { variant, ready });
        self.lanes.len() - 1
    }

    fn settle(&self, lane: usize) {
        self.lanes[lane].ready.settle();
    }

    fn check(&mut self, lane: usize) -> Result<Checked, Disagreement> {
        let rung = &self.body.rungs[self.lanes[lane].variant];
        if let Some(elsewhere) = self.lanes[lane].ready.elsewhere() {
            return self.check_elsewhere(rung, elsewhere);
        }
        let (answer, first) = self.answer(lane, Look::Usage);
        self.agree(|| rung.name.to_owned(), &answer)?;

        let start = Instant::now();
        let (again, second) = self.answer(lane, Look::Usage);
        let nanos = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.agree(|| format!("{} when called again", rung.name), &again)?;
        drop(again);

        let mut counts = if second == first {
            memory::settled([first.usage, second.usage, second.usage])
        } else {
            let third = self.answer(lane, Look::Usage).1;
            memory::settled([first.usage, second.usage, third.usage])
        };
        self.count(rung, &mut counts)?;
        let checked = Checked {
            answer: shorten(&answer),
            counts,
            steps: self.trace(rung)?,
            nanos,
        };
        self.reference.get_or_insert(answer);
        Ok(checked)
    }

    fn slice(&mut self, lane: usize, slice: &mut Slice) {
        self.lanes[lane].ready.meter(Meter::Slice(slice));
    }

    fn watch(&mut self, lane: usize) -> Watched {
        self.watch_memory(lane)
    }
}
