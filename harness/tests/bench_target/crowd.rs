//! Threads one of which shares its core with a busy neighbour: what they are timed at is no result.

use std::process::{Child, Command, Stdio};
use std::thread;

use reports::estimate::Estimates;
use reports::judge::judge;
use reports::record::Record;
use reports::verdict::Verdict;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::stand::{Stand, seen};

/// Processes that compute on the last of the two first cores until they are dropped.
struct Hogs(Vec<Child>);

impl Hogs {
    /// On a thread of its own, for what is started by a thread shares its cores.
    fn beside_the_second_thread() -> Self {
        let started = thread::spawn(|| {
            let allowed = sched_getaffinity(None).expect("Linux tells the cores");
            let mut cores = (0..CpuSet::MAX_CPU).filter(|&core| allowed.is_set(core));
            let mut second = CpuSet::new();
            second.set(cores.nth(1).expect("there are two cores"));
            sched_setaffinity(None, &second).expect("it is allowed");
            Self((0..2).map(|_| hog()).collect())
        });
        started.join().expect("the neighbours can be started")
    }
}

fn hog() -> Child {
    Command::new(env!("CARGO_BIN_EXE_lab"))
        .env("LAB_HOG", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("`lab` can be started")
}

impl Drop for Hogs {
    fn drop(&mut self) {
        for hog in &mut self.0 {
            // It may be gone already.
            let _ = hog.kill();
            let _ = hog.wait();
        }
    }
}

/// The slices of a variant that a thread waited in for more than 2 % of the time, and all of them.
fn crowded(record: &Record, variant: usize) -> (usize, usize) {
    let lanes = record.trials[0]
        .passes
        .iter()
        .filter_map(|pass| pass.lane(variant));
    let waits: Vec<u16> = lanes.flat_map(|lane| lane.waits.iter().copied()).collect();
    (
        waits.iter().filter(|&&waited| waited > 20).count(),
        waits.len(),
    )
}

#[test]
fn what_is_measured_beside_a_hog_is_never_a_result() {
    let stand = Stand::new();
    let mut run = stand.fixture(&["--bench", "--quick", "--no-probe", "--noplot", "together"]);
    run.env("FIXTURE", "together");
    if thread::available_parallelism().map_or(1, usize::from) < 2 {
        let told = seen(&mut run).ends_with(0);
        assert!(told.out.contains("one core only"), "{}", told.out);
        return;
    }
    let hogs = Hogs::beside_the_second_thread();
    let told = seen(&mut run).ends_with(0);
    drop(hogs);

    let record = stand.record("together");
    let (waited, all) = crowded(&record, 1);
    assert!(
        all >= 10 && waited == all,
        "{waited} of {all} slices waited"
    );
    for judged in judge(&record) {
        assert_eq!(judged.verdict, Verdict::NotMeasured, "{}", judged.sentence);
        assert!(told.out.contains(&judged.sentence), "{}", told.out);
        assert!(judged.sentence.contains("waited for a core"));
    }
    let trial = &record.trials[0];
    assert_eq!(Estimates::of(&record).time_per_call(trial, 1), None);
    let figures = seen(&mut stand.lab(&["export", "figures"])).ends_with(0);
    let both = figures.out.lines().filter(|line| line.contains("both"));
    assert!(
        !both.into_iter().any(|line| line.contains("time")),
        "{}",
        figures.out
    );
}
