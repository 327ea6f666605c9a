//! Work that shares its core with a busy neighbour, on several threads, on one, or in another
//! process: what it is timed at is no result.

use std::process::{Child, Command, Stdio};
use std::thread;

use reports::estimate::Estimates;
use reports::judge::judge;
use reports::record::{Clock, Record};
use reports::stats;
use reports::verdict::Verdict;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

use crate::peers::python;
use crate::stand::{Seen, Stand, seen};

/// Processes that compute on one core until they are dropped.
struct Hogs(Vec<Child>);

impl Hogs {
    /// Where the second of two threads works.
    fn beside_the_second_thread() -> Self {
        on_core(1, || Self((0..2).map(|_| hog()).collect()))
    }
}

/// Starts something on one core, counted from the first that is allowed: on a thread of its own,
/// for what is started by a thread shares its cores.
fn on_core<O: Send>(place: usize, start: impl FnOnce() -> O + Send) -> O {
    let bound = || {
        let allowed = sched_getaffinity(None).expect("Linux tells the cores");
        let mut cores = (0..CpuSet::MAX_CPU).filter(|&core| allowed.is_set(core));
        let mut one = CpuSet::new();
        one.set(cores.nth(place).expect("there are so many cores"));
        sched_setaffinity(None, &one).expect("it is allowed");
        start()
    };
    thread::scope(|scope| scope.spawn(bound).join()).expect("it can be started there")
}

/// A run of one experiment of the fixture on the first core, which it shares with a hog.
fn crowded_run(stand: &Stand, experiment: &str) -> Seen {
    on_core(0, || {
        let _hogs = Hogs(vec![hog()]);
        let arguments = ["--bench", "--quick", "--no-probe", "--noplot", experiment];
        let mut run = stand.fixture(&arguments);
        seen(run.env("FIXTURE", experiment)).ends_with(0)
    })
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

/// All slices of a variant waited, and so no claim is judged, in the record and at the terminal.
#[track_caller]
fn nothing_counts(record: &Record, variant: usize, told: &Seen) {
    let (waited, all) = crowded(record, variant);
    assert!(
        all >= 10 && waited == all,
        "{waited} of {all} slices waited"
    );
    for judged in judge(record) {
        assert_eq!(judged.verdict, Verdict::NotMeasured, "{}", judged.sentence);
        assert!(told.out.contains(&judged.sentence), "{}", told.out);
        assert!(judged.sentence.contains("waited for a core"));
    }
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
    nothing_counts(&record, 1, &told);
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

#[test]
fn what_times_itself_beside_a_hog_is_never_a_result() {
    let stand = Stand::new();
    let told = crowded_run(&stand, "itself");
    nothing_counts(&stand.record("itself"), 0, &told);
}

/// The longest that a slice of the fixture can take by what it computes, on any machine: a hog has
/// the core for longer.
const COMPUTED: u64 = 3_000_000;

#[test]
fn no_slice_that_lost_its_core_counts_beside_a_peer() {
    if !python() {
        return;
    }
    let stand = Stand::new();
    crowded_run(&stand, "beside");
    let record = stand.record("beside");
    let passes = &record.trials[0].passes;
    let lanes: Vec<_> = passes.iter().flat_map(|pass| &pass.lanes).collect();
    assert!(
        [0, 1, 2]
            .iter()
            .all(|place| lanes.iter().any(|lane| lane.variant == *place))
    );
    for lane in lanes.into_iter().filter(|lane| lane.clock == Clock::Wall) {
        assert_eq!(lane.waits.len(), lane.nanos.len(), "somebody looks at each");
        for (round, nanos) in lane.nanos.iter().enumerate() {
            let fastest = lane.nanos.iter().min().expect("there are some");
            let late = nanos - fastest > COMPUTED;
            assert!(!late || stats::waited(lane, round), "{lane:?}");
        }
    }
}
