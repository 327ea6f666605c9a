//! Claims as rows of a table: on the front page, and on the page of their chapter.

use maud::{Markup, html};

use crate::chart::glyph::spark;
use crate::claim::TIME;
use crate::words;

use super::exhibit::{Exhibit, Judged, Since};

/// So many runs are drawn beside a claim.
const LAST: usize = 10;

/// How much a row says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Prediction, picture, figure with its interval, verdict, and how it was before.
    Full,
    /// Figure and verdict alone, for pages of very many claims.
    Brief,
}

/// The claims of one chapter; the page lies `root` below the site's.
pub(crate) fn table(exhibits: &[Exhibit<'_>], root: &str, detail: Detail) -> Markup {
    let full = detail == Detail::Full;
    let past = full && exhibits.iter().any(Exhibit::has_past);
    html! {
        table.claims.brief[!full] {
            caption.unseen { "Claims of " (words::name(&exhibits[0].record.package)) }
            @if full {
                colgroup {
                    col; col.w-said; col.w-glyph; col.w-found; col.w-verdict;
                    @if past { col.w-spark; }
                }
            }
            thead {
                tr {
                    th scope="col" { "Claim" }
                    @if full {
                        th scope="col" { "Predicted" }
                        th scope="col" { "Inside the prediction?" }
                    }
                    th.n scope="col" { "Measured" @if full { " [interval]" } }
                    th scope="col" { "Verdict" }
                    @if past { th scope="col" { "Last runs" } }
                }
            }
            @for exhibit in exhibits { (body(exhibit, root, full, past)) }
        }
    }
}

fn body(exhibit: &Exhibit<'_>, root: &str, full: bool, past: bool) -> Markup {
    let address = format!("{root}{}", exhibit.address);
    html! {
        tbody data-record=(exhibit.record.id()) {
            tr.experiment {
                th colspan=(if full { 5 + usize::from(past) } else { 3 }) scope="rowgroup" {
                    a href=(address) { (words::name(&exhibit.record.experiment)) }
                    " " bdi.soft { (exhibit.record.question) }
                }
            }
            @for (place, judged) in exhibit.claims.iter().enumerate() {
                @let link = format!("{address}#{}", Judged::anchor(place));
                (judged.row(place, &link, full, past))
            }
        }
    }
}

impl Judged<'_> {
    /// One row; `link` leads to the banner. Classes are few and short, since a page may hold
    /// thousands.
    fn row(&self, place: usize, link: &str, full: bool, past: bool) -> Markup {
        html! {
            tr data-verdict=(self.class()) data-src={ "/claims/" (place) } {
                th scope="row" {
                    a href=(link) { (words::coded(&self.claim.text)) }
                    @if full { span { (self.about()) } }
                }
                @if full {
                    td { (words::prediction(self.claim, &self.judgement)) }
                    td { (self.glyph(false)) }
                }
                td {
                    (self.point())
                    @if full { @if let Some(interval) = self.interval() { span { (interval) } } }
                }
                td { b { (words::badge(self.judgement.verdict).word) } (self.was()) }
                @if past { td { (self.spark()) } }
            }
        }
    }

    /// The figures of the last ten runs, this one included.
    fn spark(&self) -> Markup {
        let now = self.judgement.decisive.as_ref();
        let now = now.map(|of| (self.judgement.quantity, of.predicted, of.figure));
        let past = self
            .past
            .iter()
            .filter_map(|(_, came)| Some((came.quantity, came.predicted, came.figure?)));
        let all: Vec<_> = past.chain(now).collect();
        spark(&all[all.len().saturating_sub(LAST)..], self.class())
    }

    /// What the figure is of, and where it was found.
    fn about(&self) -> String {
        let mut about = words::quantity(self.claim, self.judgement.quantity);
        let named = self.claim.text.contains(self.claim.variant.as_str());
        if !named || self.claim.measure != TIME && self.claim.other().is_none() {
            about = format!("{} · {about}", words::plain_name(&self.claim.variant));
        }
        match self.place() {
            Some(place) => format!("{about} · {place}"),
            None => about,
        }
    }

    fn was(&self) -> Markup {
        html! {
            @match self.since {
                Since::Was(verdict) => { span { "was " (words::badge(verdict).word) } }
                Since::New => { span { "new" } }
                Since::Same | Since::Unknown => {}
            }
        }
    }
}
