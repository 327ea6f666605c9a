//! A crossing in sentences: what was found, and what would decide it.

use super::{Crossing, Step, Told};
use crate::figures::{capitalised, size};
use crate::judge::Inquiry;
use crate::verdict::Reason;

impl Crossing {
    pub(super) fn sentence(&self, inquiry: &Inquiry<'_>, (low, high): (u64, u64)) -> String {
        let (this, other) = (
            inquiry.claim.variant.as_str(),
            inquiry.claim.other().unwrap_or_default(),
        );
        let case = match self.case.as_str() {
            "" => String::new(),
            case => format!(" on `{case}`"),
        };
        let (wins, loses) = if inquiry.timed() {
            (
                format!("`{this}` is faster than `{other}`"),
                format!("`{other}` is faster than `{this}`"),
            )
        } else {
            (
                format!("{} is below that of `{other}`", inquiry.measure_of(this)),
                format!("{} is below that of `{this}`", inquiry.measure_of(other)),
            )
        };
        let at = |n: u64| size(n);
        let found = match (self.alternates, self.lost, self.won) {
            (Some((won, lost)), ..) => {
                format!("{wins} at n = {}, and {loses} at n = {}", at(won), at(lost))
            }
            (None, Some(lost), Some(won)) => format!(
                "{loses} at n = {}, and {wins} from n = {}",
                at(lost),
                at(won)
            ),
            (None, Some(lost), None) => {
                format!(
                    "{loses} at n = {}, and {wins} surely at no larger size",
                    at(lost)
                )
            }
            (None, None, Some(won)) => {
                format!("{wins} from n = {}, and {loses} surely at no size", at(won))
            }
            (None, None, None) => "neither is surely ahead at the largest sizes".to_owned(),
        };
        format!(
            "{}{case}; the claim puts the change between n = {} and {}.",
            capitalised(found),
            at(low),
            at(high)
        )
    }

    /// Why the claim stays open, and what would decide it.
    pub(super) fn why(&self, inquiry: &Inquiry<'_>, (low, high): (u64, u64)) -> (Reason, String) {
        if self.alternates.is_some() {
            let sentence = "They change places more than once, so there is no one size from which \
                            either is ahead: restrict the claim to a range with one change.";
            return (Reason::Alternating, sentence.to_owned());
        }
        let between = |step: &&Step| {
            self.lost.is_none_or(|lost| step.size > lost)
                && self.won.is_none_or(|won| step.size < won)
        };
        let open: Vec<&Step> = self.steps.iter().filter(between).collect();
        let assessed = open.iter().find_map(|step| match &step.told {
            Told::Open(Some(assessment)) => Some((step.size, assessment)),
            _ => None,
        });
        if let Some((n, assessment)) = assessed {
            let (reason, explanation) = assessment.why();
            return (reason, format!("At n = {}: {explanation}", size(n)));
        }
        let sentence = match (self.lost, self.won) {
            (None, Some(_)) => format!("Sizes below n = {} would tell.", size(low.max(1))),
            (Some(_), None) => format!("Sizes above n = {} would tell.", size(high)),
            (Some(lost), Some(won)) => {
                let edge = if lost < low { low } else { high };
                format!(
                    "Sizes between n = {} and {}, and n = {} itself, would tell.",
                    size(lost),
                    size(won),
                    size(edge)
                )
            }
            (None, None) => format!(
                "The {} is the same at all sizes.",
                crate::register::noun(&inquiry.claim.measure)
            ),
        };
        (Reason::Sizes, sentence)
    }
}
