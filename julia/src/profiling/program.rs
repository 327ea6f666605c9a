//! A Python program in a process of its own, which tells a time and its answer.

use std::process::Command;
use std::time::Duration;

use harness::clocks;

/// What one run told.
pub(super) struct Run {
    /// What the program says.
    pub(super) told: Duration,
    /// What the run took from outside, the start of the interpreter with it.
    pub(super) real: Duration,
    /// The sum of the pixels.
    pub(super) answer: u64,
}

/// Runs a text with its arguments; it prints microseconds and its answer.
///
/// # Panics
/// When there is no interpreter, or the program fails.
pub(super) fn run(text: &str, arguments: [&str; 2]) -> Run {
    let python = harness::python().expect("the variant is left out without an interpreter");
    let mut program = Command::new(python);
    program.args(["-I", "-c", text]).args(arguments);
    let (output, real) = clocks::real(|| program.output());
    let output = output.expect("the interpreter has been started before");
    let said = String::from_utf8_lossy(&output.stdout);
    let (told, answer) = understood(&said).unwrap_or_else(|| {
        let error = String::from_utf8_lossy(&output.stderr);
        let last = error.lines().last().unwrap_or("nothing at all");
        panic!("the program that was asked for {arguments:?} said {last}");
    });
    Run { told, real, answer }
}

fn understood(said: &str) -> Option<(Duration, u64)> {
    let (micros, answer) = said.trim().split_once(' ')?;
    let told = Duration::from_micros(micros.parse().ok()?);
    Some((told, answer.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_understood() {
        let told = Duration::from_micros(1234);
        assert_eq!(understood("1234 33\n"), Some((told, 33)));
        assert_eq!(understood("1234"), None);
        assert_eq!(understood(""), None);
    }
}
