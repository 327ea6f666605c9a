//! What the machine can do: its figures, and its levels of memory beside what the system says of
//! its caches.

use maud::{Markup, html};

use crate::figures;
use crate::levels::{Level, levels};
use crate::page::head::{head, number, text};
use crate::record::{Figure, Machine, Pages, Probe, Staircase};
use crate::verdict::Interval;
use crate::words;

use super::round_bytes;
use super::staircase;

/// The section of one machine; `id` keeps the pictures of several apart.
pub(super) fn section(machine: &Machine, id: usize) -> Markup {
    html! {
        h2 { "What it can do" }
        @match &machine.probe {
            None => p {
                "Not measured: the run was made with " code { "--no-probe" }
                ", or the probe failed."
            },
            Some(probe) => {
                (figures(probe, id))
                (table_of_levels(machine, probe, id))
                (staircase::charts(machine, probe, id))
            }
        }
    }
}

fn figures(probe: &Probe, id: usize) -> Markup {
    html! {
        p {
            "Measured in " (figures::time(probe.seconds * 1e9)) " before the run of "
            (words::moment(&probe.started))
            ", in a process of its own: medians with their intervals. "
            (words::unbroken(&figures::percent(probe.disturbed)))
            " of the repetitions were left out because something else used the core. The limits of \
             variants are made of these figures."
        }
        div.scroll tabindex="0" role="region" aria-label={ "Figures of machine " (id + 1) } {
            table.figures {
                (head(&[text("Figure"), number("Median"), text("That is")]))
                tbody {
                    @for figure in Figure::ALL { (row(probe, figure)) }
                    @for missing in &probe.missing {
                        tr {
                            th scope="row" { (words::name(&missing.what)) }
                            td.n { "not measured" }
                            td { (words::prose(&missing.reason)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(probe: &Probe, figure: Figure) -> Markup {
    let Some(found) = probe.figures.get(&figure) else {
        return html! {};
    };
    let write = if figure.is_bandwidth() {
        figures::bandwidth
    } else {
        figures::time
    };
    html! {
        tr {
            th scope="row" { (figures::capitalised(figure.name().to_owned())) }
            td.n {
                (write(found.point))
                span.ci { "[" (figures::interval(*found, write)) "]" }
            }
            td { (remark(probe, figure, found)) }
        }
    }
}

/// The figure in the unit in which it is better known.
fn remark(probe: &Probe, figure: Figure, found: &Interval) -> String {
    let cycle = probe.figures.get(&Figure::Cycle).map(|cycle| cycle.point);
    let a_cycle = cycle.map(|cycle| figures::significant(cycle / found.point, 3));
    match (figure, a_cycle) {
        (Figure::Cycle, _) => format!("{} GHz", figures::significant(1.0 / found.point, 3)),
        (Figure::Addition | Figure::Instruction, Some(many)) => format!("{many} a cycle"),
        (Figure::Triad, _) => "a variant of the loop of STREAM".to_owned(),
        (Figure::ContextSwitch | Figure::WakeUp, _) => "through a pipe".to_owned(),
        _ => String::new(),
    }
}

/// The staircase that tells levels best: over huge pages, where looking up addresses adds least.
pub(super) fn telling(probe: &Probe) -> Option<&Staircase> {
    let huge = probe.staircase(Pages::Huge);
    huge.or_else(|| probe.staircase(Pages::Small))
}

fn table_of_levels(machine: &Machine, probe: &Probe, id: usize) -> Markup {
    let Some(staircase) = telling(probe) else {
        return html! {};
    };
    let found = levels(staircase);
    let (last, caches) = match found.split_last() {
        Some((last, inner)) if last.last => (Some(last), inner),
        _ => (None, found.as_slice()),
    };
    let rows = caches.len().max(machine.caches.len());
    html! {
        h3 { "Levels of memory" }
        p {
            "Found in the staircase of latencies over " (staircase.pages.name())
            ", not taken from the system. A cache that is shared with neighbours ends earlier than \
             the system says."
        }
        div.scroll tabindex="0" role="region"
            aria-label={ "Levels of memory of machine " (id + 1) } {
            table.figures {
                (head(&[
                    text("Level"),
                    number("The system says"),
                    number("Flat up to"),
                    number("Dependent load"),
                    number("Independent load"),
                    number("Read in order"),
                ]))
                tbody {
                    @for place in 0..rows {
                        tr {
                            th scope="row" { "L" (place + 1) }
                            td.n {
                                @match machine.caches.get(place) {
                                    Some(cache) => (round_bytes(cache.bytes)),
                                    None => "–",
                                }
                            }
                            (level(caches.get(place)))
                        }
                    }
                    @if last.is_some() {
                        tr { th scope="row" { "Beyond" } td.n { "–" } (level(last)) }
                    }
                }
            }
        }
    }
}

fn level(level: Option<&Level>) -> Markup {
    html! {
        @match level {
            None => td.n colspan="4" { "no level was seen" },
            Some(level) => {
                td.n { (if level.last { "–".into() } else { round_bytes(level.to) }) }
                td.n { (figures::time(level.latency)) }
                td.n { (figures::time(level.random)) }
                td.n { (figures::bandwidth(level.bandwidth)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Missing;
    use crate::sample;

    #[test]
    fn a_probe_shows_its_figures_levels_and_gaps() {
        let mut machine = sample::machine();
        let mut probe = sample::probe();
        probe.figures.remove(&Figure::WakeUp);
        probe.missing.push(Missing {
            what: Figure::WakeUp.name().to_owned(),
            reason: "there is <one> core".to_owned(),
        });
        machine.probe = Some(probe);
        let shown = section(&machine, 0).into_string();
        assert!(
            shown.contains("4.00 GHz") && shown.contains("4.00 a cycle"),
            "{shown}"
        );
        assert!(shown.contains("there is &lt;one&gt; core"));
        assert!(
            shown.contains("32 MiB") && shown.contains("4 MiB"),
            "said and seen"
        );
        assert_eq!(
            shown.matches("<svg").count(),
            4,
            "two pictures in two widths"
        );
        let none = section(&sample::machine(), 0).into_string();
        assert!(none.contains("--no-probe"));
    }
}
