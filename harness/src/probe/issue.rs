//! Instructions that wait for nothing, as many as the core takes: in assembly, because a compiler
//! folds such additions and leaves out what does nothing.

/// Additions in one turn of the loop.
#[cfg(target_arch = "x86_64")]
const TURN: u32 = 128;

/// Makes so many additions to eight sums in turn, and tells what they add up to: one each.
/// Absent on architectures for which nobody has written it.
#[must_use]
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "a compiler folds additions")]
pub fn additions(count: u32) -> Option<u64> {
    let mut sums = [0_u64; 8];
    for _ in 0..count / TURN {
        let [a, b, c, d, e, f, g, h] = &mut sums;
        // SAFETY: it changes the registers of its operands and the flags alone.
        unsafe {
            std::arch::asm!(
                ".rept 16",
                "add {a}, {one}",
                "add {b}, {one}",
                "add {c}, {one}",
                "add {d}, {one}",
                "add {e}, {one}",
                "add {f}, {one}",
                "add {g}, {one}",
                "add {h}, {one}",
                ".endr",
                a = inout(reg) *a,
                b = inout(reg) *b,
                c = inout(reg) *c,
                d = inout(reg) *d,
                e = inout(reg) *e,
                f = inout(reg) *f,
                g = inout(reg) *g,
                h = inout(reg) *h,
                one = in(reg) 1_u64,
                options(pure, nomem, nostack),
            );
        }
    }
    Some(sums.iter().sum())
}

/// Makes so many additions to the first sums of eight, `CHAINS` of them in turn: each waits for the
/// one so many before it. Tells what they add up to, one each. Absent as above.
///
/// # Panics
/// When `CHAINS` is not 1, 2 or 4; [`additions`] has eight.
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "a compiler folds additions")]
#[must_use]
pub fn chained<const CHAINS: usize>(count: u32) -> Option<u64> {
    let [mut a, mut b, mut c, mut d] = [0_u64; 4];
    for _ in 0..count / TURN {
        match CHAINS {
            // SAFETY: it changes the registers of its operands and the flags alone.
            1 => unsafe {
                std::arch::asm!(
                    ".rept 128", "add {a}, {one}", ".endr",
                    a = inout(reg) a, one = in(reg) 1_u64, options(pure, nomem, nostack),
                );
            },
            // SAFETY: as above.
            2 => unsafe {
                std::arch::asm!(
                    ".rept 64", "add {a}, {one}", "add {b}, {one}", ".endr",
                    a = inout(reg) a, b = inout(reg) b, one = in(reg) 1_u64,
                    options(pure, nomem, nostack),
                );
            },
            // SAFETY: as above.
            4 => unsafe {
                std::arch::asm!(
                    ".rept 32", "add {a}, {one}", "add {b}, {one}", "add {c}, {one}",
                    "add {d}, {one}", ".endr",
                    a = inout(reg) a, b = inout(reg) b, c = inout(reg) c, d = inout(reg) d,
                    one = in(reg) 1_u64, options(pure, nomem, nostack),
                );
            },
            _ => panic!("{CHAINS} chains are not written"),
        }
    }
    Some(a + b + c + d)
}

/// Lets so many instructions pass that do nothing. Absent as above.
#[must_use]
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "a compiler leaves out what does nothing")]
pub fn empty(count: u32) -> Option<()> {
    for _ in 0..count / TURN {
        // SAFETY: it changes nothing.
        unsafe {
            std::arch::asm!(
                ".rept 128",
                "nop",
                ".endr",
                options(nomem, nostack, preserves_flags)
            );
        }
    }
    Some(())
}

/// Sets registers to zero so many times, eight of them in turn, by what processors know as that:
/// a register that is combined with itself. Absent as above.
#[must_use]
#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "a compiler leaves out what does nothing")]
pub fn zeroes(count: u32) -> Option<()> {
    for _ in 0..count / TURN {
        // SAFETY: it changes the registers that it names and the flags alone.
        unsafe {
            std::arch::asm!(
                ".rept 16",
                "xor {a:e}, {a:e}",
                "xor {b:e}, {b:e}",
                "xor {c:e}, {c:e}",
                "xor {d:e}, {d:e}",
                "xor {e:e}, {e:e}",
                "xor {f:e}, {f:e}",
                "xor {g:e}, {g:e}",
                "xor {h:e}, {h:e}",
                ".endr",
                a = out(reg) _,
                b = out(reg) _,
                c = out(reg) _,
                d = out(reg) _,
                e = out(reg) _,
                f = out(reg) _,
                g = out(reg) _,
                h = out(reg) _,
                options(nomem, nostack),
            );
        }
    }
    Some(())
}

/// Nobody has written it for this architecture.
#[must_use]
#[cfg(not(target_arch = "x86_64"))]
pub fn additions(_: u32) -> Option<u64> {
    None
}

/// Nobody has written it for this architecture.
#[must_use]
#[cfg(not(target_arch = "x86_64"))]
pub fn chained<const CHAINS: usize>(_: u32) -> Option<u64> {
    None
}

/// Nobody has written it for this architecture.
#[must_use]
#[cfg(not(target_arch = "x86_64"))]
pub fn empty(_: u32) -> Option<()> {
    None
}

/// Nobody has written it for this architecture.
#[must_use]
#[cfg(not(target_arch = "x86_64"))]
pub fn zeroes(_: u32) -> Option<()> {
    None
}

#[cfg(all(test, target_arch = "x86_64"))]
mod tests {
    use super::*;

    #[test]
    fn every_addition_is_made_once() {
        for turns in [0, 1, 3, 1000] {
            let count = turns * TURN;
            assert_eq!(additions(count), Some(u64::from(count)));
            assert_eq!((empty(count), zeroes(count)), (Some(()), Some(())));
            assert_eq!(chained::<1>(count), Some(u64::from(count)));
            assert_eq!(chained::<2>(count), Some(u64::from(count)));
            assert_eq!(chained::<4>(count), Some(u64::from(count)));
        }
    }
}
