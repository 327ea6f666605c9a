//! Values that begin on a line of the cache: otherwise every other wide load lies across two lines.

use crate::wire::Wire;

/// Bytes of a line.
const LINE: usize = 64;

/// Lines by which arrays that are read side by side begin apart within a page.
const APART: usize = 5;

/// Numbers, of which the first lies at the beginning of a line.
#[derive(Debug)]
pub struct Aligned {
    values: Vec<f64>,
    /// Values before that line.
    skipped: usize,
}

impl Aligned {
    /// As many as fit so many bytes, each as its place tells. They are whole and small, so that
    /// sums in any order are exact.
    pub fn new(bytes: usize, value: impl Fn(usize) -> f64) -> Self {
        Self::beside(0, bytes, value)
    }

    /// As [`new`](Self::new), for the array with this number, from 0, among some that are read side
    /// by side. Large arrays begin at the same place of a page each, and what reads several then
    /// asks the same sets of the cache for all: these begin some lines apart.
    pub fn beside(number: usize, bytes: usize, value: impl Fn(usize) -> f64) -> Self {
        let count = bytes / size_of::<f64>();
        let line = LINE / size_of::<f64>();
        let lines = number * APART;
        let mut values: Vec<f64> = Vec::with_capacity(count + (lines + 1) * line);
        let address = values.as_ptr().addr();
        let skipped = (address.next_multiple_of(LINE) - address) / size_of::<f64>() + lines * line;
        values.resize(skipped, 0.0);
        values.extend((0..count).map(value));
        Self { values, skipped }
    }

    /// All of them.
    pub fn values(&self) -> &[f64] {
        &self.values[self.skipped..]
    }

    /// All of them, to be changed.
    pub fn values_mut(&mut self) -> &mut [f64] {
        &mut self.values[self.skipped..]
    }
}

impl Wire for Aligned {
    fn write(&self, out: &mut Vec<u8>) {
        self.values().write(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_begin_on_a_line_and_are_where_they_were_put() {
        for bytes in [0, 8, 64, 10_000, 1 << 20] {
            let mut aligned = Aligned::new(bytes, |place| place as f64);
            assert!(aligned.values().as_ptr().addr().is_multiple_of(LINE) || bytes == 0);
            let later = Aligned::beside(1, bytes, |place| place as f64);
            assert!(later.values().as_ptr().addr().is_multiple_of(LINE) || bytes == 0);
            assert_eq!(later.values(), aligned.values());
            assert_eq!(aligned.values_mut().len(), bytes / 8);
            let places = aligned.values().iter().enumerate();
            assert!(
                places
                    .into_iter()
                    .all(|(place, value)| (value - place as f64).abs() < 0.5)
            );
        }
    }
}
