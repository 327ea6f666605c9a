//! A claim with its verdict, as a banner on the page of its experiment.

use maud::{Markup, html};

use crate::chart::glyph::glyph;
use crate::claim::TIME;
use crate::figures;
use crate::verdict::{Interval, Quantity};
use crate::words;

use super::exhibit::{Exhibit, Judged, Since};
use super::{history, meaning};

impl Judged<'_> {
    /// The id of the banner on the experiment's page.
    pub(crate) fn anchor(place: usize) -> String {
        format!("claim-{}", place + 1)
    }

    pub(super) fn class(&self) -> &'static str {
        words::badge(self.judgement.verdict).class
    }

    fn write(&self, value: f64) -> String {
        figures::quantity(self.judgement.quantity, value)
    }

    fn figure(&self) -> Option<Interval> {
        self.judgement
            .decisive
            .as_ref()
            .map(|finding| finding.figure)
    }

    /// The interval in brackets; nothing when the figure is exact.
    pub(crate) fn interval(&self) -> Option<String> {
        let figure = self.figure().filter(|figure| figure.low != figure.high)?;
        Some(format!(
            "[{}]",
            figures::interval(figure, |x| self.write(x))
        ))
    }

    /// The estimate; a dash when there is none.
    pub(crate) fn point(&self) -> String {
        self.figure()
            .map_or_else(|| "–".into(), |figure| self.write(figure.point))
    }

    /// Where the decisive figure was found, when the experiment has several places.
    pub(super) fn place(&self) -> Option<String> {
        let finding = self.judgement.decisive.as_ref()?;
        let size = finding
            .size
            .map(|size| format!("n\u{a0}=\u{a0}{}", figures::size(size)));
        let case = Some(finding.case.as_str()).filter(|case| !case.is_empty());
        match (size, case) {
            (Some(size), Some(case)) => Some(format!("{size}, {case}")),
            (size, case) => size.or_else(|| case.map(str::to_owned)),
        }
    }

    /// Prediction and measurement as a picture, in words as well where nothing beside it says
    /// the same.
    pub(super) fn glyph(&self, told: bool) -> Markup {
        let judgement = &self.judgement;
        // Where the prediction differs from size to size, the decisive place has its own.
        let predicted = judgement
            .decisive
            .as_ref()
            .map_or(judgement.predicted, |finding| finding.predicted);
        let words = format!(
            "predicted {}, measured {} {}",
            words::prediction(self.claim, judgement),
            self.point(),
            self.interval().unwrap_or_default()
        );
        glyph(
            judgement.quantity,
            predicted,
            self.figure(),
            self.class(),
            told.then_some(words.trim_end()),
        )
    }

    /// What the figure is of, where it stands before it.
    fn relation(&self) -> String {
        let quantity = self.judgement.quantity;
        let what = words::quantity(self.claim, quantity);
        let other = self.claim.other().map(words::plain_name);
        match (quantity, other) {
            (Quantity::Speedup, Some(other)) if self.claim.measure == TIME => {
                format!("as fast as {other}")
            }
            (Quantity::Ratio, Some(other)) => format!("the {} of {other}", self.claim.measure),
            (Quantity::Count, _) if self.point() == "1" => {
                what.strip_suffix('s').unwrap_or(&what).to_owned()
            }
            _ => what,
        }
    }

    /// When the prediction was first made, and how it is known again.
    fn registered(&self) -> Markup {
        html! {
            "Registered "
            @if let Some(first) = &self.claim.registered {
                (words::moment(&first.date)) " at "
                bdi { (words::commit_at(first.commit.as_deref(), first.dirty)) } ", "
            }
            "as " code { (self.claim.hash) } "."
        }
    }

    /// A prediction that was changed after the one before it had been measured is seen to be so.
    fn former(&self) -> Markup {
        html! {
            @if let Some(former) = &self.claim.former {
                p.former {
                    strong { "Changed after it had been measured." }
                    " Since " (words::moment(&former.date)) " it had said: "
                    (words::prose(&former.text)) " (" code { (former.hash) } ")"
                }
            }
        }
    }

    /// The banner of the experiment's page.
    pub(crate) fn banner(&self, exhibit: &Exhibit<'_>, place: usize) -> Markup {
        let claim = self.claim;
        let history = (!self.past.is_empty()).then(|| history::address(exhibit.record));
        let what = self.relation();
        html! {
            section class={ "banner " (self.class()) } id=(Self::anchor(place))
                data-src={ "/claims/" (place) } {
                div.head {
                    (words::chip(self.judgement.verdict))
                    h2 { (words::prose(&claim.text)) }
                }
                div.head {
                    (self.glyph(true))
                    p.result {
                    @if self.judgement.decisive.is_some() {
                        strong {
                            (self.point())
                            @if let Some(interval) = self.interval() { " " (interval) }
                        }
                        " " bdi { (what) }
                        @if let Some(place) = self.place() { " at " bdi { (place) } }
                        "; predicted "
                    } @else {
                        "Predicted "
                    }
                    bdi { (words::prediction(claim, &self.judgement)) } "."
                    }
                }
                p { (words::prose(&self.judgement.sentence)) }
                @if let Some(meaning) = meaning::meaning(exhibit, self) {
                    p { (words::prose(&meaning)) }
                }
                @if let Some(reading) = &claim.means {
                    p { "The author’s reading: " (words::prose(&words::sentence(reading))) }
                }
                p.fine {
                    @if !claim.source.is_empty() { "Source: " bdi { (claim.source) } ". " }
                    @match self.since {
                        Since::Was(verdict) => {
                            "In the run before it was " (words::badge(verdict).word) ". "
                        }
                        Since::New => "The run before did not make this prediction. ",
                        Since::Same => "The run before came to the same verdict. ",
                        Since::Unknown => {}
                    }
                    @if let Some(chance) = self.judgement.chance {
                        "Chance alone gives this verdict in " (words::chance(chance)) ". "
                    }
                    (self.registered())
                    @if let Some(history) = history {
                        " " a href={ "../../" (history) "#" (Self::anchor(place)) } {
                            "History over " (words::several(self.past.len() + 1, "run"))
                        }
                    }
                }
                (self.former())
            }
        }
    }
}
