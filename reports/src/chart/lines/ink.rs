//! Lines, marks and names: what is drawn into the frame.

use super::super::drawing::{Anchor, Width, number};
use super::super::{mark, place, put, text};
use super::{Canvas, Guide, LEAD, MOST_LABEL, Point, Series, line};

/// The class of a label in the colour of its series.
const LABELS: [&str; 8] = [
    "label c0", "label c1", "label c2", "label c3", "label c4", "label c5", "label c6", "label c7",
];

/// Of more series the ribbons would cover each other; their whiskers say the same.
const RIBBONS: usize = 6;

impl Canvas<'_> {
    pub(super) fn guide(&mut self, guide: &Guide) {
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

    pub(super) fn series(&mut self, series: &Series) {
        let place = |point: &Point| (self.x.at(point.x), self.y.at(point.y.point));
        let middle: Vec<(f64, f64)> = self.plot.shown(series).map(place).collect();
        let (mut ribbon, mut back, mut whiskers) = (String::new(), String::new(), String::new());
        for point in self.plot.shown(series) {
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
        if middle.len() > 1 && !whiskers.is_empty() && self.plot.series.len() <= RIBBONS {
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
        self.drawing.shape(format_args!("<g class=\"mark\">"));
        for (&(x, y), point) in middle.iter().zip(self.plot.shown(series)) {
            let shape = mark::shape(series.slot, x, y, 4.2);
            self.drawing
                .tipped("path", &format!("d=\"{shape}\""), &point.tip);
        }
        self.drawing.shape(format_args!("</g>"));
    }

    /// Where the end of an interval stands; at its middle when it cannot be shown.
    fn end(&self, value: f64, middle: f64) -> f64 {
        let value = if self.y.shows(value) { value } else { middle };
        self.y.at(value).clamp(self.frame.top, self.frame.bottom)
    }

    /// The names of the lines to their right, kept apart, with a thin lead from the last point.
    pub(super) fn labels(&mut self) {
        let (frame, size) = (self.frame, self.drawing.width.text());
        let mut ends: Vec<(&str, &'static str, bool, (f64, f64))> = Vec::new();
        for series in &self.plot.series {
            if let Some(last) = self.plot.shown(series).last() {
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
