//! A figure against another: lines with intervals, their names beside them.

mod ink;

use crate::verdict::Interval;

use super::drawing::{Anchor, Drawing, Width, number};
use super::frame::{Frame, horizontal_ticks, vertical_ticks};
use super::scale::{self, Axis};
use super::text;
use super::unit::Unit;

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    pub(crate) x_title: String,
    pub(crate) x_unit: Unit,
    pub(crate) y_title: String,
    pub(crate) y_unit: Unit,
    /// Shared by the plots that are compared with each other.
    pub(crate) y_range: (f64, f64),
    /// The least height of the box on a desk.
    pub(crate) height: f64,
    pub(crate) series: Vec<Series>,
    pub(crate) bands: Vec<Band>,
    pub(crate) guides: Vec<Guide>,
}

/// A line of the plot.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// The place in the ladder, which gives colour and shape.
    pub(crate) slot: usize,
    pub(crate) points: Vec<Point>,
}

/// A figure at its place.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: Interval,
    /// What is told when it is pointed at.
    pub(crate) tip: String,
}

/// A shaded range of sizes.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    pub(crate) label: String,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// A dotted line that shows a class of growth.
#[derive(Clone, Debug)]
pub(crate) struct Guide {
    pub(crate) label: String,
    pub(crate) points: Vec<(f64, f64)>,
}

/// A plot with its axes set up.
struct Canvas<'a> {
    plot: &'a Lines,
    drawing: Drawing,
    frame: Frame,
    x: Axis,
    y: Axis,
}

impl Lines {
    /// The points that both axes can show.
    fn shown<'a>(&self, series: &'a Series) -> impl Iterator<Item = &'a Point> + use<'a> {
        let (x, y) = (self.x_unit.scale(), self.y_unit.scale());
        let points = series.points.iter();
        points.filter(move |point| x.shows(point.x) && y.shows(point.y.point))
    }

    /// The places of all points in order, each once.
    fn places(&self) -> Vec<f64> {
        let shown = self.series.iter().flat_map(|series| self.shown(series));
        let mut places: Vec<f64> = shown.map(|point| point.x).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        places
    }

    /// The range of the vertical axis that shows all of these intervals.
    pub(crate) fn y_range<'a>(figures: impl IntoIterator<Item = &'a Interval>) -> (f64, f64) {
        let ends = figures
            .into_iter()
            .flat_map(|figure| [figure.low, figure.high, figure.point]);
        let (low, high) = scale::range(ends, 4.0);
        (low / 1.15, high * 1.15)
    }

    /// The plot in one of its widths.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let mut canvas = self.canvas(width);
        canvas.axes();
        for guide in &self.guides {
            canvas.guide(guide);
        }
        for series in &self.series {
            canvas.series(series);
        }
        if width == Width::Wide {
            canvas.labels();
        }
        canvas.drawing
    }

    fn canvas(&self, width: Width) -> Canvas<'_> {
        let size = width.text();
        let names = self.series.len() + self.guides.len();
        let (least, column) = match width {
            Width::Wide => (self.height, self.label_column(size)),
            Width::Narrow => (self.height.min(210.0), 0.0),
        };
        let lines = if self.bands.is_empty() { 2.0 } else { 3.0 };
        let top = lines * size + 4.0;
        let bottom = top + least.max((names + 1) as f64 * line(size));
        let y_ticks = vertical_ticks(self.y_range, (bottom, top), size, self.y_unit);
        let y_labels = y_ticks.iter().map(|tick| text::width(&tick.label, size));
        let frame = Frame {
            left: 12.0 + y_labels.fold(0.0, f64::max),
            right: width.units() - 16.0 - column,
            top,
            bottom,
        };
        let x_range = scale::range(self.places(), 2.0);
        Canvas {
            plot: self,
            drawing: Drawing::new(width, Frame::picture_height(bottom, width)),
            frame,
            x: Axis::new(
                self.x_unit.scale(),
                x_range,
                (frame.left + 10.0, frame.right - 10.0),
            ),
            y: Axis::new(self.y_unit.scale(), self.y_range, (bottom, top)),
        }
    }

    fn label_column(&self, size: f64) -> f64 {
        let names = self.series.iter().map(|series| &series.name);
        let names = names.chain(self.guides.iter().map(|guide| &guide.label));
        let widest = names
            .map(|name| text::width(name, size))
            .fold(0.0, f64::max);
        widest.min(MOST_LABEL) + LEAD
    }
}

/// The most room that the name of a series may take.
const MOST_LABEL: f64 = 190.0;

/// From the edge of the box to a label.
const LEAD: f64 = 14.0;

fn line(size: f64) -> f64 {
    1.35 * size
}

impl Canvas<'_> {
    fn axes(&mut self) {
        let (frame, size) = (self.frame, self.drawing.width.text());
        self.bands();
        let y_ticks = vertical_ticks(
            self.plot.y_range,
            (frame.bottom, frame.top),
            size,
            self.plot.y_unit,
        );
        frame.horizontal_grid(&mut self.drawing, &y_ticks);
        let places = self.plot.places();
        let values = match self.plot.x_unit {
            Unit::Size => scale::size_ticks(&places),
            Unit::Bytes => match (places.first(), places.last()) {
                (Some(&low), Some(&high)) => Unit::Bytes.ticks((low, high)),
                _ => places,
            },
            _ => places,
        };
        let (x, width, unit) = (self.x, self.drawing.width, self.plot.x_unit);
        let x_ticks = horizontal_ticks(
            &values,
            |value| x.at(value),
            width,
            |value| unit.label(value),
        );
        frame.horizontal_axis(&mut self.drawing, &x_ticks, &self.plot.x_title);
        frame.vertical_title(&mut self.drawing, &self.plot.y_title);
    }

    fn bands(&mut self) {
        let (frame, size) = (self.frame, self.drawing.width.text());
        for (i, band) in self.plot.bands.iter().enumerate() {
            let left = self.x.at(band.from).clamp(frame.left, frame.right);
            let right = self.x.at(band.to).clamp(frame.left, frame.right);
            if right - left < 1.0 {
                continue;
            }
            self.drawing.shape(format_args!(
                "<path class=\"band b{}\" d=\"M{} {}H{}V{}H{}z\"/>",
                i % 2,
                number(left),
                number(frame.top),
                number(right),
                number(frame.bottom),
                number(left)
            ));
            if text::width(&band.label, size) + 6.0 <= right - left {
                let at = ((left + right) / 2.0, frame.top - 0.45 * size);
                self.drawing.text("axis", Anchor::Middle, at, &*band.label);
            }
        }
    }
}
