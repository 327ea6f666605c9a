//! The verdict at a glance: a grey box is the prediction, a dot with its interval the measurement.
//!
//! One glyph serves every unit. The box stands in the same place always; what is measured stands
//! relative to it on a scale that is true near the box and bends beyond, so that nothing leaves
//! the picture and inside stays inside.

use maud::{Markup, PreEscaped, html};

use crate::verdict::{Interval, Quantity, Range};

use super::drawing::number;

const WIDTH: f64 = 150.0;
const HEIGHT: f64 = 22.0;

/// Half the width of the box of a prediction with two bounds; a lone bound stands in the middle.
const HALF_BOX: f64 = 25.0;

/// From the middle to the farthest that anything can stand.
const REACH: f64 = 68.0;

/// The glyph; `class` colours the dot. `words` say the same; without them something beside it does.
///
/// It is written shortly, since a page may hold thousands: what all have in common is the style
/// sheet's.
pub(crate) fn glyph(
    quantity: Quantity,
    predicted: Range,
    measured: Option<Interval>,
    class: &str,
    words: Option<&str>,
) -> Markup {
    let axis = Axis::new(quantity, predicted);
    let (left, right) = axis.expected();
    let (top, height) = (3, 16);
    let expected = (right > left).then(|| {
        let (left, width) = (number(left), number(right - left));
        format!("<path class=\"expected\" d=\"M{left} {top}h{width}v{height}h-{width}z\"/>")
    });
    let dot = measured.map(|figure| {
        let [low, high, point] =
            [figure.low, figure.high, figure.point].map(|v| number(axis.at(v)));
        let whisker = if low == high {
            String::new()
        } else {
            format!("<path d=\"M{low} {}H{high}\"/>", HEIGHT / 2.0)
        };
        format!("{whisker}<circle cx=\"{point}\"/>")
    });
    let size = format!("0 0 {WIDTH} {HEIGHT}");
    html! {
        svg class={ "glyph " (class) } viewBox=(size) role=[words.map(|_| "img")]
            aria-label=[words] aria-hidden=[words.is_none().then_some("true")] {
            (PreEscaped(expected.unwrap_or_default()))
            (PreEscaped(dot.unwrap_or_default()))
        }
    }
}

/// How figures of one claim moved from run to run, the last one in the colour of `class`: a band is
/// the prediction. Nothing where there is only one.
pub(crate) fn spark(figures: &[(Quantity, Range, Interval)], class: &str) -> Markup {
    const WIDE: f64 = 64.0;
    let Some((quantity, predicted, _)) = figures.last().filter(|_| figures.len() > 1) else {
        return html! {};
    };
    // Downwards, since a greater figure stands higher.
    let at = |x: f64| HEIGHT / 2.0 * (1.0 - (x - WIDTH / 2.0) / (REACH + 4.0));
    let step = (WIDE - 8.0) / (figures.len() - 1) as f64;
    let places: Vec<(f64, f64)> = figures
        .iter()
        .enumerate()
        .map(|(i, (quantity, predicted, figure))| {
            let y = at(Axis::new(*quantity, *predicted).at(figure.point));
            (4.0 + i as f64 * step, y)
        })
        .collect();
    let mut line = String::new();
    for (i, &(x, y)) in places.iter().enumerate() {
        let verb = if i == 0 { 'M' } else { 'L' };
        line += &format!("{verb}{} {}", number(x), number(y));
    }
    let (left, right) = Axis::new(*quantity, *predicted).expected();
    let [top, bottom] = [at(right), at(left)].map(number);
    let [x, y] = places.last().map_or([0.0; 2], |&(x, y)| [x, y]).map(number);
    html! {
        svg class={ "spark " (class) } viewBox={ "0 0 " (WIDE) " " (HEIGHT) } aria-hidden="true" {
            path.expected d={ "M0 " (top) "H" (WIDE) "V" (bottom) "H0z" } {}
            path d=(line) {}
            circle cx=(x) cy=(y) {}
        }
    }
}

/// Places values relative to a prediction.
struct Axis {
    logarithmic: bool,
    low: Option<f64>,
    high: Option<f64>,
}

