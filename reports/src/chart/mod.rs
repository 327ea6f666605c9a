//! Plots as pure functions of plain data, in SVG of our own: no plotting library keeps end labels
//! apart, follows a dark theme and prints.

pub(crate) mod drawing;
pub(crate) mod frame;
pub(crate) mod glyph;
pub(crate) mod ladder;
pub(crate) mod lines;
pub(crate) mod mark;
pub(crate) mod place;
pub(crate) mod rain;
pub(crate) mod rows;
pub(crate) mod scale;
pub(crate) mod share;
pub(crate) mod steps;
pub(crate) mod strip;
pub(crate) mod text;
pub(crate) mod unit;

/// Writes SVG path data; writing to a string cannot fail.
macro_rules! put {
    ($data:expr, $($format:tt)*) => {{
        use std::fmt::Write;
        let _ = write!($data, $($format)*);
    }};
}
pub(crate) use put;

#[cfg(test)]
mod tests;
