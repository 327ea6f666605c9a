//! Which vector instructions this processor has, found when the program runs.

/// A set of vector instructions that this processor has.
///
/// A value is a proof: it cannot be made on a processor without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Simd(Level);

/// The sets that some code of this chapter is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What every processor has: the compiler chooses.
    Portable,
    /// x86-64 with AVX2, BMI1 and POPCNT: 32 bytes at once.
    Avx2,
    /// x86-64 with AVX-512 F and POPCNT besides: 64 bytes at once, with masks.
    Avx512,
}

impl Simd {
    /// No more than every processor has.
    pub(crate) const PORTABLE: Self = Self(Level::Portable);

    /// AVX2, where the processor has it.
    pub(crate) fn avx2() -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt")
        {
            return Some(Self(Level::Avx2));
        }
        None
    }

    /// AVX-512, where the processor has it.
    pub(crate) fn avx512() -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("popcnt") {
            return Some(Self(Level::Avx512));
        }
        None
    }

    /// The widest that the processor has.
    pub(crate) fn best() -> Self {
        Self::avx512().or_else(Self::avx2).unwrap_or(Self::PORTABLE)
    }

    /// The widest that the processor has, up to AVX2.
    pub(crate) fn up_to_avx2() -> Self {
        Self::avx2().unwrap_or(Self::PORTABLE)
    }

    /// Why code for AVX2 is left out, where it has to be.
    pub(crate) fn without_avx2() -> Option<&'static str> {
        Self::avx2()
            .is_none()
            .then_some("this processor lacks AVX2")
    }

    /// Every set that the processor has, the narrowest first.
    #[cfg(test)]
    pub(crate) fn all() -> Vec<Self> {
        let mut all = vec![Self::PORTABLE];
        all.extend(Self::avx2());
        all.extend(Self::avx512());
        all
    }

    /// Which set it is.
    pub(crate) fn level(self) -> Level {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_is_one_of_all() {
        assert_eq!(Simd::all().last(), Some(&Simd::best()));
        assert_eq!(Simd::all()[0].level(), Level::Portable);
        assert_ne!(Simd::up_to_avx2().level(), Level::Avx512);
        assert_eq!(Simd::without_avx2().is_none(), Simd::all().len() > 1);
    }
}
