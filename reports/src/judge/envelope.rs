//! Fits classes of growth to figures over a range of sizes.
//!
//! A class with growing term `g` is every `a + c g(n)` with `a, c >= 0` whose growing part makes up
//! at least 30 % of the value at the largest size: what grows less than that is a constant in
//! practice. Its misfit is the greatest departure `max |ln(figure / fit)|` of the best such fit, so
//! that every size counts the same, whatever its magnitude.

use crate::claim::Growth;
use crate::verdict::Verdict;

/// The least share of the growing term at the largest size.
const LEAST_SHARE: f64 = 0.3;

/// Functions outside the family are told from a class by at least this misfit.
const RESOLUTION: f64 = 0.002;
/// The search is no finer than this.
const EXACT: f64 = 1e-8;

/// The misfit up to which a class fits, as a logarithm.
///
/// Counts: 10 %. Times: 15 %, at which no class was wrong in 198 trials inside the first level of
/// the cache.
pub(super) fn tolerance(timed: bool) -> f64 {
    if timed { 1.15_f64.ln() } else { 1.1_f64.ln() }
}

/// A misfit as a share of 1, kept finite.
pub(super) fn share(misfit: f64) -> f64 {
    misfit.exp_m1().min(f64::MAX)
}

/// A class that can be claimed, or a function outside the family that is near to one and must not
/// be taken for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Class(Growth),
    /// `log log n`
    IteratedLogarithm,
    /// `log² n`
    SquaredLogarithm,
    /// `√n`
    Root,
    /// `n √n`
    ThreeHalves,
}

impl Shape {
    const STRANGERS: [Self; 4] = [
        Self::IteratedLogarithm,
        Self::SquaredLogarithm,
        Self::Root,
        Self::ThreeHalves,
    ];

    pub(super) fn notation(self) -> &'static str {
        match self {
            Self::Class(class) => class.notation(),
            Self::IteratedLogarithm => "O(log log n)",
            Self::SquaredLogarithm => "O(log² n)",
            Self::Root => "O(√n)",
            Self::ThreeHalves => "O(n√n)",
        }
    }

    fn term(self, n: u64) -> f64 {
        let x = n as f64;
        match self {
            Self::Class(class) => class.term(n),
            Self::IteratedLogarithm => x.ln().ln(),
            Self::SquaredLogarithm => x.ln().powi(2),
            Self::Root => x.sqrt(),
            Self::ThreeHalves => x * x.sqrt(),
        }
    }
}

/// How well each shape fits.
#[derive(Clone, Debug)]
pub(super) struct Fits(Vec<(Shape, f64)>);

impl Fits {
    /// Fits all shapes to figures at sizes of at least 3, in ascending order of size.
    pub(super) fn of(points: &[(u64, f64)]) -> Self {
        let classes = Growth::ALL.into_iter().map(Shape::Class);
        Self(
            classes
                .chain(Shape::STRANGERS)
                .map(|shape| (shape, misfit(points, shape)))
                .collect(),
        )
    }

    pub(super) fn misfit(&self, class: Growth) -> f64 {
        self.best_of(|shape| shape == Shape::Class(class)).1
    }

    /// The best of the other classes.
    pub(super) fn rival(&self, class: Growth) -> (Shape, f64) {
        self.best_of(|shape| matches!(shape, Shape::Class(other) if other != class))
    }

    /// The best of the functions outside the family.
    pub(super) fn stranger(&self) -> (Shape, f64) {
        self.best_of(|shape| !matches!(shape, Shape::Class(_)))
    }

    /// The best of all.
    pub(super) fn best(&self) -> (Shape, f64) {
        self.best_of(|_| true)
    }

    /// All shapes but one that fit within a misfit, the best first.
    pub(super) fn within(&self, misfit: f64, but: Growth) -> Vec<Shape> {
        let mut fitting: Vec<(Shape, f64)> = self
            .0
            .iter()
            .copied()
            .filter(|&(shape, found)| shape != Shape::Class(but) && found <= misfit)
            .collect();
        fitting.sort_by(|a, b| a.1.total_cmp(&b.1));
        fitting.into_iter().map(|(shape, _)| shape).collect()
    }

