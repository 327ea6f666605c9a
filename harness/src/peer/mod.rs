//! Peers: variants in another language, measured in the same schedule.
//!
//! A peer is a Python file that runs in an interpreter of its own, one process for each trial. It
//! gets the trial's input byte for byte ([`crate::wire`]), its answer is compared with the
//! reference's, and its slices stand in the same rounds as all others: the worker sends an order
//! and sleeps on the pipe until the peer has timed its laps by itself. The write that wakes the
//! peer hands it the worker's core, so that the sentinel before and after speaks for the peer too.
//! What a peer cannot do is told as a reason ([`Absent`]) and costs nothing else its measurement.

mod absent;
pub(crate) mod agreement;
pub(crate) mod claims;
mod frame;
pub(crate) mod interpreter;
pub(crate) mod keep;
mod pipe;
mod process;
mod sampler;
mod script;
mod session;
mod value;

use std::cell::RefCell;
use std::marker::PhantomData;
use std::time::Duration;

use reports::record::{Counts, Kind};

pub(crate) use absent::Absent;
pub use absent::not_measured;
pub(crate) use interpreter::known;
use process::Runner;
pub(crate) use script::Script;
use session::Session;
pub(crate) use session::begin_bare;

use crate::meter::Meter;
use crate::trial::{Steps, Watched};
use crate::variant::{Ready, Variant};
use crate::wire::{self, Wire};

/// Why a peer gives no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    /// A clause about it.
    reason: String,
    /// Whether its file is to blame.
    mistake: bool,
    /// Whether its process can be spoken to no more.
    fatal: bool,
}

impl Trouble {
    fn new(reason: String) -> Self {
        Self {
            reason,
            mistake: false,
            fatal: true,
        }
    }
}

/// Waits until no peer of an earlier trial runs on.
pub(crate) fn settle() {
    Runner::settle_idle();
}

/// A variant in Python.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) script: Script,
}

impl Peer {
    fn absent(&self, trouble: Trouble) -> Absent {
        Absent {
            variant: self.name,
            reason: trouble.reason,
            mistake: trouble.mistake,
        }
    }
}

impl<I: Wire, O: Wire + 'static> Variant<I, O> for Peer {
    fn kind(&self) -> Kind {
        Kind::Peer
    }

    fn prepare<'a>(&'a self, input: &'a I) -> Box<dyn Ready<O> + 'a> {
        let found = self.script.interpreter.found.as_ref();
        let begun = found
            .map_err(|reason| Trouble::new(reason.clone()))
            .and_then(|found| Session::begin(&found.path, self.script.text, &wire::bytes(input)));
        match begun {
            Ok(session) => Box::new(Lane {
                peer: self,
                session: RefCell::new(session),
                answers: PhantomData::<fn() -> O>,
            }),
            Err(trouble) => self.absent(trouble).unwind(),
        }
    }
}

/// A peer with one input in memory.
struct Lane<'a, O> {
    peer: &'a Peer,
    session: RefCell<Session>,
    answers: PhantomData<fn() -> O>,
}

impl<O> Lane<'_, O> {
    fn ask<T>(&self, what: impl FnOnce(&mut Session) -> Result<T, Trouble>) -> T {
        what(&mut self.session.borrow_mut())
            .unwrap_or_else(|trouble| self.peer.absent(trouble).unwind())
    }
}

impl<O: Wire> Ready<O> for Lane<'_, O> {
    fn meter(&self, meter: Meter<'_, O>) {
        match meter {
            Meter::Slice(slice) => self.ask(|session| session.slice(slice)),
            Meter::Once(..) => self.ask(|_| {
                let out_of_reach = "it runs in another process, where this instrument cannot look";
                Err(Trouble::new(out_of_reach.to_owned()))
            }),
        }
    }

    fn settle(&self) {
        self.ask(Session::settle);
    }

    fn elsewhere(&self) -> Option<&dyn Elsewhere<O>> {
        Some(self)
    }
}

/// A variant that is ready to run in another process.
pub(crate) trait Elsewhere<O> {
    /// Calls it once, untimed, and compares its answer.
    ///
    /// # Errors
    /// The wrong answer as its own language writes it, shortened.
    fn call(&self, expected: &O) -> Result<Duration, String>;

    /// The exact counts that it tells of one call.
    fn counts(&self) -> Counts;

    /// What changes in steps as one call goes on.
    fn steps(&self) -> Vec<Steps>;

    /// The memory of one call, in a process that has done nothing before.
    fn watch(&self) -> Watched;

    /// Gives up, for a reason that is not its own.
    fn give_up(&self, reason: &str) -> !;
}

impl<O: Wire> Elsewhere<O> for Lane<'_, O> {
    fn call(&self, expected: &O) -> Result<Duration, String> {
        let call = self.ask(Session::call);
        if call.answer == wire::bytes(expected) {
            Ok(call.took)
        } else {
            Err(self.ask(Session::shown))
        }
    }

    fn counts(&self) -> Counts {
        self.ask(Session::counts)
    }

    fn steps(&self) -> Vec<Steps> {
        self.ask(Session::steps)
    }

    fn watch(&self) -> Watched {
        self.ask(Session::watch)
    }

    fn give_up(&self, reason: &str) -> ! {
        self.peer.absent(Trouble::new(reason.to_owned())).unwind()
    }
}
