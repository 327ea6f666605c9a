//! A figure against the size, both logarithmic: lines with intervals, their names beside them.

use crate::verdict::Interval;

use super::drawing::{Anchor, Drawing, Width, number};
use super::frame::{Frame, horizontal_ticks, vertical_ticks};
use super::scale::{self, Log};
use super::{mark, place, put, text};

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct LogLog {
    pub(crate) x_title: String,
    pub(crate) y_title: String,
    /// How a tick of the vertical axis is written.
    pub(crate) y_label: fn(f64) -> String,
    /// Shared by the plots that are compared with each other.
    pub(crate) y_range: (f64, f64),
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

/// A figure at a size.
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

/// The class of a label in the colour of its series.
const LABELS: [&str; 8] = [
    "label c0", "label c1", "label c2", "label c3", "label c4", "label c5", "label c6", "label c7",
];

impl Series {
    fn shown(&self) -> impl Iterator<Item = &Point> {
        self.points
            .iter()
            .filter(|point| scale::showable(point.x) && scale::showable(point.y.point))
    }
}

/// A plot with its axes set up.
struct Canvas<'a> {
    plot: &'a LogLog,
    drawing: Drawing,
    frame: Frame,
    x: Log,
    y: Log,
}

impl LogLog {
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
            Width::Wide => (320.0_f64, self.label_column(size)),
            Width::Narrow => (210.0, 0.0),
        };
        let lines = if self.bands.is_empty() { 2.0 } else { 3.0 };
        let top = lines * size + 4.0;
        let bottom = top + least.max((names + 1) as f64 * line(size));
        let y_ticks = vertical_ticks(self.y_range, (bottom, top), size, self.y_label);
        let y_labels = y_ticks.iter().map(|tick| text::width(&tick.label, size));
        let frame = Frame {
            left: 12.0 + y_labels.fold(0.0, f64::max),
            right: width.units() - 16.0 - column,
            top,
            bottom,
        };
        let sizes = self
            .series
            .iter()
            .flat_map(Series::shown)
            .map(|point| point.x);
        let x_range = scale::range(sizes, 2.0);
        Canvas {
            plot: self,
            drawing: Drawing::new(width, Frame::picture_height(bottom, width)),
            frame,
            x: Log::new(x_range, (frame.left + 10.0, frame.right - 10.0)),
            y: Log::new(self.y_range, (bottom, top)),
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
            self.plot.y_label,
        );
        frame.horizontal_grid(&mut self.drawing, &y_ticks);
        let mut sizes: Vec<f64> = self
            .plot
            .series
            .iter()
            .flat_map(Series::shown)
            .map(|point| point.x)
            .collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        let values = scale::size_ticks(&sizes);
        let (x, width) = (self.x, self.drawing.width);
        let x_ticks = horizontal_ticks(
            &values,
            |value| x.at(value),
            width,
            |value| scale::size(value as u64),
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

    fn guide(&mut self, guide: &Guide) {
        let (frame, points) = (self.frame, &guide.points);
        let mut data = String::new();
        for pair in points.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|(x, y)| (self.x.at(x), self.y.at(y)));
            if let Some((a, b)) = clip(a, b, frame.top, frame.bottom) {
                let [x0, y0, x1, y1] = [a.0, a.1, b.0, b.1].map(number);
                put!(data, "M{x0} {y0}L{x1} {y1}");
            }
        }
        self.drawing
            .shape(format_args!("<path class=\"guide\" d=\"{data}\"/>"));
    }

    fn series(&mut self, series: &Series) {
        let place = |point: &Point| (self.x.at(point.x), self.y.at(point.y.point));
        let middle: Vec<(f64, f64)> = series.shown().map(place).collect();
        let (mut ribbon, mut back, mut whiskers) = (String::new(), String::new(), String::new());
        for point in series.shown() {
            let x = number(self.x.at(point.x));
            let low = number(self.end(point.y.low, point.y.point));
            let high = number(self.end(point.y.high, point.y.point));
            put!(
                ribbon,
                "{}{x} {high}",
                if ribbon.is_empty() { 'M' } else { 'L' }
            );
            back.insert_str(0, &format!("L{x} {low}"));
            if low != high {
                put!(whiskers, "M{x} {low}V{high}");
            }
        }
        let mut line = String::new();
        for &(x, y) in &middle {
            let verb = if line.is_empty() { 'M' } else { 'L' };
            put!(line, "{verb}{} {}", number(x), number(y));
        }
        self.drawing
            .shape(format_args!("<g class=\"c{}\">", mark::colour(series.slot)));
        if middle.len() > 1 && !whiskers.is_empty() {
            self.drawing.shape(format_args!(
                "<path class=\"ribbon\" d=\"{ribbon}{back}z\"/>"
            ));
        }
        self.drawing.shape(format_args!(
            "<path class=\"line\" d=\"{line}{whiskers}\"/>"
        ));
        self.marks(series, &middle);
        self.drawing.shape(format_args!("</g>"));
    }

    /// The marks of a series; on a desk each tells its figure when it is pointed at.
    fn marks(&mut self, series: &Series, middle: &[(f64, f64)]) {
        if self.drawing.width == Width::Narrow {
            let marks: String = middle
                .iter()
                .map(|&(x, y)| mark::shape(series.slot, x, y, 3.2))
                .collect();
            self.drawing
                .shape(format_args!("<path class=\"mark\" d=\"{marks}\"/>"));
            return;
        }
        for (&(x, y), point) in middle.iter().zip(series.shown()) {
            let shape = mark::shape(series.slot, x, y, 4.2);
            self.drawing.tipped(
                &point.tip,
                format_args!("<path class=\"mark\" d=\"{shape}\"/>"),
            );
        }
    }

    /// Where the end of an interval stands; at its middle when it cannot be shown.
    fn end(&self, value: f64, middle: f64) -> f64 {
        let value = if scale::showable(value) {
            value
        } else {
            middle
        };
        self.y.at(value).clamp(self.frame.top, self.frame.bottom)
    }

    /// The names of the lines to their right, kept apart, with a thin lead from the last point.
    fn labels(&mut self) {
        let (frame, size) = (self.frame, self.drawing.width.text());
        let mut ends: Vec<(&str, &'static str, bool, (f64, f64))> = Vec::new();
        for series in &self.plot.series {
            if let Some(last) = series.shown().last() {
                let class = LABELS[mark::colour(series.slot)];
                let end = (self.x.at(last.x), self.y.at(last.y.point));
                ends.push((&series.name, class, true, end));
            }
        }
        for guide in &self.plot.guides {
            if let Some(&(x, y)) = guide.points.last() {
                let y = self.y.at(y).clamp(frame.top, frame.bottom);
                ends.push((&guide.label, "axis", false, (self.x.at(x), y)));
            }
        }
        let wishes: Vec<f64> = ends.iter().map(|(.., (_, y))| *y).collect();
        let low = frame.top + 0.5 * size;
        let placed = place::apart(&wishes, line(size), low, frame.bottom - 0.5 * size);
        let left = frame.right + LEAD;
        for ((name, class, lead, (x, y)), at) in ends.into_iter().zip(placed) {
            if lead {
                let slot = class.rsplit(' ').next().unwrap_or_default();
                let [x, edge, y, left, at] =
                    [x + 6.0, frame.right - 4.0, y, left - 4.0, at].map(number);
                self.drawing.shape(format_args!(
                    "<path class=\"lead {slot}\" d=\"M{x} {y}H{edge}L{left} {at}\"/>"
                ));
            }
            let name = text::fit(name, size, MOST_LABEL);
            self.drawing
                .text(class, Anchor::Start, (left, at + 0.33 * size), name);
        }
    }
}

/// The part of a line that lies between two heights.
fn clip(a: (f64, f64), b: (f64, f64), top: f64, bottom: f64) -> Option<((f64, f64), (f64, f64))> {
    if a.1.max(b.1) < top || a.1.min(b.1) > bottom {
        return None;
    }
    let along = |y: f64| {
        let share = if a.1 == b.1 {
            0.0
        } else {
            (y - a.1) / (b.1 - a.1)
        };
        (a.0 + share * (b.0 - a.0), y)
    };
    let cut = |end: (f64, f64)| match end.1 {
        y if y < top => along(top),
        y if y > bottom => along(bottom),
        _ => end,
    };
    Some((cut(a), cut(b)))
}