    /// The envelope rule. Misfits are logarithms, and may be off by `error`: one is better than
    /// another when it is at most half of it, and surely smaller.
    pub(super) fn verdict(&self, class: Growth, error: f64, timed: bool) -> Verdict {
        let tolerance = tolerance(timed);
        let misfit = self.misfit(class);
        let rival = self.rival(class).1;
        let better = |a: f64, b: f64| 2.0 * a <= b && a + error <= b - error;
        let fits = |misfit: f64| misfit + error <= tolerance;
        let misses = |by: f64| misfit - error > by * tolerance;
        if (class != Growth::Constant && fits(self.misfit(Growth::Constant)))
            || (misses(1.0) && fits(rival) && better(rival, misfit))
            || (!timed && misses(3.0))
        {
            return Verdict::Refuted;
        }
        let told = |other: f64, least: f64| better(misfit, other) && other - error > least;
        if fits(misfit) && told(rival, tolerance / 2.0) && told(self.stranger().1, RESOLUTION) {
            return Verdict::Confirmed;
        }
        Verdict::Inconclusive
    }

    fn best_of(&self, wanted: impl Fn(Shape) -> bool) -> (Shape, f64) {
        self.0
            .iter()
            .copied()
            .filter(|&(shape, _)| wanted(shape))
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((Shape::Class(Growth::Constant), f64::INFINITY))
    }
}

/// The misfit of a shape; infinite when some but not all figures are zero, since nothing that is
/// zero somewhere is a share of a fit.
fn misfit(points: &[(u64, f64)], shape: Shape) -> f64 {
    let constant = shape == Shape::Class(Growth::Constant);
    if points.iter().all(|&(_, figure)| figure == 0.0) {
        return if constant { 0.0 } else { f64::INFINITY };
    }
    if points.iter().any(|&(_, figure)| figure <= 0.0) {
        return f64::INFINITY;
    }
    let logarithms: Vec<f64> = points.iter().map(|&(_, figure)| figure.ln()).collect();
    if constant {
        return half_range(logarithms.iter().copied());
    }
    let largest = points.last().map_or(1.0, |&(n, _)| shape.term(n));
    let relative: Vec<f64> = points
        .iter()
        .map(|&(n, _)| shape.term(n) / largest)
        .collect();
    // `grown` is the share of the growing term at the largest size. The best scale centres the
    // residuals, so half their range is the misfit.
    let at = |grown: f64| {
        let fit = relative.iter().map(|term| (1.0 - grown) + grown * term);
        half_range(logarithms.iter().zip(fit).map(|(ln, fit)| ln - fit.ln()))
    };
    // A constant part can be very small and still count where `n` is small: the share is searched
    // on a logistic scale.
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let least = (LEAST_SHARE / (1.0 - LEAST_SHARE)).ln();
    let least_misfit = minimum(|x| at(logistic(x)), least, 36.0).min(at(1.0));
    if least_misfit < EXACT {
        0.0
    } else {
        least_misfit
    }
}

/// Half the distance from the smallest to the largest value.
fn half_range(values: impl Iterator<Item = f64>) -> f64 {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    (high - low) / 2.0
}

/// The least value of a quasi-convex function: a coarse grid, then the golden section.
///
/// The misfit is one: the pairs `(a, c)` within a given misfit form a convex set, which the share
/// of the growing term maps to an interval.
fn minimum(f: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    const STEPS: u32 = 48;
    let step = (high - low) / f64::from(STEPS);
    let place = |i: u32| low + step * f64::from(i);
    let best = (0..=STEPS)
        .min_by(|&a, &b| f(place(a)).total_cmp(&f(place(b))))
        .unwrap_or_default();
    let (mut a, mut b) = (place(best.saturating_sub(1)), place((best + 1).min(STEPS)));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    for _ in 0..48 {
        let (left, right) = (b - golden * (b - a), a + golden * (b - a));
        if f(left) <= f(right) {
            b = right;
        } else {
            a = left;
        }
    }
    f((a + b) / 2.0).min(f(place(best)))
}

/// The slope of the logarithm of the figure against that of the size, by least squares; absent
/// when a figure is not positive.
pub(crate) fn slope(points: &[(u64, f64)]) -> Option<f64> {
    if points.iter().any(|&(_, figure)| figure <= 0.0) {
        return None;
    }
    let n = points.len() as f64;
    let x = |&(size, _): &(u64, f64)| (size as f64).ln();
    let y = |&(_, figure): &(u64, f64)| figure.ln();
    let (mean_x, mean_y) = (
        points.iter().map(x).sum::<f64>() / n,
        points.iter().map(y).sum::<f64>() / n,
    );
    let products = points.iter().map(|p| (x(p) - mean_x) * (y(p) - mean_y));
    let squares = points.iter().map(|p| (x(p) - mean_x).powi(2));
    let squares: f64 = squares.sum();
    (squares > 0.0).then(|| products.sum::<f64>() / squares)
}
