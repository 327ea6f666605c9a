//! A ledger that one thread at a time has to itself, found without asking for what is thread-local.
//!
//! In a library, what is thread-local is asked for by a call, around which every entry would save
//! its registers. A thread that counts alone is told by its thread pointer instead: one load.

#![expect(
    unsafe_code,
    reason = "a static that one thread owns, and a load in assembly"
)]

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ledger::Ledger;

struct Sole(Ledger);

// SAFETY: entries are made and read by the thread alone whose pointer stands in `OWNER`, and no
// other thread has the same while that one lives, which it does for as long as it owns.
unsafe impl Sync for Sole {}

static SOLE: Sole = Sole(Ledger::new());

/// The thread pointer of the thread that has the ledger.
static OWNER: AtomicUsize = AtomicUsize::new(NOBODY);

/// No thread pointers, for those are even: nobody's, and where it is not known how to ask.
const NOBODY: usize = 1;
const UNKNOWN: usize = 3;

/// The ledger, for the thread that has it.
#[inline(always)]
pub(super) fn mine() -> Option<&'static Ledger> {
    (OWNER.load(Ordering::Relaxed) == pointer()).then_some(&SOLE.0)
}

/// The right to the ledger, given back in the end. It is of use to the thread that got it alone.
pub(super) struct Owned(PhantomData<*const Ledger>);

/// Takes the ledger, unless another thread has it, or this one.
#[inline(never)]
pub(super) fn own() -> Option<Owned> {
    if pointer() == UNKNOWN {
        return None;
    }
    // Only who has taken it makes an `Owned`: dropping one gives the ledger back.
    let taken = OWNER.compare_exchange(NOBODY, pointer(), Ordering::Acquire, Ordering::Relaxed);
    taken.ok().map(|_| Owned(PhantomData))
}

impl Owned {
    pub(super) fn ledger(&self) -> &'static Ledger {
        &SOLE.0
    }
}

impl Drop for Owned {
    #[inline(never)]
    fn drop(&mut self) {
        OWNER.store(NOBODY, Ordering::Release);
    }
}

/// What tells this thread from all others that live; [`UNKNOWN`] where it is not known how to ask.
#[inline(always)]
fn pointer() -> usize {
    #[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
    {
        let pointer;
        // SAFETY: Drepper, *ELF Handling For Thread-Local Storage* (2013), section 3.4.2: the word
        // at fs:0 is the thread pointer itself. It is read, and nothing else happens.
        unsafe {
            std::arch::asm!(
                "mov {}, fs:0",
                out(reg) pointer,
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        pointer
    }
    #[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri))))]
    UNKNOWN
}
