//! Looks at the memory of another process, now and then, while it works: as mprof does.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Between two looks.
const PAUSE: Duration = Duration::from_micros(100);

/// No more looks than these are kept.
const MOST: usize = 1 << 20;

/// Nanoseconds of the monotonic clock, which all processes share, and resident bytes.
type Sample = (u64, u64);

/// A thread that looks at a process.
pub(super) struct Sampler {
    ended: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Sample>>,
}

impl Sampler {
    pub(super) fn start(process: u64) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let thread = thread::spawn(move || {
            let mut samples = Vec::new();
            // Where there is no such file, there are no samples.
            let Ok(file) = File::open(format!("/proc/{process}/statm")) else {
                return samples;
            };
            while !told.load(Ordering::Relaxed) && samples.len() < MOST {
                samples.extend(look(&file));
                thread::sleep(PAUSE);
            }
            samples
        });
        Self { ended, thread }
    }

    pub(super) fn stop(self) -> Vec<Sample> {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}

fn look(statm: &File) -> Option<Sample> {
    let mut text = [0; 128];
    let length = statm.read_at(&mut text, 0).ok()?;
    let text = std::str::from_utf8(&text[..length]).ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some((now(), pages * rustix::param::page_size() as u64))
}

fn now() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    seconds * 1_000_000_000 + u64::try_from(time.tv_nsec).unwrap_or_default()
}

/// What a process held more than at `start`, from then until `stop`; equal neighbours are one step.
pub(super) fn since(samples: &[Sample], start: u64, stop: u64) -> Vec<(u64, u64)> {
    let before = samples.iter().take_while(|(at, _)| *at <= start).last();
    let Some(&(_, base)) = before.or(samples.first()) else {
        return Vec::new();
    };
    let within = samples.iter().filter(|(at, _)| (start..=stop).contains(at));
    let mut points = vec![(0, 0)];
    for &(at, bytes) in within {
        let held = bytes.saturating_sub(base);
        if points.last().is_none_or(|last| last.1 != held) {
            points.push((at - start, held));
        }
    }
    let last = points.last().map_or(0, |last| last.1);
    points.push((stop.saturating_sub(start), last));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_steps_from_the_beginning_of_the_call_to_its_end() {
        let samples = [(5, 90), (9, 100), (12, 100), (14, 130), (16, 130), (30, 50)];
        assert_eq!(since(&samples, 10, 20), [(0, 0), (14 - 10, 30), (10, 30)]);
        assert_eq!(since(&[], 10, 20), []);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_looked_at_until_it_is_enough() {
        let start = now();
        let sampler = Sampler::start(u64::from(std::process::id()));
        thread::sleep(Duration::from_millis(30));
        let samples = sampler.stop();
        assert!(samples.len() > 3, "{}", samples.len());
        assert!(samples.iter().all(|&(at, bytes)| at >= start && bytes > 0));
        assert_eq!(Sampler::start(u64::MAX).stop(), []);
    }
}
