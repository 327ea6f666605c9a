//! Every figure on a page can be traced to a record, and is what the record gives.

use std::collections::BTreeMap;

use reports::estimate::Estimates;
use reports::figures;
use reports::history::Past;
use reports::judge::Verdicts;
use reports::record::{Record, Trial};
use reports::verdict::{Interval, Judgement, Quantity, Verdict};

use super::markup::Markup;
use super::{laboratory, pages, site};

/// What the pages were made of, read anew from what a store would hold.
struct Origin {
    records: BTreeMap<String, Record>,
    before: BTreeMap<String, Record>,
    history: Vec<Past>,
    verdicts: Verdicts,
}

impl Origin {
    fn new() -> Self {
        let read = |records: Vec<Record>| -> BTreeMap<String, Record> {
            let again = records.iter().map(|record| {
                let text = serde_json::to_string(record).expect("it can be written");
                let record: Record = serde_json::from_str(&text).expect("it can be read");
                (record.id(), record)
            });
            again.collect()
        };
        let (records, before) = (read(laboratory::latest()), read(laboratory::previous()));
        let verdicts = Verdicts::of(records.values().chain(before.values()));
        Self {
            records,
            before,
            history: laboratory::history(),
            verdicts,
        }
    }

    /// The texts that an element owes to its place in a record; nothing where it holds no figures
    /// that this knows of.
    fn owed(&self, page: &Markup, at: usize) -> Option<(&'static str, Vec<String>)> {
        let tag = &page.tags[at];
        let place = tag.attribute("data-src")?;
        if !place.starts_with("/claims/") && !place.starts_with("/trials/") {
            return None;
        }
        let record = &self.records[page.around(at, "data-record")?];
        let number = |name: &str| tag.attribute(name).map(|of| of.parse().expect("a number"));
        if let Some(claim) = place.strip_prefix("/claims/") {
            let claim: usize = claim.parse().expect("a number");
            let judgement = &self.verdicts.get(record)[claim];
            if let Some(finding) = number("data-finding") {
                let finding: usize = finding;
                let found = &judgement.findings[finding];
                return Some(("finding", told(judgement.quantity, found.figure)));
            }
            if let Some(run) = tag.attribute("data-run") {
                return Some(("run", self.run(record, claim, run)));
            }
            let kind = if tag.name == "tr" { "claim" } else { "banner" };
            return match tag.name.as_str() {
                "tr" | "section" => Some((kind, verdict(judgement))),
                _ => None,
            };
        }
        let trial = place.strip_prefix("/trials/")?.split('/').next()?;
        let trial: usize = trial.parse().expect("a number");
        let (variant, trial) = (number("data-variant")?, &record.trials[trial]);
        if tag.name != "tr" {
            return None;
        }
        let time = per_unit(record, trial, variant);
        let columns = page.around(at, "class").unwrap_or_default();
        let texts = match time {
            Some(time) => vec![figures::time(time.point)],
            None => Vec::new(),
        };
        let past = self.before.get(&record.id());
        if let (Some(past), Some(_)) = (past, tag.attribute("data-record")) {
            let same = |of: &&Trial| of.case == trial.case && of.size == trial.size;
            let then = past.trials.iter().find(same).expect("it was measured");
            let old = per_unit(past, then, variant).expect("it was timed");
            return Some(("change", [texts, vec![figures::time(old.point)]].concat()));
        }
        if !columns.contains("sortable") {
            return Some(("rung", texts));
        }
        Some(("row", [texts, counts(record, trial, variant)].concat()))
    }

    fn run(&self, record: &Record, claim: usize, run: &str) -> Vec<String> {
        if run == record.run.id {
            return verdict(&self.verdicts.get(record)[claim]);
        }
        let hash = &record.claims[claim].hash;
        let past = self.history.iter().find(|past| past.run == run);
        let mut claims = past.expect("the run is known").claims.iter();
        let came = claims.find(|came| came.experiment == record.id() && &came.hash == hash);
        let came = came.expect("it was claimed");
        let figure = came.figure.map(|figure| told(came.quantity, figure));
        [
            figure.unwrap_or_default(),
            vec![word(came.verdict).to_owned()],
        ]
        .concat()
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Confirmed => "confirmed",
        Verdict::Refuted => "refuted",
        Verdict::Inconclusive => "inconclusive",
        Verdict::NotMeasured => "not measured",
    }
}

/// A figure and the ends of its interval.
fn told(quantity: Quantity, figure: Interval) -> Vec<String> {
    let write = |x: f64| figures::quantity(quantity, x);
    let mut texts = vec![write(figure.point)];
    if figure.low != figure.high {
        texts.push(format!("[{}]", figures::interval(figure, write)));
    }
    texts
}

