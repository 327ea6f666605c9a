//! Honest names that leave little room: long, wide, of other scripts, and so many that their labels
//! would lie on each other.

use reports::claim::claim;
use reports::record::{Against, Decision, Kind, Picture, Png, Record, Script, Timeline};
use reports::sample::{Noise, Sample};

use super::{LATEST, dressed};

const NAMES: [&str; 10] = [
    "CPython 3.11.7",
    "survivors, certified tiles, AVX-512, two threads",
    "WWWWWWWWWWWWWWWWWWWWWWWW",
    "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
    "哈希表查找：开放寻址、罗宾汉探测",
    "Größenänderungsmaßstab",
    "бинарный поиск по массиву",
    "🦀🦀🦀 crabs",
    "البحث الثنائي",
    "x",
];

/// An experiment of ten variants that all take about the same time.
#[allow(dead_code, reason = "not every user of this module needs it")]
pub(crate) fn awkward() -> Record {
    let mut sample = Sample::new("awkward/names")
        .package("collections-bench")
        .run(LATEST)
        .sizes(&[1, 7, 100, 12_345, 999_999, 100_000_000]);
    for (place, name) in NAMES.into_iter().enumerate() {
        let factor = 1.0 + 0.004 * place as f64;
        sample = sample
            .variant(name, move |n| factor * (1.0 + 0.001 * n as f64))
            .count("bytes", move |n| (n * 8 + place as u64) as f64)
            .count("comparisons of keys that are longer than a line", |n| {
                n as f64
            })
            .limit(
                "one line a look-up, all lines in order",
                |n| 0.9 + 0.000_9 * n as f64,
                0.02,
            );
    }
    for name in NAMES {
        let rival = if name == NAMES[0] { NAMES[1] } else { NAMES[0] };
        sample = sample.claim(claim(name).within(0.1, rival).source("our expectation"));
    }
    let record = sample.noise(Noise::TYPICAL).rounds(12).build();
    let question =
        "Which of ten names that hardly fit a line is the fastest, and does anybody care?";
    let mut record = dressed(record, question, "look-up of a key", None);
    for (place, name) in NAMES.into_iter().enumerate() {
        for against in [Against::Time, Against::Work] {
            let ends = (0..40)
                .map(|at| (at * 1_000_003, (at * at) << 14))
                .collect();
            let of = Timeline::new(place, name, against, ends);
            record.trials[5].timelines.push(of);
        }
    }
    record.variants[1].kind = Kind::Peer;
    record.variants[1].script = Some(Script {
        language: "Python".into(),
        path: None,
        text: format!("def run(x):\n    return {}\n", "x + ".repeat(60) + "1"),
        collects: true,
        mirrors: Some(NAMES[0].into()),
    });
    record.decides = Some(Decision {
        what: "Find a key with a name that hardly fits a line".into(),
        of: "elements".into(),
    });
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x02\0".to_vec();
    bytes.resize(100, 0);
    record.pictures = vec![Picture {
        title: NAMES[1].repeat(4),
        alt: NAMES[4].into(),
        size: 100_000_000,
        png: Png::new(bytes).expect("it is small"),
    }];
    record
}
