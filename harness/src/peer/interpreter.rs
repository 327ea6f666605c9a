//! The interpreters of peers: which are asked for, and what they are.

use std::collections::HashMap;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::pipe;

/// Names the interpreters, one after the other, with `:` or `,` between them.
pub(crate) const VARIABLE: &str = "LAB_PYTHON";

/// What is run where nothing is named.
const USUAL: &str = "python3";

/// Hands down what is known of the interpreters, so that each process need not ask them again.
const KNOWN: &str = "LAB_INTERPRETERS";

/// The least version that the runner runs on.
const LEAST: (u32, u32) = (3, 8);

/// Telling what it is takes an interpreter a few hundredths of a second.
const LONGEST: Duration = Duration::from_secs(10);

/// An interpreter that was asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Interpreter {
    /// The name or path by which it was asked for.
    pub(crate) asked: String,
    /// What it is, or why it cannot be used, in a sentence.
    pub(crate) found: Result<Found, String>,
}

/// What an interpreter says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// `CPython`, `PyPy`.
    pub(crate) implementation: String,
    pub(crate) version: String,
    /// The version of the language: `3.11`.
    pub(crate) language: String,
    pub(crate) path: String,
    /// Compiler, configuration and flags.
    pub(crate) flags: String,
}

/// What tells the variants of a further interpreter from those of the first: `pypy3.10`, or the
/// name by which it was asked for where that is another's too.
pub(crate) fn label(place: usize) -> String {
    let all = all();
    let short = |interpreter: &Interpreter| {
        let found = interpreter.found.as_ref().ok()?;
        Some(format!(
            "{}{}",
            found.implementation.to_lowercase(),
            found.language
        ))
    };
    let own = short(&all[place]);
    let taken = all[..place].iter().any(|other| short(other) == own);
    own.filter(|_| !taken)
        .unwrap_or_else(|| all[place].asked.clone())
}

static ALL: OnceLock<Vec<Interpreter>> = OnceLock::new();

/// All interpreters that are asked for; the first is the usual one.
pub(crate) fn all() -> &'static [Interpreter] {
    ALL.get_or_init(|| {
        let known = std::env::var(KNOWN).ok();
        known
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_else(|| {
                let asked = std::env::var(VARIABLE).unwrap_or_default();
                names(&asked).into_iter().map(probe).collect()
            })
    })
}

/// What a child process is told, so that it need not ask again; nothing where there are no peers.
pub(crate) fn known() -> HashMap<&'static str, String> {
    let text = ALL.get().and_then(|all| serde_json::to_string(all).ok());
    text.map(|text| (KNOWN, text)).into_iter().collect()
}

/// The path of the interpreter that peers run in, for a variant that starts it by itself.
///
/// # Errors
/// The reason, a sentence, when there is none that can be used.
pub fn python() -> Result<&'static str, &'static str> {
    match all().first().map(|interpreter| &interpreter.found) {
        Some(Ok(found)) => Ok(&found.path),
        Some(Err(reason)) => Err(reason),
        None => Err("no interpreter is asked for"),
    }
}

/// The paths and versions of all interpreters that peers run in.
pub fn pythons() -> impl Iterator<Item = (&'static str, &'static str)> {
    let found = all().iter().filter_map(|it| it.found.as_ref().ok());
    found.map(|found| (found.path.as_str(), found.version.as_str()))
}

fn names(asked: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in asked.split([':', ',']).map(str::trim) {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() {
        names.push(USUAL.to_owned());
    }
    names
}

fn probe(asked: String) -> Interpreter {
    let found = ask(&asked).and_then(|said| understand(&asked, &said));
    Interpreter { asked, found }
}

/// What an interpreter answers when it is asked what it is.
fn ask(name: &str) -> Result<String, String> {
    let advice = format!("install Python 3.8 or newer, or name one with {VARIABLE}");
    let mut child = Command::new(name)
        .args(["-E", "-s", "-c", include_str!("python/probe.py")])
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("`{name}` could not be started ({error}); {advice}"))?;
    let said = listen(&mut child, Instant::now() + LONGEST);
    super::process::end(&mut child);
    let said = said.map_err(|_| {
        let seconds = LONGEST.as_secs();
        format!("`{name}` did not say within {seconds} seconds what it is; {advice}")
    })?;
    Ok(String::from_utf8_lossy(&said).into_owned())
}

fn listen(child: &mut Child, deadline: Instant) -> std::io::Result<Vec<u8>> {
    /// More than any interpreter says of itself.
    const MOST: usize = 1 << 16;
    let (mut said, mut part) = (Vec::new(), [0; 4096]);
    let Some(output) = child.stdout.take() else {
        return Ok(said);
    };
    while said.len() < MOST {
        match pipe::read(&output, &mut part, deadline)? {
            0 => break,
            count => said.extend(&part[..count]),
        }
    }
    Ok(said)
}

fn understand(name: &str, said: &str) -> Result<Found, String> {
    let mut lines = said.lines();
    let mut next = || lines.next().map(str::to_owned);
    let advice = format!("name one with {VARIABLE}");
    let stranger = || format!("`{name}` does not answer as a Python interpreter does; {advice}");
    if next().as_deref() != Some("peer") {
        return Err(stranger());
    }
    let (Some(implementation), Some(version), Some(language)) = (next(), next(), next()) else {
        return Err(stranger());
    };
    let numbers = language.split_once('.');
    let numbers = numbers.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let numbers: (u32, u32) = numbers.ok_or_else(stranger)?;
    if numbers < LEAST {
        let (major, minor) = LEAST;
        return Err(format!(
            "`{name}` is {implementation} {version}, and peers need {major}.{minor} or newer; \
             {advice}"
        ));
    }
    let path = next().filter(|path| !path.is_empty());
    Ok(Found {
        implementation,
        version,
        language,
        path: path.unwrap_or_else(|| name.to_owned()),
        flags: next().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_named_with_a_colon_or_a_comma_and_each_is_taken_once() {
        assert_eq!(names("a:b, c::a"), ["a", "b", "c"]);
        assert_eq!(names(""), ["python3"]);
    }

    #[test]
    fn what_is_too_old_or_no_interpreter_is_named_with_the_fix() {
        let old = understand("py", "peer\nCPython\n3.6.15\n3.6\n/bin/py\ngcc\n").unwrap_err();
        assert!(
            old.contains("CPython 3.6.15") && old.contains("3.8"),
            "{old}"
        );
        for said in ["", "hello\n", "peer\nCPython\n", "peer\nA\nB\nthree\n"] {
            let stranger = understand("cat", said).unwrap_err();
            assert!(
                stranger.contains("`cat`") && stranger.contains(VARIABLE),
                "{stranger}"
            );
        }
        let ten = understand("py", "peer\nCPython\n3.10.1\n3.10\n\ngcc\n").unwrap();
        assert_eq!((ten.path.as_str(), ten.flags.as_str()), ("py", "gcc"));
    }

    #[test]
    fn what_is_not_there_is_named_with_the_fix() {
        let reason = probe("no-such-python".to_owned()).found.unwrap_err();
        assert!(
            reason.contains("`no-such-python`") && reason.contains("LAB_PYTHON"),
            "{reason}"
        );
    }

    #[test]
    fn a_program_that_babbles_without_end_is_no_interpreter() {
        let reason = probe("yes".to_owned()).found.unwrap_err();
        assert!(reason.contains("does not answer as"), "{reason}");
    }
}
