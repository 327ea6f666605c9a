//! The programs that a run, or a test, makes use of.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::Finding;
use crate::instructions::{callgrind, hardware};
use crate::paths::on_path;
use crate::peer::interpreter::{self, Found};
use crate::strace::no_strace;

/// Modules that peers may import.
const MODULES: [&str; 2] = ["numpy", "numba"];

/// Names of the browser in which pages are tested.
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

pub(super) fn all() -> Vec<Finding> {
    let mut all = vec![
        counters(hardware::open()),
        valgrind(callgrind::find()),
        strace(no_strace()),
    ];
    for interpreter in interpreter::all() {
        match &interpreter.found {
            Ok(found) => all.extend(python(found)),
            Err(why) => all.push(Finding::missing(
                "python",
                format!("claims about it are not measured: {why}"),
            )),
        }
    }
    all.push(browser(
        named_browser().or_else(|| BROWSERS.into_iter().find_map(on_path)),
    ));
    all
}

fn counters(opened: Result<(), String>) -> Finding {
    match opened {
        Ok(()) => Finding::fine("hardware counters", "they can be read"),
        Err(why) => Finding::missing(
            "hardware counters",
            format!("cycles and misses are not told: {why}"),
        ),
    }
}

fn valgrind(found: Result<PathBuf, String>) -> Finding {
    match found {
        Ok(path) => Finding::fine("valgrind", path.display().to_string()),
        Err(why) => Finding::missing("valgrind", format!("instructions are not counted: {why}")),
    }
}

fn strace(lacking: Option<&str>) -> Finding {
    match lacking {
        None => Finding::fine("strace", "it can follow a program"),
        Some(why) => Finding::missing(
            "strace",
            format!("calls of the kernel are not counted: {why}"),
        ),
    }
}

/// An interpreter, and the modules that it lacks.
fn python(found: &Found) -> Vec<Finding> {
    let told = format!(
        "{} {} ({})",
        found.implementation, found.version, found.path
    );
    let mut all = vec![Finding::fine("python", told)];
    for module in MODULES {
        let ask =
            format!("import importlib.util as u; raise SystemExit(not u.find_spec('{module}'))");
        let asked = Command::new(&found.path)
            .args(["-I", "-c", &ask])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            let path = &found.path;
            all.push(Finding::missing(
                module,
                format!(
                    "variants that import it are not measured: `{path} -m pip install {module}` \
                     installs it"
                ),
            ));
        }
    }
    all
}

fn browser(found: Option<PathBuf>) -> Finding {
    match found {
        Some(path) => Finding::fine("browser", path.display().to_string()),
        None => Finding::missing(
            "browser",
            "the pages are not tested in one: install Chromium, or name it in LAB_CHROMIUM",
        ),
    }
}

fn named_browser() -> Option<PathBuf> {
    std::env::var_os("LAB_CHROMIUM").map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Standing;

    #[test]
    fn what_is_not_there_is_missing_with_what_is_lost() {
        for (finding, lost) in [
            (counters(Err("no".to_owned())), "misses are not told"),
            (
                valgrind(Err("no".to_owned())),
                "instructions are not counted",
            ),
            (strace(Some("no")), "calls of the kernel are not counted"),
            (browser(None), "pages are not tested"),
        ] {
            assert_eq!(finding.standing, Standing::Missing);
            assert!(finding.said.contains(lost), "{finding:?}");
        }
    }

    #[test]
    fn an_interpreter_without_modules_lacks_each_of_them() {
        let found = Found {
            implementation: "CPython".to_owned(),
            version: "3.11".to_owned(),
            language: "3.11".to_owned(),
            path: "false".to_owned(),
            flags: String::new(),
        };
        let all = python(&found);
        assert_eq!(all.len(), 1 + MODULES.len());
        assert!(all[1].said.contains("pip install numpy"), "{all:?}");
    }
}
