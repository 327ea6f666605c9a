//! The page of an experiment: question and verdicts first, then all that they rest on.

use maud::{Markup, html};

use crate::figures;
use crate::record::{Record, State};
use crate::words;

use super::exhibit::{Exhibit, tally};
use super::layout::Page;
use super::{
    Site, all, chapter, code, idle, ladder, method, missing, pictures, plots, samples, tables,
    timelines, waiting,
};

/// Renders the page.
pub(crate) fn render(site: &Site<'_>, exhibit: &Exhibit<'_>) -> String {
    let record = exhibit.record;
    let question = match record.question.trim() {
        "" => words::plain_name(&record.experiment),
        question => question,
    };
    let timed = record.trials.iter().any(|trial| !trial.passes.is_empty());
    let body = html! {
        (crumbs(record))
        h1 { bdi { (question) } }
        p.lead { (summary(exhibit)) (caution(record)) }
        @for (place, judged) in exhibit.claims.iter().enumerate() {
            (judged.banner(exhibit, place))
        }
        @if record.claims.is_empty() { p.soft { "This experiment makes no claim." } }
        (state(record))
        (failures(record))
        (missing::notice(record))
        (idle::notice(exhibit))
        (jump(exhibit, timed))
        @if timed {
            (plots::section(exhibit))
            (ladder::section(exhibit))
        }
        @if plots::counts::are_few(exhibit) {
            (plots::counts::section(exhibit))
        } @else {
            (elsewhere(exhibit, "counts", "Counts against size"))
        }
        @if timelines::are_few(record) {
            (timelines::section(record))
        } @else {
            (elsewhere(exhibit, timelines::ID, "Every call, step by step"))
        }
        @if !record.trials.is_empty() {
            (tables::section(exhibit, &site.links))
            (answers(record))
        }
        (pictures::section(exhibit))
        @if timed {
            @if samples::are_few(exhibit) {
                (samples::section(exhibit))
            } @else {
                (elsewhere(exhibit, "samples", "Every sample"))
            }
            (waiting::section(record))
        }
        (code::section(record))
        (method::section(exhibit))
    };
    Page {
        title: question,
        site,
        room: "",
        root: "../../",
        footer: Some(record),
        body,
    }
    .render()
}

fn crumbs(record: &Record) -> Markup {
    html! {
        nav.crumbs aria-label="Breadcrumb" {
            ol {
                li { a href="../../index.html" { "Claims" } }
                li {
                    a href={ "../../" (chapter::address(record)) } {
                        (words::name(&record.package))
                    }
                }
                li aria-current="page" { (words::name(&record.experiment)) }
            }
        }
    }
}

fn summary(exhibit: &Exhibit<'_>) -> Markup {
    let record = exhibit.record;
    let mut sizes: Vec<u64> = record.trials.iter().map(|trial| trial.size).collect();
    sizes.sort_unstable();
    sizes.dedup();
    html! {
        (words::several(record.variants.len(), "variant"))
        @match sizes.as_slice() {
            [] => {}
            [one] => { " at n = " (figures::size(*one)) }
            [first, .., last] => {
                " at " (words::several(sizes.len(), "size")) " from "
                (figures::size(*first)) " to " (figures::size(*last))
            }
        }
        @if let Some(reference) = record.variants.first() {
            ". All must agree with " (words::name(&reference.name))
        }
        "."
        @if exhibit.claims.len() > ONE_LOOK { (overview(exhibit)) }
    }
}

/// So many claims are seen at one look.
const ONE_LOOK: usize = 3;

/// What all claims came to, and a way past them.
fn overview(exhibit: &Exhibit<'_>) -> Markup {
    let counts = words::VERDICTS.map(|verdict| (verdict, tally(&exhibit.claims, verdict)));
    let told: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", words::badge(verdict).word))
        .collect();
    html! {
        " Of " (words::several(exhibit.claims.len(), "claim")) ": " (told.join(", ")) ". "
        a href="#parts" { "Plots, figures and code" }
        "."
    }
}

