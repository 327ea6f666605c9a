//! Asks for a cache line before it is needed.

/// Begins to load the line of a value into the first cache, if there is such a value.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn prefetch<T>(values: &[T], at: usize) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

    if let Some(value) = values.get(at) {
        // SAFETY: a hint that reads and writes nothing. Every x86-64 processor has it, and it
        // would not even fault if the address, which is that of a live value, were none.
        #[expect(unsafe_code, reason = "the standard library offers no safe hint")]
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(value).cast());
        }
    }
}

/// Other processors are left to guess what will be needed.
#[cfg(not(target_arch = "x86_64"))]
pub(super) fn prefetch<T>(_: &[T], _: usize) {}
