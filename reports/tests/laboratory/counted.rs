//! A calibration with made-up counts, and instructions that differ from process to process.

use reports::calibration::{CRITERION, Calibration, DUEL, LABORATORY, Row, SCHEMA};
use reports::record::{Against, Counters, HELD, NotMeasured, Record, Recount, Timeline};

const FUNCTIONS: [(&str, f64); 4] = [
    ("20 ns", 1.0),
    ("1 us", 0.9),
    ("100 us", 1.1),
    ("10 ms", 3.0),
];

/// Three tools, quiet and busy, on four functions; the circumstances are those of a record.
pub(crate) fn calibration(record: &Record) -> Calibration {
    let mut rows = Vec::new();
    for (condition, trouble) in [("quiet", 1.0), ("busy", 1.6)] {
        for (function, hard) in FUNCTIONS {
            for (tool, claims, blur, alarms) in [
                (LABORATORY, 300, 0.006, 0.0),
                (DUEL, 300, 0.003, 0.012),
                (CRITERION, 100, 0.02, 0.31),
            ] {
                for slowdown in [0.0, 0.01, 0.02, 0.05, 0.1] {
                    let blur: f64 = blur * hard * trouble;
                    let share = 1.0 - (-(slowdown / blur).powi(3)).exp();
                    let count = |share: f64| (share * f64::from(claims)).round() as u64;
                    let equal = slowdown == 0.0;
                    rows.push(Row {
                        claims: claims as u64,
                        found: count(share),
                        wrong: count(if equal { alarms * trouble } else { 0.0 }),
                        covered: (equal && tool == LABORATORY).then(|| count(0.987)),
                        half_width: equal.then_some(blur),
                        seconds: 0.4 * hard,
                        ..Row::of(tool, condition, function, slowdown)
                    });
                }
            }
        }
    }
    Calibration {
        schema: SCHEMA,
        started: "2026-11-22T12:00:00Z".into(),
        machine: record.machine.clone(),
        toolchain: record.toolchain.clone(),
        commit: record.commit.clone(),
        quick: false,
        rows,
        not_measured: Vec::new(),
    }
}

/// Draws what the variants hold over time, and the room of the second.
pub(crate) fn steps(record: &mut Record) {
    for trial in &mut record.trials {
        let whole = 8 * trial.size;
        let doubling = |at: u64| (at * 9_000, (whole * 21 / 16) >> (8 - at));
        let mut held: Vec<(u64, u64)> = std::iter::once((0, 0))
            .chain((1..=8).map(doubling))
            .collect();
        held.push((80_000, whole * 21 / 16));
        let room = (0..8)
            .map(|step| ((1 << step) / 2 + 1, 4 << step))
            .chain([(200, 512)]);
        trial.timelines = vec![
            Timeline::new(
                0,
                HELD,
                Against::Time,
                vec![(0, 0), (900, whole), (60_000, whole)],
            ),
            Timeline::new(1, HELD, Against::Time, held),
            Timeline::new(1, "capacity", Against::Work, room.collect()),
        ];
    }
}

/// Counts the first variant again, reads the hardware's counters over it, and leaves the last out.
pub(crate) fn instructions(record: &mut Record) {
    let seed = record.run.seed;
    for trial in &mut record.trials {
        trial.recounts.push(Recount {
            seed,
            counts: vec![Some([("instructions".into(), 207.0)].into()), None, None],
        });
        let counters = Counters {
            instructions: 206.0,
            cycles: 103.0,
            branch_misses: None,
            cache_misses: None,
        };
        trial.counters = vec![Some(counters), None, None];
    }
    record.not_measured.push(NotMeasured {
        variant: Some("B-tree".into()),
        measure: Some("instructions".into()),
        size: Some(1_000_000),
        reason: "it takes too long".into(),
        ..NotMeasured::default()
    });
}
