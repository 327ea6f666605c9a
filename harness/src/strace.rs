//! Whether strace, which peers may count calls of the kernel by, can follow a program here.

use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Hands down what is known of strace, so that each process need not try it again: the reason why
/// it cannot be used, or nothing.
const KNOWN: &str = "LAB_NO_STRACE";

static ASKED: OnceLock<Option<String>> = OnceLock::new();

/// Why strace cannot be used here, in a clause; tried once in a run, by a program that does
/// nothing. Where containers forbid ptrace, to be installed is not enough.
///
/// ```
/// // Either it is there, or there is a reason to be shown.
/// assert!(harness::no_strace().is_none_or(|why| why.contains("strace")));
/// ```
pub fn no_strace() -> Option<&'static str> {
    let asked = || match std::env::var(KNOWN) {
        Ok(known) => Some(known).filter(|why| !why.is_empty()),
        Err(_) => refusal("strace"),
    };
    ASKED.get_or_init(asked).as_deref()
}

/// What a child process is told; nothing where nobody asked.
pub(crate) fn known() -> Option<(&'static str, &'static str)> {
    let asked = ASKED.get()?;
    Some((KNOWN, asked.as_deref().unwrap_or_default()))
}

/// Why this tracer cannot follow even a program that does nothing.
fn refusal(tracer: &str) -> Option<String> {
    let traced = Command::new(tracer)
        .args(["-qq", "-e", "trace=none", "true"])
        .stdin(Stdio::null())
        .output();
    match traced {
        Ok(output) if output.status.success() => None,
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            let why = said.lines().next().unwrap_or("it does not say why");
            Some(format!("`{tracer}` cannot follow a program here: {why}"))
        }
        Err(_) => Some(format!(
            "`{tracer}` is not on PATH: install it (`apt install {tracer}`)"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tracer_that_is_not_there_or_may_not_trace_is_a_reason() {
        let lost = refusal("no-such-strace").expect("it is nowhere");
        assert!(lost.contains("install it"), "{lost}");
        // It fails, whatever it is told, and says nothing.
        let forbidden = refusal("false").expect("it fails");
        assert!(forbidden.ends_with("cannot follow a program here: it does not say why"));
        // It succeeds, whatever it is told.
        assert_eq!(refusal("true"), None);
    }
}
