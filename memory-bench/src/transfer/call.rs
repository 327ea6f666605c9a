//! Asking the system for something: what it costs to enter it and to come back.

use std::cell::RefCell;
use std::fs::File;
use std::io::{PipeReader, PipeWriter, Read, Write, pipe};

use harness::prelude::*;
use rustix::time::{ClockId, clock_gettime};

const CLAIMS: &[Claim] = &[
    claim("clock")
        .beats("getppid")
        .by(2.0)
        .source("ours: the clock is read in the program's own memory, without entering the system"),
    claim("getppid")
        .reaches(0.9)
        .source("ours: the probe's system call is this one"),
    claim("read a byte")
        .takes_at_most(2.0, "getppid")
        .source("ours: entering the system is the cost; one byte is not"),
    claim("write a byte")
        .takes_at_most(2.0, "getppid")
        .source("ours: entering the system is the cost; one byte is not"),
    claim("pipe")
        .takes_at_least(2.0, "getppid")
        .source("ours: two calls, a buffer and its lock"),
    claim("getppid")
        .beats("getppid in Python")
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
];

pub(crate) fn into_the_system() -> Experiment {
    experiment("transfer/call")
        .asks("What does a call of the system cost?")
        .claims(CLAIMS)
        .sizes([1 << 8])
        .input(|calls, _| Calls::new(calls))
        .per("call", |calls| calls.count)
        .ladder()
        .variant("clock", |calls| {
            calls.make(|| clock_gettime(ClockId::Monotonic).tv_nsec >= 0)
        })
        .variant("getppid", |calls| {
            calls.make(|| rustix::process::getppid().is_some())
        })
        .limit("a system call each", |machine, calls: &Calls| {
            calls.count as f64 * machine.system_call()
        })
        .variant("write a byte", |calls| {
            let mut null = &calls.null;
            calls.make(|| null.write_all(&[1]).is_ok())
        })
        .variant("read a byte", |calls| {
            let mut zero = &calls.zero;
            calls.make(|| zero.read_exact(&mut [1]).is_ok())
        })
        .variant("pipe", |calls| {
            let (from, to) = &mut *calls.pipe.borrow_mut();
            calls.make(|| {
                to.write_all(&[1])
                    .and_then(|()| from.read_exact(&mut [0]))
                    .is_ok()
            })
        })
        .python("getppid in Python", include_str!("call.py"))
        .mirrors("getppid")
        .build()
}

/// So many calls, and what they are made on.
struct Calls {
    count: usize,
    null: File,
    zero: File,
    pipe: RefCell<(PipeReader, PipeWriter)>,
}

impl Wire for Calls {
    fn write(&self, out: &mut Vec<u8>) {
        self.count.write(out);
    }
}

impl Calls {
    /// # Panics
    /// When the system has no such files.
    fn new(count: usize) -> Self {
        let open = |path| File::options().read(true).write(true).open(path);
        Self {
            count,
            null: open("/dev/null").expect("every Unix has it"),
            zero: open("/dev/zero").expect("every Unix has it"),
            pipe: RefCell::new(pipe().expect("there is room for a pipe")),
        }
    }

    /// Makes a call so many times, and tells how often it succeeded.
    fn make(&self, mut call: impl FnMut() -> bool) -> usize {
        (0..self.count).filter(|_| call()).count()
    }
}
