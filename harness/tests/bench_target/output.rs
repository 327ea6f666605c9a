//! How the terminal is written to: colour where it is wanted, and only the summary where not more.

use crate::stand::{Stand, seen};

/// An escape sequence begins with this.
const ESCAPE: char = '\u{1b}';

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let stand = Stand::new();
    let arguments = [
        "--bench",
        "--quick",
        "--no-probe",
        "--noplot",
        "--nresamples",
        "10",
        "sorted/taken/16",
    ];
    let coloured = |flag: &[&str], variables: &[(&str, &str)]| {
        let mut command = stand.fixture(&arguments);
        let ran = seen(command.args(flag).envs(variables.iter().copied())).ends_with(0);
        ran.out.contains(ESCAPE) || ran.err.contains(ESCAPE)
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(
        &[],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!coloured(
        &["--colour", "never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn quiet_leaves_the_summary_only() {
    let ran = Stand::new()
        .bench(&["--quiet", "sorted/taken/16"])
        .ends_with(0);
    assert!(!ran.out.contains("`stable`"), "{}", ran.out);
    assert!(ran.out.contains("claim"), "{}", ran.out);
}
