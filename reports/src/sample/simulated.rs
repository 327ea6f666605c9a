//! One variant of a simulated experiment, and what is true of it.

use crate::record::{Counts, Kind, Limit, Variant};
use crate::register::Offer;
use crate::verdict::Interval;

/// A figure at each size.
pub(super) type Truth = Box<dyn Fn(u64) -> f64>;

pub(super) struct Simulated {
    pub(super) name: &'static str,
    pub(super) time: Truth,
    pub(super) counts: Vec<(&'static str, Truth)>,
    pub(super) up_to: Option<u64>,
    pub(super) kind: Kind,
    pub(super) limit: Option<Bound>,
}

/// A limit, and how well the probe is said to have known it.
pub(super) struct Bound {
    pub(super) words: &'static str,
    pub(super) nanos: fn(u64) -> f64,
    /// A share of 1.
    pub(super) within: f64,
}

impl Simulated {
    pub(super) fn new(name: &'static str, time: Truth) -> Self {
        Self {
            name,
            time,
            counts: Vec::new(),
            up_to: None,
            kind: Kind::Reads,
            limit: None,
        }
    }

    fn runs_at(&self, size: u64) -> bool {
        self.up_to.is_none_or(|up_to| size <= up_to)
    }

    /// Nanoseconds of one call; absent where it is not run.
    pub(super) fn time(&self, size: u64) -> Option<f64> {
        self.runs_at(size).then(|| (self.time)(size))
    }

    /// The exact counts of one call; absent where it is not run.
    pub(super) fn counts(&self, size: u64) -> Option<Counts> {
        let counted = self.counts.iter();
        let counts = counted.map(|(measure, count)| ((*measure).to_owned(), count(size)));
        self.runs_at(size).then(|| counts.collect())
    }

    /// The limit of one call; a figure that is not finite was not measured.
    pub(super) fn limit(&self, size: u64) -> Option<Limit> {
        let bound = self.limit.as_ref()?;
        let point = (bound.nanos)(size);
        if !point.is_finite() {
            return Some(Limit::NotMeasured("the simulation left it out".to_owned()));
        }
        let factor = 1.0 + bound.within;
        Some(Limit::Nanos(Interval {
            point,
            low: point / factor,
            high: point * factor,
        }))
    }

    pub(super) fn measures(&self) -> Vec<&str> {
        self.counts.iter().map(|(name, _)| *name).collect()
    }

    pub(super) fn offer<'a>(&'a self, measures: &'a [&'a str]) -> Offer<'a> {
        Offer {
            name: self.name,
            measures,
            up_to: self.up_to,
            limit: self.limit.as_ref().map(|bound| bound.words),
        }
    }

    pub(super) fn variant(&self) -> Variant {
        Variant {
            name: self.name.to_owned(),
            kind: self.kind,
            lines: None,
            up_to: self.up_to,
            script: None,
            limit: self.limit.as_ref().map(|bound| bound.words.to_owned()),
        }
    }
}