/// Says beside the summary that there is more to know than the verdicts.
fn caution(record: &Record) -> Markup {
    let failed = !record.failures.is_empty();
    html! {
        @if failed || is_partial(record) {
            " " strong { a href={ "#" (CAUTION) } {
                @if failed { "Something failed." } @else { "Not all was measured." }
            } }
        }
    }
}

/// The anchor of what a reader has to know beside the verdicts.
const CAUTION: &str = "caution";

fn is_partial(record: &Record) -> bool {
    record.run.state == State::Interrupted || record.run.left_out > 0
}

/// Says when this is not all that could have been measured.
fn state(record: &Record) -> Markup {
    let run = &record.run;
    let interrupted = run.state == State::Interrupted;
    html! {
        @if is_partial(record) {
            section.notice.inconclusive id=[record.failures.is_empty().then_some(CAUTION)] {
                h2 { @if interrupted { "This run was interrupted" } @else { "A partial run" } }
                @if interrupted {
                    p {
                        "It stopped before all planned passes were made. What was measured is here."
                    }
                }
                @if run.left_out > 0 {
                    p {
                        "A filter or the effort left out "
                        @let left_out = usize::try_from(run.left_out).unwrap_or(usize::MAX);
                        (words::several(left_out, "trial"))
                        "."
                    }
                }
            }
        }
    }
}

fn failures(record: &Record) -> Markup {
    html! {
        @if !record.failures.is_empty() {
            section.notice.refuted #(CAUTION) {
                h2 { "This experiment failed" }
                ul {
                    @for failure in &record.failures {
                        li {
                            (words::prose(&failure.message))
                            @if let Some(variant) = &failure.variant {
                                " Variant: " (words::name(variant)) "."
                            }
                            @if let Some(case) = failure.case.as_ref().filter(|c| !c.is_empty()) {
                                " Case: " (words::name(case)) "."
                            }
                            @if let Some(size) = failure.size { " n = " (figures::size(size)) "." }
                        }
                    }
                }
            }
        }
    }
}

/// Where to find what on this page.
fn jump(exhibit: &Exhibit<'_>, timed: bool) -> Markup {
    let measured = !exhibit.record.trials.is_empty();
    let has_steps = timelines::told(exhibit.record) && timelines::are_few(exhibit.record);
    let parts = [
        (timed, "time", "Plot"),
        (timed && ladder::stands_alone(exhibit), "ladder", "Ladder"),
        (plots::counts::any(exhibit), "counts", "Counts"),
        (has_steps, timelines::ID, "Steps"),
        (measured, "figures", "Figures"),
        (measured, "answer", "Answer"),
        (!exhibit.record.pictures.is_empty(), "pictures", "Pictures"),
        (
            timed && samples::are_few(exhibit),
            "samples",
            "Every sample",
        ),
        (waiting::told(exhibit.record), "waiting", "Waiting"),
        (true, "code", "Code"),
        (true, "reproduce", "Reproduce"),
        (true, "method", "How this was judged"),
    ];
    html! {
        nav #parts aria-label="On this page" {
            ul.jump {
                @for (_, id, name) in parts.iter().filter(|(there, ..)| *there) {
                    li { a.button href={ "#" (id) } { (name) } }
                }
            }
        }
    }
}

/// A link to a part that this page would be too heavy with.
fn elsewhere(exhibit: &Exhibit<'_>, id: &str, what: &str) -> Markup {
    html! {
        p { a href={ "../../" (all::address(exhibit.record)) "#" (id) } { (what) } }
    }
}

/// The answers on which all variants agree; only the largest size of each case.
fn answers(record: &Record) -> Markup {
    html! {
        h2 #answer { "The answer on which all agree" }
        dl.facts data-src="/trials" {
            @for trial in super::largest(record) {
                dt { bdi { (figures::place(trial).replace('`', "")) } }
                dd { code.answer { bdi { (trial.answer) } } }
            }
        }
    }
}
