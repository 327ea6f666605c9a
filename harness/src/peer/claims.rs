//! A claim about a peer is one about each interpreter: it is judged once for each.

use reports::claim::{Claim, Prediction};

use super::interpreter;
use crate::trial::Outline;

/// The claim as it stands, about the first interpreter, and the same about each further one, where
/// it speaks of a peer. Names stay as they are where no peer has them.
pub(crate) fn of_each_interpreter(claim: &Claim, outline: &Outline) -> Vec<Claim> {
    let mut all = vec![*claim];
    for (place, interpreter) in interpreter::all().iter().enumerate().skip(1) {
        let own = |name: &'static str| {
            let mut peers = outline.variants.iter();
            let twin = peers.find(|variant| {
                variant.script.is_some_and(|script| {
                    script.name == name && std::ptr::eq(script.interpreter, interpreter)
                })
            });
            twin.map_or(name, |twin| twin.name)
        };
        let renamed = renamed(claim, own, || interpreter::label(place));
        all.extend(renamed);
    }
    all
}

/// The claim with other names; absent where none changes.
fn renamed(
    claim: &Claim,
    own: impl Fn(&'static str) -> &'static str,
    label: impl FnOnce() -> String,
) -> Option<Claim> {
    let mut new = *claim;
    new.variant = own(claim.variant);
    let mut changed = new.variant != claim.variant;
    let mut rename = |name: &mut &'static str| {
        let before = *name;
        *name = own(before);
        changed |= *name != before;
    };
    match &mut new.prediction {
        Prediction::Beats { other, .. }
        | Prediction::Between { other, .. }
        | Prediction::Within { other, .. }
        | Prediction::Crosses { other, .. } => rename(other),
        Prediction::Leads { others } => {
            let mut names = others.to_vec();
            names.iter_mut().for_each(rename);
            // Claims live as long as the program.
            *others = names.leak();
        }
        _ => {}
    }
    if !claim.says.is_empty() && changed {
        new.says = format!("{} ({})", claim.says, label()).leak();
    }
    changed.then_some(new)
}

#[cfg(test)]
mod tests {
    use reports::claim::claim;

    use super::*;

    #[test]
    fn the_names_of_peers_are_changed_wherever_they_stand() {
        let own = |name| match name {
            "peer" => "peer (pypy3.10)",
            name => name,
        };
        let label = || "pypy3.10".to_owned();
        let about = claim("peer").within(0.1, "scan").says("So it is");
        let twin = renamed(&about, own, label).expect("it speaks of a peer");
        assert_eq!(twin.variant, "peer (pypy3.10)");
        assert_eq!(twin.says, "So it is (pypy3.10)");
        let against = claim("scan").leads(&["halve", "peer"]);
        let twin = renamed(&against, own, label).expect("it speaks of a peer");
        let Prediction::Leads { others } = twin.prediction else {
            panic!("the verb stays");
        };
        assert_eq!(
            (twin.variant, others),
            ("scan", &["halve", "peer (pypy3.10)"][..])
        );
        assert!(renamed(&claim("scan").beats("halve"), own, label).is_none());
    }
}
