//! All figures of an experiment: what its own page would be too heavy with.

use maud::{Markup, html};

use crate::record::Record;
use crate::store::slug;
use crate::words;

use super::exhibit::Exhibit;
use super::layout::Page;
use super::{Site, chapter, code, method, plots, rooms, samples, tables, timelines};

/// The path of the page from the root of the site.
pub(crate) fn address(record: &Record) -> String {
    let (package, experiment) = (slug(&record.package), slug(&record.experiment));
    format!("{}/{package}/{experiment}.html", rooms::FIGURES)
}

/// Renders the page.
pub(crate) fn render(site: &Site<'_>, exhibit: &Exhibit<'_>) -> String {
    let record = exhibit.record;
    let title = format!("All figures of {}", words::plain_name(&record.experiment));
    let found = exhibit
        .claims
        .iter()
        .any(|judged| !judged.judgement.findings.is_empty());
    let body = html! {
        (crumbs(exhibit, "All figures"))
        h1 { "All figures" }
        p.lead { bdi { (words::plain_name(record.question.trim())) } }
        @if !record.trials.is_empty() { (tables::whole(exhibit, &site.links)) }
        @if !plots::counts::are_few(exhibit) { (plots::counts::section(exhibit)) }
        @if !timelines::are_few(record) { (timelines::section(record)) }
        @if !samples::are_few(exhibit) { (samples::section(exhibit)) }
        @if found { (method::all_findings(exhibit)) }
        (code::whole(record))
    };
    Page {
        title: &title,
        site,
        room: "",
        root: "../../",
        footer: Some(record),
        body,
    }
    .render()
}

/// From the front page to a page that belongs to an experiment's.
pub(crate) fn crumbs(exhibit: &Exhibit<'_>, here: &str) -> Markup {
    let record = exhibit.record;
    html! {
        nav.crumbs aria-label="Breadcrumb" {
            ol {
                li { a href={ "../../" (rooms::FRONT) } { "Claims" } }
                li {
                    a href={ "../../" (chapter::address(record)) } {
                        (words::name(&record.package))
                    }
                }
                li {
                    a href={ "../../" (exhibit.address) } { (words::name(&record.experiment)) }
                }
                li aria-current="page" { (here) }
            }
        }
    }
}