fn verdict(judgement: &Judgement) -> Vec<String> {
    let figure = judgement.decisive.as_ref().map(|of| of.figure);
    let mut texts = figure.map_or_else(Vec::new, |of| told(judgement.quantity, of));
    texts.push(word(judgement.verdict).to_owned());
    texts
}

fn per_unit(record: &Record, trial: &Trial, variant: usize) -> Option<Interval> {
    let time = Estimates::of(record)
        .time_per_call(trial, variant)?
        .interval;
    let work = trial.work.max(1) as f64;
    Some(Interval {
        point: time.point / work,
        low: time.low / work,
        high: time.high / work,
    })
}

/// The ratio to the first variant that ran, and all counts.
fn counts(record: &Record, trial: &Trial, variant: usize) -> Vec<String> {
    let estimates = Estimates::of(record);
    let base = (0..record.variants.len()).find(|&of| per_unit(record, trial, of).is_some());
    let ratio = base.filter(|&base| base != variant);
    let ratio = ratio.and_then(|base| estimates.ratio(trial, variant, base));
    let mut texts: Vec<String> = ratio
        .map(|ratio| figures::ratio(ratio.interval.point))
        .into_iter()
        .collect();
    let counted = trial.counts.get(variant).and_then(Option::as_ref);
    for measure in counted.into_iter().flat_map(|counts| counts.keys()) {
        let (low, high) = trial.count_range(measure, variant).expect("it was counted");
        texts.push(figures::measured(measure, low));
        texts.push(figures::measured(measure, high));
    }
    texts
}

#[test]
fn figures_are_what_their_records_give() {
    let (origin, site) = (Origin::new(), site(&laboratory::latest()));
    let mut checked: BTreeMap<&str, usize> = BTreeMap::new();
    for (address, page) in pages(&site) {
        for at in 0..page.tags.len() {
            let Some((kind, owed)) = origin.owed(&page, at) else {
                continue;
            };
            let shown = page.shown(at);
            for text in owed {
                assert!(
                    shown.contains(&text),
                    "{address}: no {text} in {kind} {shown:?}"
                );
                *checked.entry(kind).or_default() += 1;
            }
        }
    }
    for (kind, least) in [
        ("claim", 60),
        ("banner", 30),
        ("finding", 90),
        ("run", 80),
        ("row", 400),
        ("rung", 15),
        ("change", 6),
    ] {
        let found = checked.get(kind).copied().unwrap_or_default();
        assert!(
            found >= least,
            "only {found} figures of kind {kind} were traced"
        );
    }
}

#[test]
fn every_figure_has_a_place_in_a_record() {
    let mut checked = 0;
    for (address, page) in pages(&site(&laboratory::latest())) {
        for (at, tag) in page.tags.iter().enumerate() {
            let class = tag.attribute("class").unwrap_or_default();
            let figure = match tag.name.as_str() {
                "td" => class == "n" || tag.attribute("data-v").is_some(),
                "span" => class == "ci",
                "text" => page.around(at, "class").is_some(),
                "dd" | "strong" => true,
                _ => false,
            };
            let digits = page.texts[at].contains(|c: char| c.is_ascii_digit());
            let words = page.around(at, "class") == Some("glossary");
            if figure && digits && !words {
                let traced = page.around(at, "data-src").is_some();
                assert!(
                    traced,
                    "{address}: nobody knows where {:?} is from",
                    page.texts[at]
                );
                checked += 1;
            }
        }
    }
    assert!(checked > 2_000, "only {checked} figures were seen");
}

/// Whether a text holds a number with more decimals than anybody measures: `1.7000000000000002`.
fn is_overlong(text: &str) -> bool {
    text.match_indices('.').any(|(at, _)| {
        let digits =
            |part: &mut dyn Iterator<Item = char>| part.take_while(char::is_ascii_digit).count();
        let before = digits(&mut text[..at].chars().rev());
        before > 0 && digits(&mut text[at + 1..].chars()) > 7
    })
}

#[test]
fn no_number_has_more_decimals_than_anybody_measures() {
    assert!(is_overlong("about 1.7000000000000002 s") && !is_overlong("1.70, v1.95.0"));
    for (address, page) in site(&laboratory::latest()) {
        // Texts and tags alike, each by itself.
        let overlong = page.split(['<', '>']).find(|part| is_overlong(part));
        let is_page = address.ends_with(".html");
        assert!(!is_page || overlong.is_none(), "{address}: {overlong:?}");
    }
}
