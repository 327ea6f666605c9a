//! A ladder: for each rung a bar of how many times as long it takes as the fastest.
//!
//! The axis is logarithmic and begins at 1, so a bar has an honest origin: its length is the
//! distance still to go.

use crate::verdict::Interval;

use super::drawing::{Drawing, Width, number};
use super::frame::horizontal_ticks;
use super::mark;
use super::rows::{Heading, Rows};
use super::scale::Axis;
use super::unit::Unit;

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct Ladder {
    pub(crate) x_title: String,
    /// The end of the axis, more than 1; shared by the plots that are compared with each other.
    pub(crate) most: f64,
    pub(crate) rungs: Vec<Rung>,
}

/// A row of a [`Ladder`].
#[derive(Clone, Debug)]
pub(crate) struct Rung {
    pub(crate) heading: Heading,
    /// How many times as long as the fastest.
    pub(crate) slower: Interval,
}

/// The width of the line that the bars begin at.
const LINE: f64 = 3.0;

impl Ladder {
    /// The plot in one of its widths. A rung whose figure cannot be shown has no bar.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let headings: Vec<&Heading> = self.rungs.iter().map(|rung| &rung.heading).collect();
        let mut rows = Rows::new(width, &headings, &vec![16.0; headings.len()]);
        let frame = rows.frame;
        let range = (1.0, self.most);
        let axis = Axis::new(
            Unit::Ratio.scale(),
            range,
            (frame.left + 8.0 + LINE, frame.right - 8.0),
        );
        let values = Unit::Ratio.ticks(range);
        let ticks = horizontal_ticks(&values, |v| axis.at(v), width, |v| Unit::Ratio.label(v));
        let (top, bottom) = (number(frame.top), number(frame.bottom));
        for tick in &ticks {
            rows.drawing.shape(format_args!(
                "<path class=\"grid\" d=\"M{} {top}V{bottom}\"/>",
                number(tick.at)
            ));
        }
        for (i, rung) in self.rungs.iter().enumerate() {
            let middle = rows.top(i) + 8.0;
            bar(&mut rows.drawing, &axis, rung, middle, self.most);
        }
        rows.upright("start", axis.at(1.0) - LINE / 2.0, self.rungs.len());
        frame.horizontal_axis(&mut rows.drawing, &ticks, &self.x_title);
        rows.drawing
    }
}

fn bar(drawing: &mut Drawing, axis: &Axis, rung: &Rung, middle: f64, most: f64) {
    if !axis.shows(rung.slower.point) {
        return;
    }
    let end = |value: f64| {
        let value = if axis.shows(value) {
            value
        } else {
            rung.slower.point
        };
        axis.at(value.clamp(1.0, most))
    };
    let [from, to, low, high] =
        [1.0, rung.slower.point, rung.slower.low, rung.slower.high].map(|v| number(end(v)));
    let [top, bottom, y] = [middle - 7.0, middle + 7.0, middle].map(number);
    drawing.shape(format_args!(
        "<g class=\"c{}\"><path class=\"rung\" d=\"M{from} {top}H{to}V{bottom}H{from}z\"/>",
        mark::colour(rung.heading.slot)
    ));
    if low != high {
        drawing.shape(format_args!(
            "<path class=\"end\" d=\"M{low} {y}H{high}\"/>"
        ));
    }
    drawing.shape(format_args!("</g>"));
}
