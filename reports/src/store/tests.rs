//! What is kept, what is read, and what is named and skipped.

use std::fs;

use super::*;
use crate::sample::Sample;

fn record(run: &str, experiment: &str) -> Record {
    Sample::new(experiment)
        .run(run)
        .sizes(&[10])
        .variant("scan", |n| n as f64)
        .passes(1)
        .rounds(3)
        .build()
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let store = Store::at(folder.path());
    (folder, store)
}

fn written(store: &Store, record: &Record) -> PathBuf {
    store.write(record).expect("the record can be written")
}

/// Loads a store that has exactly one problem.
fn only_problem(store: &Store) -> String {
    let mut problems = store.load().problems;
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn what_is_written_reads_back_the_same() {
    let (_folder, store) = store();
    assert!(store.load().records.is_empty() && store.load().problems.is_empty());
    let (b, a) = (record("2", "search/b"), record("1", "search/a"));
    written(&store, &b);
    let path = written(&store, &a);
    assert!(path.ends_with("records/1/sample-bench.search.a.json"));
    let loaded = store.load();
    assert_eq!(loaded.records, [a, b]);
    assert!(loaded.problems.is_empty());
}

#[test]
fn the_newest_records_are_read_without_the_older_ones() {
    let (_folder, store) = store();
    for run in ["1", "2", "3", "4"] {
        written(&store, &record(run, "a"));
    }
    written(&store, &record("1", "b"));
    let runs = |loaded: Loaded| -> Vec<String> {
        loaded
            .records
            .into_iter()
            .map(|record| record.run.id + &record.experiment)
            .collect()
    };
    assert_eq!(runs(store.load_newest(2)), ["1b", "3a", "4a"]);
    let damaged = store.path(&record("4", "a"));
    fs::write(damaged, "{").expect("the file can be written");
    fs::write(store.path(&record("1", "a")), "{").expect("the file can be written");
    assert_eq!(runs(store.load_newest(2)), ["1b", "2a", "3a"]);
    assert_eq!(
        store.load_newest(2).problems.len(),
        1,
        "the oldest is not opened"
    );
    assert_eq!(store.load().problems.len(), 2);
}

#[test]
fn a_record_takes_the_place_of_an_earlier_one_and_nothing_else_is_left() {
    let (_folder, store) = store();
    let mut changed = record("1", "a");
    let path = written(&store, &changed);
    changed.run.seconds = 2.5;
    written(&store, &changed);
    assert_eq!(store.load().records, [changed]);
    let folder = path.parent().expect("a record is in a folder");
    let files = fs::read_dir(folder).expect("the folder is there").count();
    assert_eq!(files, 1);
}

#[test]
fn damaged_newer_and_foreign_files_are_named_and_kept() {
    let whole = serde_json::to_string(&record("1", "a")).expect("a record is JSON");
    for (text, part) in [
        (&whole[..whole.len() / 2], "is damaged (EOF while parsing"),
        ("", "is damaged"),
        ("not JSON", "is no record"),
        (
            &whole.replacen("\"package\"", "\"pack\"", 1),
            "missing field `package`",
        ),
        (
            &whole.replacen("\"schema\":1", "\"schema\":9", 1),
            "of version 9",
        ),
        (
            &whole.replacen("\"schema\":1", "\"schema\":0", 1),
            "which never was",
        ),
        ("{\"name\": \"something else\"}", "is no record"),
        ("[1, 2, 3]", "is no record"),
    ] {
        let (_folder, store) = store();
        let sound = record("1", "sound");
        let path = written(&store, &sound).with_file_name("other.json");
        fs::write(&path, text).expect("the file can be written");
        let problem = only_problem(&store);
        assert!(
            problem.contains(part) && problem.contains("other.json"),
            "{problem}"
        );
        assert!(problem.contains(": "), "it names a fix: {problem}");
        assert_eq!(store.load().records, [sound]);
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some(text));
    }
}

#[test]
fn a_record_with_keys_of_a_later_minor_change_is_read() {
    let (_folder, store) = store();
    let path = written(&store, &record("1", "a"));
    let text = fs::read_to_string(&path).expect("the record is there");
    let with_more = text.replacen('{', "{\"something_new\":[1],", 1);
    fs::write(&path, with_more).expect("the file can be written");
    assert_eq!(store.load().records, [record("1", "a")]);
}

