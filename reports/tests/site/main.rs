//! The site as a whole: its links, its markup, its files, and that it is always the same.

#[path = "../laboratory/mod.rs"]
mod laboratory;
mod markup;
mod told;
mod traced;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use markup::Markup;
use reports::record::Record;
use reports::site::{Rendered, render};

const CRITERION: &str = "criterion/index.html";

fn render_into(records: &[Record], folder: &Path) -> Rendered {
    let calibration = records.last().map(|record| {
        if record.package.contains("script") {
            laboratory::hostile_calibration(record)
        } else {
            laboratory::calibration(record)
        }
    });
    laboratory::rendered::with_all(records, calibration.as_ref(), folder)
}

/// Renders and reads back: each file's address and text.
fn site(records: &[Record]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let rendered = render_into(records, folder.path());
    laboratory::rendered::texts(&rendered, folder.path())
}

fn with_hostile() -> Vec<Record> {
    let mut records = laboratory::latest();
    records.push(laboratory::awkward());
    records.push(laboratory::hostile());
    records
}

fn pages(site: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, Markup)> {
    let pages = site
        .iter()
        .filter(|(address, _)| address.ends_with(".html"));
    pages.map(|(address, text)| {
        let markup = Markup::read(text).unwrap_or_else(|error| panic!("{address}: {error}"));
        (address.as_str(), markup)
    })
}

/// A relative address as seen from a page, from the root of the site.
fn resolve(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{link} on {page} leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_leads_to_a_page_or_a_place_on_it() {
    let site = site(&with_hostile());
    let ids: BTreeMap<&str, BTreeSet<String>> = pages(&site)
        .map(|(page, markup)| {
            let ids = markup
                .attributes("id")
                .into_iter()
                .map(str::to_owned)
                .collect();
            (page, ids)
        })
        .collect();
    let mut checked = 0;
    for (page, markup) in pages(&site) {
        for link in markup.attributes("href") {
            let (address, place) = link.split_once('#').unwrap_or((link, ""));
            let target = match address {
                "" => page.to_owned(),
                address => resolve(page, address),
            };
            let given = target == CRITERION || target == "data/record.json";
            assert!(
                given || site.contains_key(&target),
                "{link} on {page} leads nowhere"
            );
            let there = place.is_empty() || ids[target.as_str()].contains(place);
            assert!(there, "{link} on {page} leads to no place there");
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} links were found");
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    let site = site(&with_hostile());
    let mut pictures = 0;
    for (page, markup) in pages(&site) {
        for source in markup.attributes("src") {
            assert!(
                site.contains_key(&resolve(page, source)),
                "{source} on {page}"
            );
            pictures += 1;
        }
    }
    assert_eq!(pictures, 1, "of the files beside the pages");
    for (page, text) in &site {
        for way in [
            "@import",
            "url(",
            "fetch(",
            "<link",
            "<iframe",
            "type=\"module\"",
        ] {
            assert!(!text.contains(way), "{page} contains {way}");
        }
        if page.ends_with(".html") {
            assert!(text.contains("default-src 'none'"), "{page} has no policy");
        }
    }
}

#[test]
fn hostile_names_stay_text() {
    let site = site(&with_hostile());
    let mut harmless = laboratory::latest();
    harmless.push(laboratory::awkward());
    let plain: BTreeSet<String> = pages(&self::site(&harmless))
        .flat_map(|(_, markup)| {
            markup
                .names()
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    for (page, markup) in pages(&site) {
        for name in markup.names() {
            assert!(
                plain.contains(name),
                "{page} holds a <{name}> that no harmless page has"
            );
        }
        for tag in &markup.tags {
            let events = tag
                .attributes
                .iter()
                .filter(|(key, _)| key.starts_with("on"));
            assert_eq!(events.count(), 0, "{page} has a <{}> that acts", tag.name);
        }
        let scripts = markup
            .tags
            .iter()
            .filter(|tag| tag.name == "script")
            .count();
        assert_eq!(scripts, 1, "{page}");
        let foul = |c: char| c.is_control() && !c.is_whitespace();
        assert!(
            !markup.text.contains(foul),
            "{page} holds control characters"
        );
    }
    let shown = site
        .values()
        .filter(|text| text.contains("&lt;script&gt;alert(1)"))
        .count();
    assert!(
        shown >= 3,
        "the hostile names are shown on {shown} pages only"
    );
}

#[test]
fn no_id_stands_twice_and_every_reference_has_one() {
    for (page, markup) in pages(&site(&with_hostile())) {
        let ids = markup.attributes("id");
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "{page} has an id twice");
        for reference in ["aria-labelledby", "aria-describedby"] {
            for id in markup.attributes(reference) {
                assert!(distinct.contains(id), "{page}: {reference}={id}");
            }
        }
        for picture in markup.tags.iter().filter(|tag| tag.name == "svg") {
            let told = ["aria-label", "aria-labelledby", "aria-hidden"];
            let told = told.iter().any(|name| picture.attribute(name).is_some());
            assert!(told, "{page} has a picture without words");
        }
    }
}

#[test]
fn the_same_records_in_any_order_give_the_same_bytes() {
    let once = site(&laboratory::latest());
    let mut reversed = laboratory::latest();
    reversed.reverse();
    assert_eq!(once, site(&reversed));
}

#[test]
fn outdated_pages_go_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let place = |name: &str| folder.path().join(name);
    fs::create_dir_all(place("experiments/gone-bench")).expect("a folder can be made");
    fs::create_dir_all(place("chapters")).expect("a folder can be made");
    fs::create_dir_all(place("experiments/collections-bench")).expect("a folder can be made");
    for file in [
        "experiments/gone-bench/old.html",
        "experiments/collections-bench/old.html",
        "chapters/gone-bench.html",
        "experiments/collections-bench/notes.txt",
        "experiments/readme.html",
        "mine.html",
    ] {
        fs::write(place(file), "old").expect("a file can be written");
    }
    let rendered = render_into(&laboratory::latest(), folder.path());
    assert_eq!(
        rendered.removed,
        [
            place("chapters/gone-bench.html"),
            place("experiments/collections-bench/old.html"),
            place("experiments/gone-bench/old.html"),
        ]
    );
    assert!(!place("experiments/gone-bench").exists());
    for kept in [
        "experiments/collections-bench/notes.txt",
        "experiments/readme.html",
        "mine.html",
    ] {
        assert!(place(kept).exists(), "{kept} was removed");
    }
    let again = render_into(&laboratory::latest(), folder.path());
    assert!(again.removed.is_empty());
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().expect("there is room for temporary files");
    let input = laboratory::rendered::alone(&[]);
    let error = render(&input, file.path())
        .expect_err("a file is no folder")
        .to_string();
    assert!(
        error.contains(&file.path().display().to_string()),
        "{error}"
    );
}
