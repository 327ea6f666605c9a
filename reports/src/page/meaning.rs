//! What a verdict means, in plain sentences made from the figures: what whoever has to choose gets.

mod growth;
mod practice;

use crate::figures;
use crate::record::RegisteredPrediction;
use crate::verdict::{Finding, Judgement};

use super::exhibit::{Exhibit, Judged};

/// So many sizes tell a slope.
const SIZES: usize = 3;

/// A growth by less is told of nobody's memory.
const TELLING: f64 = 1.1;

/// What the figures of a claim mean; nothing where there is no more to say than the evidence does.
pub(super) fn meaning(exhibit: &Exhibit<'_>, judged: &Judged<'_>) -> Option<String> {
    let judgement = &judged.judgement;
    let spread = match &judged.claim.prediction {
        RegisteredPrediction::Grows(_) | RegisteredPrediction::Steady { .. } => {
            growth::growth(exhibit, judged.claim, judgement)
        }
        RegisteredPrediction::Crosses { .. } => None,
        _ => extremes(judgement),
    };
    let sentences = [practice::practice(exhibit, judged), spread];
    let told: Vec<String> = sentences.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// From the smallest to the largest figure over all places of a claim.
fn extremes(judgement: &Judgement) -> Option<String> {
    let findings = &judgement.findings;
    let by_figure = |a: &&Finding, b: &&Finding| a.figure.point.total_cmp(&b.figure.point);
    let (least, most) = (
        findings.iter().min_by(by_figure)?,
        findings.iter().max_by(by_figure)?,
    );
    let apart = most.figure.point > TELLING * least.figure.point;
    if findings.len() < SIZES || !apart {
        return None;
    }
    let write = |finding: &Finding| {
        let figure = figures::quantity(judgement.quantity, finding.figure.point);
        let size = finding
            .size
            .map(|size| format!("n = {}", figures::size(size)));
        let case = Some(finding.case.as_str()).filter(|case| !case.is_empty());
        let place: Vec<String> = [size, case.map(|case| format!("`{case}`"))]
            .into_iter()
            .flatten()
            .collect();
        format!("{figure} at {}", place.join(" on "))
    };
    Some(format!(
        "Over all {} trials it runs from {} to {}.",
        findings.len(),
        write(least),
        write(most)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::{Claim, Growth, claim};
    use crate::judge::Verdicts;
    use crate::record::Record;
    use crate::sample::Sample;

    fn told(record: &Record) -> Option<String> {
        let verdicts = Verdicts::of([record]);
        let exhibit = Exhibit::new(record, None, &verdicts);
        meaning(&exhibit, &exhibit.claims[0])
    }

    fn reads(count: bool, slower: f64) -> Record {
        // 32 KiB hold 4,096 elements, 1 MiB holds 131,072.
        let sample = Sample::new("read")
            .sizes(&[10, 100, 1_000, 10_000, 100_000, 1_000_000])
            .variant(
                "index",
                move |n| if n > 131_072 { 2.0 * slower } else { 2.0 },
            )
            .claim(claim("index").steady(0.1));
        let sample = if count {
            sample.count("reads", |_| 1.0)
        } else {
            sample
        };
        sample.build()
    }

    #[test]
    fn the_memory_is_told_from_the_work() {
        let text = told(&reads(true, 2.6)).expect("there is something to say");
        assert_eq!(
            text,
            "From n = 10 to 1,000 the time of one call grows as n^0.00: flat. At n = 1,000,000 \
             the input no longer fits L2, and one call takes 2.60 times as long as at n = 100,000. \
             It takes as many reads: that is the memory, not the work."
        );
        let uncounted = told(&reads(false, 2.6)).expect("there is something to say");
        assert!(
            uncounted.ends_with("as long as at n = 100,000."),
            "{uncounted}"
        );
        let even = told(&reads(true, 1.0)).expect("there is something to say");
        assert!(even.ends_with("n^0.00: flat."), "{even}");
    }

    #[test]
    fn growth_is_told_in_words() {
        let sample = Sample::new("scan")
            .sizes(&[10, 100, 1_000])
            .variant("scan", |n| n as f64)
            .claim(claim("scan").grows(Growth::Linear));
        let text = told(&sample.build()).expect("there is something to say");
        assert!(text.ends_with("n^1.00: in proportion to n."), "{text}");
    }

    /// What a claim about these two comes to in words.
    fn of(claim: Claim) -> Option<String> {
        let sample = Sample::new("search")
            .sizes(&[10, 100, 1_000])
            .variant("scan", |n| n as f64)
            .count("peak", |n| 12.0 * n as f64)
            .count("allocations", |_| 0.0)
            .limit("two at a time", |n| n as f64 / 2.0, 0.0)
            .variant("halve", |_| 50.0)
            .count("peak", |n| 8.0 * n as f64)
            .variant("again", |n| n as f64);
        told(&sample.claim(claim).build())
    }

    #[test]
    fn a_ratio_is_told_in_times_and_from_end_to_end() {
        assert_eq!(
            of(claim("halve").beats("scan").from(100)).as_deref(),
            Some("One call takes 50.0 ns with `halve` and 100 ns with `scan`.")
        );
        let all = of(claim("scan").between(0.1, 30.0, "halve"));
        let all = all.expect("there is something to say");
        assert!(
            all.ends_with("runs from 0.200× at n = 10 to 20.0× at n = 1,000."),
            "{all}"
        );
    }

    #[test]
    fn each_kind_of_claim_is_told_in_practice() {
        for (claim, expected) in [
            (
                claim("scan").within(0.5, "again").at(10),
                "One call takes 10.0 ns with `scan` and 10.0 ns with `again`. Speed is no reason \
                 to choose between them.",
            ),
            (
                claim("scan").leads(&["halve"]).at(10),
                "One call takes 10.0 ns with `scan` and 50.0 ns with `halve`.",
            ),
            (
                claim("halve").crosses("scan").between_sizes(10, 1_000),
                "So `scan` is faster up to n = 10, and `halve` from n = 100 on.",
            ),
            (
                claim("scan").reaches(0.2).at(10),
                "No way of doing this work can be more than 2.00 times as fast on this machine.",
            ),
            (
                claim("scan").of("peak").between(1.0, 2.0, "halve").at(10),
                "Divided by n, in bytes, that is 12.0 with `scan` and 8.00 with `halve`.",
            ),
            (
                claim("scan").of("peak").equals(120.0).at(10),
                "Divided by n, in bytes, that is 12.0 with `scan`.",
            ),
            (
                claim("scan").of("peak").at_most(240.0).at(10),
                "That is 50.0 % of what it allows.",
            ),
            (
                claim("scan").of("peak").at_least(6.0).at(10),
                "That is 20.0 times as much.",
            ),
            (
                claim("scan").allocates(0),
                "The allocator is not asked for anything.",
            ),
        ] {
            assert_eq!(of(claim).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_formula_is_told_from_end_to_end() {
        let text = of(claim("scan")
            .of("peak")
            .follows("12 n", |n| 12.0 * n as f64));
        let text = text.expect("there is something to say");
        assert!(
            text.ends_with("from 120 at n = 10 to 12,000 at n = 1,000."),
            "{text}"
        );
    }
}
