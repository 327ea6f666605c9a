//! Growth: every class is confirmed from its own counts, no function outside the family is ever
//! taken for a member, and nothing true is refuted.

mod functions;
mod work;

use functions::{Function, axes, decades, half_octaves, members, octaves, strangers};
use reports::claim::{Growth, claim};
use reports::judge::judge;
use reports::sample::{Noise, Sample};
use reports::verdict::{Judgement, Reason, Verdict};

fn judge_count(class: Growth, count: Function, sizes: &[u64]) -> Judgement {
    let record = Sample::new("growth")
        .sizes(sizes)
        .variant("it", |_| 10.0)
        .count("steps", count)
        .claim(claim("it").of("steps").grows(class))
        .passes(0)
        .build();
    judge(&record).remove(0)
}

fn judge_time(class: Growth, time: Function, sizes: &[u64], noise: Noise) -> Judgement {
    let record = Sample::new("growth")
        .sizes(sizes)
        .variant("it", time)
        .claim(claim("it").grows(class))
        .noise(noise)
        .rounds(30)
        .build();
    judge(&record).remove(0)
}

#[test]
fn every_class_is_confirmed_from_its_own_counts() {
    for sizes in axes() {
        for (class, name, count) in members() {
            let found = judge_count(class, count, &sizes);
            // Five whole numbers from 7 to 14 lie on a straight line and on a bent one alike.
            let coarse = sizes.len() == 5 && name.contains("(log2 n)");
            if coarse && found.verdict == Verdict::Inconclusive {
                continue;
            }
            let (from, to) = (sizes[0], sizes[sizes.len() - 1]);
            let told = format!("{name} from {from} to {to}: {}", found.sentence);
            assert_eq!(found.verdict, Verdict::Confirmed, "{told}");
        }
    }
}

#[test]
fn no_count_is_taken_for_another_class() {
    for sizes in axes() {
        for (class, name, count) in members() {
            for other in Growth::ALL.into_iter().filter(|&other| other != class) {
                let found = judge_count(other, count, &sizes);
                assert_eq!(
                    found.verdict,
                    Verdict::Refuted,
                    "{name} as {}: {}",
                    other.notation(),
                    found.sentence
                );
            }
        }
    }
}

#[test]
fn no_count_outside_the_family_is_confirmed() {
    for sizes in axes() {
        for (name, count) in strangers() {
            for class in Growth::ALL {
                let found = judge_count(class, count, &sizes);
                assert_ne!(
                    found.verdict,
                    Verdict::Confirmed,
                    "{name} as {}: {}",
                    class.notation(),
                    found.sentence
                );
            }
        }
    }
}

#[test]
fn the_sentence_names_the_class_that_fits_and_the_slope() {
    let sizes = octaves(7, 20);
    assert_eq!(
        judge_count(Growth::Logarithmic, |n| n as f64 - 1.0, &sizes).sentence,
        "The number of steps of `it` departs from O(log n) by up to a factor of 53.8; O(n) fits \
         best, within 0.393 % (14 sizes from n = 128 to 1,048,576); the log-log slope is 1.00."
    );
    assert_eq!(
        judge_count(Growth::Constant, |_| 1.0, &sizes).sentence,
        "The number of steps of `it` grows as O(1): it departs by at most 0 %, from the next \
         class O(log n) by 11.5 % (14 sizes from n = 128 to 1,048,576); the log-log slope is 0.00."
    );
    let open = judge_count(
        Growth::Logarithmic,
        |n| (n as f64).ln().ln(),
        &octaves(7, 14),
    );
    assert!(
        matches!(open.reason, Some(Reason::Rivals { ref classes }) if classes[0] == "O(log log n)")
    );
}

#[test]
fn too_few_sizes_tell_no_growth() {
    for sizes in [
        vec![100, 1_000, 10_000, 100_000],
        octaves(4, 8),
        vec![1, 2, 3, 4, 5, 1_000],
    ] {
        let found = judge_count(Growth::Linear, |n| n as f64, &sizes);
        assert_eq!(found.verdict, Verdict::Inconclusive);
        assert_eq!(found.reason, Some(Reason::TooFewSizes), "{sizes:?}");
        assert!(
            found
                .sentence
                .contains(&format!("this run has {}", sizes.len()))
        );
    }
}

#[test]
fn times_tell_growth_inside_the_first_level_of_the_cache() {
    let sizes = octaves(4, 12);
    let members: [(Growth, Function); 4] = [
        (Growth::Constant, |_| 12.0),
        (Growth::Linear, |n| 3.0 + 0.9 * n as f64),
        (Growth::Linearithmic, |n| 1.5 * n as f64 * (n as f64).ln()),
        (Growth::Quadratic, |n| 20.0 + (n as f64).powi(2)),
    ];
    for (class, time) in members {
        for noise in [Noise::QUIET, Noise::TYPICAL] {
            let found = judge_time(class, time, &sizes, noise);
            assert_eq!(found.verdict, Verdict::Confirmed, "{}", found.sentence);
            for other in Growth::ALL.into_iter().filter(|&other| other != class) {
                let found = judge_time(other, time, &sizes, noise);
                assert_ne!(found.verdict, Verdict::Confirmed, "{}", found.sentence);
            }
        }
    }
}

