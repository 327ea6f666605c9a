//! What the pages say, and how heavy they are.

use std::fs;

use reports::record::Record;
use reports::sample::Sample;

use super::{laboratory, pages, render_into, site};

/// A page without the links from its words to the glossary.
fn unlinked(page: &str) -> String {
    let mut parts = page.split("<a class=\"term\"");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, shown) = part.split_once('>').expect("a tag has an end");
        plain += &shown.replacen("</a>", "", 1);
    }
    plain
}

#[test]
fn a_word_of_the_glossary_is_linked_once_a_page() {
    for (address, page) in site(&laboratory::latest()) {
        let mut linked: Vec<&str> = page
            .split("<a class=\"term\" href=\"")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0))
            .collect();
        let all = linked.len();
        linked.sort_unstable();
        linked.dedup();
        assert_eq!(linked.len(), all, "{address}: {linked:?}");
        let owed = address.starts_with("experiments/") || address == "index.html";
        assert!(!owed || all >= 3, "{address}: {linked:?}");
        assert!(address != "glossary.html" || all == 0);
    }
}

#[test]
fn every_verdict_and_change_is_told_in_words() {
    let site = site(&laboratory::latest());
    let front = &site["index.html"];
    for word in [
        "confirmed",
        "refuted",
        "inconclusive",
        "not measured",
        "was refuted",
    ] {
        assert!(front.contains(word), "the front page does not say {word:?}");
    }
    let interrupted = &site["experiments/collections-bench/dictionary.lookup.html"];
    assert!(interrupted.contains("This run was interrupted"));
    assert!(unlinked(interrupted).contains("left out 4 trials"));
    let append = &site["experiments/collections-bench/list.append.html"];
    assert!(append.contains("Registered 2026-11-18 08:00 UTC at"));
    assert!(append.contains("Changed after it had been measured."));
    let broken = &site["experiments/collections-bench/search.broken.html"];
    assert!(broken.contains("This experiment failed"));
}

#[test]
fn a_chapter_says_what_its_claims_came_to() {
    let site = site(&laboratory::latest());
    let front = &site["index.html"];
    assert!(front.contains("href=\"chapters/collections-bench.html\""));
    let chapter = &unlinked(&site["chapters/collections-bench.html"]);
    assert!(chapter.contains("<h1><bdi>Lists, tuples and dictionaries</bdi></h1>"));
    let confirmed = |page: &str| page.matches("<tr data-verdict=\"confirmed\"").count();
    let pages = site.iter();
    let pages = pages.filter(|(address, _)| address.starts_with("experiments/collections-bench"));
    let pages: Vec<&String> = pages.map(|(_, page)| page).collect();
    let claims: usize = pages.iter().map(|p| p.matches("id=\"claim-").count()).sum();
    // From the largest down, for `10 of 18` holds `0 of 18`.
    let mut counts = (0..=claims).rev();
    let said = counts.find(|held| chapter.contains(&format!("{held} of {claims} claims")));
    let held = said.expect("the chapter counts its claims");
    assert_eq!(
        confirmed(front),
        held,
        "no claim of the other chapter is confirmed"
    );
    assert_eq!(
        chapter.matches("<section class=\"card\"").count(),
        pages.len()
    );
}

#[test]
fn times_that_moved_are_told() {
    let site = site(&laboratory::latest());
    let page = &site["compare.html"];
    assert!(page.contains("1 faster, 0 slower, 2 within noise"));
    assert_eq!(page.matches("class=\"chip confirmed\"").count(), 1);
    assert!(site["index.html"].contains("1 faster, 0 slower, 2 within noise"));
    assert!(!super::site(&[]).contains_key("compare.html"));
}

