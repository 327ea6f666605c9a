//! The false-discovery rate over the claims of a run, on simulated records of known truth.

use reports::claim::claim;
use reports::judge::{FALSE_DISCOVERIES, Verdicts, control, is_open, judge};
use reports::record::{Effort, Record};
use reports::sample::{Noise, Sample};
use reports::verdict::{Reason, Verdict};

/// An experiment of a quick run: `b` takes `slower` times as long as `a`, and is claimed to be as
/// fast.
fn experiment(name: &str, slower: f64, seed: u64) -> Record {
    let noise = Noise {
        jitter: 0.006,
        placement: 0.002,
        ..Noise::QUIET
    };
    let mut record = Sample::new(name)
        .variant("a", |_| 100.0)
        .variant("b", move |_| 100.0 * slower)
        .claim(claim("b").beats("a"))
        .effort(Effort::Quick)
        .passes(8)
        .rounds(5)
        .noise(noise)
        .seed(seed)
        .build();
    // Without a control the floor is that of placement alone, so the edge is known.
    for pass in &mut record.trials[0].passes {
        pass.lanes.retain(|lane| !lane.control);
    }
    record
}

/// True claims that placement puts as far on the wrong side as the floor allows, among a few that
/// are truly false.
fn run(seed: u64, edges: usize, effects: usize) -> Vec<Record> {
    (0..edges + effects)
        .map(|place| {
            let slower = if place < edges { 0.005_f64.exp() } else { 1.05 };
            let name = format!("experiment-{place}");
            experiment(&name, slower, seed * 1_000 + place as u64)
        })
        .collect()
}

#[test]
fn few_of_the_decided_claims_are_wrong_although_most_are_at_the_edge() {
    const RUNS: u64 = 80;
    const EDGES: usize = 100;
    let (mut alone, mut held, mut found) = (0.0, 0.0, 0);
    for seed in 0..RUNS {
        let records = run(seed, EDGES, 1);
        let verdicts = Verdicts::of(&records);
        // The share of the decided claims that is wrong.
        let share = |refuted: &dyn Fn(&Record) -> bool| {
            let wrong = records[..EDGES].iter().filter(|of| refuted(of)).count();
            let decided = records.iter().filter(|of| refuted(of)).count();
            wrong as f64 / decided.max(1) as f64
        };
        let by_itself = |record: &Record| judge(record)[0].verdict == Verdict::Refuted;
        let refuted = |record: &Record| verdicts.get(record)[0].verdict == Verdict::Refuted;
        alone += share(&by_itself) / RUNS as f64;
        held += share(&refuted) / RUNS as f64;
        found += usize::from(refuted(&records[EDGES]));
    }
    assert_eq!(found, RUNS as usize, "what is truly false is found");
    // A share is half at most where one claim is truly decided and one is not, which bounds its
    // variance.
    let bound = FALSE_DISCOVERIES + 3.0 * (FALSE_DISCOVERIES * 0.5 / RUNS as f64).sqrt();
    assert!(held <= bound, "{held}");
    // Alone the error of each claim is as small as it says, and yet that many are wrong.
    assert!(alone > bound && alone > 2.0 * held, "{alone} {held}");
}

#[test]
fn a_claim_that_does_not_survive_is_left_open_and_says_why() {
    let records = run(1, 20, 1);
    let mut judged: Vec<_> = records
        .iter()
        .map(|record| (record, judge(record)))
        .collect();
    let (_, last) = judged.last_mut().expect("there are records");
    assert_eq!(last[0].verdict, Verdict::Refuted);
    let chance = last[0].chance.expect("it is decided on times");
    control(&mut judged, chance * 20.0);
    let (_, last) = judged.last().expect("there are records");
    assert_eq!(last[0].verdict, Verdict::Inconclusive);
    assert!(is_open(&last[0]), "more passes would tell");
    assert!(
        matches!(last[0].reason, Some(Reason::FalseDiscovery { chance: of, threshold })
            if of == chance && threshold < chance)
    );
    for part in [
        "among the 21 claims about times of this run",
        "more passes would",
    ] {
        assert!(last[0].sentence.contains(part), "{}", last[0].sentence);
    }
    assert_eq!(last[0].chance, None);
}

#[test]
fn runs_are_judged_apart_and_counts_take_no_part() {
    let sample = |run: &str| {
        Sample::new("counts")
            .run(run)
            .variant("a", |_| 100.0)
            .count("steps", |_| 3.0)
            .variant("b", |_| 200.0)
            .claim(claim("a").of("steps").equals(3.0))
            .claim(claim("a").beats("b"))
            .build()
    };
    let records = [sample("1"), sample("2"), sample("2")];
    let verdicts = Verdicts::of(&records);
    assert_eq!(
        verdicts.all().count(),
        4,
        "a record that comes twice counts once"
    );
    for record in &records {
        let judged = verdicts.get(record);
        assert!(judged.iter().all(|of| of.verdict == Verdict::Confirmed));
        assert_eq!(judged[0].chance, None);
        assert!(judged[1].chance.is_some_and(|chance| chance < 1e-6));
    }
    assert!(verdicts.get(&sample("3")).is_empty());
}
