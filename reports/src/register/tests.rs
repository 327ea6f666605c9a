//! What is registered, and what is refused in which words.

use super::*;
use crate::claim::{Growth, claim};

const SIZES: [u64; 4] = [16, 64, 256, 1024];

fn try_register(claim: &Claim) -> Result<RegisteredClaim, String> {
    let variants = [
        Offer {
            name: "scan",
            measures: &[],
            up_to: Some(256),
            limit: None,
        },
        Offer {
            name: "binary",
            measures: &["comparisons"],
            up_to: None,
            limit: Some("one line a look-up"),
        },
    ];
    register(claim, &SIZES, &["sorted", "random"], &variants)
}

fn accepted(claim: Claim) -> RegisteredClaim {
    try_register(&claim.source("a test")).expect("the claim can be judged")
}

fn refused(claim: Claim) -> String {
    try_register(&claim.source("a test")).expect_err("the claim can never be judged")
}

#[test]
fn a_claim_becomes_a_sentence() {
    for (claim, text) in [
        (
            claim("binary").beats("scan").by(1.5).from(64),
            "`binary` is at least 1.50 times as fast as `scan` from n = 64",
        ),
        (
            claim("binary").beats("scan"),
            "`binary` is at least as fast as `scan`",
        ),
        (
            claim("scan")
                .of("peak")
                .between(2.4, 3.0, "binary")
                .at(64)
                .on("sorted"),
            "The peak memory of `scan` is 2.40 to 3.00 times that of `binary` at n = 64 on \
             `sorted`",
        ),
        (
            claim("binary")
                .of("comparisons")
                .grows(Growth::Logarithmic)
                .from(16)
                .up_to(1024),
            "The number of comparisons of `binary` grows as O(log n) from n = 16 to 1,024",
        ),
        (
            claim("scan").allocates(0),
            "The number of allocations of `scan` is 0",
        ),
        (
            claim("scan").within(0.05, "binary").up_to(64),
            "The time of `scan` is that of `binary`, within 5.00 % up to n = 64",
        ),
        (claim("scan").beats("binary").says("My words"), "My words"),
    ] {
        assert_eq!(accepted(claim).text, text);
    }
}

#[test]
fn orders_crossings_bounds_and_conditions_become_sentences() {
    for (claim, text) in [
        (
            claim("binary").leads(&["scan"]).fits(1).on("sorted"),
            "`binary` is at least as fast as `scan` on `sorted` while the input fits L1",
        ),
        (
            claim("binary").of("bytes").leads(&["scan"]).beyond(2),
            "The number of bytes of `binary` is no larger than that of `scan` where the input \
             exceeds L2",
        ),
        (
            claim("binary").crosses("scan").between_sizes(16, 64),
            "`binary` becomes faster than `scan` between n = 16 and 64",
        ),
        (
            claim("binary").of("bytes").at_least(8.0),
            "The number of bytes of `binary` is at least 8",
        ),
        (
            claim("scan").takes_at_least(2.0, "binary"),
            "The time of `scan` is at least 2.00 times that of `binary`",
        ),
        (
            claim("scan").takes_at_most(2.0, "binary"),
            "The time of `scan` is at most 2.00 times that of `binary`",
        ),
    ] {
        assert_eq!(accepted(claim).text, text);
    }
}

#[test]
fn a_formula_is_evaluated_where_the_claim_covers_and_the_variant_runs() {
    let registered = accepted(claim("scan").of("bytes").follows("8 n", |n| 8.0 * n as f64));
    let RegisteredPrediction::Follows { words, values, .. } = registered.prediction else {
        panic!("{:?}", registered.prediction);
    };
    assert_eq!(words, "8 n");
    assert_eq!(
        values,
        BTreeMap::from([(16, 128.0), (64, 512.0), (256, 2048.0)])
    );
}