/// Without line breaks, and each run of blanks as one.
fn flat(page: &str) -> String {
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn instructions_are_told_with_their_range_and_what_was_not_counted() {
    let site = site(&laboratory::latest());
    let page = flat(&site["experiments/collections-bench/dictionary.lookup.html"]);
    for told in [
        "<th class=\"n\" scope=\"col\"><bdi>instructions</bdi></th>",
        "<th class=\"n\" scope=\"col\">IPC</th>",
        "206 to 207",
        "Valgrind hides AVX-512",
        "<bdi>B-tree, n = 1,000,000</bdi>: <bdi>it takes too long</bdi>",
        "<bdi>B-tree, n = 1,000,000</bdi>",
    ] {
        assert!(page.contains(told), "the page does not say {told:?}");
    }
    assert!(!page.contains("branch misses"), "no processor told them");
}

#[test]
fn the_calibration_is_told_where_there_is_one() {
    let with = site(&laboratory::latest());
    let page = &with["calibration.html"];
    for told in [
        "0 of 2,400 pairs of equals",
        "criterion",
        "40.5 %",
        "98.7 %",
        "What this laboratory asks of itself",
        "not measured",
    ] {
        assert!(page.contains(told), "the page does not say {told:?}");
    }
    assert!(with["index.html"].contains("0 of 2,400 were called different"));
    let without = site(&[]);
    assert!(!without.contains_key("calibration.html"));
    assert!(!without["index.html"].contains("calibration.html"));
}

#[test]
fn a_laboratory_without_records_has_pages_too() {
    let site = site(&[]);
    assert!(unlinked(&site["index.html"]).contains("There are no records yet"));
    assert_eq!(pages(&site).count(), 4);
}

#[test]
fn the_front_page_of_five_hundred_experiments_is_light() {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let rendered = render_into(&laboratory::five_hundred(), folder.path());
    let read = |file: &str| {
        let path = folder.path().join(file);
        fs::read_to_string(path).expect("the page was written")
    };
    // For each its page and all its figures; and 20 chapters, and six files of the whole site.
    assert_eq!(rendered.files.len(), 2 * 500 + 20 + 6);
    let claims = |page: &str| page.matches("<tr data-verdict").count();
    let front = read("index.html");
    assert_eq!(claims(&front), 2_500);
    assert!(front.len() < 1_000_000, "{} bytes", front.len());
    // What the front page leaves out stands on the pages of the chapters.
    assert!(!front.contains("<svg class=\"glyph"));
    let chapter = read("chapters/made-up-07-bench.html");
    assert_eq!(claims(&chapter), 125);
    assert_eq!(chapter.matches("<svg class=\"glyph").count(), 125);
}

#[test]
fn a_front_page_in_full_is_light_too() {
    let models = laboratory::many(10, "20261122T134005Z-4711", 1);
    let records: Vec<Record> = (0..300)
        .map(|number| {
            let mut record = models[number % models.len()].clone();
            record.experiment = format!("group/experiment-{number:03}");
            record
        })
        .collect();
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let rendered = render_into(&records, folder.path());
    let front = fs::read_to_string(rendered.index).expect("the page was written");
    assert_eq!(front.matches("<svg class=\"glyph").count(), 1_500);
    assert!(front.len() < 1_000_000, "{} bytes", front.len());
}

#[test]
fn the_history_of_each_claim_is_told() {
    let site = site(&laboratory::latest());
    let page = &site["history/collections-bench/search.sorted-slice.html"];
    // The verdict on the tree wavered over the four earlier runs and this one.
    let (_, tree) = page.split_once("id=\"claim-5\"").expect("it was claimed");
    let tree = tree.split("</section>").next().unwrap_or_default();
    assert_eq!(tree.matches("<tr data-run=").count(), 5);
    let changes = tree.matches("<strong>was ").count();
    assert!(changes >= 3, "{changes} changes");
    assert!(tree.contains(&format!("the verdict changed {changes} times")));
    let front = &site["index.html"];
    assert_eq!(front.matches("<svg class=\"spark ").count(), 9);
    let experiment = &site["experiments/collections-bench/search.sorted-slice.html"];
    assert!(experiment.contains("History over 5 runs"));
    assert!(!site.contains_key("history/collections-bench/list.append.html"));
}

#[test]
fn the_page_of_a_long_sweep_is_light() {
    let site = site(&laboratory::latest());
    let page = &site["experiments/collections-bench/search.sorted-slice.html"];
    // Packed it is less than a fifth of this, and a reader waits for 30 kB at most.
    assert!(page.len() < 140_000, "{} bytes", page.len());
}

#[test]
fn work_that_takes_no_time_is_told() {
    let record = Sample::new("not-called")
        .package("julia")
        .sizes(&[10, 100])
        .variant("call", |n| 1000.0 * n as f64)
        .variant("made beforehand", |_| 0.5)
        .variant("quick", |_| 12.0)
        .rounds(8)
        .build();
    let site = site(&[record]);
    let page = &site["experiments/julia/not-called.html"];
    let (_, notice) = page
        .split_once("Is their work inside the clock?")
        .expect("the page asks");
    let notice = notice.split("</section>").next().unwrap_or_default();
    assert!(notice.contains("made beforehand") && notice.contains("n = 100"));
    assert!(!notice.contains("quick") && !notice.contains("n = 10,"));

    let honest =
        &super::site(&laboratory::latest())["experiments/collections-bench/list.append.html"];
    assert!(!honest.contains("inside the clock?"));
}

#[test]
fn what_a_run_waited_for_is_told_where_the_system_told_it() {
    let mut record = laboratory::latest().remove(0);
    let address = format!(
        "experiments/{}/{}.html",
        record.package,
        record.experiment.replace('/', ".")
    );
    for pass in record.trials.iter_mut().flat_map(|trial| &mut trial.passes) {
        pass.disturbance.wall = 4_000_000;
        pass.disturbance.user = Some(1_000_000);
        pass.disturbance.sys = Some(0);
        pass.disturbance.run_queue = Some(2_000_000);
    }
    let page = site(&[record.clone()])
        .remove(&address)
        .expect("it is there");
    assert!(page.contains("Computing and waiting"));
    for share in ["25.0 %", "75.0 %", "50.0 %"] {
        assert!(
            page.contains(&format!("<td class=\"n\">{share}</td>")),
            "{share}"
        );
    }
    for pass in record.trials.iter_mut().flat_map(|trial| &mut trial.passes) {
        pass.disturbance.user = None;
    }
    let page = site(&[record]).remove(&address).expect("it is there");
    assert!(!page.contains("Computing and waiting"));
}
