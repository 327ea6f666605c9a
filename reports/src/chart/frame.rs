//! The box that data are drawn in, with its axes, grid and titles.

use super::drawing::{Anchor, Drawing, Width, number};
use super::scale::{Axis, Tick};
use super::unit::Unit;
use super::{place, text};

/// The box of a plot, in the picture's units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    /// The height of the picture: the box, the tick labels and the title of the axis below it.
    pub(crate) fn picture_height(bottom: f64, width: Width) -> f64 {
        bottom + 8.0 + 2.9 * width.text()
    }

    /// Horizontal lines with their labels to the left.
    pub(crate) fn horizontal_grid(&self, drawing: &mut Drawing, ticks: &[Tick]) {
        let size = drawing.width.text();
        let (left, right) = (number(self.left), number(self.right));
        for tick in ticks {
            drawing.shape(format_args!(
                "<path class=\"grid\" d=\"M{left} {y}H{right}\"/>",
                y = number(tick.at)
            ));
            let at = (self.left - 8.0, tick.at + 0.35 * size);
            drawing.text("axis", Anchor::End, at, &*tick.label);
        }
    }

    /// Short lines below the box with their labels, and the title of the axis.
    pub(crate) fn horizontal_axis(&self, drawing: &mut Drawing, ticks: &[Tick], title: &str) {
        let size = drawing.width.text();
        let bottom = number(self.bottom);
        drawing.shape(format_args!(
            "<path class=\"rule\" d=\"M{} {bottom}H{}\"/>",
            number(self.left),
            number(self.right)
        ));
        for tick in ticks {
            drawing.shape(format_args!(
                "<path class=\"rule\" d=\"M{} {bottom}v4\"/>",
                number(tick.at)
            ));
            let at = (tick.at, self.bottom + 8.0 + size);
            drawing.text("axis", Anchor::Middle, at, &*tick.label);
        }
        let middle = (self.left + self.right) / 2.0;
        let room = 2.0 * middle.min(drawing.width.units() - middle) - 4.0;
        let title = text::fit(title, size, room);
        let at = (middle, self.bottom + 8.0 + 2.4 * size);
        drawing.text("axis", Anchor::Middle, at, title);
    }

    /// The title of the vertical axis, above the box.
    pub(crate) fn vertical_title(&self, drawing: &mut Drawing, title: &str) {
        let size = drawing.width.text();
        let title = text::fit(title, size, drawing.width.units() - 8.0);
        drawing.text("axis", Anchor::Start, (4.0, 1.2 * size), title);
    }
}

/// Ticks of a vertical axis that runs from `bottom` up to `top`, their labels apart.
pub(crate) fn vertical_ticks(
    range: (f64, f64),
    (bottom, top): (f64, f64),
    size: f64,
    unit: Unit,
) -> Vec<Tick> {
    let axis = Axis::new(unit.scale(), range, (bottom, top));
    let all: Vec<Tick> = unit
        .ticks(range)
        .into_iter()
        .map(|value| Tick {
            at: axis.at(value),
            label: unit.label(value),
        })
        .collect();
    // From the bottom up, so with the sign turned.
    place::thin(&all, 0.5 * size, |tick| {
        (-tick.at - 0.7 * size, -tick.at + 0.7 * size)
    })
}

/// Ticks of a horizontal axis, thinned until their labels stand apart and inside the picture.
pub(crate) fn horizontal_ticks(
    values: &[f64],
    at: impl Fn(f64) -> f64,
    width: Width,
    label: impl Fn(f64) -> String,
) -> Vec<Tick> {
    let size = width.text();
    let half = |tick: &Tick| text::width(&tick.label, size) / 2.0;
    let all: Vec<Tick> = values
        .iter()
        .map(|&value| Tick {
            at: at(value),
            label: label(value),
        })
        .filter(|tick| tick.at - half(tick) >= 0.0 && tick.at + half(tick) <= width.units())
        .collect();
    place::thin(&all, 0.6 * size, |tick| {
        (tick.at - half(tick), tick.at + half(tick))
    })
}
