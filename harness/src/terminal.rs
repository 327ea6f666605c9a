//! What a person at the terminal sees: results on standard output, progress on standard error.

mod link;
pub(crate) mod wrap;

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::Once;
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use reports::figures::several;
use reports::record::RegisteredClaim;
use reports::verdict::{Judgement, Verdict};

use crate::cli::Colour;

const BAR: u64 = 1000;

/// The terminal of one bench target.
pub(crate) struct Terminal {
    bar: ProgressBar,
    /// Whether a terminal shows what goes to standard error.
    shown: bool,
    /// Lets the bar be seen: before there is any progress, none is shown.
    begun: Once,
    quiet: bool,
    /// Whether each pass is told in a line, for whoever reads a file; `LAB_PROGRESS` asks for it.
    lines: bool,
    /// The pass that was told last.
    told: String,
    /// When the bar was last drawn.
    last: Instant,
    /// Whether the window, or its tab, shows progress as well.
    window: bool,
}

impl Terminal {
    pub(crate) fn new(colour: Colour, quiet: bool) -> Self {
        let choice = match colour {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        let shown = std::io::stderr().is_terminal() && !is_dumb();
        let bar = ProgressBar::with_draw_target(Some(BAR), ProgressDrawTarget::hidden());
        // What does not fit a narrow terminal is cut off at the end.
        let style = ProgressStyle::with_template("{bar:24} {percent:>3} % {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style.progress_chars("━╸─"));
        Self {
            bar,
            shown,
            begun: Once::new(),
            quiet,
            lines: std::env::var_os("LAB_PROGRESS").is_some(),
            told: String::new(),
            last: Instant::now(),
            window: shown && link::shows_progress(|name| std::env::var(name).ok()),
        }
    }

    /// Shows the bar, where there is a terminal.
    fn begin(&self) {
        if self.shown {
            let target = || self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.begun.call_once(target);
        }
    }

    /// Moves the bar over the whole suite.
    pub(crate) fn progress(&mut self, what: &str, done: Duration, remaining: Duration) {
        // A bar that is drawn all the time takes the core that is being measured.
        if self.last.elapsed() >= Duration::from_millis(200) {
            self.phase(what, done, remaining);
        }
    }

    /// Moves the bar at once, to what takes a while now.
    pub(crate) fn phase(&mut self, what: &str, done: Duration, remaining: Duration) {
        self.begin();
        self.last = Instant::now();
        let whole = (done + remaining).as_secs_f64().max(1e-9);
        let share = done.as_secs_f64() / whole;
        self.bar.set_position((share * BAR as f64) as u64);
        self.bar
            .set_message(format!("ETA {} · {what}", duration(remaining)));
        if self.window {
            eprint!("{}", link::progress(Some(share)));
        }
    }

    /// Moves the bar within a pass, of which something is timed already.
    pub(crate) fn pass(&mut self, what: &str, done: Duration, remaining: Duration) {
        if self.lines && self.told != what {
            what.clone_into(&mut self.told);
            let left = duration(remaining);
            self.bar.suspend(|| {
                let _ = writeln!(anstream::stderr().lock(), "{what} · ETA {left}");
            });
        }
        self.progress(what, done, remaining);
    }

    /// Says at the bar what is done, where nobody knows how long that takes.
    pub(crate) fn say(&self, what: &str) {
        self.begin();
        self.bar.set_message(what.to_owned());
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
        if self.window {
            eprint!("{}", link::progress(None));
        }
    }

    /// The path of a page: one that can be followed, where a terminal reads along.
    pub(crate) fn page(&self, page: &Path) {
        let shown = page.display().to_string();
        let linked = std::io::stdout().is_terminal() && !is_dumb();
        self.line(&format!(
            "  {}",
            if linked {
                link::to(page, &shown)
            } else {
                shown
            }
        ));
    }

    /// One line of results.
    pub(crate) fn line(&self, text: &str) {
        self.bar.suspend(|| {
            let mut out = anstream::stdout().lock();
            // Whoever closed the pipe does not want to read on.
            let _ = writeln!(out, "{text}");
        });
    }

    /// A text that is worth nothing unless it is whole.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn all(&self, text: &str) -> std::io::Result<()> {
        self.bar.suspend(|| {
            let mut out = anstream::stdout().lock();
            writeln!(out, "{text}")?;
            out.flush()
        })
    }

    /// A warning that says what helps.
    pub(crate) fn warn(&self, text: &str) {
        let style = paint(AnsiColor::Yellow);
        self.bar.suspend(|| {
            let _ = writeln!(anstream::stderr().lock(), "{style}warning:{style:#} {text}");
        });
    }

    /// What goes with a warning.
    pub(crate) fn note(&self, text: &str) {
        self.bar.suspend(|| {
            let _ = writeln!(anstream::stderr().lock(), "  {text}");
        });
    }

    /// A failure, in one sentence.
    pub(crate) fn error(&self, text: &str) {
        let style = paint(AnsiColor::Red).bold();
        self.bar.suspend(|| {
            let _ = writeln!(anstream::stderr().lock(), "{style}error:{style:#} {text}");
        });
    }

    /// A verdict that was told earlier in this run and does not stand.
    pub(crate) fn changed(
        &self,
        before: Verdict,
        experiment: &str,
        claim: &RegisteredClaim,
        judged: &Judgement,
    ) {
        if !self.quiet {
            let (was, is) = (word(before), word(judged.verdict));
            self.line(&format!("  withdrawn: {was} before, and now {is}"));
            self.verdict(experiment, claim, judged);
        }
    }

    /// A claim that has been decided, or is given up.
    pub(crate) fn verdict(&self, experiment: &str, claim: &RegisteredClaim, judged: &Judgement) {
        if !self.quiet {
            let style = style(judged.verdict);
            let glyph = glyph(judged.verdict);
            let dim = Style::new().dimmed();
            let wrapped = |text: &str| wrap::wrapped(text, "    ", wrap::columns());
            self.line(&format!(
                "  {style}{glyph}{style:#} {}\n    {dim}{}{dim:#}",
                wrapped(&format!("{experiment}: {}", claim.text)),
                wrapped(&judged.sentence)
            ));
        }
    }
}

/// A terminal that knows no escape sequences.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|kind| kind == "dumb")
}