impl Axis {
    fn new(quantity: Quantity, predicted: Range) -> Self {
        let logarithmic = matches!(
            quantity,
            Quantity::Speedup
                | Quantity::Ratio
                | Quantity::Spread
                | Quantity::Share
                | Quantity::Size
        );
        let scale = |bound: f64| if logarithmic { bound.ln() } else { bound };
        Self {
            logarithmic,
            low: predicted.low.map(scale).filter(|bound| bound.is_finite()),
            high: predicted.high.map(scale).filter(|bound| bound.is_finite()),
        }
    }

    /// From where to where the box stands.
    fn expected(&self) -> (f64, f64) {
        let mid = WIDTH / 2.0;
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => (mid - 2.5, mid + 2.5),
            (Some(_), Some(_)) => (mid - HALF_BOX, mid + HALF_BOX),
            (Some(_), None) => (mid, mid + REACH),
            (None, Some(_)) => (mid - REACH, mid),
            (None, None) => (mid, mid),
        }
    }

    fn at(&self, value: f64) -> f64 {
        let value = if self.logarithmic {
            value.max(f64::MIN_POSITIVE).ln()
        } else {
            value
        };
        let away = match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => {
                // A count that must be exact: any departure is seen, however small.
                let share = (value - low) / (0.5 * low.abs()).max(1.0);
                if share == 0.0 {
                    0.0
                } else {
                    share.signum() * 10.0 + bend(share, REACH - 10.0)
                }
            }
            (Some(low), Some(high)) => {
                let half = (high - low) / 2.0;
                let steps = (value - low - half) / half;
                let inside = steps.clamp(-1.0, 1.0) * HALF_BOX;
                inside + bend((steps - steps.clamp(-1.0, 1.0)) * 0.5, REACH - HALF_BOX)
            }
            (Some(bound), None) | (None, Some(bound)) => {
                let unit = if self.logarithmic {
                    1.0
                } else {
                    bound.abs().max(1e-9)
                };
                bend((value - bound) / unit, REACH)
            }
            (None, None) => 0.0,
        };
        WIDTH / 2.0 + if away.is_finite() { away } else { REACH }
    }
}

/// Straight near 0, and never beyond `reach`.
fn bend(value: f64, reach: f64) -> f64 {
    value.signum() * reach * (1.0 - (-value.abs()).exp())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUANTITIES: [Quantity; 7] = [
        Quantity::Speedup,
        Quantity::Ratio,
        Quantity::Spread,
        Quantity::Misfit,
        Quantity::Share,
        Quantity::Count,
        Quantity::Size,
    ];

    proptest! {
        #[test]
        fn inside_stays_inside_and_order_is_kept(
            kind in 0..QUANTITIES.len(),
            low in prop::option::of(0.001_f64..1e6),
            width in prop::option::of(0.0_f64..1e6),
            a in 1e-6_f64..1e9,
            b in 1e-6_f64..1e9,
        ) {
            let high = width.map(|width| low.unwrap_or(1.0) + width);
            let axis = Axis::new(QUANTITIES[kind], Range { low, high });
            let (left, right) = axis.expected();
            let (a, b) = (a.min(b), a.max(b));
            prop_assert!(axis.at(a) <= axis.at(b) + 1e-9);
            for value in [a, b] {
                let at = axis.at(value);
                prop_assert!((4.0..=WIDTH - 4.0).contains(&at));
                let inside = low.is_none_or(|low| value >= low)
                    && high.is_none_or(|high| value <= high);
                let drawn_inside = left == right || (left - 1e-6..=right + 1e-6).contains(&at);
                let axis = (low, high);
                prop_assert!(drawn_inside || !inside, "{value} in {axis:?}: {at}");
            }
        }
    }

    #[test]
    fn a_count_that_is_off_by_one_is_seen() {
        let exact = Range {
            low: Some(1e6),
            high: Some(1e6),
        };
        let axis = Axis::new(Quantity::Count, exact);
        let (_, right) = axis.expected();
        assert!(axis.at(1e6 + 1.0) - right > 4.0);
        assert_eq!(axis.at(1e6), WIDTH / 2.0);
    }

    #[test]
    fn what_is_not_finite_stays_in_the_picture() {
        let axis = Axis::new(
            Quantity::Ratio,
            Range {
                low: Some(0.0),
                high: None,
            },
        );
        assert!(axis.at(f64::NAN).is_finite() && axis.at(f64::INFINITY) <= WIDTH);
    }
}
