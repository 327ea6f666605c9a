//! What stands in the way of good measurements here, and what helps: `cargo lab doctor`, and in
//! short at the start of a run.

mod build;
mod kept;
mod noise;
mod system;
mod tools;

use anstyle::{AnsiColor, Style};
use reports::figures::several;
use reports::record::{Machine, Toolchain};

use crate::terminal::{Terminal, wrap};
use crate::{machine, paths, recorder};

/// How one thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Fine,
    /// It spoils what is measured, or what was kept.
    Warning,
    /// It is not there, and something is not measured for that.
    Missing,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    standing: Standing,
    what: &'static str,
    /// One sentence; for all that is not fine, with the fix.
    said: String,
}

impl Finding {
    fn fine(what: &'static str, said: impl Into<String>) -> Self {
        Self::of(Standing::Fine, what, said)
    }

    fn warning(what: &'static str, said: impl Into<String>) -> Self {
        Self::of(Standing::Warning, what, said)
    }

    fn missing(what: &'static str, said: impl Into<String>) -> Self {
        Self::of(Standing::Missing, what, said)
    }

    fn of(standing: Standing, what: &'static str, said: impl Into<String>) -> Self {
        let said = said.into();
        Self {
            standing,
            what,
            said,
        }
    }

    fn line(&self) -> String {
        let (word, style) = match self.standing {
            Standing::Fine => ("ok", AnsiColor::Green.on_default()),
            Standing::Warning => ("warning", AnsiColor::Yellow.on_default().bold()),
            Standing::Missing => ("missing", Style::new().dimmed()),
        };
        let said = wrap::wrapped(&self.said, &" ".repeat(28), wrap::columns());
        format!("{style}{word:<8}{style:#} {:<18} {said}", self.what)
    }
}

/// Looks at everything and tells it, a line each; whether nothing spoils what is measured.
pub(crate) fn examine(terminal: &Terminal) -> bool {
    let (machine, toolchain) = (machine::machine(), machine::toolchain());
    let home = paths::home();
    let mut all = vec![build::profile(), build::alignment(&toolchain)];
    all.extend(system::all(&machine));
    all.push(system::clock());
    all.extend(noise::listen());
    all.extend(tools::all());
    all.extend(kept::all(&home, recorder::workspace().as_deref()));
    for finding in &all {
        terminal.line(&finding.line());
    }
    let count = |standing| all.iter().filter(|it| it.standing == standing).count();
    let (warnings, missing) = (count(Standing::Warning), count(Standing::Missing));
    let verdict = if warnings == 0 {
        "nothing spoils what is measured here"
    } else {
        "put right what is warned of, or trust no small difference"
    };
    terminal.line(&format!(
        "{} ok, {}, {missing} missing: {verdict}",
        count(Standing::Fine),
        several(warnings, "warning")
    ));
    warnings == 0
}

/// What a run is told at its start: only what spoils its figures and can be seen at once.
pub(crate) fn in_short(machine: &Machine, toolchain: &Toolchain) -> Vec<String> {
    let seen = [
        Some(build::profile()),
        Some(build::alignment(toolchain)),
        system::load(machine),
        system::governor(machine),
    ];
    let seen = seen.into_iter().flatten();
    seen.filter(|finding| finding.standing == Standing::Warning)
        .map(|finding| format!("{}: {}", finding.what, finding.said))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_told_what_spoils_it_and_nothing_else() {
        let mut toolchain = Toolchain::default();
        let mut machine = Machine {
            cores: 2,
            load: Some(0.1),
            governor: Some("performance".to_owned()),
            ..Machine::default()
        };
        let told = |machine: &Machine, toolchain: &Toolchain| {
            let mut told = in_short(machine, toolchain);
            // Tests are not optimised.
            told.retain(|line| !line.starts_with("build:"));
            told
        };
        toolchain.flags = vec!["-Cllvm-args=-align-loops=64".to_owned()];
        assert_eq!(told(&machine, &toolchain), Vec::<String>::new());
        machine.load = Some(4.0);
        machine.governor = Some("powersave".to_owned());
        let lines = told(&machine, &toolchain);
        assert!(
            lines[0].contains("4 on 2 cores") && lines[1].contains("powersave"),
            "{lines:?}"
        );
        machine = Machine::default();
        toolchain.flags.clear();
        let lines = told(&machine, &toolchain);
        assert!(
            lines.len() == 1 && lines[0].contains("align-loops"),
            "{lines:?}"
        );
    }
}
