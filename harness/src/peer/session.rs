//! One trial of a peer: its file loaded, its input handed over, ready to answer and to be timed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reports::record::{Clock, Counts, RESIDENT};

use super::Trouble;
use super::process::Runner;
use super::sampler::{self, Sampler};
use super::value::Value;
use crate::meter::Slice;
use crate::resident::Grown;
use crate::trial::{Steps, Watched};
use crate::wire::{self, Wire};

/// A process that does the work of one variant in one trial.
pub(super) struct Session {
    /// Absent once it can be spoken to no more.
    runner: Option<Runner>,
    /// The process of the trial.
    process: u64,
}

/// One untimed call.
pub(super) struct Call {
    pub(super) took: Duration,
    /// The answer, as [`crate::wire`] writes it.
    pub(super) answer: Vec<u8>,
}

/// Whether trials begin without what makes one process differ from another: for their memory.
static BARE: AtomicBool = AtomicBool::new(false);

/// Lets all trials of this process begin bare.
pub(crate) fn begin_bare() {
    BARE.store(true, Ordering::Relaxed);
}

pub(super) fn bare() -> bool {
    BARE.load(Ordering::Relaxed)
}

impl Session {
    /// Has a file loaded and an input prepared, and does not wait for it: several peers, and the
    /// variants here, are made ready at the same time. The next order waits.
    pub(super) fn begin(path: &str, text: &str, input: &[u8]) -> Result<Self, Trouble> {
        let runner = Some(Runner::take(path)?);
        let mut session = Self { runner, process: 0 };
        if bare() {
            // Whoever watches the process needs its number.
            let begun = session.order(b'B', &())?;
            session.process = begun.integer().ok_or_else(Self::nonsense)?;
        } else {
            session.post(b'B', &wire::bytes(&()))?;
        }
        session.post(b'S', &wire::bytes(&("peer", text)))?;
        session.post(b'I', input)?;
        Ok(session)
    }

    /// Waits until the input is prepared.
    pub(super) fn settle(&mut self) -> Result<(), Trouble> {
        self.speak(Runner::settle)
    }

    pub(super) fn call(&mut self) -> Result<Call, Trouble> {
        let told = self.order(b'C', &())?;
        match told.items() {
            Some([took, Value::Bytes(answer)]) => Ok(Call {
                took: Duration::from_nanos(took.integer().ok_or_else(Self::nonsense)?),
                answer: answer.clone(),
            }),
            _ => Err(Self::nonsense()),
        }
    }

    /// The last answer as its own language writes it, shortened.
    pub(super) fn shown(&mut self) -> Result<String, Trouble> {
        let told = self.order(b'R', &())?;
        told.text().map(str::to_owned).ok_or_else(Self::nonsense)
    }

    pub(super) fn slice(&mut self, slice: &mut Slice) -> Result<(), Trouble> {
        let order = (slice.laps, slice.batch.max(1), slice.clock == Clock::Cpu);
        let told = self.order(b'L', &order)?;
        let (took, waited) = match told.items() {
            Some([took, waited]) => (took, Some(waited)),
            _ => (&told, None),
        };
        let nanos = |value: &Value| value.integer().map(Duration::from_nanos);
        slice.elapsed += nanos(took).ok_or_else(Self::nonsense)?;
        slice.waited = waited.and_then(nanos);
        Ok(())
    }

    pub(super) fn counts(&mut self) -> Result<Counts, Trouble> {
        let told = self.order(b'N', &())?;
        let one = |item: &Value| match item.items()? {
            [Value::Text(name), Value::Float(count)] => Some((name.clone(), *count)),
            _ => None,
        };
        let counts = told.items().map(|items| items.iter().map(one).collect());
        counts.flatten().ok_or_else(Self::nonsense)
    }

