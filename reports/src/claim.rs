//! What an author predicts before anything is measured: plain data, built in `const` context.
//!
//! A claim is a constant, so it cannot depend on a measurement. It reads as a sentence:
//!
//! ```
//! use reports::claim::{Claim, Growth::*, claim};
//!
//! const CLAIMS: &[Claim] = &[
//!     claim("scan").grows(Linear).source("HPP ch. 3: worst case O(n)"),
//!     claim("binary").beats("scan").by(1.5).from(64).source("our expectation"),
//!     claim("binary")
//!         .of("comparisons")
//!         .follows("floor(log2 n) + 1", |n| n.ilog2() as f64 + 1.0)
//!         .source("Knuth, TAOCP 6.2.1"),
//!     claim("append").of("peak").between(2.4, 3.0, "collect").at(100_000).source("HPP ch. 3"),
//! ];
//! # assert_eq!(CLAIMS.len(), 4);
//! ```

use serde::{Deserialize, Serialize};

/// The measure that a claim speaks of unless [`Claim::of`] says otherwise.
pub const TIME: &str = "time";

/// One falsifiable statement about one variant of an experiment.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Claim {
    /// The variant that the statement is about.
    pub variant: &'static str,
    /// What is predicted of it.
    pub prediction: Prediction,
    /// The measure: [`TIME`], or the name of an exact count.
    pub measure: &'static str,
    /// The cases and sizes for which it is said.
    pub scope: Scope,
    /// Where the statement comes from: a chapter, a paper, or our own expectation.
    pub source: &'static str,
    /// The statement in the author's own words, when the generated sentence is not enough.
    pub says: &'static str,
}

/// What a claim predicts of its measure.
#[derive(Clone, Copy, Debug)]
pub enum Prediction {
    /// Nothing yet: [`claim`] was called without a verb. Refused when the experiment is built.
    Unstated,
    /// `other / this >= by`: this variant needs at most `1 / by` of the other's measure.
    Beats {
        /// The variant that is beaten.
        other: &'static str,
        /// The factor, at least 1.
        by: f64,
    },
    /// `low <= this / other <= high`.
    Between {
        /// The variant in the denominator.
        other: &'static str,
        /// The smallest ratio that keeps the claim.
        low: f64,
        /// The largest ratio that keeps the claim.
        high: f64,
    },
    /// `1 / (1 + tolerance) <= this / other <= 1 + tolerance`: equivalence.
    Within {
        /// The variant that this one equals.
        other: &'static str,
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// The measure grows as a class of functions of the size.
    Grows(Growth),
    /// The measure is the same at every size: any two differ by at most this share.
    Steady {
        /// The tolerance, as a share of 1.
        tolerance: f64,
    },
    /// An exact count equals this value.
    Equals(f64),
    /// An exact count follows a formula of the size.
    Follows {
        /// The formula in words, as the page shows it.
        words: &'static str,
        /// The formula itself.
        formula: fn(u64) -> f64,
    },
    /// An exact count is at most this value.
    AtMost(f64),
}

/// A class of growth with the size `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Growth {
    /// `1`
    Constant,
    /// `log n`
    Logarithmic,
    /// `n`
    Linear,
    /// `n log n`
    Linearithmic,
    /// `n^2`
    Quadratic,
}

impl Growth {
    /// Every class, from the slowest growth to the fastest.
    pub const ALL: [Self; 5] = [
        Self::Constant,
        Self::Logarithmic,
        Self::Linear,
        Self::Linearithmic,
        Self::Quadratic,
    ];

    /// The growing term at size `n` (natural logarithms; the base is a constant factor).
    #[must_use]
    pub fn term(self, n: u64) -> f64 {
        let n = n as f64;
        match self {
            Self::Constant => 1.0,
            Self::Logarithmic => n.ln(),
            Self::Linear => n,
            Self::Linearithmic => n * n.ln(),
            Self::Quadratic => n * n,
        }
    }

    /// The class in the field's notation, such as `O(n log n)`.
    #[must_use]
    pub fn notation(self) -> &'static str {
        match self {
            Self::Constant => "O(1)",
            Self::Logarithmic => "O(log n)",
            Self::Linear => "O(n)",
            Self::Linearithmic => "O(n log n)",
            Self::Quadratic => "O(n²)",
        }
    }
}

/// The cases and sizes for which a claim is made; without a bound it is made for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The smallest size.
    pub from: Option<u64>,
    /// The largest size.
    pub up_to: Option<u64>,
    /// The one case.
    pub case: Option<&'static str>,
}

