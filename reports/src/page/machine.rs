//! The machine that answered, and how steady it is.

mod probe;
mod staircase;

use maud::{Markup, html};

use crate::chart::drawing::{self, Alternative};
use crate::chart::strip::Strip;
use crate::figures;
use crate::record::{Machine, Record, Toolchain};
use crate::words;

use super::exhibit::Exhibit;
use super::layout::Page;
use super::{Site, peers, rooms};

/// How far two identical copies of the same code came apart.
struct Noise {
    /// Half of the controls lie within this share of 1.
    half: f64,
    /// 95 of 100 do.
    most: f64,
    controls: usize,
}

fn noise(departures: &[f64]) -> Option<Noise> {
    let mut sizes: Vec<f64> = departures.iter().map(|departure| departure.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let last = sizes.len().checked_sub(1)?;
    Some(Noise {
        half: sizes[last / 2],
        most: sizes[last * 95 / 100],
        controls: sizes.len(),
    })
}

fn departures(exhibits: &[Exhibit<'_>]) -> Vec<f64> {
    exhibits.iter().flat_map(Exhibit::departures).collect()
}

/// The machine in a few lines, for the front page.
pub(crate) fn card(exhibits: &[Exhibit<'_>], newest: Option<&Record>) -> Markup {
    let noise = noise(&departures(exhibits));
    html! {
        section.card data-record=[newest.map(Record::id)] data-src="/machine" {
            h2 { "Machine" }
            @if let Some(record) = newest {
                @let machine = &record.machine;
                dl.facts {
                    dt { "CPU" }
                    dd {
                        (words::name(&machine.cpu)) ", "
                        (words::several(machine.cores as usize, "core"))
                    }
                    dt { "Caches" } dd { (caches(machine)) }
                    dt { "Memory" } dd { (figures::bytes(machine.memory as f64)) }
                    dt { "Noise" }
                    dd {
                        @match &noise {
                            Some(noise) => {
                                "95 % of " (words::several(noise.controls, "A/A control"))
                                " within " (figures::percent(noise.most))
                            }
                            None => "not measured",
                        }
                    }
                    dt { "Run" }
                    dd { (words::moment(&record.run.started)) }
                }
                p.small { a href=(rooms::MACHINE) { "All about the machine" } }
            } @else {
                p { "Not known yet." }
            }
        }
    }
}

fn caches(machine: &Machine) -> String {
    if machine.caches.is_empty() {
        return "not told by the system".into();
    }
    let levels = machine.caches.iter().map(|cache| {
        format!("L{} {}", cache.level, round_bytes(cache.bytes)).replace(' ', "\u{a0}")
    });
    levels.collect::<Vec<_>>().join(" · ")
}

/// A number of bytes that is a whole number of binary units, as is every cache.
fn round_bytes(bytes: u64) -> String {
    [("MiB", 1 << 20), ("KiB", 1 << 10)]
        .into_iter()
        .find(|&(_, unit)| bytes >= unit && bytes.is_multiple_of(unit))
        .map_or_else(
            || figures::bytes(bytes as f64),
            |(name, unit)| format!("{} {name}", figures::size(bytes / unit)),
        )
}

/// Renders the page: one section for each machine and toolchain among the records.
pub(crate) fn render(site: &Site<'_>) -> String {
    let exhibits = &site.exhibits;
    let settings = settings(exhibits);
    let departures = departures(exhibits);
    let body = html! {
        h1 { "The machine that answered" }
        p.lead { "What was measured on, what compiled it, and how steady it was." }
        @if settings.is_empty() { p { "There are no records yet." } }
        @if settings.len() > 1 {
            section.notice.inconclusive {
                h2 { "The records come from " (settings.len()) " different settings" }
                p { "Compare figures only within one of them." }
            }
        }
        @for (place, (record, count)) in settings.iter().enumerate() {
            (setting(record, *count))
            (probe::section(&newest_probe(exhibits, record), place))
        }
        (peers::section(exhibits))
        h2 { "A/A controls" }
        (controls(departures))
    };
    Page {
        title: "Machine",
        site,
        room: rooms::MACHINE,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

/// The distinct machines and toolchains, each with its first record and how many share it.
fn settings<'a>(exhibits: &[Exhibit<'a>]) -> Vec<(&'a Record, usize)> {
    fn setting(record: &Record) -> (Machine, &Toolchain) {
        (record.machine.lasting(), &record.toolchain)
    }
    let mut settings: Vec<(&Record, usize)> = Vec::new();
    for exhibit in exhibits {
        let record = exhibit.record;
        match settings
            .iter_mut()
            .find(|(known, _)| setting(known) == setting(record))
        {
            Some((_, count)) => *count += 1,
            None => settings.push((record, 1)),
        }
    }
    settings
}

/// The machine of a record with the newest probe of it that any record has.
fn newest_probe(exhibits: &[Exhibit<'_>], record: &Record) -> Machine {
    let lasting = record.machine.lasting();
    let same = exhibits.iter().map(|exhibit| &exhibit.record.machine);
    let probes = same
        .filter(|machine| machine.lasting() == lasting)
        .filter_map(|machine| machine.probe.as_ref());
    Machine {
        probe: probes.max_by(|a, b| a.started.cmp(&b.started)).cloned(),
        ..lasting
    }
}

fn setting(record: &Record, experiments: usize) -> Markup {
    let machine = &record.machine;
    let tools = &record.toolchain;
    let rows = [
        ("CPU", machine.cpu.clone()),
        ("Architecture", machine.architecture.clone()),
        ("Logical processors", machine.cores.to_string()),
        ("Caches", caches(machine)),
        ("Memory", figures::bytes(machine.memory as f64)),
        ("Features", machine.features.join(", ")),
        ("System", machine.system.clone()),
        ("Kernel", machine.kernel.clone()),
        (
            "Hypervisor",
            machine
                .hypervisor
                .clone()
                .unwrap_or_else(|| "none that says so".into()),
        ),
        ("Governor", machine.governor.clone().unwrap_or_default()),
        ("Huge pages", machine.huge_pages.clone().unwrap_or_default()),
        (
            "Load at the start",
            machine
                .load
                .map(|load| format!("{load:.2}"))
                .unwrap_or_default(),
        ),
        ("Compiler", tools.rustc.clone()),
        ("Target", tools.target.clone()),
        (
            "Profile",
            format!("{}, opt-level {}", tools.profile, tools.opt_level),
        ),
        ("Flags", tools.flags.join(" ")),
    ];
    html! {
        section.panel {
            dl.facts {
                @for (name, value) in rows {
                    dt { (name) }
                    dd { @if value.trim().is_empty() { "not known" } @else { bdi { (value) } } }
                }
                dt { "Experiments" } dd { (experiments) }
            }
        }
    }
}

fn controls(departures: Vec<f64>) -> Markup {
    let Some(noise) = noise(&departures) else {
        return html! { p { "No trial has been timed with a control yet." } };
    };
    let sentence = format!(
        "Half of {} lie within {}, 95 % within {}.",
        words::several(noise.controls, "control"),
        figures::percent(noise.half),
        figures::percent(noise.most)
    );
    let alternative = Alternative {
        title: "Departure of the A/A controls from 1".into(),
        description: sentence.clone(),
    };
    let strip = Strip {
        x_title: "control relative to the reference".into(),
        y_title: "number of controls".into(),
        values: departures,
    };
    html! {
        p {
            "In every trial second, identical copies of variants run along, each a control. \
             Without noise its time would be that of the original. " (sentence)
        }
        figure.panel {
            (drawing::both("controls", &alternative, |width| strip.draw(width)))
            figcaption {
                "One count for each control: the median ratio of the copy to the original. What \
                 lies beyond the axis is counted in its last bar."
            }
        }
    }
}
