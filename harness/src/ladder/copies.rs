//! Copies of a variant that count its work, or trace it, and give the same answer.

use std::fmt::Debug;
use std::rc::Rc;

use super::Ladder;

/// Answers as its variant does, and tells counts.
type Count<I, O> = Rc<dyn Fn(&I) -> (O, Vec<u64>)>;

/// A copy of a variant that counts its work.
pub(crate) struct Counted<I, O> {
    pub(crate) measures: Vec<&'static str>,
    pub(crate) run: Count<I, O>,
}

/// Answers as its variant does, and tells places and values.
type Trace<I, O> = Rc<dyn Fn(&I) -> (O, Vec<(u64, u64)>)>;

/// A copy of a variant that tells what changes in steps.
pub(crate) struct Traced<I, O> {
    pub(crate) of: &'static str,
    pub(crate) run: Trace<I, O>,
}

impl<I: 'static, O: PartialEq + Debug + 'static> Ladder<I, O> {
    /// Offers an exact count of the last variant's work, from a counting copy that must give the
    /// same answer.
    pub fn count(self, measure: &'static str, run: impl Fn(&I) -> (O, u64) + 'static) -> Self {
        self.counts([measure], move |input| {
            let (answer, count) = run(input);
            (answer, [count])
        })
    }

    /// Offers several exact counts of the last variant's work, from one counting copy that must
    /// give the same answer.
    pub fn counts<const N: usize>(
        mut self,
        measures: [&'static str; N],
        run: impl Fn(&I) -> (O, [u64; N]) + 'static,
    ) -> Self {
        let run: Count<I, O> = Rc::new(move |input| {
            let (answer, counts) = run(input);
            (answer, counts.to_vec())
        });
        for rung in self.last("count") {
            let (measures, run) = (measures.to_vec(), Rc::clone(&run));
            rung.counted.push(Counted { measures, run });
        }
        self
    }

    /// Draws something that changes in steps as the work goes on, such as the capacity of a list: a
    /// tracing copy of the last variant, which must give the same answer, tells after how many
    /// units of work it took which value. The last point says where the work ended.
    pub fn steps(
        mut self,
        of: &'static str,
        run: impl Fn(&I) -> (O, Vec<(u64, u64)>) + 'static,
    ) -> Self {
        let run: Trace<I, O> = Rc::new(run);
        for rung in self.last("steps") {
            let run = Rc::clone(&run);
            rung.traced.push(Traced { of, run });
        }
        self
    }
}
