//! What the cargo that runs the bench targets was asked for.

use std::fs;
use std::path::Path;

/// All bench targets of one `cargo bench` have the same parent; a process id alone comes again, so
/// the parent's start time belongs to it.
pub(super) fn invocation() -> String {
    let parent = rustix::process::getppid().map_or(0, |parent| parent.as_raw_nonzero().get());
    let started = fs::read_to_string(format!("/proc/{parent}/stat"))
        .ok()
        // The name of a process may hold anything, also spaces: count from its closing parenthesis.
        .and_then(|stat| {
            let (_, rest) = stat.rsplit_once(')')?;
            rest.split_whitespace().nth(19).map(str::to_owned)
        });
    format!("{parent} {}", started.unwrap_or_default())
}

/// The command line of the calling cargo, where the system tells it.
pub(crate) fn cargo_arguments() -> Vec<String> {
    let parent = rustix::process::getppid().map_or(0, |parent| parent.as_raw_nonzero().get());
    let bytes = fs::read(format!("/proc/{parent}/cmdline")).unwrap_or_default();
    let arguments = bytes
        .split(|byte| *byte == 0)
        .filter(|argument| !argument.is_empty());
    arguments
        .map(|argument| String::from_utf8_lossy(argument).into_owned())
        .collect()
}

/// The packages with a bench target that cargo runs after this one: it goes by the alphabet.
pub(super) fn later(workspace: Option<&Path>, package: &str) -> Vec<String> {
    let arguments = cargo_arguments();
    if !runs_whole_workspace(&arguments) {
        return Vec::new();
    }
    let Some(entries) = workspace.and_then(|root| fs::read_dir(root).ok()) else {
        return Vec::new();
    };
    let has_bench = |folder: &Path| {
        fs::read_to_string(folder.join("Cargo.toml"))
            .is_ok_and(|manifest| manifest.lines().any(|line| line.trim() == "[[bench]]"))
    };
    let mut later: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| has_bench(&entry.path()))
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.as_str() > package)
        .collect();
    later.sort();
    later
}

/// Whether cargo was asked for the whole workspace, and not for some of its packages or targets.
fn runs_whole_workspace(arguments: &[String]) -> bool {
    let own = arguments.iter().take_while(|argument| *argument != "--");
    let narrow = |argument: &String| {
        ["-p", "--package", "--bench", "--manifest-path", "--exclude"]
            .iter()
            .any(|flag| argument == flag || argument.starts_with(&format!("{flag}=")))
    };
    arguments.iter().any(|argument| argument == "bench") && !own.into_iter().any(narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn only_a_plain_cargo_bench_runs_the_whole_workspace() {
        assert!(runs_whole_workspace(&arguments("cargo bench")));
        assert!(runs_whole_workspace(&arguments(
            "cargo bench --no-fail-fast -- -p x"
        )));
        assert!(!runs_whole_workspace(&arguments("cargo bench -p julia")));
        assert!(!runs_whole_workspace(&arguments(
            "cargo bench --package=julia"
        )));
        assert!(!runs_whole_workspace(&arguments("bash")));
    }
}
