//! Where Python looks for a name: in a module that it looks up first, among the global names, or in
//! a slot of the function. In Rust a name is settled when the program is compiled.

use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("sin")
        .beats("math.sin")
        .by(1.3)
        .source("HPP ch. 4, namespace: test1 takes 162 us and test2 124 us")
        .means(
            "since 3.11 each place remembers where it found a name: one step or two cost the same",
        ),
    claim("local sin")
        .beats("sin")
        .by(1.18)
        .source("HPP ch. 4, namespace: test2 takes 124 us and test3 105 us")
        .means(
            "since 3.11 each place remembers where it found a name: one step or two cost the same",
        ),
    claim("local sin")
        .within(0.1, "math.sin")
        .source("ours: CPython 3.11 remembers at each place where it found a name"),
    claim("Rust")
        .beats("local sin")
        .source("ours: a name that is settled when the program is compiled costs nothing"),
];

pub(crate) fn look_up() -> Experiment {
    experiment("namespaces/sine")
        .asks("What does it cost Python to find the function `sin`?")
        .claims(CLAIMS)
        .sizes([1000])
        .input(|n, _| (0..n).map(|x| x as f64).collect::<Vec<f64>>())
        .per("call", Vec::len)
        .ladder()
        .variant("Rust", |terms| {
            terms.iter().fold(0.0, |sum, x| sum + x.sin())
        })
        .python("math.sin", include_str!("module_attribute.py"))
        .mirrors("Rust")
        .python("sin", include_str!("global_name.py"))
        .mirrors("Rust")
        .python("local sin", include_str!("local_name.py"))
        .mirrors("Rust")
        .build()
}
