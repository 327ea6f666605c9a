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
            let top = rows.top(i);
            shower(&mut rows.drawing, row, top, at);
        }
        frame.horizontal_axis(&mut rows.drawing, &ticks, &self.x_title);
        rows.drawing
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

fn shower(drawing: &mut Drawing, row: &Shower, top: f64, at: impl Fn(f64) -> f64) {
    // On a phone a drop is as wide as two units.
    let grain = if drawing.width == Width::Narrow {
        2.0
    } else {
        1.0
    };
    let (mut drops, mut medians) = (String::new(), String::new());
    for (pass, slices) in row.passes.iter().enumerate() {
        let y = top + (pass as f64 + 0.5) * PITCH;
        let mut sorted: Vec<f64> = slices.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        // Drops that would cover each other are drawn once.
        let places: BTreeSet<i64> = sorted
            .iter()
            .map(|&v| (at(v) / grain).round() as i64 * grain as i64)
            .collect();
        let mut last = None;
        for x in places {
            match last.replace(x) {
                None => put!(drops, "M{x} {}h0", number(y)),
                Some(last) => put!(drops, "m{} 0h0", x - last),
            }
        }
        if let Some(&median) = sorted.get(sorted.len() / 2) {
            put!(
                medians,
                "M{} {}v{PITCH}",
                number(at(median)),
                number(y - PITCH / 2.0)
            );
        }
    }
    drawing.shape(format_args!(
        "<g class=\"c{}\"><path class=\"drops\" d=\"{drops}\"/>\
         <path class=\"median\" d=\"{medians}\"/></g>",
        mark::colour(row.heading.slot)
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
