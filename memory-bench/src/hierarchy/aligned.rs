//! Values that begin on a line of the cache: otherwise every other wide load lies across two lines.

use harness::prelude::Wire;

/// Bytes of a line.
const LINE: usize = 64;

/// Numbers, of which the first lies at the beginning of a line.
#[derive(Debug)]
pub(super) struct Aligned {
    values: Vec<f64>,
    /// Values before that line.
    skipped: usize,
}

impl Aligned {
    /// As many as fit so many bytes, each as its place tells. They are whole and small, so that
    /// sums in any order are exact.
    pub(super) fn new(bytes: usize, value: impl Fn(usize) -> f64) -> Self {
        let count = bytes / size_of::<f64>();
        let room = LINE / size_of::<f64>();
        let mut values: Vec<f64> = Vec::with_capacity(count + room);
        let address = values.as_ptr().addr();
        let skipped = (address.next_multiple_of(LINE) - address) / size_of::<f64>();
        values.resize(skipped, 0.0);
        values.extend((0..count).map(value));
        Self { values, skipped }
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values[self.skipped..]
    }

    pub(super) fn values_mut(&mut self) -> &mut [f64] {
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
