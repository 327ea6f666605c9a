//! What the counting allocator costs: the same work in a program that has it and in one that has
//! not, each a process of its own, in turn.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use harness::Experiment;
use harness::prelude::*;

const CLAIMS: &[Claim] = &[
    claim("idle").takes_at_most(1.03, "system").source(
        "ours: four additions for each block, whether or not anybody counts. First \
             written as within 3 %; blocks grow faster with it than by the standard library's own \
             way to the system, which saves registers, so what is claimed is the cost",
    ),
    claim("counting")
        .takes_at_most(1.05, "system")
        .source("ours: the same additions; where somebody counts, the peak is raised as well"),
];

/// Each pass starts the programs anew, so their data come to lie elsewhere.
pub(crate) fn allocator() -> Experiment {
    const SYSTEM: &str = env!("CARGO_BIN_EXE_churn_system");
    const COUNTING: &str = env!("CARGO_BIN_EXE_churn_counting");
    experiment("allocator")
        .asks("Does the counting allocator cost anything?")
        .claims(CLAIMS)
        .case("pairs of 64 B", |_, _| "pairs")
        .case("queue of mixed sizes", |_, _| "queue")
        .case("many held at once", |_, _| "hold")
        .case("growing vector", |_, _| "growth")
        .ladder()
        .timed("system", |kernel, laps| churn(&[SYSTEM], kernel, laps))
        .timed("idle", |kernel, laps| churn(&[COUNTING], kernel, laps))
        .timed("counting", |kernel, laps| {
            churn(&[COUNTING, "counting"], kernel, laps)
        })
        .build()
}

/// Processes of each program, which take turns. Where the system puts heap, stack and libraries
/// decides up to a tenth of the time of a process, and one alone would tell of its own luck.
const PROCESSES: usize = 8;

/// A program that works when it is told to, until its input is closed.
struct Churn {
    program: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

thread_local! {
    static PROGRAMS: RefCell<BTreeMap<Vec<&'static str>, VecDeque<Churn>>> =
        const { RefCell::new(BTreeMap::new()) };
}

/// Has a program run so many laps, which it times itself.
fn churn(command: &[&'static str], kernel: &str, laps: u64) -> (u64, Duration) {
    PROGRAMS.with_borrow_mut(|programs| {
        let processes = programs.entry(command.to_vec());
        let processes =
            processes.or_insert_with(|| (0..PROCESSES).map(|_| Churn::start(command)).collect());
        processes.rotate_left(1);
        processes[0].run(kernel, laps)
    })
}

impl Churn {
    fn start(command: &[&str]) -> Self {
        let mut program = Command::new(command[0])
            .args(&command[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program was built with this bench target");
        let orders = program.stdin.take().expect("it is piped");
        let answers = program.stdout.take().expect("it is piped");
        Self {
            program,
            orders,
            answers: BufReader::new(answers),
        }
    }

    fn run(&mut self, kernel: &str, laps: u64) -> (u64, Duration) {
        let mut line = String::new();
        threads::done_by(self.program.id(), || {
            writeln!(self.orders, "{kernel} {laps}").expect("the program still listens");
            let read = self.answers.read_line(&mut line);
            read.expect("the program still answers")
        });
        let (nanos, sum) = line.trim_end().split_once(' ').expect("a time and a sum");
        let nanos = nanos.parse().expect("nanoseconds");
        (sum.parse().expect("a sum"), Duration::from_nanos(nanos))
    }
}
