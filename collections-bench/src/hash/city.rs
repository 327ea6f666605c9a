//! The book's cities, hashed by their first letter: which of them collide?

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("first letter")
        .of("collisions")
        .equals(1.0)
        .on("New York, Barcelona")
        .source("HPP ch. 4, custom_hash_function: New York and Barcelona collide")
        .means("N is 78 and leaves 6 in eight slots, B is 66 and leaves 2: it is Rome that does"),
    claim("first letter")
        .of("collisions")
        .equals(1.0)
        .on("Rome, Barcelona")
        .source("ours: R is 82 and B is 66, and both leave 2 in eight slots"),
    claim("first letter")
        .of("collisions")
        .equals(1.0)
        .on("all four")
        .source("HPP ch. 4, custom_hash_function: one of the four cities collides"),
];

/// Slots of the book's table, less one.
const MASK: u64 = 7;

const CITIES: [&str; 4] = ["Rome", "San Francisco", "New York", "Barcelona"];

pub(crate) fn by_first_letter() -> Experiment {
    experiment("hash/city")
        .asks("Which cities collide when a city is hashed by its first letter?")
        .claims(CLAIMS)
        .case("New York, Barcelona", |_, _| vec![CITIES[2], CITIES[3]])
        .case("Rome, Barcelona", |_, _| vec![CITIES[0], CITIES[3]])
        .case("all four", |_, _| CITIES.to_vec())
        .per("city", Vec::len)
        .ladder()
        .variant("first letter", |cities| slots(cities, first_letter).len())
        .count("collisions", |cities| {
            collisions(&slots(cities, first_letter))
        })
        .variant("all letters", |cities| slots(cities, all_letters).len())
        .count("collisions", |cities| {
            collisions(&slots(cities, all_letters))
        })
        .build()
}

fn first_letter(city: &str) -> u64 {
    city.bytes().next().map_or(0, u64::from)
}

/// FNV-1a, as good as any for four short names.
fn all_letters(city: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    city.bytes().fold(start, |hash, letter| {
        (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The first slot that each city is sent to.
fn slots(cities: &[&str], hash: fn(&str) -> u64) -> Vec<u64> {
    cities.iter().map(|city| hash(city) & MASK).collect()
}

/// How many cities are sent to a slot that one before was sent to.
fn collisions(slots: &[u64]) -> (usize, u64) {
    let taken = |at: usize| slots[..at].contains(&slots[at]);
    let collisions = (0..slots.len()).filter(|&at| taken(at)).count();
    (slots.len(), collisions as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slots_are_those_of_the_letters() {
        assert_eq!(slots(&CITIES, first_letter), [2, 3, 6, 2]);
        assert_eq!(collisions(&[2, 3, 2, 2]), (4, 2));
    }
}
