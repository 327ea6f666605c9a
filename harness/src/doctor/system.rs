//! The machine as the operating system tells of it.

use std::fs;
use std::time::{Duration, Instant};

use reports::figures;
use reports::record::Machine;

use super::Finding;
use crate::resident::available;

/// Where Linux tells of its processors.
const CPU: &str = "/sys/devices/system/cpu";

/// Steps of the clock that are seen.
const STEPS: u32 = 1000;

/// A coarser clock needs longer slices than there are.
const COARSE: Duration = Duration::from_micros(1);

/// Less memory may not hold the largest inputs twice.
const LITTLE_MEMORY: u64 = 2 << 30;

pub(super) fn all(machine: &Machine) -> Vec<Finding> {
    let found = [
        Some(processor(machine)),
        load(machine),
        Some(cores(machine)),
        Some(governor(machine).unwrap_or_else(|| {
            Finding::missing(
                "governor",
                "this system does not tell it, so a change of the clock shows as noise alone",
            )
        })),
        turbo(
            told("intel_pstate/no_turbo").as_deref(),
            told("cpufreq/boost").as_deref(),
        ),
        Some(huge_pages(machine)),
        Some(memory(available())),
    ];
    found.into_iter().flatten().collect()
}

fn told(file: &str) -> Option<String> {
    let text = fs::read_to_string(format!("{CPU}/{file}")).ok()?;
    Some(text.trim().to_owned())
}

fn processor(machine: &Machine) -> Finding {
    let guest = machine
        .hypervisor
        .as_ref()
        .map_or_else(String::new, |name| {
            format!(", a virtual machine ({name}): what its neighbours take shows as noise")
        });
    Finding::fine("processor", format!("{}{guest}", machine.cpu))
}

/// What else runs: the load average, where the system tells one.
pub(super) fn load(machine: &Machine) -> Option<Finding> {
    let load = machine.load?;
    let said = format!("{load} on {} cores", machine.cores);
    // Compiling has just raised it; `noise` tells of this very moment.
    let busy = load > f64::from(machine.cores) * 1.5;
    Some(if busy {
        Finding::warning(
            "load",
            format!(
                "{said}: something else is running, and intervals will be wide; stop it, or run \
                 again later"
            ),
        )
    } else {
        Finding::fine("load", said)
    })
}

fn cores(machine: &Machine) -> Finding {
    let threads = match told("smt/active").as_deref() {
        Some("1") => {
            "; two of them share a core, so what runs on one slows the other (`echo off | sudo tee \
             /sys/devices/system/cpu/smt/control` ends that until the next start)"
        }
        _ => "",
    };
    if machine.cores > 1 {
        return Finding::fine("cores", format!("{}{threads}", machine.cores));
    }
    Finding::warning(
        "cores",
        "there is one alone, which all else must share: give this machine a second one",
    )
}

pub(super) fn governor(machine: &Machine) -> Option<Finding> {
    let governor = machine.governor.as_deref()?;
    Some(if governor == "performance" {
        Finding::fine("governor", governor)
    } else {
        Finding::warning(
            "governor",
            format!(
                "`{governor}` changes the clock while variants are timed: `sudo cpupower \
                 frequency-set -g performance` keeps it"
            ),
        )
    })
}

/// Intel's switch is on when turbo is off; the other is on when it is on.
fn turbo(no_turbo: Option<&str>, boost: Option<&str>) -> Option<Finding> {
    let on = match (no_turbo, boost) {
        (Some(off), _) => off == "0",
        (None, boost) => boost? == "1",
    };
    Some(Finding::fine(
        "turbo",
        if on {
            "on: the clock follows load and heat, which rounds in random order share out evenly"
        } else {
            "off"
        },
    ))
}

fn huge_pages(machine: &Machine) -> Finding {
    match machine.huge_pages.as_deref() {
        Some(mode @ ("always" | "madvise")) => Finding::fine("huge pages", mode),
        Some(mode) => Finding::missing(
            "huge pages",
            format!(
                "`{mode}`: figures of memory behind huge pages are not measured; `echo madvise | \
                 sudo tee /sys/kernel/mm/transparent_hugepage/enabled` allows them"
            ),
        ),
        None => Finding::missing(
            "huge pages",
            "this system has none on demand: figures of memory behind them are not measured",
        ),
    }
}

fn memory(available: Option<u64>) -> Finding {
    let Some(bytes) = available else {
        return Finding::missing("memory", "this system does not tell how much of it is free");
    };
    let said = format!("{} free", figures::bytes(bytes as f64));
    if bytes >= LITTLE_MEMORY {
        return Finding::fine("memory", said);
    }
    let least = figures::bytes(LITTLE_MEMORY as f64);
    Finding::warning(
        "memory",
        format!("{said}: the largest inputs need {least}; end what holds the rest"),
    )
}

/// The smallest step of the clock.
pub(super) fn clock() -> Finding {
    let start = Instant::now();
    let (mut last, mut least) = (start, Duration::MAX);
    for _ in 0..STEPS {
        let mut next = Instant::now();
        while next == last {
            next = Instant::now();
        }
        least = least.min(next - last);
        last = next;
    }
    let source = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
    let source = fs::read_to_string(source).unwrap_or_default();
    stepping(least, source.trim())
}

fn stepping(step: Duration, source: &str) -> Finding {
    let of = if source.is_empty() {
        String::new()
    } else {
        format!(" ({source})")
    };
    let said = format!(
        "its steps are {}{of}",
        figures::time(step.as_nanos() as f64)
    );
    if step < COARSE {
        return Finding::fine("clock", said);
    }
    Finding::warning(
        "clock",
        format!("{said}, too coarse for short slices: start the system with `clocksource=tsc`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Standing;

    #[test]
    fn what_disturbs_is_warned_of_with_the_fix() {
        let one = Machine {
            cores: 1,
            ..Machine::default()
        };
        for (finding, part) in [
            (cores(&one), "a second one"),
            (memory(Some(1 << 30)), "1.00 GiB free"),
            (stepping(Duration::from_micros(2), "hpet"), "(hpet)"),
        ] {
            assert_eq!(finding.standing, Standing::Warning, "{finding:?}");
            assert!(finding.said.contains(part), "{finding:?}");
        }
        assert_eq!(memory(None).standing, Standing::Missing);
        assert_eq!(memory(Some(8 << 30)).standing, Standing::Fine);
        assert_eq!(
            stepping(Duration::from_nanos(20), "").standing,
            Standing::Fine
        );
    }

    #[test]
    fn turbo_is_read_from_either_switch() {
        let said = |no_turbo, boost| turbo(no_turbo, boost).map(|finding| finding.said);
        assert_eq!(said(None, None), None);
        assert_eq!(said(Some("1"), None).as_deref(), Some("off"));
        assert_eq!(said(None, Some("0")).as_deref(), Some("off"));
        for on in [said(Some("0"), Some("0")), said(None, Some("1"))] {
            assert!(on.is_some_and(|on| on.starts_with("on: ")));
        }
    }

    #[test]
    fn what_a_system_does_not_offer_is_missing_and_what_is_lost_is_said() {
        for mode in [None, Some("never".to_owned())] {
            let machine = Machine {
                huge_pages: mode,
                ..Machine::default()
            };
            let found = huge_pages(&machine);
            assert_eq!(found.standing, Standing::Missing);
            assert!(found.said.contains("not measured"), "{found:?}");
        }
    }

    #[test]
    fn this_machines_clock_steps() {
        assert!(clock().said.contains("its steps are"));
    }
}
