//! One row for each variant: a name, a body to draw in, a note. And the simplest plot of that
//! kind: a dot with its interval.

use crate::verdict::Interval;

use super::drawing::{Anchor, Drawing, Width, number};
use super::frame::{Frame, horizontal_ticks};
use super::scale::Axis;
use super::unit::Unit;
use super::{mark, text};

/// The most room that a name or a note may take beside the rows.
const MOST_NAME: f64 = 190.0;

/// The places of rows in a picture. On a phone names and notes stand above their rows.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) drawing: Drawing,
    pub(crate) frame: Frame,
    bodies: Vec<f64>,
}

/// What stands beside a row.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    pub(crate) name: String,
    /// The place in the ladder, which gives colour and shape.
    pub(crate) slot: usize,
    /// A short figure to the right.
    pub(crate) note: String,
}

impl Rows {
    /// Lays out rows with bodies of these heights and writes what stands beside them.
    pub(crate) fn new(width: Width, headings: &[&Heading], bodies: &[f64]) -> Self {
        let size = width.text();
        let widest = |of: fn(&Heading) -> &str| {
            let widths = headings
                .iter()
                .map(|heading| text::width(of(heading), size));
            widths.fold(0.0, f64::max).min(MOST_NAME)
        };
        let line = 1.5 * size;
        let (left, right, above) = match width {
            Width::Wide => {
                let (names, notes) = (widest(|h| &h.name), widest(|h| &h.note));
                (names + 32.0, width.units() - notes - 24.0, 0.0)
            }
            Width::Narrow => (12.0, width.units() - 12.0, line),
        };
        let top = 6.0;
        let mut starts = Vec::new();
        let mut y = top;
        for body in bodies {
            starts.push(y + above);
            y += above + body.max(if above > 0.0 { 14.0 } else { 1.3 * size }) + 6.0;
        }
        let frame = Frame {
            left,
            right,
            top,
            bottom: y,
        };
        let drawing = Drawing::new(width, Frame::picture_height(y, width));
        let mut rows = Self {
            drawing,
            frame,
            bodies: starts,
        };
        for (i, heading) in headings.iter().enumerate() {
            rows.heading(i, heading, bodies[i]);
        }
        rows
    }

    /// The upper edge of the body of a row.
    pub(crate) fn top(&self, row: usize) -> f64 {
        self.bodies[row]
    }

    /// Shades a range behind all rows; on a phone not behind the names between them.
    pub(crate) fn shade(&mut self, (from, to): (f64, f64), rows: usize) {
        for (top, bottom) in self.parts(rows) {
            let [from, to, top, bottom] = [from, to, top, bottom].map(number);
            self.drawing.shape(format_args!(
                "<path class=\"band b1\" d=\"M{from} {top}H{to}V{bottom}H{from}z\"/>"
            ));
        }
    }

    /// Upper and lower ends of what stands behind the rows.
    fn parts(&self, rows: usize) -> Vec<(f64, f64)> {
        match self.drawing.width {
            Width::Wide => vec![(self.frame.top, self.frame.bottom)],
            Width::Narrow => self.bodies[..rows]
                .iter()
                .map(|&top| (top, top + 16.0))
                .collect(),
        }
    }

    /// A line that all rows are held against. On a phone the names stand between the rows, and the
    /// line must not cross them.
    pub(crate) fn upright(&mut self, class: &'static str, x: f64, rows: usize) {
        for (top, bottom) in self.parts(rows) {
            let [x, top, bottom] = [x, top, bottom].map(number);
            self.drawing.shape(format_args!(
                "<path class=\"{class}\" d=\"M{x} {top}V{bottom}\"/>"
            ));
        }
    }

