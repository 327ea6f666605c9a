//! Wrong invocations: each ends with a status that tells its kind, names what is wrong, and says
//! what puts it right, in one sentence.

use std::fs;

use crate::stand::{SHORT, Seen, Stand, seen};

/// What the exit status tells.
const FAILED: i32 = 1;
const USAGE: i32 = 2;
const NOTHING: i32 = 3;

/// What is run, how it must end, and what its sentence must hold: the thing, and the fix.
struct Wrong {
    line: &'static str,
    status: i32,
    names: &'static [&'static str],
}

const fn wrong(line: &'static str, status: i32, names: &'static [&'static str]) -> Wrong {
    Wrong {
        line,
        status,
        names,
    }
}

/// Of a bench target.
const BENCH: [Wrong; 14] = [
    wrong("--quik", USAGE, &["'--quik'", "'--quick'", "--help"]),
    wrong(
        "--quick --thorough",
        USAGE,
        &["'--quick'", "'--thorough'", "cannot be used with"],
    ),
    wrong("--sample-size 5", USAGE, &["'5'", "--sample-size", "10.."]),
    wrong("--confidence-level 95", USAGE, &["'95'", "between 0 and 1"]),
    wrong(
        "--profile-time now",
        USAGE,
        &["'now'", "a number such as 0.5"],
    ),
    wrong("--list --format xml", USAGE, &["'xml'", "pretty, terse"]),
    wrong("--exact", USAGE, &["FILTER", "not provided"]),
    wrong("--color bleu", USAGE, &["'bleu'", "auto, always, never"]),
    wrong(
        "--scratch /no/such/folder",
        USAGE,
        &["--scratch", "/no/such/folder", "make it"],
    ),
    wrong("sum order", USAGE, &["'order'", "--help"]),
    wrong("sum(", USAGE, &["`sum(`", "backslash", "--exact"]),
    wrong(
        "oder/sort",
        NOTHING,
        &["`oder/sort`", "`fixture/order/sort`", "--list"],
    ),
    wrong(
        "unstabel",
        NOTHING,
        &["`unstabel`", "did you mean `unstable`?"],
    ),
    wrong(
        "--baseline before",
        FAILED,
        &["`before`", "--save-baseline before"],
    ),
];

/// Of `cargo lab`, where nothing has been recorded.
const LAB: [Wrong; 12] = [
    wrong("lits", USAGE, &["'lits'", "'list'", "--help"]),
    wrong("doctr", USAGE, &["'doctr'", "'doctor'"]),
    wrong("export jsn", USAGE, &["'jsn'", "'json'"]),
    wrong("export", USAGE, &["FORMAT", "not provided"]),
    wrong("machine --jsn", USAGE, &["'--jsn'", "'--json'"]),
    wrong("python --rounds 3", USAGE, &["'3'", "10.."]),
    wrong(
        "list",
        FAILED,
        &["nothing has been recorded", "run `cargo bench`"],
    ),
    wrong(
        "judge",
        FAILED,
        &["nothing has been recorded", "run `cargo bench`"],
    ),
    wrong(
        "compare 2026",
        FAILED,
        &["nothing has been recorded", "run `cargo bench`"],
    ),
    wrong(
        "calibrate bussy",
        NOTHING,
        &["`bussy`", "did you mean `busy`?"],
    ),
    wrong("new Strings", FAILED, &["`Strings`", "such as `strings`"]),
    wrong(
        "new ../strings",
        FAILED,
        &["`../strings`", "such as `strings`"],
    ),
];

/// One sentence on standard error, nothing on standard output, and no sign of a panic.
#[track_caller]
fn holds(wrong: &Wrong, seen: Seen) {
    let seen = seen.ends_with(wrong.status);
    seen.error_names(wrong.names);
    assert_eq!(seen.out, "", "{}", wrong.line);
    assert_eq!(seen.err.lines().count(), 1, "{}: {}", wrong.line, seen.err);
    assert!(
        !seen.err.contains("panicked"),
        "{}: {}",
        wrong.line,
        seen.err
    );
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn a_wrong_invocation_of_a_bench_target_is_told_with_the_fix() {
    let stand = Stand::new();
    for wrong in &BENCH {
        let mut command = stand.fixture(&["--bench"]);
        holds(wrong, seen(command.args(words(wrong.line))));
    }
    assert!(!stand.home().exists(), "nothing is measured");
}

#[test]
fn a_wrong_invocation_of_the_laboratory_is_told_with_the_fix() {
    let stand = Stand::new();
    for wrong in &LAB {
        let mut command = stand.lab(&words(wrong.line));
        holds(wrong, seen(&mut command));
    }
    assert!(!stand.home().exists(), "nothing is kept");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_by_whatever_writes_there() {
    let stand = Stand::new();
    stand.bench(&["sorted/taken/16"]).ends_with(0);
    // A page that is in the way cannot be written, whoever asks.
    let page = stand.home().join("index.html");
    fs::remove_file(&page).expect("the page was there");
    fs::create_dir_all(page.join("in the way")).expect("a folder can be made");
    seen(&mut stand.lab(&["site"]))
        .ends_with(FAILED)
        .error_names(&["index.html", "; "]);
    let file = stand.path().join("file");
    fs::write(&file, "in the way").expect("a file can be written");
    let mut command = stand.fixture(&SHORT);
    seen(command.env("LAB_HOME", file.join("lab")))
        .ends_with(FAILED)
        .error_names(&["file/lab", "LAB_HOME"]);
}

#[test]
fn a_record_that_is_damaged_is_named_by_every_command_and_the_rest_is_told() {
    let stand = Stand::new();
    stand.bench(&["sorted/taken/16"]).ends_with(0);
    stand.bench(&["sum/once/10$"]).ends_with(0);
    let records = crate::stand::files(&stand.home().join("records"));
    fs::write(&records[0], "{\"schema\": 1").expect("a record can be damaged");
    for line in [
        "list",
        "judge",
        "site",
        "export json",
        "export claims",
        "doctor",
    ] {
        let seen = seen(&mut stand.lab(&words(line)));
        let told = format!("{}{}", seen.out, seen.err);
        assert!(
            told.contains("is damaged") && told.contains("delete it"),
            "{line}: {seen:#?}"
        );
        let status = i32::from(line == "doctor");
        assert_eq!(seen.code, Some(status), "{line}: {seen:#?}");
    }
    fs::write(&records[1], "").expect("a record can be damaged");
    let seen = seen(&mut stand.lab(&["export", "json"])).ends_with(FAILED);
    seen.error_names(&["nothing has been recorded"]);
    assert_eq!(seen.out, "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_is_full_is_told_and_half_an_export_is_no_success() {
    use std::process::Stdio;

    let stand = Stand::new();
    stand.bench(&["sorted/taken/16"]).ends_with(0);
    let full = || fs::OpenOptions::new().write(true).open("/dev/full");
    let full = full().expect("Linux has a device that is always full");
    let mut command = stand.lab(&["export", "json"]);
    let output = command.stdout(Stdio::from(full)).stderr(Stdio::piped());
    let output = output
        .spawn()
        .and_then(std::process::Child::wait_with_output);
    Seen::of(output.expect("it ends"))
        .ends_with(FAILED)
        .error_names(&["not whole", "room"]);
    seen(&mut stand.lab(&["export", "json", "--out", "/dev/full"]))
        .ends_with(FAILED)
        .error_names(&["/dev/full", "another file"]);
}
