//! The machine that a simulated record pretends to come from.

use crate::record::{Cache, Machine};

/// A machine with caches of 32 KiB, 1 MiB and 32 MiB.
pub(super) fn machine() -> Machine {
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
