//! The verbs and conditions of a claim, all callable in `const` context.

use super::{Claim, Growth, Prediction, Scope};
use crate::figures::UNBOUNDED;

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

    /// Predicts that this variant needs at most `factor` times as much as `other`.
    ///
    /// # Panics
    /// At compile time, when the factor is not positive.
    pub const fn takes_at_most(self, factor: f64, other: &'static str) -> Self {
        assert!(factor > 0.0, "`takes_at_most` takes a positive factor");
        Self {
            prediction: Prediction::Between {
                other,
                low: 0.0,
                high: factor,
            },
            ..self
        }
    }

    /// Predicts that this variant needs at least `factor` times as much as `other`.
    ///
    /// # Panics
    /// At compile time, when the factor is not positive.
    pub const fn takes_at_least(self, factor: f64, other: &'static str) -> Self {
        assert!(factor > 0.0, "`takes_at_least` takes a positive factor");
        Self {
            prediction: Prediction::Between {
                other,
                low: factor,
                high: UNBOUNDED,
            },
            ..self
        }
    }

    /// Predicts the order of several variants: each needs at most as much as the next, at every
    /// size at which all of them run.
    pub const fn leads(self, others: &'static [&'static str]) -> Self {
        Self {
            prediction: Prediction::Leads { others },
            ..self
        }
    }

    /// Predicts that `other` is ahead at small sizes and this variant at large ones;
    /// [`Claim::between_sizes`] says where they change places.
    pub const fn crosses(self, other: &'static str) -> Self {
        Self {
            prediction: Prediction::Crosses {
                other,
                low: 0,
                high: 0,
            },
            ..self
        }
    }

    /// Sets the sizes between which the variants of [`Claim::crosses`] change places.
    ///
    /// # Panics
    /// At compile time, when the claim does not say `crosses` or the bounds are not `low < high`.
    pub const fn between_sizes(self, low: u64, high: u64) -> Self {
        assert!(low < high, "`between_sizes` takes low < high");
        match self.prediction {
            Prediction::Crosses { other, .. } => Self {
                prediction: Prediction::Crosses { other, low, high },
                ..self
            },
            _ => panic!("`between_sizes` belongs to `crosses`"),
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

    /// Predicts that this variant reaches at least this share of the limit that it names.
    ///
    /// # Panics
    /// At compile time, when the share is not `0 < share <= 1`.
    pub const fn reaches(self, share: f64) -> Self {
        assert!(
            share > 0.0 && share <= 1.0,
            "`reaches` takes 0 < share <= 1"
        );
        Self {
            prediction: Prediction::Reaches { share },
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
            prediction: Prediction::Follows {
                words,
                formula,
                tolerance: 0.0,
            },
            ..self
        }
    }

    /// Lets the count of [`Claim::follows`] depart from its formula by a share, where the formula
    /// tells an expectation, or a limit for large sizes.
    ///
    /// # Panics
    /// At compile time, when the claim does not say `follows` or the share is not within 0 and 1.
    pub const fn give_or_take(self, tolerance: f64) -> Self {
        assert!(
            tolerance > 0.0 && tolerance < 1.0,
            "`give_or_take` takes a share within 0 and 1"
        );
        match self.prediction {
            Prediction::Follows { words, formula, .. } => Self {
                prediction: Prediction::Follows {
                    words,
                    formula,
                    tolerance,
                },
                ..self
            },
            _ => panic!("`give_or_take` belongs to `follows`"),
        }
    }

    /// Predicts an upper bound of an exact count; needs [`Claim::of`].
    pub const fn at_most(self, value: f64) -> Self {
        Self {
            prediction: Prediction::AtMost(value),
            ..self
        }
    }

    /// Predicts a lower bound of an exact count; needs [`Claim::of`].
    pub const fn at_least(self, value: f64) -> Self {
        Self {
            prediction: Prediction::AtLeast(value),
            ..self
        }
    }

    /// Predicts the number of allocations that one call makes.
    pub const fn allocates(self, times: u64) -> Self {
        self.of("allocations").equals(times as f64)
    }

    /// Speaks of an exact count (`"allocations"`, `"bytes"`, `"peak"`, `"instructions"`, or one
    /// that the variant offers), for the inputs of several seeds, and not of the time.
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

    /// Restricts the claim to inputs that fit a level of the cache of the machine that answers.
    pub const fn fits(self, level: u32) -> Self {
        Self {
            scope: Scope {
                fits: Some(level),
                ..self.scope
            },
            ..self
        }
    }

    /// Restricts the claim to inputs that exceed a level of the cache of the machine that answers.
    pub const fn beyond(self, level: u32) -> Self {
        Self {
            scope: Scope {
                beyond: Some(level),
                ..self.scope
            },
            ..self
        }
    }
}
