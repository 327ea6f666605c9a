//! The limit of a variant: what it cannot do without, as a formula over the machine's figures.

use std::rc::Rc;

use reports::record::{Limit, Probe};
use reports::verdict::Interval;

use super::figures::{Edge, Figures};

/// Nanoseconds of one call, by the machine and the input.
type Formula<I> = Rc<dyn Fn(&Figures<'_>, &I) -> f64>;

/// A limit as its author wrote it.
pub(crate) struct Bound<I> {
    /// The formula in words.
    pub(crate) words: &'static str,
    formula: Formula<I>,
}

impl<I> Clone for Bound<I> {
    fn clone(&self) -> Self {
        Self {
            words: self.words,
            formula: Rc::clone(&self.formula),
        }
    }
}

impl<I> Bound<I> {
    pub(crate) fn new(
        words: &'static str,
        formula: impl Fn(&Figures<'_>, &I) -> f64 + 'static,
    ) -> Self {
        Self {
            words,
            formula: Rc::new(formula),
        }
    }

    /// The limit of one call on this input.
    pub(crate) fn on(&self, probe: Option<&Probe>, input: &I) -> Limit {
        let Some(probe) = probe else {
            return Limit::NotMeasured("this run did not probe the machine".to_owned());
        };
        let at = |edge| {
            let figures = Figures::new(probe, edge);
            let nanos = (self.formula)(&figures, input);
            match figures.missing() {
                Some(why) => Err(why),
                None if nanos.is_finite() && nanos > 0.0 => Ok(nanos),
                None => Err(format!(
                    "the formula of `{}` gives {nanos} nanoseconds; it must give more than 0",
                    self.words
                )),
            }
        };
        let ends = (at(Edge::Middle), at(Edge::Fast), at(Edge::Slow));
        match ends {
            (Ok(point), Ok(fast), Ok(slow)) => Limit::Nanos(Interval {
                point,
                low: point.min(fast).min(slow),
                high: point.max(fast).max(slow),
            }),
            (Err(why), ..) | (_, Err(why), _) | (_, _, Err(why)) => Limit::NotMeasured(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::nominal;
    use super::*;
    use reports::record::Figure;

    #[test]
    fn a_limit_spans_what_the_figures_leave_open() {
        let mut probe = nominal();
        let cycle = Interval {
            point: 1.0,
            low: 0.8,
            high: 1.5,
        };
        probe.figures.insert(Figure::Cycle, cycle);
        let cycles = Bound::new("one cycle an element", |machine, n: &usize| {
            *n as f64 * machine.cycle()
        });
        let limit = cycles.on(Some(&probe), &10).nanos().expect("it is there");
        assert!((limit.point - 10.0).abs() < 1e-12);
        assert!((limit.low - 8.0).abs() < 1e-12 && (limit.high - 15.0).abs() < 1e-12);
    }

    #[test]
    fn a_limit_without_its_figures_says_what_is_missing() {
        let mut probe = nominal();
        probe.figures.clear();
        let calls = Bound::new("a call", |machine, (): &()| machine.system_call());
        let why = |probe| match calls.on(probe, &()) {
            Limit::NotMeasured(why) => why,
            Limit::Nanos(nanos) => panic!("{nanos:?}"),
        };
        assert!(why(None).contains("did not probe"));
        assert!(why(Some(&probe)).starts_with("system call: "));
        let wrong = Bound::new("nothing", |_, (): &()| 0.0);
        let found = wrong.on(Some(&nominal()), &());
        assert!(matches!(found, Limit::NotMeasured(why) if why.contains("`nothing` gives 0")));
    }
}
