//! Making a tuple or a list of ten values in Python: constants, and values that are not.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("tuple of constants")
        .beats("list of constants")
        .by(5.0)
        .source("HPP ch. 3: a tuple of ten constants takes 12.2 ns, a list 61.9 ns (5.1 times)"),
    claim("tuple of variables")
        .beats("list of variables")
        .by(2.0)
        .source("HPP ch. 3: tuples are cached, and made faster than lists"),
    claim("list of variables")
        .between(1.05, 1.5, "tuple of variables")
        .source("ours: a list has one block more, the constant tuple was made by the compiler"),
    claim("tuple of constants")
        .beats("tuple of variables")
        .by(3.0)
        .source("ours: a tuple of constants is not made at all, but taken from the code"),
];

pub(crate) fn in_python() -> Experiment {
    experiment("sequence/literal")
        .asks("Is a tuple made faster than a list in Python?")
        .claims(CLAIMS)
        .sizes([1000])
        .input(|n, _| n as u64)
        .per("sequence", |&n| n as usize)
        .ladder()
        .variant("list in Rust", |&n| {
            made(n, |i| (i..i + 10).collect::<Vec<u64>>())
        })
        .variant("array in Rust", |&n| {
            made(n, |i| std::array::from_fn::<u64, 10, _>(|j| i + j as u64))
        })
        .python("tuple of constants", include_str!("tuple_of_constants.py"))
        .python("list of constants", include_str!("list_of_constants.py"))
        .python("tuple of variables", include_str!("tuple_of_variables.py"))
        .python("list of variables", include_str!("list_of_variables.py"))
        .build()
}

/// Makes a sequence of ten values from 0 on `n` times, and adds up all that is in them. That each
/// begins with 0 the compiler does not see.
fn made<S: AsRef<[u64]>>(n: u64, make: impl Fn(u64) -> S) -> u64 {
    (0..n)
        .map(|at| make(at / n).as_ref().iter().sum::<u64>())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_values_add_up_to_forty_five() {
        assert_eq!(made(3, |i| vec![i; 1]), 0);
        assert_eq!(made(3, |i| (i..i + 10).collect::<Vec<u64>>()), 3 * 45);
    }
}
