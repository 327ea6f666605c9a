//! Asks valgrind for something, from inside of it.
//!
//! A client request is a sequence of instructions that does nothing on a processor, and that
//! valgrind recognises (*Valgrind manual*, section 3.1; `valgrind.h`). So the very program that is
//! timed can be counted, and needs no library for it.

#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "a client request is written in assembly")
)]

use std::ffi::CStr;

/// Requests to callgrind begin here: `CT` in the upper half (`callgrind.h`).
const CALLGRIND: usize = 0x4354_0000;
const ZERO_STATS: usize = CALLGRIND + 1;
const TOGGLE_COLLECT: usize = CALLGRIND + 2;
const DUMP_STATS_AT: usize = CALLGRIND + 3;
const START_INSTRUMENTATION: usize = CALLGRIND + 4;
const STOP_INSTRUMENTATION: usize = CALLGRIND + 5;
/// How many valgrinds this process runs in, one inside the other (`valgrind.h`).
const RUNNING_ON_VALGRIND: usize = 0x1001;

/// Whether client requests are written for this processor.
pub(crate) const KNOWN: bool = cfg!(target_arch = "x86_64");

/// Whether this process runs inside of valgrind.
pub(crate) fn inside() -> bool {
    request(0, [RUNNING_ON_VALGRIND, 0, 0, 0, 0, 0]) > 0
}

/// From now on all instructions are looked at; none is counted yet.
pub(crate) fn start() {
    request(0, [START_INSTRUMENTATION, 0, 0, 0, 0, 0]);
    request(0, [ZERO_STATS, 0, 0, 0, 0, 0]);
}

/// From now on instructions run as fast as valgrind can.
pub(crate) fn stop() {
    request(0, [STOP_INSTRUMENTATION, 0, 0, 0, 0, 0]);
}

/// Begins to count, or ends.
#[inline]
pub(crate) fn toggle_collect() {
    request(0, [TOGGLE_COLLECT, 0, 0, 0, 0, 0]);
}

/// Writes what was counted into a file, under a name, and begins again at nought.
pub(crate) fn dump(name: &CStr) {
    request(0, [DUMP_STATS_AT, name.as_ptr() as usize, 0, 0, 0, 0]);
}

/// Makes a client request; outside of valgrind the answer is `otherwise`.
#[cfg(target_arch = "x86_64")]
#[inline]
fn request(otherwise: usize, code_and_arguments: [usize; 6]) -> usize {
    let answer;
    // SAFETY: the four rotations add up to 128 bits, two full turns, so `rdi` is what it was; the
    // exchange of `rbx` with itself changes nothing. Valgrind reads the six words that `rax` points
    // to, which live until after the block, and the name that one of them may point to, which
    // outlives the call; it writes `rdx` alone. The flags are given up, and memory is not assumed
    // unchanged.
    unsafe {
        std::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            inout("rdx") otherwise => answer,
            in("rax") code_and_arguments.as_ptr(),
            options(nostack),
        );
    }
    answer
}

/// There is no valgrind to ask.
#[cfg(not(target_arch = "x86_64"))]
fn request(otherwise: usize, _: [usize; 6]) -> usize {
    otherwise
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// The oracle is what the manual says: outside of valgrind, the answer is the default.
        #[test]
        fn outside_of_valgrind_a_request_does_nothing(
            otherwise: usize,
            code: [usize; 6],
            beside: [u64; 12],
        ) {
            prop_assume!(!inside());
            let kept = std::hint::black_box(beside);
            prop_assert_eq!(request(otherwise, code), otherwise);
            prop_assert_eq!(std::hint::black_box(kept), beside);
        }
    }
}
