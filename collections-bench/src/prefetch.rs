//! Asks the memory for a line that will be read soon.

#![cfg_attr(
    all(target_arch = "x86_64", not(miri)),
    expect(unsafe_code, reason = "a prefetch takes an address")
)]

/// Asks for the line of cache that holds the element at `at`, and does not wait for it.
///
/// It is a hint: a place behind the end is as good as any, and processors without such an
/// instruction do nothing.
#[inline(always)]
pub(crate) fn prefetch<T>(values: &[T], at: usize) {
    let address = values.as_ptr().wrapping_add(at);
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    // SAFETY: a prefetch reads nothing that the program sees, and never faults, whatever the
    // address; SSE is part of x86-64.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(address.cast());
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = address;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_place_may_be_asked_for() {
        let values = [1_u64, 2, 3];
        for at in [0, 2, 3, 1 << 40, usize::MAX] {
            prefetch(&values, at);
        }
        prefetch::<u64>(&[], 7);
        assert_eq!(values, [1, 2, 3]);
    }
}
