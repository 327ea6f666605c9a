//! The ways in which a variant can do its work; each says what stands inside the clock.

use std::fmt::Debug;
use std::hint::black_box;
use std::time::Duration;

use reports::record::Kind;

use crate::meter::Meter;
use crate::peer::Absent;
use crate::peer::Elsewhere;

/// A variant of an experiment with inputs `I` and answers `O`.
pub(crate) trait Variant<I, O> {
    /// What stands inside the clock.
    fn kind(&self) -> Kind;

    /// Builds what the variant needs of its own, outside every clock.
    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a>;
}

/// A variant with one input in memory, ready to run.
pub(crate) trait Ready<O> {
    /// One dynamic call a slice, never one a lap.
    fn meter(&self, meter: Meter<'_, O>);

    /// Waits until it is ready, where it is made so elsewhere.
    fn settle(&self) {}

    /// The same variant as one that runs in another process, when it does: its answer stays there.
    fn elsewhere(&self) -> Option<&dyn Elsewhere<O>> {
        None
    }
}

/// Wraps a closure as a [`Ready`].
struct Routine<F>(F);

impl<O, F: Fn(Meter<'_, O>)> Ready<O> for Routine<F> {
    fn meter(&self, meter: Meter<'_, O>) {
        (self.0)(meter);
    }
}

/// Reads the shared input.
pub(crate) struct Reads<F>(pub(crate) F);

impl<I, O, F> Variant<I, O> for Reads<F>
where
    F: Fn(&I) -> O,
{
    fn kind(&self) -> Kind {
        Kind::Reads
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a> {
        Box::new(Routine(move |meter: Meter<'_, O>| {
            meter.run(|| (self.0)(black_box(input)));
        }))
    }
}

/// Reads a structure of its own, prepared once.
pub(crate) struct Prepared<B, F> {
    pub(crate) build: B,
    pub(crate) run: F,
}

impl<I, O, P, B, F> Variant<I, O> for Prepared<B, F>
where
    P: 'static,
    B: Fn(&I) -> P,
    F: Fn(&P, &I) -> O,
{
    fn kind(&self) -> Kind {
        Kind::Prepared
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a> {
        let own = (self.build)(input);
        Box::new(Routine(move |meter: Meter<'_, O>| {
            meter.run(|| (self.run)(black_box(&own), black_box(input)));
        }))
    }
}

/// Uses up a fresh structure each call.
pub(crate) struct Fresh<B, F> {
    pub(crate) make: B,
    pub(crate) run: F,
}

impl<I, O, P, B, F> Variant<I, O> for Fresh<B, F>
where
    B: Fn(&I) -> P,
    F: Fn(&mut P, &I) -> O,
{
    fn kind(&self) -> Kind {
        Kind::Fresh
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a> {
        Box::new(Routine(move |meter: Meter<'_, O>| {
            meter.run_fresh(
                || (self.make)(input),
                |own| (self.run)(own, black_box(input)),
            );
        }))
    }
}

/// Changes a copy of the input, which then is the answer.
pub(crate) struct InPlace<F>(pub(crate) F);

impl<I, F> Variant<I, I> for InPlace<F>
where
    I: Clone + PartialEq + Debug,
    F: Fn(&mut I),
{
    fn kind(&self) -> Kind {
        Kind::InPlace
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<I> + 'a> {
        Box::new(Routine(move |meter: Meter<'_, I>| {
            meter.run_in_place(|| input.clone(), |copy| (self.0)(copy));
        }))
    }
}

/// Cannot run on this machine.
pub(crate) struct Lacking {
    pub(crate) name: &'static str,
    pub(crate) reason: String,
}

impl<I, O> Variant<I, O> for Lacking {
    fn kind(&self) -> Kind {
        Kind::Reads
    }

    fn prepare<'a>(&'a self, _: &'a I) -> Box<dyn Ready<O> + 'a> {
        Absent {
            variant: self.name,
            reason: self.reason.clone(),
            mistake: false,
        }
        .unwind()
    }
}

/// Times itself.
pub(crate) struct Timed<F>(pub(crate) F);

impl<I, O, F> Variant<I, O> for Timed<F>
where
    F: Fn(&I, u64) -> (O, Duration),
{
    fn kind(&self) -> Kind {
        Kind::Timed
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a> {
        Box::new(Routine(move |meter: Meter<'_, O>| {
            meter.run_timed(|laps| (self.0)(input, laps));
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn what_a_machine_lacks_is_told_and_is_no_mistake() {
        let tile = Lacking {
            name: "tile",
            reason: "this processor lacks AVX-512".into(),
        };
        let left = catch_unwind(|| drop(Variant::<u32, u32>::prepare(&tile, &1)));
        let absent = left.unwrap_err().downcast::<Absent>().unwrap();
        assert_eq!((absent.variant, absent.mistake), ("tile", false));
        assert_eq!(absent.reason, tile.reason);
    }
}
