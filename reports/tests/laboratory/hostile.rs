//! Records that try to break a page.

use reports::calibration::{Calibration, Row};
use reports::record::{
    Against, Chapter, Commit, Decision, Failure, Former, Kind, NotMeasured, Peer, Record,
    Registration, Script, Source, Timeline,
};

use super::{LATEST, sorted_slice};

/// Counts that no calibration gives, under hostile names.
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) fn hostile_calibration(record: &Record) -> Calibration {
    let mut calibration = super::calibration(record);
    let row = |tool: &str, slowdown: f64| Row {
        tool: tool.into(),
        condition: "</script><script>alert(1)</script>".into(),
        function: "\"'><img src=x onerror=alert(1)>".repeat(9),
        slowdown,
        claims: 0,
        found: u64::MAX,
        wrong: u64::MAX,
        covered: Some(u64::MAX),
        half_width: Some(f64::NAN),
        seconds: f64::INFINITY,
        ..Row::default()
    };
    for slowdown in [0.0, -1.0, 1e-300, 1e300, f64::NAN, f64::INFINITY] {
        calibration.rows.push(row("", slowdown));
        calibration.rows.push(row("laboratory", slowdown));
        calibration.rows.push(row("growth", slowdown));
    }
    calibration.not_measured = vec!["</script><script>alert(1)</script>".into()];
    calibration
}

/// An experiment whose every name is hostile.
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) fn hostile() -> Record {
    const NAMES: [&str; 5] = [
        "</script><script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "",
        "\u{202e}txt.exe مرحبا",
        "&lt;b&gt; \u{0} \u{1b}[31m ]]> -->",
    ];
    let mut record = sorted_slice(LATEST, 1.0);
    record.package = format!("../../{}", NAMES[0]);
    record.experiment = format!("{}/{}", NAMES[1], "x".repeat(500));
    record.question = NAMES[1].repeat(3);
    record.unit = NAMES[0].into();
    record.decides = Some(Decision {
        what: NAMES[0].into(),
        of: NAMES[1].into(),
    });
    record.run.id = NAMES[0].into();
    record.run.started = NAMES[1].into();
    record.run.arguments = NAMES.map(str::to_owned).into();
    record.machine.cpu = NAMES[0].into();
    record.toolchain.rustc = NAMES[1].into();
    record.commit = Some(Commit {
        hash: NAMES[1].into(),
        dirty: false,
    });
    for (variant, name) in record.variants.iter_mut().zip(NAMES) {
        variant.name = format!("{name}{}", "W".repeat(if name.is_empty() { 0 } else { 90 }));
    }
    for trial in &mut record.trials {
        trial.case = NAMES[0].into();
        trial.answer = NAMES[1].into();
        for counts in trial.counts.iter_mut().flatten() {
            counts.insert(NAMES[4].into(), f64::INFINITY);
        }
    }
    hostile_claims(&mut record, NAMES);
    hostile_timelines(&mut record, NAMES);
    record.chapter = Some(Chapter {
        title: NAMES[0].into(),
        lesson: NAMES[1].into(),
    });
    record.source = Some(Source {
        path: NAMES[0].into(),
        text: NAMES[0].into(),
    });
    hostile_peers(&mut record, NAMES);
    record.failures.push(Failure {
        message: NAMES[0].into(),
        case: Some(NAMES[1].into()),
        size: Some(u64::MAX),
        variant: Some(NAMES[3].into()),
    });
    record.not_measured.push(NotMeasured {
        variant: Some(NAMES[3].into()),
        measure: Some(NAMES[2].into()),
        case: Some(NAMES[1].into()),
        size: Some(u64::MAX),
        reason: NAMES[0].into(),
    });
    record
}

fn hostile_timelines(record: &mut Record, names: [&str; 5]) {
    let ends = vec![(u64::MAX, 0), (0, u64::MAX), (7, 7)];
    for (variant, name) in names.into_iter().enumerate() {
        for against in [Against::Time, Against::Work] {
            let of = Timeline::new(variant, name, against, ends.clone());
            record.trials[0].timelines.push(of);
        }
    }
}

fn hostile_peers(record: &mut Record, names: [&str; 5]) {
    let name = record.variants[0].name.clone();
    record.variants[0].kind = Kind::Peer;
    record.variants[0].script = Some(Script {
        language: names[0].into(),
        path: Some(names[1].into()),
        text: names[0].into(),
        collects: false,
        mirrors: Some(record.variants[1].name.clone()),
    });
    record.peers.push(Peer {
        name: names[0].into(),
        version: names[1].into(),
        flags: names[0].into(),
        path: names[1].into(),
        variants: vec![name.clone()],
    });
    record.not_measured.push(NotMeasured {
        variant: Some(name),
        measure: Some(names[1].into()),
        case: Some(names[0].into()),
        size: Some(u64::MAX),
        reason: names[0].into(),
    });
    record.not_measured.push(NotMeasured {
        variant: None,
        measure: None,
        case: None,
        size: Some(16),
        reason: names[1].into(),
    });
}

fn hostile_claims(record: &mut Record, names: [&str; 5]) {
    for (claim, name) in record.claims.iter_mut().zip(names) {
        claim.text = name.into();
        claim.source = names[0].into();
        claim.hash = names[1].into();
        claim.means = Some(names[1].into());
        claim.registered = Some(Registration {
            date: names[0].into(),
            commit: Some(names[1].into()),
            dirty: true,
        });
        claim.former = Some(Former {
            hash: names[0].into(),
            text: names[1].into(),
            date: names[3].into(),
        });
    }
}