#[test]
fn files_in_the_wrong_place_are_named_and_hidden_ones_are_not() {
    let (folder, store) = store();
    written(&store, &record("1", "a"));
    let records = folder.path().join("records");
    fs::write(records.join(".DS_Store"), "x").expect("the file can be written");
    fs::write(records.join("1/.left.tmp"), "x").expect("the file can be written");
    assert!(store.load().problems.is_empty());
    fs::write(records.join("notes.txt"), "x").expect("the file can be written");
    assert!(only_problem(&store).contains("notes.txt is no record"));
}

#[test]
fn a_copied_run_is_named_and_counted_once() {
    let (folder, store) = store();
    let path = written(&store, &record("1", "a"));
    let copy = folder.path().join("records/copy");
    fs::create_dir(&copy).expect("the folder can be made");
    fs::copy(path, copy.join("a.json")).expect("the file can be copied");
    assert!(only_problem(&store).contains("is there twice"));
    assert_eq!(store.load().records.len(), 1);
}

#[test]
#[cfg(unix)]
fn what_the_system_refuses_to_read_is_named() {
    let (folder, store) = store();
    written(&store, &record("1", "a"));
    let records = folder.path().join("records");
    // A link to itself is refused also to root, who may read all that permissions forbid.
    let link = records.join("1/loop.json");
    std::os::unix::fs::symlink(&link, &link).expect("a link can be made");
    let problem = only_problem(&store);
    assert!(problem.starts_with("cannot read") && problem.contains("loop.json"));

    let file = Store::at(folder.path().join("records/1"));
    fs::write(file.records(), "a file").expect("the file can be written");
    assert!(
        only_problem(&file).contains("Not a directory"),
        "it is no folder"
    );
}

#[test]
fn what_the_system_refuses_to_write_names_the_path_and_the_fix() {
    let (folder, _) = store();
    let occupied = folder.path().join("file");
    fs::write(&occupied, "x").expect("the file can be written");
    let error = Store::at(&occupied)
        .write(&record("1", "a"))
        .expect_err("a file is no folder")
        .to_string();
    assert!(
        error.starts_with("cannot create") && error.contains("file/records"),
        "{error}"
    );
    assert!(
        error.contains("LAB_HOME") && !error.contains("os error"),
        "{error}"
    );

    let full = StoreError::Io {
        action: "write",
        path: "/x/y.json".into(),
        source: io::Error::from(io::ErrorKind::StorageFull),
    };
    assert_eq!(
        full.to_string(),
        "cannot write /x/y.json: no storage space; free some space or set LAB_HOME to a folder \
         elsewhere"
    );
}

#[test]
fn a_figure_that_json_cannot_hold_is_refused_before_anything_is_written() {
    let (folder, store) = store();
    let mut record = record("1", "a");
    record.run.seconds = f64::NAN;
    let error = store
        .write(&record)
        .expect_err("NaN is no JSON")
        .to_string();
    assert!(
        error.contains("`sample-bench/a`") && error.contains("not finite"),
        "{error}"
    );
    assert!(!folder.path().join("records").exists());
}

#[test]
fn hostile_ids_are_written_inside_the_folder() {
    let (folder, store) = store();
    let mut record = record("../../run", "../../../etc/passwd");
    record.package = "..".to_owned();
    let path = written(&store, &record);
    let inside = path.canonicalize().expect("the file is there");
    let root = folder.path().canonicalize().expect("the folder is there");
    assert!(inside.starts_with(root));
    assert_eq!(store.load().records, [record]);
}

#[test]
fn readers_never_see_half_a_record() {
    let (_folder, store) = store();
    let record = record("1", "a");
    written(&store, &record);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| (0..40).for_each(|_| drop(written(&store, &record))));
        while !writer.is_finished() {
            assert_eq!(store.load().records.len(), 1);
            assert!(store.load().problems.is_empty());
        }
    });
}

#[test]
fn the_latest_and_the_previous_record_of_an_experiment() {
    let of = |run, experiment| record(run, experiment);
    let mut elsewhere = of("3", "a");
    elsewhere.machine.cpu = "another".to_owned();
    let records = [
        of("1", "a"),
        of("4", "a"),
        of("2", "a"),
        of("2", "b"),
        elsewhere,
    ];
    let newest = latest(&records);
    let ids: Vec<(&str, &str)> = newest
        .iter()
        .map(|record| (record.experiment.as_str(), record.run.id.as_str()))
        .collect();
    assert_eq!(ids, [("a", "4"), ("b", "2")]);
    let before = previous(&records, newest[0]).expect("there is an earlier run");
    assert_eq!(before.run.id, "2", "run 3 is of another machine");
    assert_eq!(previous(&records, newest[1]), None);
}