#[test]
fn times_beyond_the_first_level_tell_no_growth() {
    // What a dependent walk costs: flat in each level, and a step at each border.
    let walk = |n: u64| match 8 * n {
        0..=32_768 => 1.3,
        32_769..=1_048_576 => 4.0,
        1_048_577..=33_554_432 => 15.0,
        _ => 100.0,
    };
    for class in Growth::ALL {
        let all = judge_time(class, walk, &decades(2, 7), Noise::QUIET);
        assert_eq!(all.reason, Some(Reason::BeyondCache), "{}", all.sentence);
        assert!(all.sentence.contains("32.0 KiB"));
    }
    let near = judge_time(Growth::Constant, walk, &octaves(4, 12), Noise::QUIET);
    assert_eq!(near.verdict, Verdict::Confirmed, "{}", near.sentence);
    assert!(near.sentence.contains("to 4,096"), "{}", near.sentence);
}

/// A hash look-up: one probe, wherever the memory's levels put it.
#[test]
fn the_same_time_near_by_is_not_the_same_time_everywhere() {
    let sizes = [10, 30, 100, 300, 1000, 3000, 100_000, 10_000_000];
    let far: Function = |n| if n <= 4096 { 10.0 } else { 330.0 };
    let found = judge_time(Growth::Constant, far, &sizes, Noise::QUIET);
    assert_eq!(found.verdict, Verdict::Inconclusive, "{}", found.sentence);
    assert_eq!(found.reason, Some(Reason::BeyondCache));
    assert!(
        found.sentence.contains("takes 33.0 times as long"),
        "{}",
        found.sentence
    );
    let near: Function = |n| if n <= 4096 { 10.0 } else { 10.5 };
    let same = judge_time(Growth::Constant, near, &sizes, Noise::QUIET);
    assert_eq!(same.verdict, Verdict::Confirmed, "{}", same.sentence);
}

#[test]
fn times_outside_the_family_are_not_confirmed_under_any_noise() {
    let sizes = half_octaves(4, 12);
    for (name, time) in strangers() {
        if time(16) <= 0.0 {
            continue;
        }
        for (seed, noise) in [(1, Noise::QUIET), (2, Noise::TYPICAL)] {
            for class in Growth::ALL {
                let record = Sample::new("growth")
                    .sizes(&sizes)
                    .variant("it", move |n| 5.0 * time(n))
                    .claim(claim("it").grows(class))
                    .noise(noise)
                    .rounds(12)
                    .seed(seed)
                    .build();
                let found = judge(&record).remove(0);
                assert_ne!(
                    found.verdict,
                    Verdict::Confirmed,
                    "{name}: {}",
                    found.sentence
                );
            }
        }
    }
}

#[test]
fn every_case_must_grow_as_claimed() {
    let record = Sample::new("growth")
        .sizes(&octaves(7, 14))
        .cases(&["sorted", "random"])
        .variant("it", |_| 10.0)
        .count("steps", |n| n as f64)
        .claim(claim("it").of("steps").grows(Growth::Linear))
        .passes(0)
        .build();
    let found = judge(&record).remove(0);
    assert_eq!(
        (found.verdict, found.findings.len()),
        (Verdict::Confirmed, 2)
    );
    let mut quadratic = record;
    for trial in quadratic
        .trials
        .iter_mut()
        .filter(|trial| trial.case == "random")
    {
        let steps = (trial.size as f64).powi(2);
        trial.counts[0] = Some([("steps".to_owned(), steps)].into());
    }
    let found = judge(&quadratic).remove(0);
    assert_eq!(found.verdict, Verdict::Refuted);
    assert!(found.sentence.contains("on `random`"), "{}", found.sentence);
}

#[test]
fn counted_work_tells_what_memory_adds_to_it() {
    let sample = |measure: &'static str, passes| {
        let record = Sample::new("memory")
            .sizes(&[100, 1_000, 10_000, 100_000, 1_000_000])
            .variant("scan", |n| {
                if n > 10_000 {
                    6.0 * n as f64
                } else {
                    2.0 * n as f64
                }
            })
            .count(measure, |n| n as f64)
            .claim(claim("scan").of(measure).grows(Growth::Linear))
            .passes(passes)
            .build();
        judge(&record).remove(0)
    };
    let found = sample("comparisons", 10);
    assert_eq!(found.verdict, Verdict::Confirmed);
    let factor = "The time of one counted unit at n = 1,000,000 is 3.00 times that at n = 100.";
    assert!(found.sentence.ends_with(factor), "{}", found.sentence);
    for (measure, passes) in [("comparisons", 0), ("bytes", 10)] {
        let untold = sample(measure, passes);
        assert_eq!(untold.verdict, Verdict::Confirmed);
        assert!(!untold.sentence.contains("unit"), "{}", untold.sentence);
    }
}
