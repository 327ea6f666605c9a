//! Take the data: the records behind the pages, and all claims as one table.

use maud::{Markup, html};

use crate::figures;
use crate::record::Record;
use crate::words;

use super::exhibit::{Exhibit, Judged};
use super::layout::Page;
use super::{Site, rooms};

/// The name of the table of claims, from the root of the site.
pub(crate) const CLAIMS: &str = "claims.csv";

/// The name of the table of figures, from the root of the site.
pub(crate) const FIGURES: &str = "figures.csv";

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let exhibits = &site.exhibits;
    let claims: usize = exhibits.iter().map(|exhibit| exhibit.claims.len()).sum();
    let body = html! {
        h1 { "Take the data" }
        p.lead { "Records are facts, verdicts are derived from them and can be derived again." }
        p {
            a href=(CLAIMS) { (CLAIMS) } ": "
            (words::several(claims, "claim")) " with figures and verdicts, one a line."
        }
        p {
            a href=(FIGURES) { (FIGURES) }
            ": all times, counts and counters, one a line; counts with the least and the greatest \
             over all inputs and processes."
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
                thead {
                    tr {
                        th scope="col" { "Experiment" }
                        th scope="col" { "Run" }
                        th.n scope="col" { "Trials" }
                        th.n scope="col" { "Took" }
                        th scope="col" { "Record" }
                    }
                }
                tbody {
                    @for exhibit in exhibits {
                        @let record = exhibit.record;
                        tr {
                            th scope="row" { a href=(exhibit.address) { bdi { (record.id()) } } }
                            td { bdi { (record.run.id) } }
                            td.n { (record.trials.len()) }
                            td.n data-v=(record.run.seconds) {
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

/// All claims as CSV (RFC 4180).
pub(crate) fn claims(exhibits: &[Exhibit<'_>]) -> String {
    const HEAD: [&str; 16] = [
        "run",
        "package",
        "experiment",
        "claim",
        "source",
        "variant",
        "measure",
        "quantity",
        "predicted_low",
        "predicted_high",
        "point",
        "low",
        "high",
        "verdict",
        "case",
        "size",
    ];
    let mut csv = HEAD.join(",") + "\r\n";
    for exhibit in exhibits {
        for judged in &exhibit.claims {
            let fields = fields(exhibit.record, judged).map(|field| quoted(&field));
            csv.push_str(&fields.join(","));
            csv.push_str("\r\n");
        }
    }
    csv
}

fn fields(record: &Record, judged: &Judged<'_>) -> [String; 16] {
    let (claim, judgement) = (judged.claim, &judged.judgement);
    let decisive = judgement.decisive.as_ref();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let figure = decisive.map(|finding| finding.figure);
    let predicted = decisive.map_or(judgement.predicted, |finding| finding.predicted);
    [
        record.run.id.clone(),
        record.package.clone(),
        record.experiment.clone(),
        claim.text.clone(),
        claim.source.clone(),
        claim.variant.clone(),
        claim.measure.clone(),
        format!("{:?}", judgement.quantity).to_lowercase(),
        number(predicted.low),
        number(predicted.high),
        number(figure.map(|figure| figure.point)),
        number(figure.map(|figure| figure.low)),
        number(figure.map(|figure| figure.high)),
        words::badge(judgement.verdict).word.to_owned(),
        decisive
            .map(|finding| finding.case.clone())
            .unwrap_or_default(),
        decisive
            .and_then(|finding| finding.size)
            .map(|size| size.to_string())
            .unwrap_or_default(),
    ]
}

pub(super) fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", field.replace('"', "\"\""));
    }
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_where_it_must_be() {
        assert_eq!(quoted("time"), "time");
        assert_eq!(quoted("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }
}