#[test]
fn the_hash_tells_predictions_apart_and_not_words() {
    let base = claim("binary").beats("scan").by(1.5);
    let hash = |claim| accepted(claim).hash;
    assert_eq!(hash(base), "d9ae8456d2ecc682", "it must never change");
    assert_eq!(hash(base), hash(base.says("Other words")));
    for other in [
        claim("binary").beats("scan").by(1.500_000_1),
        base.from(16),
        base.up_to(256),
        base.on("sorted"),
        base.of("bytes"),
        claim("binary").within(0.5, "scan"),
        claim("binary").between(0.5, 1.5, "scan"),
        base.fits(1),
        base.beyond(1),
        claim("binary").leads(&["scan"]),
        claim("binary").crosses("scan").between_sizes(16, 64),
    ] {
        assert_ne!(hash(base), hash(other));
    }
    let follows = |formula| hash(claim("scan").of("bytes").follows("a formula", formula));
    assert_ne!(follows(|n| n as f64), follows(|n| 2.0 * n as f64));
}

#[test]
fn orders_and_crossings_that_cannot_be_judged_are_refused_with_the_fix() {
    for (claim, part) in [
        (claim("scan").at_least(5.0), "predicts a time exactly"),
        (claim("scan").leads(&[]), "leads nobody"),
        (
            claim("scan").leads(&["binary", "binary"]),
            "names `binary` twice",
        ),
        (claim("scan").leads(&["scan"]), "compares it with itself"),
        (
            claim("scan").leads(&["binary", "tree"]),
            "compares it with `tree`, which is no variant",
        ),
        (
            claim("binary").crosses("scan"),
            "does not say where it crosses: add `.between_sizes",
        ),
        (
            claim("binary").crosses("scan").between_sizes(17, 64),
            "crosses between n = 17 and 64, where 1 of its sizes lie",
        ),
    ] {
        let message = refused(claim);
        assert!(message.contains(part), "{message}\nlacks\n{part}");
    }
}

#[test]
fn what_can_never_be_judged_is_refused_with_the_fix() {
    for (claim, part) in [
        (
            claim("binry").beats("scan"),
            "a claim is about `binry`, which is no variant of the experiment: did you mean \
             `binary`?",
        ),
        (
            claim("binary").beats("xyz"),
            "compares it with `xyz`, which is no variant of the experiment: choose from `scan`, \
             `binary`",
        ),
        (claim("scan").beats("scan"), "compares it with itself"),
        (
            claim("scan").beats("binary").on("sortd"),
            "did you mean `sorted`?",
        ),
        (
            claim("binary").of("comparison").grows(Growth::Linear),
            "did you mean `comparisons`?",
        ),
        (
            claim("scan").of("comparisons").grows(Growth::Linear),
            "add `.count(\"comparisons\", …)` to that variant",
        ),
        (
            claim("binary").of("comparisons").beats("scan"),
            "which `scan` does not count",
        ),
        (claim("scan"), "predicts nothing: add a verb"),
        (claim("scan").equals(5.0), "predicts a time exactly"),
        (claim("scan").at_most(5.0), "predicts a time exactly"),
        (
            claim("scan").beats("binary").from(512),
            "covers no size at which its variants are run",
        ),
        (
            claim("scan").steady(0.1).at(64),
            "covers only n = 64, and needs at least two sizes",
        ),
        (
            claim("binary")
                .of("bytes")
                .follows("1 / (n - 16)", |n| 1.0 / (n as f64 - 16.0)),
            "gives inf at n = 16: restrict",
        ),
        (
            claim("binary").of("bytes").at_most(f64::NAN),
            "predicts NaN: write a finite number",
        ),
    ] {
        let message = refused(claim);
        assert!(message.contains(part), "{message}\nlacks\n{part}");
    }
    let sourceless = try_register(&claim("scan").beats("binary")).expect_err("no source");
    assert!(sourceless.contains("names no source: add `.source"));
}

#[test]
fn a_share_of_a_limit_needs_one() {
    let text = accepted(claim("binary").reaches(0.75).from(64)).text;
    assert_eq!(
        text,
        "`binary` reaches at least 75.0 % of the limit from n = 64: one line a look-up"
    );
    assert_eq!(
        refused(claim("scan").reaches(0.5)),
        "the claim about `scan` speaks of its limit, which `scan` does not name: add \
         `.limit(\"…\", …)` to that variant"
    );
    let counted = refused(claim("binary").of("comparisons").reaches(0.5));
    assert!(
        counted.contains("leave out `.of(\"comparisons\")`"),
        "{counted}"
    );
    let half = accepted(claim("binary").reaches(0.5));
    assert_ne!(half.hash, accepted(claim("binary").reaches(0.75)).hash);
}
