//! The book's dict_probing: which slots CPython tries, one after the other.

use harness::prelude::*;

use crate::table::probing::{Perturbed, walk};

const CLAIMS: &[Claim] = &[
    claim("perturbed probing")
        .of("departures")
        .equals(0.0)
        .source("HPP ch. 4, dict_probing: five hashes in eight slots, as printed"),
    claim("perturbed probing")
        .of("missed slots")
        .equals(0.0)
        .source("HPP ch. 4: in the end every slot is tried"),
];

/// Slots of the book's table, less one.
const MASK: usize = 7;

/// Slots that the book prints for each hash.
const PRINTED: usize = 10;

/// Steps after which a hash of so few bits is used up and every slot has been tried.
const ENOUGH: usize = 2 * PRINTED;

/// Hashes with the first slots that they are sent to.
const BOOK: [(u64, [usize; PRINTED]); 5] = [
    (0b0000_0111, [7, 4, 5, 2, 3, 0, 1, 6, 7, 4]),
    (0b1110_0111, [7, 3, 0, 1, 6, 7, 4, 5, 2, 3]),
    (0b0111_0111, [7, 7, 4, 5, 2, 3, 0, 1, 6, 7]),
    (0b0111_0001, [1, 1, 6, 7, 4, 5, 2, 3, 0, 1]),
    (0b0111_0000, [0, 4, 5, 2, 3, 0, 1, 6, 7, 4]),
];

pub(crate) fn printed() -> Experiment {
    experiment("hash/probe-order")
        .asks("Which slots does CPython try, and in which order?")
        .claims(CLAIMS)
        .sizes([BOOK.len() as u64])
        .input(|n, _| {
            BOOK[..n]
                .iter()
                .map(|&(hash, _)| hash)
                .collect::<Vec<u64>>()
        })
        .per("hash", Vec::len)
        .ladder()
        .variant("perturbed probing", |hashes| slots(hashes))
        .count("departures", |hashes| {
            let slots = slots(hashes);
            let printed = BOOK.iter().flat_map(|(_, printed)| printed);
            let departures = printed.zip(&slots).filter(|(a, b)| a != b).count();
            (slots, departures as u64)
        })
        .count("missed slots", |hashes| (slots(hashes), missed(hashes)))
        .python("dict_probing in Python", include_str!("probe_order.py"))
        .mirrors("perturbed probing")
        .build()
}

fn slots(hashes: &[u64]) -> Vec<usize> {
    let walks = hashes
        .iter()
        .flat_map(|&hash| walk::<Perturbed>(hash, MASK).take(PRINTED));
    walks.collect()
}

/// Slots that any hash did not come to in enough steps.
fn missed(hashes: &[u64]) -> u64 {
    let missed = hashes.iter().map(|&hash| {
        let tried = walk::<Perturbed>(hash, MASK).take(ENOUGH);
        let tried = tried.fold(0_u8, |tried, slot| tried | 1 << slot);
        u64::from(tried.count_zeros())
    });
    missed.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_walks_are_those_of_the_book() {
        for (hash, printed) in BOOK {
            let slots: Vec<usize> = walk::<Perturbed>(hash, MASK).take(PRINTED).collect();
            assert_eq!(slots, printed, "{hash:#010b}");
        }
    }
}
