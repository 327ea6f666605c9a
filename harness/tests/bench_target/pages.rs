//! What a person is shown in the end: the site, and criterion's own report beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::recorded;
use crate::stand::{Seen, Stand, files, seen};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text of a page, without its markup.
fn text(page: &str) -> String {
    let pieces = page.split('<').filter_map(|piece| piece.split_once('>'));
    let text: String = pieces.map(|(_, text)| text).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// The files below a folder that are pages.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut pages = files(folder);
    pages.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "html")
    });
    pages
}

#[test]
fn the_run_ends_with_the_path_of_a_front_page_that_names_every_claim() {
    let crate::Recorded { stand, seen } = recorded();
    assert_eq!(seen.code, Some(0), "{seen:#?}");
    assert_eq!(seen.page(), stand.home().join("index.html"));
    let front = text(&read(seen.page()));
    for record in stand.records() {
        for claim in &record.claims {
            let words = claim.text.replace('`', "");
            assert!(front.contains(&words), "`{words}` is missing");
        }
    }
    for verdict in ["✓ confirmed", "✗ refuted"] {
        assert!(
            front.contains(verdict),
            "the front page shows no `{verdict}`"
        );
    }
}

#[test]
fn every_experiment_has_a_page_with_its_question_variants_and_verdicts() {
    let stand = &recorded().stand;
    for record in stand.records() {
        let name = format!("{}.html", record.experiment.replace('/', "."));
        let page = stand
            .home()
            .join("experiments")
            .join(&record.package)
            .join(name);
        let shown = text(&read(&page));
        assert!(shown.contains(&record.question), "{}", page.display());
        for variant in &record.variants {
            assert!(
                shown.contains(&variant.name),
                "{}: {}",
                page.display(),
                variant.name
            );
        }
        for (claim, judged) in record.claims.iter().zip(reports::judge::judge(&record)) {
            assert!(shown.contains(&claim.source), "{}", claim.source);
            let sentence = judged.sentence.replace('`', "");
            assert!(shown.contains(&sentence), "`{sentence}` is missing");
        }
    }
}

#[test]
fn what_an_author_writes_never_becomes_markup() {
    let page = read(&recorded().stand.home().join("experiments/fixture/sum.html"));
    assert!(page.contains("&lt;adding&gt; three times &amp; more"));
    assert!(!page.contains("<adding>"));
}

/// The links of a page that lead to files.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let values = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let paths = values.map(|link| link.split('#').next().unwrap_or_default());
    paths.filter(|path| !path.is_empty() && !path.contains("://"))
}

#[track_caller]
fn links_lead_to_files(folder: &Path) {
    let mut followed = 0;
    for page in pages(folder) {
        for link in links(&read(&page)) {
            followed += 1;
            let target = page.parent().expect("a page lies in a folder").join(link);
            assert!(
                target.is_file(),
                "{}: `{link}` leads nowhere",
                page.display()
            );
        }
    }
    assert!(followed > 10, "no links were found");
}

#[test]
fn every_link_of_the_site_leads_to_a_file() {
    links_lead_to_files(&recorded().stand.home());
}

/// One small trial, with criterion's plots.
fn plotted() -> (Stand, Seen) {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--quick",
        "--no-probe",
        "--plots",
        "--nresamples",
        "10",
        "sorted/taken/16",
    ];
    let seen = seen(&mut stand.fixture(&arguments)).ends_with(0);
    (stand, seen)
}

#[test]
fn criterions_report_is_drawn_and_linked() {
    let (stand, seen) = plotted();
    let group = stand.criterion().join("fixture_order_sort_sorted");
    let page = read(&stand.home().join("experiments/fixture/order.sort.html"));
    for variant in ["unstable", "stable", "taken"] {
        let report = group.join(variant).join("16/report");
        assert!(report.join("index.html").is_file(), "{}", report.display());
        assert!(
            files(&report)
                .iter()
                .any(|file| file.extension().is_some_and(|e| e == "svg"))
        );
        let linked = format!("{variant}/16/report/index.html");
        assert!(page.contains(&linked), "the page does not link {linked}");
    }
    let index = read(&stand.criterion().join("report/index.html"));
    assert!(
        index.contains("fixture/order/sort/sorted"),
        "criterion's index lists the group"
    );
    links_lead_to_files(&stand.home());
    assert_eq!(seen.page(), stand.home().join("index.html"));
}

#[test]
fn nothing_temporary_is_left() {
    let (stand, _) = plotted();
    let left: Vec<PathBuf> = files(stand.path())
        .into_iter()
        .filter(|file| {
            file.file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'))
        })
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new());
}
