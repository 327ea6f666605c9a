//! What stands around a plot: its caption and its legend.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::chart::mark;
use crate::record::Variant;
use crate::words;

use super::Subject;

const COUNTED: &str = "Counted exactly, in passes in which nothing was timed. A count of 0 has no \
                       place on a logarithmic axis and is left out.";

/// What is to be said of times.
pub(super) fn caption(subject: &Subject<'_, '_>, swept: bool) -> Markup {
    let banded = swept && !subject.exhibit.record.machine.caches.is_empty();
    html! {
        @if swept {
            "Marks are medians over fresh processes, whiskers their intervals. "
            "Both axes are logarithmic; lower is better. "
        } @else if subject.is_limited() {
            "A bar begins at the limit, as the machine was measured before the run, so its \
             length is the distance still to go. The axis is logarithmic. "
        } @else {
            "A bar begins at the fastest variant, so its length is the distance still to go. "
            "The axis is logarithmic. "
        }
        @if banded {
            "Shaded: the sizes at which the shared input fits each level of the cache. "
        }
        @if !subject.guides_words().is_empty() {
            "Dotted: " (subject.guides_words()) ", drawn through the first point of its claim."
        }
        @if swept && subject.is_limited() {
            @if subject.guides_words().is_empty() {
                "Dotted: the limit."
            } @else {
                " Dotted as well: the limit."
            }
        }
    }
}

/// What is to be said of several counts at once.
pub(super) fn caption_of_counts(subjects: &[Subject<'_, '_>]) -> Markup {
    html! {
        (COUNTED)
        @for subject in subjects.iter().filter(|subject| !subject.guides_words().is_empty()) {
            " Dotted at " (words::name(subject.measure)) ": " (subject.guides_words()) "."
        }
    }
}

/// The variants that have a figure in any of these plots.
pub(super) fn legend(subjects: &[Subject<'_, '_>], narrow: bool) -> Markup {
    let variants = subjects.iter().flat_map(|subject| {
        let variants = subject.exhibit.record.variants.iter().enumerate();
        variants.filter(|(slot, _)| subject.draws(*slot))
    });
    let variants: BTreeMap<usize, &Variant> = variants.collect();
    html! {
        ul.legend.narrow[narrow] {
            @for (slot, variant) in variants {
                li { (mark::swatch(slot)) (words::name(&variant.name)) }
            }
        }
    }
}

impl Subject<'_, '_> {
    fn draws(&self, slot: usize) -> bool {
        let mut trials = self.exhibit.record.trials.iter();
        trials.any(|trial| self.figure(trial, slot).is_some())
    }
}
