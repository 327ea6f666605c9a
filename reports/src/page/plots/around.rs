//! What stands around a plot: its caption and its legend.

use maud::{Markup, html};

use crate::chart::mark;
use crate::claim::TIME;
use crate::words;

use super::Subject;

pub(super) fn caption(subject: &Subject<'_, '_>, swept: bool) -> Markup {
    let banded = swept && !subject.exhibit.record.machine.caches.is_empty();
    html! {
        @if subject.measure == TIME {
            @if swept {
                "Marks are medians over fresh processes, whiskers and ribbons their intervals. "
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
        } @else {
            "Counted exactly, in passes in which nothing was timed. A count of 0 has no place on a \
             logarithmic axis and is left out. "
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

impl Subject<'_, '_> {
    /// The variants that have a figure anywhere.
    pub(super) fn legend(&self, narrow: bool) -> Markup {
        let record = self.exhibit.record;
        let drawn = |slot: usize| {
            record
                .trials
                .iter()
                .any(|trial| self.figure(trial, slot).is_some())
        };
        html! {
            ul.legend.narrow[narrow] {
                @for (slot, variant) in record.variants.iter().enumerate() {
                    @if drawn(slot) { li { (mark::swatch(slot)) (words::name(&variant.name)) } }
                }
            }
        }
    }
}
