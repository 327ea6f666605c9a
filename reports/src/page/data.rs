//! Take the data: the records behind the pages, and all claims as one table.

use maud::{Markup, html};

use crate::figures;
use crate::record::Record;
use crate::words;

use super::exhibit::Exhibit;
use super::head::{head, number, text};
use super::layout::Page;
use super::{Site, rooms};

/// The name of the table of claims, from the root of the site.
pub(crate) const CLAIMS: &str = "claims.csv";

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let exhibits = &site.exhibits;
    let claims: usize = exhibits.iter().map(|exhibit| exhibit.claims.len()).sum();
    let body = html! {
        h1 { "Take the data" }
        p.lead { "Records are facts, verdicts are derived from them and can be derived again." }
        p {
            "Every figure on these pages can be traced: an element around it has the attribute "
            code { "data-src" } ", a place in a record (a JSON pointer such as "
            code { "/trials/3" } "), and one around that "
            code { "data-record" } ", the experiment whose record it is. " code { "data-variant" }
            " is a place in its ladder, " code { "data-finding" } " a finding of a claim that is "
            "derived from the record, and " code { "data-run" } " an earlier run."
        }
        p {
            a href=(CLAIMS) { (CLAIMS) } ": "
            (words::several(claims, "claim")) " with figures and verdicts, one a line."
        }
        @if !exhibits.is_empty() { (table(exhibits, site.links.file)) }
    };
    Page {
        title: "Data",
        site,
        room: rooms::DATA,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

fn table(exhibits: &[Exhibit<'_>], file: &dyn Fn(&Record) -> Option<String>) -> Markup {
    html! {
        h2 { "Records" }
        div.scroll tabindex="0" role="region" aria-label="Records" {
            table.figures.sortable {
                (head(&[
                    text("Experiment"),
                    text("Run"),
                    number("Trials"),
                    number("Took"),
                    text("Record"),
                ]))
                tbody {
                    @for exhibit in exhibits {
                        @let record = exhibit.record;
                        tr data-record=(record.id()) data-src="/run" {
                            th scope="row" { a href=(exhibit.address) { bdi { (record.id()) } } }
                            td { bdi { (record.run.id) } }
                            td.n { (record.trials.len()) }
                            td.n data-v=(words::sortable(record.run.seconds)) {
                                (figures::time(record.run.seconds * 1e9))
                            }
                            td {
                                @match file(record) {
                                    Some(address) => {
                                        a href=(address) {
                                            "JSON" span.unseen { " of " (record.id()) }
                                        }
                                    }
                                    None => "–",
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
