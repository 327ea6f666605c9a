//! A terminal that is read along: the bar and its estimate, links, progress in the window, colour.

use std::fs::File;
use std::io::Read;
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::recorded;
use crate::stand::{SHORT, Stand};

/// What a program that has ended wrote to the terminal, and to standard error where that was not
/// the terminal.
struct Watched {
    code: Option<i32>,
    terminal: String,
    err: String,
}

/// Runs a program whose standard output, and error where it is wished, is a terminal.
fn watched(command: &mut Command, with_errors: bool) -> Watched {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal can be had");
    grantpt(&ours)
        .and_then(|()| unlockpt(&ours))
        .expect("it can be used");
    let size = Winsize {
        ws_row: 24,
        ws_col: 100,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&ours, size).expect("it has a size");
    let name = ptsname(&ours, Vec::new()).expect("it has a name");
    let name = name.into_string().expect("its name is text");
    let theirs = || {
        let opened = File::options().read(true).write(true).open(&name);
        Stdio::from(opened.expect("the other end can be opened"))
    };
    command
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null())
        .stdout(theirs());
    command.stderr(if with_errors {
        theirs()
    } else {
        Stdio::piped()
    });
    let child = command.spawn().expect("it can be started");
    // Its ends in this process are closed, or the terminal would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let reader = std::thread::spawn(move || {
        let (mut shown, mut part) = (Vec::new(), [0; 4096]);
        let mut ours = File::from(ours);
        // A terminal that nobody writes to any more ends with an error.
        while let Ok(count @ 1..) = ours.read(&mut part) {
            shown.extend_from_slice(&part[..count]);
        }
        shown
    });
    let output = child.wait_with_output().expect("it ends");
    let shown = reader.join().expect("the terminal was read");
    Watched {
        code: output.status.code(),
        terminal: String::from_utf8_lossy(&shown).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Whether a text holds colours: the sequence `ESC [ … m`.
fn is_coloured(text: &str) -> bool {
    text.split("\u{1b}[").skip(1).any(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ';'));
        end.is_some_and(|end| rest[end..].starts_with('m'))
    })
}

#[test]
fn a_terminal_sees_a_bar_with_an_estimate_and_a_link() {
    let stand = Stand::new();
    let seen = watched(&mut stand.fixture(&SHORT), true);
    assert_eq!(seen.code, Some(0), "{}", seen.terminal);
    assert!(seen.terminal.contains("ETA"), "{:?}", seen.terminal);
    let address = format!("\u{1b}]8;;file://{}", stand.home().display());
    assert!(seen.terminal.contains(&address), "{:?}", seen.terminal);
    assert!(
        !seen.terminal.contains("]9;4;"),
        "a terminal that may take it for a notification"
    );
    assert!(is_coloured(&seen.terminal));
}

#[test]
fn a_window_that_shows_progress_is_told_of_it_until_the_end() {
    let stand = Stand::new();
    let mut command = stand.fixture(&SHORT);
    let seen = watched(command.env("TERM_PROGRAM", "ghostty").arg("sorted"), true);
    let told: Vec<&str> = seen.terminal.split("\u{1b}]9;4;").skip(1).collect();
    assert!(told.len() >= 2, "{:?}", seen.terminal);
    assert!(told[0].starts_with("1;"), "{:?}", seen.terminal);
    assert!(
        told.last().is_some_and(|last| last.starts_with("0;0")),
        "{:?}",
        seen.terminal
    );
}

#[test]
fn without_a_terminal_for_errors_there_is_no_bar() {
    let stand = Stand::new();
    let mut command = stand.fixture(&SHORT);
    let seen = watched(command.env("TERM_PROGRAM", "ghostty").arg("sorted"), false);
    assert_eq!(seen.code, Some(0));
    for text in [&seen.err, &seen.terminal] {
        assert!(!text.contains("ETA") && !text.contains("]9;4;"), "{text:?}");
    }
    assert!(seen.terminal.contains("]8;;file://"), "{:?}", seen.terminal);
}

#[test]
fn what_makes_no_progress_draws_no_bar_and_keeps_to_the_width_of_the_terminal() {
    for arguments in [&["list"][..], &["judge"]] {
        let seen = watched(&mut recorded().stand.lab(arguments), true);
        assert_eq!(seen.code, Some(0), "{}", seen.terminal);
        let drawn = ["─", "\u{1b}[2K"]
            .iter()
            .any(|part| seen.terminal.contains(part));
        assert!(!drawn, "{:?}", seen.terminal);
        let plain = anstream::adapter::strip_str(&seen.terminal).to_string();
        let widest = plain.lines().map(|line| line.trim_end().chars().count());
        assert!(
            widest.max().is_some_and(|columns| columns <= 100),
            "{plain}"
        );
    }
}

#[test]
fn no_color_leaves_not_one_escape_in_the_results() {
    let stand = Stand::new();
    for (flag, variable) in [(&["--color", "never"][..], ""), (&[], "1")] {
        let mut command = stand.fixture(&SHORT);
        let seen = watched(
            command.env("NO_COLOR", variable).args(flag).arg("sorted"),
            false,
        );
        assert!(
            !seen.terminal.contains('\u{1b}'),
            "{flag:?}: {:?}",
            seen.terminal
        );
        assert!(!seen.err.contains('\u{1b}'), "{flag:?}: {:?}", seen.err);
    }
}

#[test]
fn progress_goes_to_standard_error_and_results_to_standard_output() {
    let seen = &recorded().seen;
    assert!(seen.out.contains("6 claims: ") && !seen.err.contains("6 claims: "));
    assert!(seen.err.contains("warning: ") && !seen.out.contains("warning: "));
}

#[test]
fn the_summary_fits_a_screen() {
    let stand = Stand::new();
    for arguments in [&["--quiet"][..], &["--quiet", "--seed", "5"]] {
        let seen = stand.bench(arguments).ends_with(0);
        let lines = seen.out.lines().count();
        assert!((5..=24).contains(&lines), "{lines} lines: {}", seen.out);
        assert_eq!(seen.page(), stand.home().join("index.html"));
    }
}

#[test]
fn where_the_time_went_is_told_when_it_is_asked_for() {
    let seen = Stand::new().bench(&["--timings", "sorted"]).ends_with(0);
    assert!(
        seen.out.contains("where the time went, in seconds"),
        "{}",
        seen.out
    );
    assert!(
        seen.out.contains("  all of them") && seen.out.contains("order/sort"),
        "{}",
        seen.out
    );
    // So short a run may be over before the bar has shown anything.
    let foretold = seen.out.split_once("what the bar foretold of a run");
    let (_, foretold) = foretold.expect("it is told");
    let told = foretold.lines().skip(1);
    for line in told.take_while(|line| line.starts_with("  at ")) {
        assert!(
            line.contains(" %  ETA ") && line.ends_with(" % off"),
            "{line}"
        );
    }
    assert!(!recorded().seen.out.contains("where the time went"));
}
