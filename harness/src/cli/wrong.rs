//! A wrong command line in one sentence: what is wrong, what may have been meant, where to look.

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

/// The exit status of a command line that cannot be understood.
const USAGE: u8 = 2;

/// Reads the command line; where there is nothing to carry out, the exit status. `help` is the
/// command that lists what can be asked for.
pub(crate) fn parse<C: Parser>(help: &str) -> Result<C, ExitCode> {
    C::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Whoever closed the pipe does not want to read on.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(USAGE))
        }
        _ => {
            eprintln!("error: {}", sentence(&error.to_string(), help));
            ExitCode::from(USAGE)
        }
    })
}

/// Clap's paragraphs: the first says what is wrong, tips follow, then its usage.
fn sentence(told: &str, help: &str) -> String {
    let joined = |paragraph: &str| {
        let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
        lines.join(" ")
    };
    let mut paragraphs = told.split("\n\n");
    let wrong = joined(paragraphs.next().unwrap_or_default());
    let wrong = wrong.strip_prefix("error: ").unwrap_or(&wrong);
    let tips = paragraphs
        .flat_map(str::lines)
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .filter(|tip| !tip.starts_with("to pass"));
    let parts = std::iter::once(wrong).chain(tips);
    let parts: Vec<&str> = parts.collect();
    format!("{}; `{help}` lists all", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn what_is_wrong_and_what_was_meant_stand_in_one_line() {
        let told = "error: unexpected argument '--quik' found\n\n  tip: a similar argument exists: \
                    '--quick'\n  tip: to pass '--quik' as a value, use '-- --quik'\n\nUsage: bench \
                    [OPTIONS]\n\nFor more information, try '--help'.\n";
        assert_eq!(
            sentence(told, "bench --help"),
            "unexpected argument '--quik' found; a similar argument exists: '--quick'; `bench \
             --help` lists all"
        );
        let told =
            "error: invalid value 'xml' for '--format <FORMAT>'\n  [possible values: a, b]\n";
        assert_eq!(
            sentence(told, "lab --help"),
            "invalid value 'xml' for '--format <FORMAT>' [possible values: a, b]; `lab --help` \
             lists all"
        );
    }
}
