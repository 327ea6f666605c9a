//! Why a claim can never be judged, in one sentence that names the fix.

use crate::claim::{Claim, Prediction, TIME};
use crate::figures::size;
use crate::names::nearest;
use crate::record::INSTRUCTIONS;

use super::{BUILT_IN, Offer};

/// The sizes that a claim covers and at which all its variants run; refuses all that makes the
/// claim impossible to judge.
pub(super) fn covered_sizes(
    claim: &Claim,
    sizes: &[u64],
    cases: &[&str],
    variants: &[Offer<'_>],
) -> Result<Vec<u64>, String> {
    if matches!(claim.prediction, Prediction::Unstated) {
        return Err(unstated(claim));
    }
    let this = find(claim, claim.variant, variants)?;
    let mut involved = vec![this];
    for name in others(claim) {
        involved.push(find(claim, name, variants)?);
    }
    check_order(claim)?;
    check_case(claim, cases)?;
    check_limit(claim, this)?;
    check_measure(claim, &involved, variants)?;
    check_numbers(claim)?;
    if claim.source.trim().is_empty() {
        return Err(format!(
            "the claim about `{}` names no source: add `.source(\"…\")` with a chapter, a paper, \
             or \"our expectation\"",
            claim.variant
        ));
    }
    check_sizes(claim, sizes, &involved)
}

/// A claim without a verb.
pub(super) fn unstated(claim: &Claim) -> String {
    format!(
        "the claim about `{}` predicts nothing: add a verb such as `.beats(…)` or `.grows(…)`",
        claim.variant
    )
}

fn others(claim: &Claim) -> Vec<&'static str> {
    match claim.prediction {
        Prediction::Beats { other, .. }
        | Prediction::Between { other, .. }
        | Prediction::Within { other, .. }
        | Prediction::Crosses { other, .. } => vec![other],
        Prediction::Leads { others } => others.to_vec(),
        _ => Vec::new(),
    }
}

/// An order names at least one other variant, and none twice.
fn check_order(claim: &Claim) -> Result<(), String> {
    let Prediction::Leads { others } = claim.prediction else {
        return Ok(());
    };
    if others.is_empty() {
        return Err(format!(
            "the claim about `{}` leads nobody: name the variants that follow, in their order",
            claim.variant
        ));
    }
    let twice = (1..others.len()).find(|&place| others[..place].contains(&others[place]));
    match twice {
        Some(place) => Err(format!(
            "the claim about `{}` names `{}` twice: name each variant once",
            claim.variant, others[place]
        )),
        None => Ok(()),
    }
}

fn find<'v>(claim: &Claim, name: &str, variants: &'v [Offer<'v>]) -> Result<&'v Offer<'v>, String> {
    let names: Vec<&str> = variants.iter().map(|variant| variant.name).collect();
    if name == claim.variant && others(claim).contains(&name) {
        return Err(format!(
            "the claim about `{name}` compares it with itself: name another variant{}",
            listed(&names)
        ));
    }
    variants
        .iter()
        .find(|variant| variant.name == name)
        .ok_or_else(|| {
            let whose = if name == claim.variant {
                "a claim is".to_owned()
            } else {
                format!("the claim about `{}` compares it with", claim.variant)
            };
            let about = if name == claim.variant { " about" } else { "" };
            format!(
                "{whose}{about} `{name}`, which is no variant of the experiment{}",
                suggestion(name, &names)
            )
        })
}

fn check_case(claim: &Claim, cases: &[&str]) -> Result<(), String> {
    match claim.scope.case {
        Some(case) if !cases.contains(&case) => Err(format!(
            "the claim about `{}` is made on `{case}`, which is no case of the experiment{}",
            claim.variant,
            suggestion(case, cases)
        )),
        _ => Ok(()),
    }
}

/// A share of a limit is one of time, and the variant names the limit.
fn check_limit(claim: &Claim, this: &Offer<'_>) -> Result<(), String> {
    if !matches!(claim.prediction, Prediction::Reaches { .. }) {
        return Ok(());
    }
    if claim.measure != TIME {
        return Err(format!(
            "the claim about `{}` speaks of a share of the limit, which is one of time: leave out \
             `.of(\"{}\")`",
            claim.variant, claim.measure
        ));
    }
    match this.limit {
        Some(words) if !words.trim().is_empty() => Ok(()),
        _ => Err(format!(
            "the claim about `{0}` speaks of its limit, which `{0}` does not name: add \
             `.limit(\"…\", …)` to that variant",
            claim.variant
        )),
    }
}