    fn heading(&mut self, row: usize, heading: &Heading, body: f64) {
        let (size, top) = (self.drawing.width.text(), self.bodies[row]);
        let class = mark::colour(heading.slot);
        let (name_x, note_x, note_anchor, y) = match self.drawing.width {
            Width::Wide => {
                let y = top + body.max(1.3 * size) / 2.0 + 0.35 * size;
                (20.0, self.frame.right + 12.0, Anchor::Start, y)
            }
            Width::Narrow => (
                20.0,
                self.drawing.width.units() - 6.0,
                Anchor::End,
                top - 0.4 * size,
            ),
        };
        let shape = mark::shape(heading.slot, 10.0, y - 0.35 * size, 4.0);
        self.drawing.shape(format_args!(
            "<path class=\"mark c{class}\" d=\"{shape}\"/>"
        ));
        let note = text::fit(&heading.note, size, MOST_NAME);
        let room = match self.drawing.width {
            Width::Wide => MOST_NAME,
            Width::Narrow => note_x - name_x - text::width(&note, size) - 8.0,
        };
        let name = text::fit(&heading.name, size, room.min(MOST_NAME));
        self.drawing.text("name", Anchor::Start, (name_x, y), name);
        self.drawing.text("axis", note_anchor, (note_x, y), note);
    }
}

/// A dot with its interval for each row.
#[derive(Clone, Debug)]
pub(crate) struct Dots {
    pub(crate) x_title: String,
    pub(crate) x_unit: Unit,
    /// Shared by the plots that are compared with each other.
    pub(crate) x_range: (f64, f64),
    /// From where to where the rows are shaded: a prediction, or noise.
    pub(crate) band: Option<(f64, f64)>,
    /// Where a line stands that the rows are held against.
    pub(crate) reference: Option<f64>,
    pub(crate) rows: Vec<Dot>,
}

/// A row of [`Dots`].
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    pub(crate) heading: Heading,
    pub(crate) figure: Interval,
    pub(crate) tip: String,
}

impl Dots {
    /// The plot in one of its widths. A row whose figure cannot be shown stays empty.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let headings: Vec<&Heading> = self.rows.iter().map(|row| &row.heading).collect();
        let mut rows = Rows::new(width, &headings, &vec![16.0; headings.len()]);
        let frame = rows.frame;
        let axis = Axis::new(
            self.x_unit.scale(),
            self.x_range,
            (frame.left + 8.0, frame.right - 8.0),
        );
        let values = self.x_unit.ticks(self.x_range);
        let ticks = horizontal_ticks(&values, |v| axis.at(v), width, |v| self.x_unit.label(v));
        for tick in &ticks {
            rows.drawing.shape(format_args!(
                "<path class=\"grid\" d=\"M{} {}V{}\"/>",
                number(tick.at),
                number(frame.top),
                number(frame.bottom)
            ));
        }
        if let Some((low, high)) = self.band {
            let within = |x: f64| x.clamp(self.x_range.0, self.x_range.1);
            let ends = (axis.at(within(low)), axis.at(within(high)));
            rows.shade(ends, self.rows.len());
        }
        if let Some(reference) = self.reference {
            rows.upright("rule", axis.at(reference), self.rows.len());
        }
        for (i, row) in self.rows.iter().enumerate() {
            if axis.shows(row.figure.point) {
                let top = rows.top(i);
                dot(&mut rows.drawing, &axis, row, top + 8.0);
            }
        }
        frame.horizontal_axis(&mut rows.drawing, &ticks, &self.x_title);
        rows.drawing
    }
}

fn dot(drawing: &mut Drawing, axis: &Axis, row: &Dot, y: f64) {
    let end = |value: f64| {
        axis.at(if axis.shows(value) {
            value
        } else {
            row.figure.point
        })
    };
    let slot = row.heading.slot;
    let [low, high, mid] = [end(row.figure.low), end(row.figure.high), y].map(number);
    let shape = mark::shape(slot, end(row.figure.point), y, 4.6);
    drawing.shape(format_args!(
        "<g class=\"c{}\"><path class=\"interval\" d=\"M{low} {mid}H{high}\"/>",
        mark::colour(slot)
    ));
    drawing.tipped("path", &format!("class=\"mark\" d=\"{shape}\""), &row.tip);
    drawing.shape(format_args!("</g>"));
}
