//! A Python program in a process of its own, which tells a time and its answer.

use std::io::{self, Read};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use harness::{clocks, threads};

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
    let (output, real) = clocks::bare(|| output(&mut program));
    let output = output.expect("the interpreter has been started before");
    let said = String::from_utf8_lossy(&output.stdout);
    let (told, answer) = understood(&said).unwrap_or_else(|| {
        let error = String::from_utf8_lossy(&output.stderr);
        let last = error.lines().last().unwrap_or("nothing at all");
        panic!("the program that was asked for {arguments:?} said {last}");
    });
    Run { told, real, answer }
}

/// What a program said when it has ended. That its process waited for a core is told to whoever
/// times the slice.
fn output(program: &mut Command) -> io::Result<Output> {
    let mut child = program
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let both = child.stdout.take().zip(child.stderr.take());
    let (mut out, mut err) = both.expect("they are piped");
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    threads::done_by(child.id(), || {
        // One after the other: a pipe has room for all that such a program says.
        out.read_to_end(&mut stdout)?;
        err.read_to_end(&mut stderr)
    })?;
    let status = child.wait()?;
    Ok(Output {
        status,
        stdout,
        stderr,
    })
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
