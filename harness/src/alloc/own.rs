//! The ledger of the thread that asks.
//!
//! In a library, what is thread-local is asked for by a call, around which every entry would save
//! its registers. Where it is known how, assembly finds it instead, at a fixed distance from the
//! thread pointer: Drepper, *ELF Handling For Thread-Local Storage* (2013), section 4.4.6, the
//! local exec model. For that the harness has to be linked into a program, never into a shared
//! library.

#[cfg(ledger_by_assembly)]
pub(super) use by_assembly::{give_back, obtain, with};
#[cfg(not(ledger_by_assembly))]
pub(super) use by_library::{give_back, obtain, with};

#[cfg(ledger_by_assembly)]
#[expect(unsafe_code, reason = "a thread-local variable in assembly")]
mod by_assembly {
    use std::arch::{asm, global_asm};
    use std::mem::offset_of;

    use crate::alloc::ledger::Ledger;

    // Zeros, as a `Ledger` may be, and aligned as it is.
    global_asm!(
        ".pushsection .tbss.harness_ledger, \"awT\", @nobits",
        ".balign {align}",
        ".hidden harness_ledger",
        ".globl harness_ledger",
        ".type harness_ledger, @object",
        ".size harness_ledger, {size}",
        "harness_ledger: .zero {size}",
        ".popsection",
        align = const align_of::<Ledger>(),
        size = const size_of::<Ledger>(),
    );

    /// Runs `work` on it.
    pub(in crate::alloc) fn with<T>(work: impl FnOnce(&Ledger) -> T) -> T {
        let ledger: *const Ledger;
        // SAFETY: the word at fs:0 is the thread pointer itself (section 3.4.2 there). It is read,
        // an address is added up, and nothing else happens.
        unsafe {
            asm!(
                "mov {0}, fs:0",
                "lea {0}, [{0} + harness_ledger@tpoff]",
                out(reg) ledger,
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        // SAFETY: there lies this thread's, all zeros when the thread began, which are a `Ledger`,
        // and changed since only as one, by this thread. It is there for as long as the thread, and
        // `work` can neither keep the reference nor hand it to another thread, for cells are not
        // `Sync`.
        work(unsafe { &*ledger })
    }

    /// As [`Ledger::obtain`].
    #[inline(always)]
    #[must_use]
    pub(in crate::alloc) fn obtain(bytes: usize) -> bool {
        // SAFETY: what `Ledger::obtain` does to two words of this thread's ledger, and a jump.
        unsafe {
            asm!(
                "inc qword ptr fs:[harness_ledger@tpoff + {allocations}]",
                "sub qword ptr fs:[harness_ledger@tpoff + {room}], {bytes}",
                "js {closer}",
                bytes = in(reg) bytes,
                allocations = const offset_of!(Ledger, allocations),
                room = const offset_of!(Ledger, room),
                closer = label { return true },
                options(nostack)
            );
        }
        false
    }

    /// As [`Ledger::give_back`].
    #[inline(always)]
    #[must_use]
    pub(in crate::alloc) fn give_back(bytes: usize) -> bool {
        // SAFETY: what `Ledger::give_back` does to two words of this thread's ledger, and a jump.
        unsafe {
            asm!(
                "add qword ptr fs:[harness_ledger@tpoff + {given_back}], {bytes}",
                "add qword ptr fs:[harness_ledger@tpoff + {room}], {bytes}",
                "js {closer}",
                bytes = in(reg) bytes,
                given_back = const offset_of!(Ledger, given_back),
                room = const offset_of!(Ledger, room),
                closer = label { return true },
                options(nostack)
            );
        }
        false
    }
}

#[cfg(any(test, not(ledger_by_assembly)))]
pub(super) mod by_library {
    use crate::alloc::ledger::Ledger;

    thread_local! {
        static LEDGER: Ledger = const { Ledger::new() };
    }

    /// Runs `work` on it.
    pub(in crate::alloc) fn with<T>(work: impl FnOnce(&Ledger) -> T) -> T {
        LEDGER.with(work)
    }

    /// As [`Ledger::obtain`].
    #[inline]
    #[must_use]
    pub(in crate::alloc) fn obtain(bytes: usize) -> bool {
        with(|ledger| ledger.obtain(bytes))
    }

    /// As [`Ledger::give_back`].
    #[inline]
    #[must_use]
    pub(in crate::alloc) fn give_back(bytes: usize) -> bool {
        with(|ledger| ledger.give_back(bytes))
    }
}
