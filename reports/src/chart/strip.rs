//! A histogram of departures from nothing: what the A/A controls say of the machine.

use super::drawing::{Drawing, Width, number};
use super::frame::{Frame, horizontal_ticks};
use super::rain::percent;
use super::scale::{self, Tick};
use super::{put, text};

/// What the plot shows.
#[derive(Clone, Debug)]
pub(crate) struct Strip {
    pub(crate) x_title: String,
    pub(crate) y_title: String,
    /// Departures as shares: 0.01 is 1 % above.
    pub(crate) values: Vec<f64>,
}

impl Strip {
    /// The plot in one of its widths. What lies beyond the axis is counted in its last bar.
    pub(crate) fn draw(&self, width: Width) -> Drawing {
        let size = width.text();
        let (bins, reach) = self.bins(width);
        let most = bins.iter().copied().max().unwrap_or(0).max(1);
        let (top, height) = (2.0 * size + 4.0, 130.0);
        let counts: Vec<f64> = scale::even(0.0, most as f64)
            .into_iter()
            .filter(|count| count.fract() == 0.0)
            .collect();
        let label = |count: f64| format!("{count}");
        let widest = counts
            .iter()
            .map(|&c| text::width(&label(c), size))
            .fold(0.0, f64::max);
        let frame = Frame {
            left: widest + 16.0,
            right: width.units() - 24.0,
            top,
            bottom: top + height,
        };
        let mut drawing = Drawing::new(width, Frame::picture_height(frame.bottom, width));
        let up = |count: f64| frame.bottom - count / most as f64 * (height - 6.0);
        let ticks: Vec<Tick> = counts
            .iter()
            .map(|&count| Tick {
                at: up(count),
                label: label(count),
            })
            .collect();
        frame.horizontal_grid(&mut drawing, &ticks);
        let step = (frame.right - frame.left) / bins.len() as f64;
        let mut bars = String::new();
        for (i, &count) in bins.iter().enumerate().filter(|(_, count)| **count > 0) {
            let x = frame.left + i as f64 * step;
            let [x, y, w, bottom] =
                [x + 0.5, up(count as f64), step - 1.0, frame.bottom].map(number);
            put!(bars, "M{x} {bottom}V{y}h{w}V{bottom}z");
        }
        drawing.shape(format_args!("<path class=\"bar\" d=\"{bars}\"/>"));
        let middle = (frame.left + frame.right) / 2.0;
        let at = |value: f64| middle + value / reach * (frame.right - middle);
        let x_ticks = horizontal_ticks(&scale::even(-reach, reach), at, width, percent);
        frame.horizontal_axis(&mut drawing, &x_ticks, &self.x_title);
        frame.vertical_title(&mut drawing, &self.y_title);
        drawing
    }

    /// Counts in even bins that are symmetric about 0, and how far they reach: to the 95th
    /// percentile, at least 0.1 %.
    fn bins(&self, width: Width) -> (Vec<usize>, f64) {
        let mut sizes: Vec<f64> = self
            .values
            .iter()
            .map(|v| v.abs())
            .filter(|v| v.is_finite())
            .collect();
        sizes.sort_by(f64::total_cmp);
        let last = sizes.len().saturating_sub(1);
        let far = sizes.get(last * 95 / 100).copied().unwrap_or(0.0);
        let reach = 1.2 * far.max(0.001);
        let count = if width == Width::Wide { 61 } else { 31 };
        let mut bins = vec![0; count];
        for value in self.values.iter().filter(|value| value.is_finite()) {
            let share = (value / reach + 1.0) / 2.0;
            let bin = (share * count as f64)
                .floor()
                .clamp(0.0, count as f64 - 1.0);
            bins[bin as usize] += 1;
        }
        (bins, reach)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_a_bar() {
        let values = vec![0.0, 0.001, -0.001, 0.5, -0.5, f64::NAN];
        let strip = Strip {
            x_title: String::new(),
            y_title: String::new(),
            values,
        };
        for width in Width::BOTH {
            let (bins, _) = strip.bins(width);
            assert_eq!(bins.iter().sum::<usize>(), 5);
        }
    }
}
