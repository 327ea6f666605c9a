//! The pages in real headless Chromium: what no reading of their text can tell.
//!
//! Needs Chromium, Node.js and, once, `npm ci --prefix reports/tests/browser`. Where one of them is
//! missing the tests say so and pass, but with `LAB_BROWSER=required`, as the build server has it,
//! they fail.

#[allow(dead_code, reason = "the browser needs less than the others")]
#[path = "../laboratory/mod.rs"]
mod laboratory;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use reports::record::Record;
use reports::site::render;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What `visit.mjs` tells.
#[derive(Deserialize)]
struct Visit {
    pages: Vec<String>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    what: String,
    page: String,
    #[serde(rename = "where")]
    place: String,
    detail: String,
}

/// What `paint.mjs` tells, in milliseconds.
#[derive(Debug, Deserialize)]
struct Painted {
    median: u32,
    quickest: u32,
    slowest: u32,
}

/// One visit serves all tests.
static VISIT: LazyLock<Result<Visit, String>> = LazyLock::new(visit);

fn visit() -> Result<Visit, String> {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let site = folder.path().join("a site that was moved");
    made(&site);
    driven("visit.mjs", &site)
}

/// What a script tells of a page or a folder of pages.
///
/// # Errors
/// What is missing, and what to do about it.
fn driven<T: DeserializeOwned>(script: &str, of: &Path) -> Result<T, String> {
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    if !driver.join("node_modules").is_dir() {
        return Err("run `npm ci --prefix reports/tests/browser`".into());
    }
    let chromium = chromium().ok_or("install Chromium, or name it in LAB_CHROMIUM")?;
    let output = Command::new("node")
        .arg(driver.join(script))
        .args([of, &chromium])
        .output()
        .map_err(|error| format!("install Node.js: {error}"))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} failed: {errors}");
    Ok(serde_json::from_slice(&output.stdout).expect("the script writes JSON"))
}

/// What was told; nothing, with a word, where there is no browser and none is required.
fn told<T>(driven: &Result<T, String>) -> Option<&T> {
    match driven {
        Ok(told) => Some(told),
        Err(fix) => {
            assert!(
                std::env::var_os("LAB_BROWSER").is_none_or(|wish| wish != "required"),
                "the browser tests are required; {fix}"
            );
            eprintln!("skipped, for there is no browser to be driven: {fix}");
            None
        }
    }
}

/// Renders a site with a page of every kind, hostile names among them, and moves it.
fn made(site: &Path) {
    let mut records = laboratory::latest();
    records.push(laboratory::hostile());
    records.push(laboratory::awkward());
    let calibration = laboratory::calibration(&records[0]);
    let first = site.with_file_name("first");
    laboratory::rendered::with_all(&records, Some(&calibration), &first);
    fs::rename(first, site).expect("a folder can be moved");
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("LAB_CHROMIUM") {
        return Some(named.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program| program.is_file())
}

/// Fails with all findings of a kind.
fn nothing(what: &str) {
    let Some(visit) = told(&VISIT) else {
        return;
    };
    let kinds = [
        "index.html",
        "machine.html",
        "calibration.html",
        "compare.html",
        "decisions.html",
        "glossary.html",
        "data.html",
        "chapters",
        "experiments",
        "figures",
        "history",
    ];
    for kind in kinds {
        let visited = visit.pages.iter().any(|page| page.starts_with(kind));
        assert!(visited, "no page like {kind} was visited");
    }
    let found: Vec<String> = visit
        .findings
        .iter()
        .filter(|finding| finding.what == what)
        .map(|finding| format!("{} ({}): {}", finding.page, finding.place, finding.detail))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn axe_finds_no_violation() {
    nothing("axe");
}

#[test]
fn marks_stand_out_from_their_ground() {
    nothing("marks");
}

#[test]
fn nothing_scrolls_sideways() {
    nothing("sideways");
}

#[test]
fn labels_stay_in_their_box_and_apart() {
    nothing("labels");
}

#[test]
fn no_verdict_is_cut_off() {
    nothing("clipped");
}

#[test]
fn a_peer_stands_beside_what_it_mirrors() {
    nothing("beside");
}

#[test]
fn no_request_leaves_the_site() {
    nothing("request");
}

#[test]
fn the_policy_of_each_page_is_kept() {
    nothing("policy");
    nothing("error");
}

#[test]
fn pages_say_all_without_script() {
    nothing("script");
}

#[test]
fn print_shows_every_verdict() {
    nothing("print");
}

#[test]
fn the_answer_stands_first() {
    nothing("answer");
}

#[test]
fn an_experiment_page_is_small() {
    nothing("size");
}

#[test]
fn the_front_page_of_five_hundred_experiments_is_painted_soon() {
    let folder = tempfile::tempdir().expect("there is room for temporary files");
    let records = laboratory::five_hundred();
    let records: Vec<&Record> = records.iter().collect();
    let input = laboratory::rendered::alone(&records);
    let rendered = render(&input, folder.path()).expect("the folder can be written to");
    let painted = driven("paint.mjs", &rendered.index);
    let Some(Painted {
        median,
        quickest,
        slowest,
    }) = told(&painted)
    else {
        return;
    };
    assert!(*median < 500, "{median} ms ({quickest} to {slowest})");
    println!("painted after {median} ms ({quickest} to {slowest})");
}
