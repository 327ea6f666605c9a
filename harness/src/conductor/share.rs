//! Several workers at once, for what is not timed.

use std::num::NonZero;
use std::sync::{Mutex, mpsc};
use std::thread;

use anyhow::Result;

use super::send::{Outcome, Sender};
use super::{End, plain};
use crate::worker::message::{Errand, Job};

/// More workers than this would need the memory of as many inputs at once.
const MOST_HANDS: usize = 4;

/// So many shares for each worker: whoever is done early takes another.
const SHARES: usize = 6;

/// Fewer errands are not worth the start of a process.
const LEAST_ERRANDS: usize = 4;

/// Some errands, each with its place among all.
pub(super) type Share = Vec<(usize, Errand)>;

/// Sends as many workers out at once as there are cores; errands of two groups share none. Errands
/// that may take long come first; the outcomes are heard in any order.
///
/// # Errors
/// When no worker can be started.
pub(super) fn share(
    sender: Sender<'_>,
    job: Job,
    groups: Vec<Share>,
    hear: &mut dyn FnMut(usize, Outcome),
) -> Result<End> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let most = cores.min(MOST_HANDS);
    let deal = |group| dealt(group, most);
    let shares: Vec<Share> = groups.into_iter().rev().flat_map(deal).collect();
    let hands = most.min(shares.len());
    let sender = Sender { hands, ..sender };
    let shares = Mutex::new(shares);
    let next = || shares.lock().ok().and_then(|mut shares| shares.pop());
    let work = |outcomes: mpsc::Sender<(usize, Outcome)>| -> Result<End> {
        while let Some(share) = next() {
            let (places, errands): (Vec<usize>, Vec<Errand>) = share.into_iter().unzip();
            let end = sender.send(&plain, job, errands, &mut |at, outcome| {
                // Whoever does not listen any more has failed elsewhere.
                let _ = outcomes.send((places[at], outcome));
            })?;
            if end == End::Interrupted {
                return Ok(end);
            }
        }
        Ok(End::Complete)
    };
    thread::scope(|scope| {
        let (outcomes, heard) = mpsc::channel();
        let hands: Vec<_> = (0..hands)
            .map(|_| {
                let outcomes = outcomes.clone();
                scope.spawn(|| work(outcomes))
            })
            .collect();
        drop(outcomes);
        for (place, outcome) in heard {
            hear(place, outcome);
        }
        let mut end = End::Complete;
        for hand in hands {
            let came = hand
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            if came? == End::Interrupted {
                end = End::Interrupted;
            }
        }
        Ok(end)
    })
}

/// Deals the errands out round by round, so that each share holds some of the long ones; the first
/// share to be taken stands last.
fn dealt(errands: Share, hands: usize) -> Vec<Share> {
    let most = errands.len().div_ceil(LEAST_ERRANDS);
    let count = if hands > 1 {
        most.clamp(1, hands * SHARES)
    } else {
        1
    };
    let mut shares = vec![Share::new(); count];
    for (at, errand) in errands.into_iter().enumerate() {
        shares[at % count].push(errand);
    }
    shares.reverse();
    shares.retain(|share| !share.is_empty());
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effort::Plan;
    use crate::worker::message::TrialKey;

    fn errands(count: usize) -> Vec<(usize, Errand)> {
        let errand = |size| Errand {
            key: TrialKey {
                experiment: 0,
                case: 0,
                size,
            },
            left_out: Vec::new(),
            calls: Vec::new(),
            draws: false,
            pace: Plan::new_for_tests().pace,
        };
        (0..count).map(|at| (at, errand(at as u64))).collect()
    }

    #[test]
    fn nothing_is_lost_and_each_share_has_some_of_what_is_long() {
        for (count, hands, shares) in [(0, 2, 0), (3, 2, 1), (48, 2, 12), (400, 4, 24), (9, 1, 1)] {
            let dealt = dealt(errands(count), hands);
            assert_eq!(dealt.len(), shares, "{count} errands");
            let mut places: Vec<usize> = dealt.iter().flatten().map(|(place, _)| *place).collect();
            places.sort_unstable();
            assert_eq!(places, (0..count).collect::<Vec<_>>());
        }
        let first = dealt(errands(48), 2).pop().expect("there are some");
        let places: Vec<usize> = first.iter().map(|(place, _)| *place).collect();
        assert_eq!(places, [0, 12, 24, 36]);
    }
}
