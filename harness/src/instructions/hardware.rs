//! The hardware's counters, where Linux lets a program read its own: instructions, cycles, branches
//! foreseen wrongly, reads that missed the cache. User code alone is counted.

use reports::record::Counters;

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub(crate) use linux::{open, read, start, stop};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use super::Seen;

    pub(crate) fn open() -> Result<(), String> {
        Err("hardware counters are read on Linux alone".to_owned())
    }

    pub(crate) fn start() {}

    pub(crate) fn stop() {}

    pub(crate) fn read() -> Option<Seen> {
        None
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) use elsewhere::{open, read, start, stop};

/// What was counted over some laps. The first two are always there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Seen(pub(crate) [Option<f64>; 4]);

/// What one call costs: the median over pairs of slices of what the longer one has more, a lap.
pub(crate) fn a_call(pairs: &[(Seen, Seen)], more_laps: u64) -> Option<Counters> {
    let of = |event: usize| {
        let more = pairs
            .iter()
            .map(|(fewer, more)| Some(more.0[event]? - fewer.0[event]?));
        let mut more: Vec<f64> = more.collect::<Option<_>>()?;
        more.sort_by(f64::total_cmp);
        let median = *more.get(more.len() / 2)?;
        Some((median / more_laps as f64).max(0.0))
    };
    Some(Counters {
        instructions: of(0)?,
        cycles: of(1)?,
        branch_misses: of(2),
        cache_misses: of(3),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_the_median_difference_and_what_is_not_told_is_absent() {
        let seen = |instructions, cycles| Seen([Some(instructions), Some(cycles), Some(0.0), None]);
        let pairs = [
            (seen(100.0, 50.0), seen(180.0, 90.0)),
            (seen(100.0, 50.0), seen(180.0, 250.0)),
            (seen(100.0, 50.0), seen(180.0, 91.0)),
        ];
        let call = a_call(&pairs, 8).expect("all pairs have both");
        assert_eq!((call.instructions, call.cycles), (10.0, 41.0 / 8.0));
        assert_eq!((call.branch_misses, call.cache_misses), (Some(0.0), None));
        assert_eq!(call.ipc(), Some(80.0 / 41.0));
        assert_eq!(a_call(&[], 8), None);
    }
}
