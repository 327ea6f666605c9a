//! A figure in steps, on even axes that begin at 0: bytes over time, room over length.

use super::drawing::{Drawing, Width, number};
use super::frame::{Frame, horizontal_ticks};
use super::scale::{self, Axis, Scale, Tick};
use super::unit::Unit;
use super::{mark, place, put, text};

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct Steps {
    pub(crate) x_title: String,
    pub(crate) x_unit: Unit,
    /// Where the horizontal axis ends.
    pub(crate) x_end: f64,
    pub(crate) y_title: String,
    pub(crate) y_unit: Unit,
    /// Where the vertical axis ends; shared by the plots that are compared with each other.
    pub(crate) y_end: f64,
    /// The place in the ladder, which gives the colour.
    pub(crate) slot: usize,
    /// Where each step begins, and its height; the last says where it ends.
    pub(crate) points: Vec<(f64, f64)>,
    /// Whether a dotted line shows where both axes say the same.
    pub(crate) diagonal: bool,
}

impl Steps {
    /// The plot in one of its widths.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let size = width.text();
        let top = 2.0 * size + 4.0;
        let bottom = top + 130.0;
        let (x_range, y_range) = (range(self.x_end), range(self.y_end));
        let y = Axis::new(Scale::Linear, y_range, (bottom, top));
        let y_ticks = y_ticks(self.y_unit, y_range, &y, size);
        let labels = y_ticks.iter().map(|tick| text::width(&tick.label, size));
        let frame = Frame {
            left: 12.0 + labels.fold(0.0, f64::max),
            right: width.units() - 16.0,
            top,
            bottom,
        };
        let x = Axis::new(Scale::Linear, x_range, (frame.left, frame.right));
        let mut drawing = Drawing::new(width, Frame::picture_height(bottom, width));
        frame.horizontal_grid(&mut drawing, &y_ticks);
        let values = ticks(self.x_unit, x_range);
        let unit = self.x_unit;
        let x_ticks = horizontal_ticks(
            &values,
            |value| x.at(value),
            width,
            |value| unit.label(value),
        );
        frame.horizontal_axis(&mut drawing, &x_ticks, &self.x_title);
        frame.vertical_title(&mut drawing, &self.y_title);
        if self.diagonal {
            let end = x_range.1.min(y_range.1);
            drawing.shape(format_args!(
                "<path class=\"guide\" d=\"M{} {}L{} {}\"/>",
                number(x.at(0.0)),
                number(y.at(0.0)),
                number(x.at(end)),
                number(y.at(end))
            ));
        }
        self.stairs(&mut drawing, &frame, &x, &y);
        drawing
    }

    fn stairs(&self, drawing: &mut Drawing, frame: &Frame, x: &Axis, y: &Axis) {
        let place = |&(at, value): &(f64, f64)| {
            let (at, value) = (x.at(at), y.at(value));
            let within = (
                at.clamp(frame.left, frame.right),
                value.clamp(frame.top, frame.bottom),
            );
            (number(within.0), number(within.1))
        };
        let mut line = String::new();
        for (at, value) in self.points.iter().map(place) {
            if line.is_empty() {
                put!(line, "M{at} {value}");
            } else {
                put!(line, "H{at}V{value}");
            }
        }
        drawing.shape(format_args!(
            "<g class=\"c{}\"><path class=\"line\" d=\"{line}\"/></g>",
            mark::colour(self.slot)
        ));
    }
}

/// From 0 to the end, or to 1 where that is no end.
fn range(end: f64) -> (f64, f64) {
    (0.0, if scale::showable(end) { end } else { 1.0 })
}

/// Even steps that are round in the unit.
fn ticks(unit: Unit, (low, high): (f64, f64)) -> Vec<f64> {
    let one = match unit {
        Unit::Bytes => {
            let units = [30, 20, 10].map(|exponent| 2_f64.powi(exponent));
            units.into_iter().find(|one| high >= *one).unwrap_or(1.0)
        }
        _ => 1.0,
    };
    let even = scale::even(low / one, high / one);
    let whole = |value: &f64| unit != Unit::Size || value.fract() == 0.0;
    even.iter().map(|value| value * one).filter(whole).collect()
}

/// Ticks of the vertical axis, their labels apart.
fn y_ticks(unit: Unit, range: (f64, f64), axis: &Axis, size: f64) -> Vec<Tick> {
    let all: Vec<Tick> = ticks(unit, range)
        .into_iter()
        .map(|value| Tick {
            at: axis.at(value),
            label: unit.label(value),
        })
        .collect();
    place::thin(&all, 0.5 * size, |tick| {
        (-tick.at - 0.7 * size, -tick.at + 0.7 * size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_in_their_unit() {
        assert_eq!(ticks(Unit::Bytes, (0.0, 1100.0)), [0.0, 512.0, 1024.0]);
        let kibibytes = [0.0, 20.0, 40.0, 60.0, 80.0].map(|value| value * 1024.0);
        assert_eq!(ticks(Unit::Bytes, (0.0, 81_920.0)), kibibytes);
        assert_eq!(ticks(Unit::Size, (0.0, 2.0)), [0.0, 1.0, 2.0]);
    }

    #[test]
    fn steps_are_flat_and_upright() {
        let steps = Steps {
            x_title: String::new(),
            x_unit: Unit::Size,
            x_end: 10.0,
            y_title: String::new(),
            y_unit: Unit::Count,
            y_end: 10.0,
            slot: 0,
            points: vec![(0.0, 0.0), (5.0, 10.0), (10.0, 10.0)],
            diagonal: true,
        };
        let drawn = steps.draw(Width::Narrow);
        let line = drawn
            .shapes()
            .split("class=\"line\" d=\"")
            .nth(1)
            .expect("a line");
        let verbs: String = line.split('"').next().unwrap_or_default().chars().collect();
        let verbs: String = verbs.chars().filter(char::is_ascii_alphabetic).collect();
        assert_eq!(verbs, "MHVHV");
        assert!(drawn.shapes().contains("guide"));
    }
}
