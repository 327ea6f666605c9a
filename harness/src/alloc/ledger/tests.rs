//! Ledgers after any history, against the plainest means.

use super::{Ledger, Usage};
use crate::alloc::count;
use crate::alloc::own::{self, by_library};

/// What a ledger says after a history, by the plainest means.
fn told_plainly(history: &[(usize, usize, bool)]) -> Usage {
    let (mut held, mut usage) = (0_i64, Usage::default());
    let both = |here: i64, there: usize| u64::try_from(here + there as i64).unwrap_or_default();
    for &(from, to, moved) in history {
        // A block that never was is obtained, one that comes to nothing is given back.
        if moved && from > 0 && to > 0 {
            usage.moves += 1;
            usage.moved_bytes += from.min(to) as u64;
            usage.peak_while_moving = usage.peak_while_moving.max(both(held, to));
        }
        usage.allocations += u64::from(to > 0);
        usage.reallocations += u64::from(from > 0 && to > 0);
        usage.bytes += to.saturating_sub(from) as u64;
        held += to as i64 - from as i64;
        usage.peak = usage.peak.max(both(held, 0));
    }
    usage.peak_while_moving = usage.peak_while_moving.max(usage.peak);
    Usage { held, ..usage }
}

proptest::proptest! {
    /// Also where blocks are given back that are older than the ledger.
    #[test]
    fn a_ledger_says_what_the_plainest_means_say(
        history in proptest::collection::vec((0_usize..5, 0_usize..5, proptest::bool::ANY), 0..40),
    ) {
        let ledger = Ledger::new();
        ledger.open();
        for &(from, to, moved) in &history {
            match (from, to) {
                (0, 0) => {}
                (0, size) => ledger.look_closer_if(ledger.obtain(size)),
                (size, 0) => ledger.look_closer_if(ledger.give_back(size)),
                (from, to) => ledger.resize(from, to, moved),
            }
        }
        proptest::prop_assert_eq!(ledger.usage(), told_plainly(&history));
    }

    /// The ledger of a thread, and the one that it has where there is no assembly to reach it.
    #[test]
    fn the_ledger_of_a_thread_says_what_the_plainest_means_say(
        history in proptest::collection::vec((1_usize..5, proptest::bool::ANY), 0..40),
    ) {
        let ((), usage) = count(|| {
            for &(bytes, obtained) in &history {
                let enter = if obtained { own::obtain } else { own::give_back };
                let closer = enter(bytes);
                own::with(|ledger| ledger.look_closer_if(closer));
            }
        });
        by_library::with(Ledger::open);
        for &(bytes, obtained) in &history {
            let enter = if obtained { by_library::obtain } else { by_library::give_back };
            let closer = enter(bytes);
            by_library::with(|ledger| ledger.look_closer_if(closer));
        }
        let history: Vec<_> = history
            .into_iter()
            .map(|(bytes, obtained)| if obtained { (0, bytes, false) } else { (bytes, 0, false) })
            .collect();
        proptest::prop_assert_eq!(usage, told_plainly(&history));
        proptest::prop_assert_eq!(by_library::with(Ledger::usage), told_plainly(&history));
    }
}
