//! The front page: every claim and its verdict at a glance.

use maud::{Markup, html};

use crate::chart::share::share;
use crate::figures;
use crate::judge;
use crate::verdict::Verdict;
use crate::words;

use super::claims::{self, Detail};
use super::exhibit::{Exhibit, Judged, Since, same_chapter, tally};
use super::layout::Page;
use super::{Site, calibration, chapter, compare, machine, rooms};

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let exhibits = &site.exhibits;
    let body = html! {
        h1 { "Does the book hold on this machine?" }
        p.lead { (lead(exhibits)) }
        (troubles(exhibits, site.problems))
        div.cards {
            (verdicts(site))
            (since(exhibits))
            (machine::card(exhibits, site.newest))
        }
        (all_claims(exhibits))
    };
    Page {
        title: "Does the book hold on this machine?",
        site,
        room: rooms::FRONT,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

fn lead(exhibits: &[Exhibit<'_>]) -> String {
    let claims = exhibits.iter().map(|exhibit| exhibit.claims.len()).sum();
    if exhibits.is_empty() {
        return "There are no records yet. Run cargo bench, and this page fills itself.".into();
    }
    format!(
        "{} in {}, each written down before anything was measured, then held against this machine.",
        words::several(claims, "claim"),
        words::several(exhibits.len(), "experiment"),
    )
}

/// What went wrong, before anything else.
fn troubles(exhibits: &[Exhibit<'_>], problems: &[String]) -> Markup {
    let failed: Vec<_> = exhibits
        .iter()
        .filter(|e| !e.record.failures.is_empty())
        .collect();
    html! {
        @if !failed.is_empty() {
            section.notice.refuted {
                h2 { (words::several(failed.len(), "experiment")) " failed" }
                ul {
                    @for exhibit in failed {
                        @for failure in &exhibit.record.failures {
                            li {
                                a href=(exhibit.address) { bdi { (exhibit.record.id()) } } ": "
                                (words::prose(&failure.message))
                            }
                        }
                    }
                }
            }
        }
        @if !problems.is_empty() {
            section.notice.inconclusive {
                h2 { (words::several(problems.len(), "problem")) " with the records" }
                ul { @for problem in problems { li { (words::prose(problem)) } } }
            }
        }
    }
}

fn all<'e, 'a>(exhibits: &'e [Exhibit<'a>]) -> impl Iterator<Item = &'e Judged<'a>> {
    exhibits.iter().flat_map(|exhibit| &exhibit.claims)
}

fn verdicts(site: &Site<'_>) -> Markup {
    let exhibits = &site.exhibits;
    let counts = words::VERDICTS.map(|verdict| (verdict, tally(all(exhibits), verdict)));
    // A verdict that nothing came to is worth a word only when it is one of the two that decide.
    let told =
        |verdict, count| count > 0 || matches!(verdict, Verdict::Confirmed | Verdict::Refuted);
    html! {
        section.card data-src="/claims" {
            h2 { "Verdicts" }
            dl.tally {
                @for (verdict, count) in counts.into_iter().filter(|&(v, n)| told(v, n)) {
                    @let badge = words::badge(verdict);
                    div class=(badge.class) {
                        dt {
                            span aria-hidden="true" { (badge.sign) } " "
                            (badge.word)
                        }
                        dd { (count) }
                    }
                }
            }
            (share(&counts.map(|(verdict, count)| (words::badge(verdict).class, count))))
            p.soft.small {
                "A claim is confirmed when its whole interval lies inside the prediction, refuted \
                 when it lies wholly outside, and else inconclusive. "
                (words::unbroken(&chance(exhibits)))
            }
            @if let Some(calibration) = site.calibration {
                p.small {
                    @if let Some(sentence) = calibration::sentence(calibration) { (sentence) " " }
                    a href=(rooms::CALIBRATION) { "How often is this laboratory wrong?" }
                }
            }
        }
    }
}

/// How many verdicts chance alone may have turned.
fn chance(exhibits: &[Exhibit<'_>]) -> String {
    let risk: f64 = exhibits
        .iter()
        .flat_map(|exhibit| {
            exhibit
                .claims
                .iter()
                .map(|judged| (exhibit.record, judged.claim))
        })
        .map(|(record, claim)| judge::risk(record, claim))
        .sum();
    if risk == 0.0 {
        return "Exact counts leave nothing to chance.".into();
    }
    format!(
        "Chance alone is expected to turn at most {} of them; of those decided by time in one \
         run, at most {} may be false.",
        figures::significant(risk, 2),
        figures::percent(judge::FALSE_DISCOVERIES)
    )
}

/// Changes that are told at once: more would push all claims out of sight.
const CHANGES: usize = 2;

/// Verdicts that changed, and claims that came and went.
fn since(exhibits: &[Exhibit<'_>]) -> Markup {
    let before = exhibits.iter().filter_map(|exhibit| exhibit.before);
    let newest = before.max_by(|a, b| a.run.id.cmp(&b.run.id));
    let changes: Vec<Markup> = exhibits.iter().flat_map(changes).collect();
    let count = |wanted: Since| {
        all(exhibits)
            .filter(|judged| judged.since == wanted)
            .count()
    };
    let (same, dropped) = (
        count(Since::Same),
        exhibits.iter().map(|e| e.dropped.len()).sum(),
    );
    html! {
        section.card data-src="/claims" {
            h2 { "Since the last run" }
            @if let Some(newest) = newest {
                p.soft.small { "Against " (words::moment(&newest.run.started)) "." }
                @if changes.is_empty() {
                    p { "No verdict has changed." }
                } @else {
                    @let (first, more) = changes.split_at(changes.len().min(CHANGES));
                    ul { @for change in first { li { (change) } } }
                    @if !more.is_empty() {
                        details {
                            summary { "and " (more.len()) " more" }
                            ul { @for change in more { li { (change) } } }
                        }
                    }
                }
                p.soft.small {
                    (words::several(same, "verdict")) " unchanged"
                    @if dropped > 0 { "; " (words::several(dropped, "claim")) " no longer made" }
                    "."
                }
                (compare::summary(exhibits))
            } @else {
                p { "This is the first run, so there is nothing to compare with." }
            }
        }
    }
}

fn changes<'e>(exhibit: &'e Exhibit<'_>) -> impl Iterator<Item = Markup> + use<'e> {
    exhibit
        .claims
        .iter()
        .enumerate()
        .filter_map(|(place, judged)| {
            let was = match judged.since {
                Since::Was(verdict) => words::badge(verdict).word,
                Since::New => "new",
                Since::Same | Since::Unknown => return None,
            };
            Some(html! {
                a href={ (exhibit.address) "#" (Judged::anchor(place)) } {
                    (words::prose(&judged.claim.text))
                }
                ": " (was) " → " strong { (words::badge(judged.judgement.verdict).word) }
            })
        })
}

/// Rows that say all make a page of at most a megabyte up to so many claims.
const IN_FULL: usize = 1_500;

/// All claims, grouped by chapter: the crate that makes them.
fn all_claims(exhibits: &[Exhibit<'_>]) -> Markup {
    let detail = if all(exhibits).count() > IN_FULL {
        Detail::Brief
    } else {
        Detail::Full
    };
    html! {
        h2 #claims { "All claims" }
        (controls(exhibits))
        @if detail == Detail::Brief {
            p.soft.small {
                "There are so many that this page is brief: the page of a chapter says more."
            }
        }
        @for part in exhibits.chunk_by(same_chapter) { (section(part, detail)) }
    }
}

/// Search and filters: they need the script, which shows them.
fn controls(exhibits: &[Exhibit<'_>]) -> Markup {
    html! {
        div #controls.controls role="search" hidden {
            input type="search" placeholder="Search claims ( / )" aria-label="Search claims";
            @for verdict in words::VERDICTS {
                @if tally(all(exhibits), verdict) > 0 {
                    @let badge = words::badge(verdict);
                    button type="button" aria-pressed="false" data-verdict=(badge.class) {
                        span aria-hidden="true" { (badge.sign) } " " (badge.word)
                    }
                }
            }
            span #shown.soft.small role="status" {}
        }
    }
}

fn section(exhibits: &[Exhibit<'_>], detail: Detail) -> Markup {
    let package = &exhibits[0].record.package;
    let name = chapter::name(exhibits);
    let claims: usize = exhibits.iter().map(|exhibit| exhibit.claims.len()).sum();
    let confirmed = tally(all(exhibits), Verdict::Confirmed);
    html! {
        section.chapter.far[detail == Detail::Brief] {
            div.chapter-head {
                h3 {
                    a href=(chapter::address(exhibits[0].record)) { bdi { (name) } }
                }
                @if name != words::plain_name(package) {
                    span.soft.small { (words::name(package)) }
                }
                span.soft.small {
                    (figures::size(confirmed as u64)) " of " (words::several(claims, "claim"))
                    " confirmed"
                }
            }
            (claims::table(exhibits, "", detail))
        }
    }
}
