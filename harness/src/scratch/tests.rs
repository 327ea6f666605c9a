//! Tests of files for a while.

use std::os::unix::fs::FileExt;

use super::*;

#[test]
fn a_file_holds_what_it_was_given_and_has_no_name() {
    let before = std::fs::read_dir(place()).map(Iterator::count);
    let made = Scratch::new(b"what was given").expect("there is room");
    let mut read = [0; 14];
    made.file.read_exact_at(&mut read, 0).expect("it is there");
    assert_eq!(&read, b"what was given");
    let links = std::os::unix::fs::MetadataExt::nlink(&made.file.metadata().unwrap());
    assert_eq!(links, 0);
    #[cfg(target_os = "linux")]
    for file in std::iter::once(&made.file).chain(&made.direct().ok()) {
        let flags = rustix::fs::fcntl_getfl(file).expect("it is open");
        assert!(flags.contains(rustix::fs::OFlags::NOATIME));
    }
    assert!(before.is_ok());
}

#[test]
fn a_folder_that_takes_no_file_is_named_with_the_fix() {
    let why = written(Path::new("/no/such/folder"), b"x").expect_err("it is not there");
    assert!(
        why.contains("/no/such/folder") && why.contains("--scratch"),
        "{why}"
    );
}

/// This very test once more, where no file may be long: what a full disk says, without one.
#[test]
fn a_file_without_room_is_refused_in_one_sentence_that_names_the_fix() {
    const AGAIN: &str = "LAB_TEST_WITHOUT_ROOM";
    if std::env::var_os(AGAIN).is_some() {
        let why = written(&std::env::temp_dir(), &[0; 1 << 20]).expect_err("it is too long");
        assert!(why.contains("could not be written in"), "{why}");
        assert!(why.contains("with room for it with `--scratch`"), "{why}");
        return;
    }
    let this = "scratch::tests::a_file_without_room_is_refused_in_one_sentence_that_names_the_fix";
    let output = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact \"$1\"",
        ])
        .arg(std::env::current_exe().expect("it runs"))
        .arg(this)
        .env(AGAIN, "1")
        .output()
        .expect("every Unix has a shell");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
}

#[test]
fn more_than_is_allowed_is_refused_in_one_sentence() {
    let why = Held::of(1, 0).expect_err("it is one byte too many");
    assert!(why.contains("--scratch-most"), "{why}");
}

#[test]
#[cfg(target_os = "linux")]
fn another_process_reads_the_very_file_by_its_path() {
    let made = Scratch::new(b"what was given").expect("there is room");
    let path = made.path().expect("Linux has one");
    let read = Command::new("cat").arg(path).output();
    assert_eq!(
        read.expect("every Unix has `cat`").stdout,
        b"what was given"
    );
}

#[test]
fn workers_that_run_at_the_same_time_share_what_may_be_held() {
    let told = |workers| {
        let mut command = Command::new("worker");
        hand_on(&mut command, workers);
        let mut told = command.get_envs().filter(|(name, _)| *name == BOUND);
        let value = told.next().and_then(|(_, value)| value?.to_str());
        value.and_then(|value| value.parse::<u64>().ok())
    };
    for workers in [1, 2, 4] {
        assert_eq!(told(workers), Some(most() / workers));
    }
}

#[test]
fn a_folder_that_is_asked_for_must_be_there() {
    let here = std::env::temp_dir();
    assert!(there(here.to_str().expect("it is text")).is_ok());
    let why = there("no such folder").expect_err("it is not there");
    assert!(
        why.contains("no such folder") && why.contains("make it"),
        "{why}"
    );
    assert!(why.starts_with('/'), "{why}");
}
