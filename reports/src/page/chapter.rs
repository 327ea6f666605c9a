//! The page of a chapter: what its claims came to, and its experiments at a glance.

use maud::{Markup, html};

use crate::figures;
use crate::record::{Chapter, Record};
use crate::store::slug;
use crate::verdict::Verdict;
use crate::words;

use super::claims::{self, Detail};
use super::exhibit::{Exhibit, tally};
use super::layout::Page;
use super::{Site, plots, rooms};

/// The path of a chapter's page from the root of the site.
pub(crate) fn address(record: &Record) -> String {
    format!("chapters/{}.html", slug(&record.package))
}

/// What the book says in the chapter, where any of its records tell.
fn lesson<'e>(exhibits: &'e [Exhibit<'_>]) -> Option<&'e Chapter> {
    let mut records = exhibits.iter().map(|exhibit| exhibit.record);
    records.find_map(|record| record.chapter.as_ref())
}

/// The name of the chapter: its title, or else its crate's.
pub(crate) fn name(exhibits: &[Exhibit<'_>]) -> String {
    let title = lesson(exhibits).map(|chapter| chapter.title.trim());
    let package = exhibits.first().map_or("", |e| &e.record.package);
    let name = title.filter(|title| !title.is_empty()).unwrap_or(package);
    words::plain_name(name).to_owned()
}

/// Renders the page of the experiments of one crate, of which there is at least one.
pub(crate) fn render(site: &Site<'_>, exhibits: &[Exhibit<'_>]) -> String {
    let title = name(exhibits);
    let record = exhibits[0].record;
    let body = html! {
        nav.crumbs aria-label="Breadcrumb" {
            ol {
                li { a href={ "../" (rooms::FRONT) } { "Claims" } }
                li aria-current="page" { (words::name(&record.package)) }
            }
        }
        h1 { bdi { (title) } }
        @match lesson(exhibits) {
            Some(chapter) => { p.lead { (words::prose(&chapter.lesson)) } }
            None => { p.lead { "The experiments of " (words::name(&record.package)) "." } }
        }
        (result(exhibits))
        @if exhibits.iter().any(|exhibit| !exhibit.claims.is_empty()) {
            h2 #claims { "Claims" }
            (claims::table(exhibits, "../", Detail::Full))
        }
        h2 #experiments { "Experiments" }
        div.experiments {
            @for (place, exhibit) in exhibits.iter().enumerate() { (card(place, exhibit)) }
        }
    };
    Page {
        title: &title,
        site,
        room: "",
        root: "../",
        footer: Some(record),
        body,
    }
    .render()
}

/// What the chapter's claims came to, in one sentence.
fn result(exhibits: &[Exhibit<'_>]) -> Markup {
    let claims: usize = exhibits.iter().map(|exhibit| exhibit.claims.len()).sum();
    let count = |verdict| tally(exhibits.iter().flat_map(|e| &e.claims), verdict);
    let confirmed = count(Verdict::Confirmed);
    let mark = if claims > 0 && confirmed == claims {
        Verdict::Confirmed
    } else if count(Verdict::Refuted) > 0 {
        Verdict::Refuted
    } else if count(Verdict::Inconclusive) > 0 {
        Verdict::Inconclusive
    } else {
        Verdict::NotMeasured
    };
    let others = words::VERDICTS.into_iter().skip(1);
    let others: Vec<String> = others
        .map(|verdict| (count(verdict), words::badge(verdict).word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", figures::size(count as u64)))
        .collect();
    html! {
        section class={ "banner " (words::badge(mark).class) } data-src="/claims" {
            p.result {
                @if claims == 0 {
                    "This chapter makes no claim."
                } @else {
                    strong { (holds(confirmed, claims)) }
                    @if !others.is_empty() { " " (others.join(", ")) "." }
                }
            }
        }
    }
}

/// `5 of 6 claims hold.`
fn holds(confirmed: usize, claims: usize) -> String {
    let verb = if claims == 1 { "holds" } else { "hold" };
    let confirmed = figures::size(confirmed as u64);
    format!("{confirmed} of {} {verb}.", words::several(claims, "claim"))
}

fn card(place: usize, exhibit: &Exhibit<'_>) -> Markup {
    let record = exhibit.record;
    let link = format!("../{}", exhibit.address);
    html! {
        section.card data-record=(record.id()) data-src="/trials" {
            h2 { a href=(link) { (words::name(&record.experiment)) } }
            @if !record.question.trim().is_empty() { p { bdi { (record.question) } } }
            p.chips {
                @for verdict in words::VERDICTS {
                    @let count = tally(&exhibit.claims, verdict);
                    @if count > 0 { (words::counted(verdict, count)) " " }
                }
                @if exhibit.claims.is_empty() { span.soft { "no claim" } }
                @if !record.failures.is_empty() { strong.refuted { "failed" } }
            }
            (plots::thumbnail(exhibit, &format!("plot-{place}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_claim_holds_and_two_hold() {
        assert_eq!(holds(1, 1), "1 of 1 claim holds.");
        assert_eq!(holds(5, 6), "5 of 6 claims hold.");
    }
}
