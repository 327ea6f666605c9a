//! What a simulated record lacks: a question, a machine, a commit, source code.

use reports::record::{
    Cache, Chapter, Commit, Copies, Former, Kind, Machine, Record, Registration, Source, Toolchain,
};

use super::LATEST;

/// Gives a simulated record all that a measured one has.
pub(crate) fn dressed(
    mut record: Record,
    question: &str,
    unit: &str,
    source: Option<(&str, &[(u32, u32)])>,
) -> Record {
    record.question = question.into();
    record.unit = unit.into();
    record.chapter = (record.package == "collections-bench").then(chapter);
    record.run.started = match record.run.id.as_str() {
        LATEST => "2026-11-22T13:40:05Z".into(),
        "20261101T090000Z-1" => "2026-11-01T09:00:00Z".into(),
        "20261108T090000Z-2" => "2026-11-08T09:00:00Z".into(),
        "20261115T090000Z-3" => "2026-11-15T09:00:00Z".into(),
        _ => "2026-11-19T09:15:00Z".into(),
    };
    record.run.seconds = 12.3;
    record.machine = machine();
    record.copies = vec![Copies {
        kernel: "branchy search".into(),
        nanos: vec![10.0, 10.01, 10.03, 9.99],
    }];
    record.toolchain = Toolchain {
        rustc: "rustc 1.95.0 (5980761a0 2026-04-14)".into(),
        target: "x86_64-unknown-linux-gnu".into(),
        profile: "release".into(),
        opt_level: "3".into(),
        flags: vec!["-Cllvm-args=-align-loops=64".into()],
    };
    record.commit = Some(Commit {
        hash: "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d".into(),
        dirty: record.experiment == "list/append",
    });
    registered(&mut record);
    if let Some((text, lines)) = source {
        record.source = Some(Source {
            path: format!(
                "{}/src/{}.rs",
                record.package,
                record.experiment.replace('-', "_")
            ),
            text: text.into(),
        });
        for (variant, &lines) in record.variants.iter_mut().zip(lines) {
            variant.lines = Some(lines);
        }
    }
    if let Some(tree) = record.variants.get_mut(2) {
        tree.kind = Kind::Prepared;
    }
    record
}

fn machine() -> Machine {
    let cache = |level, bytes| Cache {
        level,
        bytes,
        line: 64,
    };
    Machine {
        cpu: "AMD EPYC 9B45".into(),
        architecture: "x86_64".into(),
        cores: 2,
        features: ["avx2", "avx512f", "bmi2", "popcnt"]
            .map(str::to_owned)
            .into(),
        caches: vec![cache(1, 48 << 10), cache(2, 1 << 20), cache(3, 32 << 20)],
        memory: 23 << 30,
        system: "Debian GNU/Linux 12".into(),
        kernel: "6.18.0".into(),
        hypervisor: Some("KVM".into()),
        governor: None,
        huge_pages: Some("madvise".into()),
        load: Some(0.42),
        probe: Some(reports::sample::probe()),
    }
}

fn chapter() -> Chapter {
    Chapter {
        title: "Lists, tuples and dictionaries".into(),
        lesson: "Reading a slot of a list costs the same at any length, searching it costs in \
                 proportion to its length. A dictionary finds a key in the same time whatever its \
                 size."
            .into(),
    }
}

/// Says when the claims were made; one was changed after it had been measured.
fn registered(record: &mut Record) {
    for claim in &mut record.claims {
        claim.registered = Some(Registration {
            date: "2026-11-18T08:00:00Z".into(),
            commit: record.commit.as_ref().map(|commit| commit.hash.clone()),
            dirty: false,
        });
    }
    if record.experiment == "list/append" {
        record.claims[2].former = Some(Former {
            hash: "0011223344556677".into(),
            text: "The time of `push` is 1.00 to 1.20 times that of `collect`.".into(),
            date: "2026-11-15T08:00:00Z".into(),
        });
    }
}
