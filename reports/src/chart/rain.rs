//! Every sample of a trial: for each variant one line of faint drops a pass, its median a bar.
//!
//! Each row is relative to the variant's own median, so that a row shows the spread, its shape and
//! whether the passes agree, however different the variants are.

use std::collections::BTreeSet;

use super::drawing::{Drawing, Width, number};
use super::frame::horizontal_ticks;
use super::rows::{Heading, Rows};
use super::{mark, put, scale};

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct Rain {
    pub(crate) x_title: String,
    pub(crate) rows: Vec<Shower>,
    /// What the rows are known by on the page, where the wide drawing stands before a narrow one,
    /// which then shows the same drops.
    pub(crate) name: Option<&'static str>,
}

/// The samples of one variant.
#[derive(Clone, Debug)]
pub(crate) struct Shower {
    pub(crate) heading: Heading,
    /// For each pass its slices, as departures from the variant's median: 0.01 is 1 % above.
    pub(crate) passes: Vec<Vec<f64>>,
}

/// From one pass to the next, in units of the picture.
const PITCH: f64 = 3.0;

impl Rain {
    /// The plot in one of its widths. What lies beyond the axis stands on its edge.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let headings: Vec<&Heading> = self.rows.iter().map(|row| &row.heading).collect();
        let bodies: Vec<f64> = self
            .rows
            .iter()
            .map(|row| row.passes.len() as f64 * PITCH + 2.0)
            .collect();
        let mut rows = Rows::new(width, &headings, &bodies);
        let frame = rows.frame;
        let (low, high) = self.range();
        let (from, to) = (frame.left + 6.0, frame.right - 6.0);
        let at = |value: f64| from + (value.clamp(low, high) - low) / (high - low) * (to - from);
        let ticks = horizontal_ticks(&scale::even(low, high), at, width, percent);
        for tick in &ticks {
            rows.drawing.shape(format_args!(
                "<path class=\"grid\" d=\"M{} {}V{}\"/>",
                number(tick.at),
                number(frame.top),
                number(frame.bottom)
            ));
        }
        for (i, row) in self.rows.iter().enumerate() {
            let cloud = Cloud {
                left: from,
                top: rows.top(i),
                width: to - from,
                at: &at,
                units: if self.name.is_some() { 600.0 } else { 300.0 },
                grain: self.grain(),
            };
            let name = self.name.map(|name| format!("{name}-{i}"));
            shower(&mut rows.drawing, row, &cloud, name.as_deref());
        }
        frame.horizontal_axis(&mut rows.drawing, &ticks, &self.x_title);
        rows.drawing
    }

    fn grain(&self) -> f64 {
        let passes = self.rows.iter().flat_map(|row| &row.passes);
        let slices: usize = passes.map(Vec::len).sum();
        2.0 * (slices as f64 / FINE as f64).ceil().clamp(1.0, 4.0)
    }

    /// From the least sample to the 98th percentile of all, at least 1 % to either side.
    fn range(&self) -> (f64, f64) {
        let mut all: Vec<f64> = self
            .rows
            .iter()
            .flat_map(|row| row.passes.iter().flatten().copied())
            .filter(|value| value.is_finite())
            .collect();
        all.sort_by(f64::total_cmp);
        let quantile = |share: f64| {
            let last = all.len().saturating_sub(1) as f64;
            all.get((share * last).round() as usize)
                .copied()
                .unwrap_or(0.0)
        };
        let (low, high) = (quantile(0.01).min(-0.01), quantile(0.98).max(0.01));
        let pad = 0.05 * (high - low);
        (low - pad, high + pad)
    }
}

/// The box of a row: its corner, its width, and where a departure stands in it.
struct Cloud<'a> {
    left: f64,
    top: f64,
    width: f64,
    at: &'a dyn Fn(f64) -> f64,
    /// The width of the box in the units in which drops are placed.
    units: f64,
    /// The least between two drops, in these units: a drop is as wide.
    grain: f64,
}

impl Cloud<'_> {
    /// The drops of all passes and their medians, from the corner of the box on.
    fn rain(&self, row: &Shower) -> (String, String) {
        let scale = self.units / self.width;
        let at = |value| ((self.at)(value) - self.left) * scale;
        let (mut drops, mut medians) = (String::new(), String::new());
        for (pass, slices) in row.passes.iter().enumerate() {
            let y = (pass as f64 + 0.5) * PITCH;
            let mut sorted: Vec<f64> = slices.iter().copied().filter(|v| v.is_finite()).collect();
            sorted.sort_by(f64::total_cmp);
            // Drops that would cover each other are drawn once.
            let places: BTreeSet<i64> = sorted
                .iter()
                .map(|&v| (at(v) / self.grain).round() as i64 * self.grain as i64)
                .collect();
            let mut last = None;
            for x in places {
                match last.replace(x) {
                    None => put!(drops, "M{x} {}h0", number(y)),
                    Some(last) => put!(drops, "m{} 0h0", x - last),
                }
            }
            if let Some(&median) = sorted.get(sorted.len() / 2) {
                let (x, top) = (number(at(median).round()), number(y - PITCH / 2.0));
                put!(medians, "M{x} {top}v{PITCH}");
            }
        }
        (drops, medians)
    }
}

/// So many slices are drawn with the finest drops; of more, neighbours share a coarser one, so that
/// the picture stays light.
const FINE: usize = 2_000;

/// Draws the drops of a row, or, where they are known by a name, drawn before, draws them again.
fn shower(drawing: &mut Drawing, row: &Shower, cloud: &Cloud<'_>, name: Option<&str>) {
    let place = format!(
        "translate({} {})scale({:.4} 1)",
        number(cloud.left),
        number(cloud.top),
        cloud.width / cloud.units
    );
    let colour = mark::colour(row.heading.slot);
    if let (Some(name), Width::Narrow) = (name, drawing.width) {
        drawing.shape(format_args!(
            "<g class=\"c{colour}\" transform=\"{place}\"><use href=\"#{name}\"/></g>"
        ));
        return;
    }
    let (drops, medians) = cloud.rain(row);
    let id = name.map_or_else(String::new, |name| format!(" id=\"{name}\""));
    drawing.shape(format_args!(
        "<g class=\"c{colour}\" transform=\"{place}\"><g{id}>\
         <path class=\"drops w{}\" d=\"{drops}\"/><path class=\"median\" d=\"{medians}\"/></g></g>",
        cloud.grain
    ));
}

/// A departure on the axis: `−1 %`, `0`, `+0.5 %`.
pub(crate) fn percent(share: f64) -> String {
    let hundredths = (share * 1e4).round() / 1e2 + 0.0;
    let sign = match hundredths {
        v if v > 0.0 => "+",
        v if v < 0.0 => "−",
        _ => return "0".into(),
    };
    format!("{sign}{} %", hundredths.abs())
}
