use super::*;
use crate::claim::{Claim, claim};
use crate::sample::Sample;

const ID: &str = "sample-bench/search";

fn claims(of: &[Claim]) -> Vec<RegisteredClaim> {
    let mut sample = Sample::new("search")
        .sizes(&[16, 64, 256])
        .variant("scan", |n| n as f64)
        .variant("halve", |_| 8.0)
        .passes(0);
    for claim in of {
        sample = sample.claim(*claim);
    }
    sample.build().claims
}

fn at(day: u32) -> Registration {
    Registration {
        date: format!("2026-11-{day:02}T12:00:00Z"),
        commit: Some(format!("{day:040}")),
        dirty: day % 2 == 1,
    }
}

/// A day's run from the file to the file: claims are registered, measured, and come back annotated.
fn run(folder: &Path, day: u32, of: &[Claim], measured: bool) -> Vec<RegisteredClaim> {
    let mut registry = Registry::open(folder).expect("the file is sound");
    let mut claims = claims(of);
    registry.register(ID, &claims, &at(day));
    registry.save().expect("the folder can be written to");
    let mut registry = Registry::open(folder).expect("the file is sound");
    if measured {
        registry.measured(ID, &claims);
        registry.save().expect("the folder can be written to");
    }
    registry.annotate(ID, &mut claims);
    claims
}

const FASTER: Claim = claim("halve").beats("scan").from(64);

#[test]
fn a_claim_keeps_the_date_and_the_commit_at_which_it_was_first_made() {
    let folder = tempfile::tempdir().expect("there is room");
    let first = run(folder.path(), 1, &[FASTER], true);
    assert_eq!(first[0].registered, Some(at(1)));
    let other_words = FASTER.says("Halving wins");
    let later = run(
        folder.path(),
        2,
        &[claim("scan").allocates(0), other_words],
        true,
    );
    assert_eq!(later[0].registered, Some(at(2)));
    assert_eq!(later[1].registered, Some(at(1)));
    assert!(later.iter().all(|claim| claim.former.is_none()));
    // A claim that was dropped for a while is still the same.
    run(folder.path(), 3, &[], true);
    assert_eq!(
        run(folder.path(), 4, &[FASTER], true)[0].registered,
        Some(at(1))
    );
}

#[test]
fn a_prediction_that_was_changed_after_it_was_measured_names_the_former_one() {
    let folder = tempfile::tempdir().expect("there is room");
    let first = run(folder.path(), 1, &[FASTER], true);
    let changed = run(folder.path(), 2, &[FASTER.by(1.5)], true);
    assert_eq!(changed[0].registered, Some(at(2)));
    let former = changed[0].former.as_ref().expect("it was another");
    assert_eq!(former.hash, first[0].hash);
    assert_eq!(
        former.text,
        "`halve` is at least as fast as `scan` from n = 64"
    );
    assert_eq!(former.date, at(1).date);
    // It stays visible in later runs, and a change back is a change.
    let again = run(folder.path(), 3, &[FASTER.by(1.5)], true);
    assert_eq!(again[0], changed[0]);
    let back = run(folder.path(), 4, &[FASTER], true);
    assert_eq!(back[0].registered, Some(at(4)));
    let former = back[0].former.as_ref().expect("it was another");
    assert_eq!(former.hash, changed[0].hash);
}

#[test]
fn a_prediction_that_was_changed_before_anything_was_measured_is_no_change() {
    let folder = tempfile::tempdir().expect("there is room");
    run(folder.path(), 1, &[FASTER], false);
    let changed = run(folder.path(), 2, &[FASTER.from(16)], true);
    assert_eq!(
        (changed[0].registered.clone(), &changed[0].former),
        (Some(at(2)), &None)
    );
}

#[test]
fn claims_that_stay_do_not_stand_in_for_one_that_changed() {
    let folder = tempfile::tempdir().expect("there is room");
    let twice = FASTER.by(2.0).at(256);
    let first = run(folder.path(), 1, &[FASTER, twice], true);
    let changed = run(folder.path(), 2, &[FASTER.by(3.0).at(256), FASTER], true);
    let former = changed[0].former.as_ref().expect("it was another");
    assert_eq!(former.hash, first[1].hash);
    assert_eq!(changed[1].registered, Some(at(1)));
    let another = run(folder.path(), 3, &[claim("scan").beats("halve")], true);
    assert_eq!(another[0].former, None, "it is about another variant");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_kept() {
    for (text, part) in [
        ("{\"schema\": 1, \"experiments\": {", "is damaged"),
        (
            "{\"schema\": 2, \"claims\": []}",
            "is of version 2, and this program reads version 1",
        ),
        ("[]", "is damaged"),
    ] {
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("claims.json");
        fs::write(&path, text).expect("it can be written");
        let refused = Registry::open(folder.path()).expect_err("it cannot be read");
        assert!(
            refused.contains(part) && refused.contains("claims.json"),
            "{refused}"
        );
        assert_eq!(fs::read_to_string(&path).expect("it is there"), text);
    }
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let folder = tempfile::tempdir().expect("there is room");
    run(folder.path(), 1, &[FASTER], true);
    let path = folder.path().join("claims.json");
    fs::remove_file(&path).expect("it was written");
    let mut registry = Registry::open(folder.path()).expect("there is none");
    registry.save().expect("there is nothing to do");
    assert!(!path.exists());
}