    /// What changes in steps as one call goes on, where the file tells.
    pub(super) fn steps(&mut self) -> Result<Vec<Steps>, Trouble> {
        let told = self.order(b'T', &())?;
        let place = |point: &Value| match point.items()? {
            [at, value] => Some((at.integer()?, value.integer()?)),
            _ => None,
        };
        let one = |item: &Value| match item.items()? {
            [Value::Text(name), points] => {
                let points = points.items()?.iter().map(place);
                Some((name.clone(), points.collect::<Option<Vec<_>>>()?))
            }
            _ => None,
        };
        let steps = told.items().map(|items| items.iter().map(one).collect());
        steps.flatten().ok_or_else(Self::nonsense)
    }

    /// By how much its process grows in one call, and how that looks over time.
    pub(super) fn watch(&mut self) -> Result<Watched, Trouble> {
        let sampler = Sampler::start(self.process);
        let told = self.order(b'M', &())?;
        let samples = sampler.stop();
        let whole = |value: &Value| value.integer();
        let Some([start, stop, resident, peak, faults]) = told.items() else {
            return Err(Self::nonsense());
        };
        let (Some(start), Some(stop)) = (whole(start), whole(stop)) else {
            return Err(Self::nonsense());
        };
        let grown = whole(resident).map(|resident| Grown {
            resident,
            peak: whole(peak),
            faults: whole(faults).unwrap_or_default(),
        });
        let mut watched = Watched::of(grown);
        let points = sampler::since(&samples, start, stop);
        watched.timeline = (points.len() > 2).then(|| (RESIDENT.to_owned(), points));
        Ok(watched)
    }

    fn order(&mut self, kind: u8, with: &impl Wire) -> Result<Value, Trouble> {
        self.speak(|runner| runner.order(kind, &wire::bytes(with)))
    }

    fn post(&mut self, kind: u8, value: &[u8]) -> Result<(), Trouble> {
        self.speak(|runner| runner.post(kind, value))
    }

    /// After an exception the runner can be spoken to; after all else it is ended.
    fn speak<T>(
        &mut self,
        what: impl FnOnce(&mut Runner) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let gone = || Trouble::new("its process has ended".to_owned());
        let runner = self.runner.as_mut().ok_or_else(gone)?;
        let told = what(runner);
        if told.as_ref().is_err_and(|trouble| trouble.fatal) {
            self.runner = None;
        }
        told
    }

    fn nonsense() -> Trouble {
        Trouble::new("it answered what was not asked".to_owned())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It takes its memory down while the next trial is made ready.
        if self.runner.is_some() && self.post(b'E', &wire::bytes(&())).is_ok() {
            self.runner.take().into_iter().for_each(Runner::give_back);
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::*;
    use crate::affinity;
    use crate::peer::interpreter;

    /// A slice of some 50 ms of work on a core that a thread of this process keeps busy.
    fn beside_a_hog(path: &str, clock: Clock) -> Slice {
        let core = affinity::allowed().expect("Linux tells")[0];
        affinity::stay_on(core).expect("it is allowed");
        let text = "def run(n):\n    return sum(range(n))\n";
        // It shares the core of whoever starts it.
        let mut session = Session::begin(path, text, &wire::bytes(&100_000_u64)).expect("it runs");
        session.settle().expect("it is ready");
        let over = AtomicBool::new(false);
        let mut slice = Slice {
            laps: 50,
            clock,
            ..Slice::one()
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
            let told = session.slice(&mut slice);
            over.store(true, Ordering::Relaxed);
            told.expect("it answers");
        });
        slice
    }

    #[test]
    fn a_peer_whose_core_is_taken_is_seen_to_wait() {
        let Ok(path) = interpreter::python() else {
            eprintln!("not tested: there is no python3 of version 3.8 or newer");
            return;
        };
        let slices = thread::spawn(|| [Clock::Wall, Clock::Cpu].map(|it| beside_a_hog(path, it)));
        let [wall, cpu] = slices.join().expect("both are timed");
        let waited = wall.waited.expect("Linux tells");
        assert!(waited > wall.elapsed / 10, "{wall:?}");
        assert!(cpu.waited.is_none(), "it is not in the time: {cpu:?}");
    }
}
