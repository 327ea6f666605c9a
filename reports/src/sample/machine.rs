//! The machine that a simulated record pretends to come from.

use std::collections::BTreeMap;

use crate::record::{Cache, Figure, Machine, Pages, Probe, Staircase, Step};
use crate::verdict::Interval;

/// A machine with caches of 32 KiB, 1 MiB and 32 MiB, which nothing has probed.
#[must_use]
pub fn machine() -> Machine {
    let line = 64;
    let cache = |level, bytes| Cache { level, bytes, line };
    Machine {
        cpu: "simulated".to_owned(),
        architecture: "x86_64".to_owned(),
        cores: 2,
        caches: vec![cache(1, 32 << 10), cache(2, 1 << 20), cache(3, 32 << 20)],
        memory: 8 << 30,
        ..Machine::default()
    }
}

/// What a probe would find on [`machine`] if neighbours left 4 MiB of its last cache: 4 GHz, 1 ns,
/// 4 ns, 16 ns and 128 ns a load.
#[must_use]
pub fn probe() -> Probe {
    let about = |point| Interval {
        point,
        low: point * 0.99,
        high: point * 1.01,
    };
    let figures = [
        (Figure::Cycle, 0.25),
        (Figure::Addition, 0.0625),
        (Figure::Instruction, 0.05),
        (Figure::Triad, 32.0),
        (Figure::Allocation, 8.0),
        (Figure::SystemCall, 100.0),
        (Figure::ContextSwitch, 2_000.0),
        (Figure::WakeUp, 9_000.0),
        (Figure::PageFault, 800.0),
        (Figure::HugePageFault, 90_000.0),
    ];
    let step = |bytes: u64, slower: f64| {
        let (latency, gigabytes) = match bytes {
            0..=0x8000 => (1.0, 256.0),
            0x8001..=0x10_0000 => (4.0, 128.0),
            0x10_0001..=0x40_0000 => (16.0, 64.0),
            _ => (128.0, 32.0),
        };
        Step {
            bytes,
            latency: about(latency * slower),
            random: about(latency * slower / 8.0),
            bandwidth: about(gigabytes),
        }
    };
    let staircase = |pages, slower| Staircase {
        pages,
        steps: (14..28)
            .map(|exponent| step(1 << exponent, slower))
            .collect(),
    };
    Probe {
        started: "2026-01-01T00:00:00Z".to_owned(),
        seconds: 8.0,
        disturbed: 0.03,
        line: 64,
        ordinary: Pages::Small,
        figures: figures
            .into_iter()
            .map(|(figure, value)| (figure, about(value)))
            .collect::<BTreeMap<_, _>>(),
        staircases: vec![staircase(Pages::Small, 1.1), staircase(Pages::Huge, 1.0)],
        missing: Vec::new(),
    }
}
