//! Is it a prime? The book's loop, with the square root inside and outside of it, and several
//! divisions at once.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("root before the loop")
        .beats("root in the loop")
        .by(1.5)
        .from(1_000_000)
        .on("prime")
        .source("HPP ch. 1, check_prime: the square root need not be taken again and again")
        .means(
            "the compiler sees that the number does not change, and takes its root once, wherever \
             that is written",
        ),
    claim("root before the loop")
        .within(0.05, "root in the loop")
        .from(1_000_000)
        .on("prime")
        .source("ours: what does not change in a loop is taken out of it by the compiler"),
    claim("eight at once")
        .beats("root before the loop")
        .by(2.0)
        .from(1_000_000)
        .on("prime")
        .source("HPP ch. 1: one instruction can divide several numbers")
        .means(
            "a processor's divider is not as much faster for vectors as they are wide, and these \
             are the narrow ones that every x86-64 has",
        ),
    claim("root before the loop")
        .beats("eight at once")
        .on("even")
        .source("ours: seven of eight divisions are for nothing where the first would do"),
    claim("root before the loop")
        .of("divisions")
        .equals(3161.0)
        .at(10_000_000)
        .on("prime")
        .source("HPP ch. 1: check_prime(10_000_019) tries the numbers from 2 to 3162"),
    claim("root before the loop")
        .of("divisions")
        .equals(1.0)
        .on("even")
        .source("HPP ch. 1: check_prime(10_000_000) is done after one division"),
    claim("root before the loop, Python")
        .beats("root in the loop, Python")
        .by(1.5)
        .from(1_000_000)
        .on("prime")
        .source("HPP ch. 1, check_prime: the square root need not be taken again and again"),
    claim("check_prime")
        .beats("root before the loop, Python")
        .from(1_000_000)
        .on("prime")
        .source("ours: a range counts in C what a while loop counts in Python"),
];

pub(crate) fn check() -> Experiment {
    experiment("reduce/prime")
        .asks("What can be taken out of the loop that looks for a divisor?")
        .claims(CLAIMS)
        .sizes(decades(4..=9))
        .case("prime", |n, _| next_prime(n as u64))
        .case("even", |n, _| n as u64)
        .ladder()
        .variant("root in the loop", |&number| in_the_loop(number as f64))
        .variant("root before the loop", |&number| {
            before_the_loop(number as f64, |number, i| number / i)
        })
        .count("divisions", |&number| divisions(number))
        .variant("remainder", |&number| {
            (2..=number.isqrt()).all(|i| !number.is_multiple_of(i))
        })
        .variant("eight at once", |&number| eight_at_once(number as f64))
        .python("root in the loop, Python", include_str!("prime_in.py"))
        .mirrors("root in the loop")
        .python(
            "root before the loop, Python",
            include_str!("prime_before.py"),
        )
        .mirrors("root before the loop")
        .python("check_prime", include_str!("prime_book.py"))
        .mirrors("root before the loop")
        .build()
}

/// The first prime that is not below `number`.
fn next_prime(number: u64) -> u64 {
    let prime = |number: &u64| (2..=number.isqrt()).all(|i| !number.is_multiple_of(i));
    (number..).find(prime).unwrap_or(number)
}

/// The book's loop as one writes it who has not thought of the square root yet.
fn in_the_loop(number: f64) -> bool {
    let mut i = 2.0;
    while i <= number.sqrt() {
        if is_whole(number / i) {
            return false;
        }
        i += 1.0;
    }
    true
}

/// The book's `check_prime`.
fn before_the_loop(number: f64, mut divide: impl FnMut(f64, f64) -> f64) -> bool {
    let root = number.sqrt();
    let mut i = 2.0;
    while i <= root {
        if is_whole(divide(number, i)) {
            return false;
        }
        i += 1.0;
    }
    true
}

fn divisions(number: u64) -> (bool, u64) {
    let mut divisions = 0;
    let prime = before_the_loop(number as f64, |number, i| {
        divisions += 1;
        number / i
    });
    (prime, divisions)
}

/// The book's vectorised `check_prime`: eight quotients, and one question.
fn eight_at_once(number: f64) -> bool {
    const AT_ONCE: usize = 8;
    let root = number.sqrt();
    let mut first = 2.0;
    while first + (AT_ONCE as f64 - 1.0) <= root {
        let quotients: [f64; AT_ONCE] = std::array::from_fn(|at| number / (first + at as f64));
        // `any` would stop at the first, and so divide one by one.
        if quotients.iter().fold(false, |any, &q| any | is_whole(q)) {
            return false;
        }
        first += AT_ONCE as f64;
    }
    while first <= root {
        if is_whole(number / first) {
            return false;
        }
        first += 1.0;
    }
    true
}

/// Whether a number from 0 to 2^51 is whole: adding 2^52 leaves no room for a fraction. Rounding
/// functions are calls on processors that may lack the instruction.
fn is_whole(x: f64) -> bool {
    const NO_FRACTIONS: f64 = (1_u64 << 52) as f64;
    (x + NO_FRACTIONS) - NO_FRACTIONS == x
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_book_s_numbers() {
        assert_eq!(next_prime(10_000_000), 10_000_019);
        assert_eq!(divisions(10_000_019), (true, 3161));
        assert_eq!(divisions(10_000_000), (false, 1));
    }

    proptest! {
        #[test]
        fn whole_is_what_has_no_fraction(x in 0.0..1e9_f64) {
            prop_assert_eq!(is_whole(x), x.fract() == 0.0);
            prop_assert!(is_whole(x.trunc()));
        }

        #[test]
        fn every_way_agrees(number in 2_u64..100_000) {
            let prime = (2..=number.isqrt()).all(|i| !number.is_multiple_of(i));
            let number = number as f64;
            prop_assert_eq!(in_the_loop(number), prime);
            prop_assert_eq!(before_the_loop(number, |number, i| number / i), prime);
            prop_assert_eq!(eight_at_once(number), prime);
        }
    }
}