fn check_measure(
    claim: &Claim,
    involved: &[&Offer<'_>],
    variants: &[Offer<'_>],
) -> Result<(), String> {
    let exact = matches!(
        claim.prediction,
        Prediction::Equals(_)
            | Prediction::Follows { .. }
            | Prediction::AtMost(_)
            | Prediction::AtLeast(_)
    );
    let measure = claim.measure;
    if measure == TIME && exact {
        return Err(format!(
            "the claim about `{}` predicts a time exactly, which no clock can confirm: name a \
             count with `.of(\"…\")`, or predict a ratio with `.beats(…)` or `.between(…)`",
            claim.variant
        ));
    }
    if measure == TIME || measure == INSTRUCTIONS || BUILT_IN.contains(&measure) {
        return Ok(());
    }
    let lacking = involved
        .iter()
        .find(|variant| !variant.measures.contains(&measure));
    let Some(lacking) = lacking else {
        return Ok(());
    };
    let mut known = vec![TIME];
    known.extend(BUILT_IN);
    known.push(INSTRUCTIONS);
    for offered in variants.iter().flat_map(|variant| variant.measures) {
        if !known.contains(offered) {
            known.push(offered);
        }
    }
    if known.contains(&measure) {
        return Err(format!(
            "the claim about `{}` speaks of {measure}, which `{}` does not count: add \
             `.count(\"{measure}\", …)` to that variant",
            claim.variant, lacking.name
        ));
    }
    Err(format!(
        "the claim about `{}` speaks of `{measure}`, which no variant counts{}",
        claim.variant,
        suggestion(measure, &known)
    ))
}

fn check_numbers(claim: &Claim) -> Result<(), String> {
    let numbers = match claim.prediction {
        Prediction::Beats { by, .. } => vec![by],
        Prediction::Between { low, high, .. } => vec![low, high],
        Prediction::Within { tolerance, .. } | Prediction::Steady { tolerance } => vec![tolerance],
        Prediction::Reaches { share } => vec![share],
        Prediction::Equals(value) | Prediction::AtMost(value) | Prediction::AtLeast(value) => {
            vec![value]
        }
        Prediction::Unstated
        | Prediction::Leads { .. }
        | Prediction::Crosses { .. }
        | Prediction::Grows(_)
        | Prediction::Follows { .. } => vec![],
    };
    match numbers.iter().find(|number| !number.is_finite()) {
        Some(number) => Err(format!(
            "the claim about `{}` predicts {number}: write a finite number",
            claim.variant
        )),
        None => Ok(()),
    }
}

fn check_sizes(claim: &Claim, sizes: &[u64], involved: &[&Offer<'_>]) -> Result<Vec<u64>, String> {
    let scope = claim.scope;
    let covered: Vec<u64> = sizes
        .iter()
        .copied()
        .filter(|&n| scope.from.is_none_or(|from| n >= from))
        .filter(|&n| scope.up_to.is_none_or(|up_to| n <= up_to))
        .filter(|&n| {
            involved
                .iter()
                .all(|variant| variant.up_to.is_none_or(|up_to| n <= up_to))
        })
        .collect();
    if let Prediction::Crosses { low, high, .. } = claim.prediction {
        return check_crossing(claim, (low, high), covered);
    }
    let along_sizes = matches!(
        claim.prediction,
        Prediction::Grows(_) | Prediction::Steady { .. }
    );
    if covered.len() > usize::from(along_sizes) {
        return Ok(covered);
    }
    let found = match covered.first() {
        Some(&n) => format!("only n = {}, and needs at least two sizes", size(n)),
        None => "no size at which its variants are run".to_owned(),
    };
    let ran: Vec<String> = sizes.iter().map(|&n| size(n)).collect();
    Err(format!(
        "the claim about `{}` covers {found}: widen `.from`, `.up_to` or `.at`; the experiment \
         has the sizes {}",
        claim.variant,
        ran.join(" ")
    ))
}

/// A crossing is found between two sizes, so two of them must lie within its bounds.
fn check_crossing(
    claim: &Claim,
    (low, high): (u64, u64),
    covered: Vec<u64>,
) -> Result<Vec<u64>, String> {
    if high == 0 {
        return Err(format!(
            "the claim about `{}` does not say where it crosses: add `.between_sizes(low, high)`",
            claim.variant
        ));
    }
    let inside = covered.iter().filter(|&&n| low <= n && n <= high).count();
    if inside >= 2 {
        return Ok(covered);
    }
    Err(format!(
        "the claim about `{}` crosses between n = {} and {}, where {inside} of its sizes lie: \
         widen the bounds, or add sizes so that two lie there",
        claim.variant,
        size(low),
        size(high)
    ))
}

/// Offers the name that is meant, or lists all.
fn suggestion(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(candidate) => format!(": did you mean `{candidate}`?"),
        None => listed(known),
    }
}

fn listed(known: &[&str]) -> String {
    let named: Vec<String> = known
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| format!("`{name}`"))
        .collect();
    if named.is_empty() {
        return ": there are none".to_owned();
    }
    format!(": choose from {}", named.join(", "))
}