/// A verdict in a word.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Confirmed => "confirmed",
        Verdict::Refuted => "refuted",
        Verdict::Inconclusive => "inconclusive",
        Verdict::NotMeasured => "not measured",
    }
}

/// The sign of a verdict: the same on pages.
pub(crate) fn glyph(verdict: Verdict) -> char {
    match verdict {
        Verdict::Confirmed => '✓',
        Verdict::Refuted => '✗',
        Verdict::Inconclusive => '?',
        Verdict::NotMeasured => '–',
    }
}

/// The verdicts of many claims in one line.
pub(crate) fn tally(verdicts: &[Verdict]) -> String {
    let all = [
        Verdict::Confirmed,
        Verdict::Refuted,
        Verdict::Inconclusive,
        Verdict::NotMeasured,
    ];
    let count = |verdict| verdicts.iter().filter(|v| **v == verdict).count();
    let parts: Vec<String> = all
        .into_iter()
        .map(|verdict| (verdict, word(verdict), count(verdict)))
        .filter(|(.., count)| *count > 0)
        .map(|(verdict, word, count)| {
            let style = style(verdict);
            format!("{style}{} {count} {word}{style:#}", glyph(verdict))
        })
        .collect();
    format!("{}: {}", several(verdicts.len(), "claim"), parts.join("  "))
}

/// `8 s`, `2 min 5 s`, `1 h 3 min`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs_f64().round() as u64;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Confirmed => paint(AnsiColor::Green).bold(),
        Verdict::Refuted => paint(AnsiColor::Red).bold(),
        Verdict::Inconclusive => paint(AnsiColor::Yellow).bold(),
        Verdict::NotMeasured => Style::new().dimmed(),
    }
}

fn paint(colour: AnsiColor) -> Style {
    colour.on_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_at_a_glance() {
        assert_eq!(duration(Duration::from_millis(8400)), "8 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 5 s");
        assert_eq!(duration(Duration::from_secs(3780)), "1 h 3 min");
    }

    #[test]
    fn a_tally_leaves_out_what_did_not_occur() {
        let text = tally(&[Verdict::Confirmed, Verdict::Refuted, Verdict::Confirmed]);
        let plain = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(plain, "3 claims: ✓ 2 confirmed  ✗ 1 refuted");
    }
}
