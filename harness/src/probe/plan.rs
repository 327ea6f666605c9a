//! How much a probe spends, and on which working sets.

use std::time::Duration;

use reports::record::{Effort, Machine};

/// What one probe does.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// Bytes of the working sets, from the smallest.
    pub(super) sizes: Vec<usize>,
    /// Readings of each figure, for each kind of pages.
    pub(super) rounds: usize,
    /// After this the rounds over one kind of pages end, though some are made in any case.
    pub(super) time: Duration,
    /// Bytes of each array of the triad.
    pub(super) array: usize,
}

/// Bytes of the last level of the cache where the system tells none.
pub(super) const LAST_LEVEL: u64 = 16 << 20;

/// The smallest working set: it fits the first level of every cache.
const SMALLEST: u64 = 16 << 10;

/// The largest working set exceeds the last level of the cache by this factor.
const BEYOND: u64 = 4;

/// It is no larger than this, whatever the cache: touching it takes time.
const LARGEST: u64 = 512 << 20;

/// All working sets together, at most four times the largest, leave memory to others.
const SHARE: u64 = 16;

impl Plan {
    pub(super) fn new(machine: &Machine, effort: Effort) -> Self {
        let last = machine
            .caches
            .last()
            .map_or(LAST_LEVEL, |cache| cache.bytes);
        let memory = if machine.memory == 0 {
            1 << 30
        } else {
            machine.memory
        };
        let most = LARGEST
            .min((memory / SHARE).next_power_of_two() / 2)
            .max(SMALLEST);
        let beyond = (BEYOND * last).next_power_of_two();
        match effort {
            Effort::Quick => {
                let largest = (beyond / 2).min(most);
                Self {
                    sizes: sizes(largest, &[2]),
                    rounds: 10,
                    time: Duration::from_millis(700),
                    array: usize_of(largest / 2),
                }
            }
            Effort::Default | Effort::Thorough => {
                let largest = beyond.min(most);
                let mut sizes = sizes(largest, &[2, 3]);
                // Of a working set that exceeds the last level by a factor of four that level still
                // serves up to a quarter; of this one an eighth, and the rest is memory.
                if 2 * largest <= most {
                    sizes.push(usize_of(2 * largest));
                }
                Self {
                    sizes,
                    rounds: 16,
                    time: Duration::from_secs(4),
                    array: usize_of(largest / 2),
                }
            }
        }
    }

    /// A little of everything.
    #[cfg(test)]
    pub(super) fn tiny() -> Self {
        Self {
            sizes: sizes(256 << 10, &[2]),
            rounds: 5,
            time: Duration::ZERO,
            array: 64 << 10,
        }
    }
}

/// Powers of two from the smallest working set to the largest, and the multiples of their halves.
fn sizes(largest: u64, halves: &[u64]) -> Vec<usize> {
    let octaves = std::iter::successors(Some(SMALLEST), |size| Some(size * 2));
    let all = octaves
        .take_while(|&size| size <= largest)
        .flat_map(|size| halves.iter().map(move |half| size / 2 * half));
    all.filter(|&size| size <= largest).map(usize_of).collect()
}

fn usize_of(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use reports::record::Cache;

    use super::*;

    fn machine(last: u64, memory: u64) -> Machine {
        let cache = Cache {
            level: 3,
            bytes: last,
            line: 64,
        };
        Machine {
            caches: vec![cache],
            memory,
            ..Machine::default()
        }
    }

    #[test]
    fn working_sets_exceed_the_caches_and_leave_memory_to_others() {
        let largest = |last, memory| {
            let plan = Plan::new(&machine(last, memory), Effort::Default);
            *plan.sizes.last().expect("there are some") as u64
        };
        assert_eq!(largest(32 << 20, 24 << 30), 256 << 20);
        assert_eq!(largest(1 << 30, 1 << 40), LARGEST);
        assert_eq!(largest(32 << 20, 1 << 30), 32 << 20);
        assert_eq!(largest(32 << 20, 1), SMALLEST);
    }

    #[test]
    fn sizes_are_whole_lines_in_ascending_order() {
        let sizes = Plan::new(&machine(32 << 20, 24 << 30), Effort::Default).sizes;
        assert_eq!(sizes[sizes.len() - 2..], [128 << 20, 256 << 20]);
        assert_eq!(sizes[..4], [16 << 10, 24 << 10, 32 << 10, 48 << 10]);
        assert!(sizes.is_sorted() && sizes.iter().all(|size| size % 64 == 0));
        let quick = Plan::new(&machine(32 << 20, 24 << 30), Effort::Quick).sizes;
        assert!(quick.len() < sizes.len() / 2 + 1);
    }
}
