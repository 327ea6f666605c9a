//! Exact counts against the size, in small plots side by side.

use maud::{Markup, html};

use crate::claim::TIME;
use crate::page::cases;
use crate::page::exhibit::Exhibit;
use crate::record::Record;
use crate::words;

use super::{Subject, around};

/// The plots of counts: small ones beside each other, since there may be many.
pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let cases = cases(exhibit.record);
    let subjects: Vec<Subject<'_, '_>> = swept_counts(exhibit.record)
        .into_iter()
        .map(|measure| Subject { exhibit, measure })
        .collect();
    html! {
        @if !subjects.is_empty() {
            h2 #counts { "Counts against size" }
            figure.panel data-src="/trials" {
                (around::legend(&subjects, false))
                div.multiples {
                    @for subject in &subjects {
                        @for (place, case) in cases.iter().enumerate() {
                            div {
                                h3 {
                                    bdi { (subject.title()) }
                                    @if cases.len() > 1 { ", " (words::name(case)) }
                                }
                                (subject.plot(case, &subject.id(place), true))
                            }
                        }
                    }
                }
                figcaption { (around::caption_of_counts(&subjects)) }
            }
        }
    }
}

/// More small plots than these make an experiment's own page too heavy.
pub(crate) const FEW: usize = 12;

/// Whether all plots of counts stand on the experiment's own page.
pub(crate) fn are_few(exhibit: &Exhibit<'_>) -> bool {
    swept_counts(exhibit.record).len() * cases(exhibit.record).len() <= FEW
}

/// Whether that page has any.
pub(crate) fn any(exhibit: &Exhibit<'_>) -> bool {
    are_few(exhibit) && !swept_counts(exhibit.record).is_empty()
}

/// The exact counts that claims speak of, each once, in the order of the claims. At a single size
/// the table says it all.
fn swept_counts(record: &Record) -> Vec<&str> {
    let mut measures: Vec<&str> = Vec::new();
    if !record
        .trials
        .windows(2)
        .any(|pair| pair[0].size != pair[1].size)
    {
        return measures;
    }
    for claim in &record.claims {
        let measure = claim.measure.as_str();
        if measure != TIME && !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    measures
}
