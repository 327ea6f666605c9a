//! Reading from memory beside what is measured, at a speed.

use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::pages::WORDS;

/// Bytes that are read between two looks at the clock.
const BLOCK: usize = 64 << 10;

/// Reads until it is told to stop, so many bytes a nanosecond, or as many as it can. Tells whether
/// it came to nine tenths of that.
#[must_use]
pub fn read_until(over: &AtomicBool, words: &[u64], rate: Option<f64>) -> bool {
    let start = Instant::now();
    let mut read = 0.0;
    for block in words.chunks(BLOCK / size_of::<u64>()).cycle() {
        let lines = block.iter().step_by(WORDS);
        black_box(lines.fold(0, |all, next| all | next));
        read += size_of_val(block) as f64;
        let due = |rate: f64| start.elapsed().as_nanos() as f64 * rate;
        while rate.is_some_and(|rate| due(rate) < read) && !over.load(Ordering::Relaxed) {
            spin_loop();
        }
        if over.load(Ordering::Relaxed) {
            return rate.is_none_or(|rate| read >= 0.9 * due(rate));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_reader_keeps_to_its_speed_or_says_that_it_cannot() {
        let words = vec![1; 2 * BLOCK / size_of::<u64>()];
        let kept_up = |rate| {
            let over = AtomicBool::new(false);
            thread::scope(|scope| {
                let reader = scope.spawn(|| read_until(&over, &words, rate));
                thread::sleep(Duration::from_millis(5));
                over.store(true, Ordering::Relaxed);
                reader.join().expect("it reads")
            })
        };
        assert!(kept_up(None));
        assert!(!kept_up(Some(1e6)), "no machine reads so fast");
    }
}
