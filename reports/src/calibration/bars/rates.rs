//! Shares with their intervals, as bars tell them.

use super::{Row, percent, size, wilson};

/// Hits among trials.
#[derive(Clone, Debug)]
pub(super) struct Rate {
    pub(super) hits: u64,
    pub(super) of: u64,
    /// What is told beside it.
    pub(super) note: String,
}

impl Rate {
    pub(super) fn of(hits: u64, of: u64) -> Self {
        let note = String::new();
        Self { hits, of, note }
    }

    pub(super) fn share(&self) -> f64 {
        wilson(self.hits, self.of).0
    }

    pub(super) fn low(&self) -> f64 {
        wilson(self.hits, self.of).1
    }

    pub(super) fn high(&self) -> f64 {
        wilson(self.hits, self.of).2
    }

    /// `3 of 1,200: 0.25 % (0.09 to 0.73)`
    pub(super) fn words(&self) -> String {
        format!(
            "{} of {}: {} ({:.2} to {:.2}){}",
            size(self.hits),
            size(self.of),
            percent(self.share()),
            self.low() * 100.0,
            self.high() * 100.0,
            self.note
        )
    }
}

/// Some rows added up; absent when they hold no repetition.
pub(super) fn sum<'r>(
    rows: impl Iterator<Item = &'r Row>,
    hits: impl Fn(&Row) -> u64,
) -> Option<Rate> {
    let (found, all) = rows.fold((0_u64, 0_u64), |(found, all), row| {
        (
            found.saturating_add(hits(row)),
            all.saturating_add(row.claims),
        )
    });
    (all > 0).then(|| Rate::of(found, all))
}
