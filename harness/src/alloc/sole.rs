//! Who keeps a ledger, told by one comparison, and a ledger that one thread at a time has to
//! itself, found without asking for what is thread-local.
//!
//! In a library, what is thread-local is asked for by a call, around which every entry would save
//! its registers. A thread that counts alone is told by its thread pointer instead: one load.

#![expect(
    unsafe_code,
    reason = "a static that one thread owns, and a load in assembly"
)]

use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::ledger::{LEDGER, Ledger, cold_path};

/// On a cache line of its own, with all that an entry changes.
#[repr(align(64))]
struct Sole(Ledger);

// SAFETY: entries are made and read by the thread alone whose pointer stands in `OWNER`, and no
// other thread has the same while that one lives, which it does for as long as it owns.
unsafe impl Sync for Sole {}

static SOLE: Sole = Sole(Ledger::new());

/// The thread pointer of the thread that has the ledger.
static OWNER: AtomicUsize = AtomicUsize::new(NOBODY);

/// What an allocator compares with its thread pointer: above all of them while no ledger is kept,
/// the owner's own while that one alone keeps one, and else below all.
static KEEPER: AtomicUsize = AtomicUsize::new(NOBODY);

const NOBODY: usize = usize::MAX;
const SEVERAL: usize = 1;
/// No thread's, where it is not known how to ask.
const UNKNOWN: usize = 3;

/// How many threads keep a ledger.
static KEPT: Mutex<usize> = Mutex::new(0);

/// Who keeps a ledger, as far as one comparison can tell.
pub(super) enum Keeps {
    /// No thread does.
    Nobody,
    /// This thread alone, in the ledger that it has to itself.
    Sole(&'static Ledger),
    /// Some do, and this thread may be one. Beside a thread that keeps one alone, another may also
    /// be told that nobody does.
    Perhaps,
}

#[inline(always)]
pub(super) fn keeps() -> Keeps {
    let (own, keeper) = (pointer(), KEEPER.load(Ordering::Relaxed));
    if own < keeper {
        return Keeps::Nobody;
    }
    cold_path();
    if own == keeper {
        Keeps::Sole(&SOLE.0)
    } else {
        Keeps::Perhaps
    }
}

/// Runs `entry` on the ledger that this thread keeps, if it does.
pub(super) fn with_mine<T>(entry: impl FnOnce(&Ledger) -> T) -> T {
    if OWNER.load(Ordering::Relaxed) == pointer() {
        entry(&SOLE.0)
    } else {
        LEDGER.with(entry)
    }
}

/// Runs `entry` on the sole ledger, for the thread that has it.
#[inline(always)]
pub(super) fn with_sole(entry: impl FnOnce(&Ledger)) {
    debug_assert_eq!(OWNER.load(Ordering::Relaxed), pointer(), "it is another's");
    entry(&SOLE.0);
}

/// A ledger is kept while it lives, by the thread alone that asked for it.
pub(super) struct Kept {
    owns: bool,
    here: PhantomData<*const Ledger>,
}

/// Keeps the sole ledger, or the thread's own where another thread has that, or this one.
#[inline(never)]
pub(super) fn keep() -> Kept {
    change(|kept| {
        *kept += 1;
        let free = OWNER.load(Ordering::Relaxed) == NOBODY && pointer() != UNKNOWN;
        if free {
            OWNER.store(pointer(), Ordering::Relaxed);
        }
        Kept {
            owns: free,
            here: PhantomData,
        }
    })
}

/// Keeps the thread's own.
#[inline(never)]
pub(super) fn keep_own() -> Kept {
    change(|kept| *kept += 1);
    Kept {
        owns: false,
        here: PhantomData,
    }
}

impl Kept {
    pub(super) fn with<T>(&self, work: impl FnOnce(&Ledger) -> T) -> T {
        if self.owns {
            work(&SOLE.0)
        } else {
            LEDGER.with(work)
        }
    }
}

impl Drop for Kept {
    #[inline(never)]
    fn drop(&mut self) {
        change(|kept| {
            *kept -= 1;
            if self.owns {
                OWNER.store(NOBODY, Ordering::Relaxed);
            }
        });
    }
}

/// Changes who keeps a ledger, one thread at a time: the lock also orders what one owner wrote
/// before what the next one reads.
fn change<T>(change: impl FnOnce(&mut usize) -> T) -> T {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let changed = change(&mut kept);
    let keeper = match (*kept, OWNER.load(Ordering::Relaxed)) {
        (0, _) => NOBODY,
        (1, owner) if owner != NOBODY => owner,
        _ => SEVERAL,
    };
    KEEPER.store(keeper, Ordering::Relaxed);
    changed
}

#[cfg(test)]
pub(super) fn nobody_keeps() -> bool {
    KEEPER.load(Ordering::Relaxed) == NOBODY
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