/// Begins a claim about a variant; a verb such as [`Claim::beats`] must follow.
pub const fn claim(variant: &'static str) -> Claim {
    Claim {
        variant,
        prediction: Prediction::Unstated,
        measure: TIME,
        scope: Scope {
            from: None,
            up_to: None,
            case: None,
        },
        source: "",
        says: "",
    }
}

impl Claim {
    /// Predicts that this variant needs less than `other`; [`Claim::by`] sets the factor.
    pub const fn beats(self, other: &'static str) -> Self {
        Self {
            prediction: Prediction::Beats { other, by: 1.0 },
            ..self
        }
    }

    /// Sets the factor of [`Claim::beats`].
    ///
    /// # Panics
    /// At compile time, when the claim does not say `beats` or the factor is below 1.
    pub const fn by(self, by: f64) -> Self {
        assert!(by >= 1.0, "`by` takes a factor of at least 1");
        match self.prediction {
            Prediction::Beats { other, .. } => Self {
                prediction: Prediction::Beats { other, by },
                ..self
            },
            _ => panic!("`by` belongs to `beats`"),
        }
    }

    /// Predicts the ratio of this variant to `other`.
    ///
    /// # Panics
    /// At compile time, when the bounds are not `0 < low <= high`.
    pub const fn between(self, low: f64, high: f64, other: &'static str) -> Self {
        assert!(low > 0.0 && low <= high, "`between` takes 0 < low <= high");
        Self {
            prediction: Prediction::Between { other, low, high },
            ..self
        }
    }

    /// Predicts that this variant needs as much as `other`, but for a tolerance.
    ///
    /// # Panics
    /// At compile time, when the tolerance is not positive.
    pub const fn within(self, tolerance: f64, other: &'static str) -> Self {
        assert!(tolerance > 0.0, "`within` takes a positive tolerance");
        Self {
            prediction: Prediction::Within { other, tolerance },
            ..self
        }
    }

    /// Predicts the class of growth with the size.
    pub const fn grows(self, class: Growth) -> Self {
        Self {
            prediction: Prediction::Grows(class),
            ..self
        }
    }

    /// Predicts the same figure at every size, but for a tolerance.
    ///
    /// # Panics
    /// At compile time, when the tolerance is not positive.
    pub const fn steady(self, tolerance: f64) -> Self {
        assert!(tolerance > 0.0, "`steady` takes a positive tolerance");
        Self {
            prediction: Prediction::Steady { tolerance },
            ..self
        }
    }

    /// Predicts an exact count; needs [`Claim::of`].
    pub const fn equals(self, value: f64) -> Self {
        Self {
            prediction: Prediction::Equals(value),
            ..self
        }
    }

    /// Predicts an exact count by a formula of the size; needs [`Claim::of`].
    pub const fn follows(self, words: &'static str, formula: fn(u64) -> f64) -> Self {
        Self {
            prediction: Prediction::Follows { words, formula },
            ..self
        }
    }

    /// Predicts an upper bound of an exact count; needs [`Claim::of`].
    pub const fn at_most(self, value: f64) -> Self {
        Self {
            prediction: Prediction::AtMost(value),
            ..self
        }
    }

    /// Predicts the number of allocations that one call makes.
    pub const fn allocates(self, times: u64) -> Self {
        self.of("allocations").equals(times as f64)
    }

    /// Speaks of an exact count (`"allocations"`, `"bytes"`, `"peak"`, or one that the variant
    /// offers) instead of the time.
    pub const fn of(self, measure: &'static str) -> Self {
        Self { measure, ..self }
    }

    /// Restricts the claim to sizes of at least `n`.
    pub const fn from(self, n: u64) -> Self {
        Self {
            scope: Scope {
                from: Some(n),
                ..self.scope
            },
            ..self
        }
    }

    /// Restricts the claim to sizes of at most `n`.
    pub const fn up_to(self, n: u64) -> Self {
        Self {
            scope: Scope {
                up_to: Some(n),
                ..self.scope
            },
            ..self
        }
    }

    /// Restricts the claim to one size.
    pub const fn at(self, n: u64) -> Self {
        self.from(n).up_to(n)
    }

    /// Restricts the claim to one case.
    pub const fn on(self, case: &'static str) -> Self {
        Self {
            scope: Scope {
                case: Some(case),
                ..self.scope
            },
            ..self
        }
    }

    /// Names where the statement comes from.
    pub const fn source(self, source: &'static str) -> Self {
        Self { source, ..self }
    }

    /// States the claim in the author's words, shown as its title.
    pub const fn says(self, words: &'static str) -> Self {
        Self {
            says: words,
            ..self
        }
    }
}
