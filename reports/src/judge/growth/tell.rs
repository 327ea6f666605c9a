//! What one case tells of its growth, in sentences.

use super::select::Point;
use super::{Grown, pairs};
use crate::claim::Growth;
use crate::figures::{percent, significant, size};
use crate::judge::Inquiry;
use crate::judge::envelope::{self, Shape};
use crate::verdict::{Reason, Verdict};

impl Grown {
    /// What the case tells.
    pub(super) fn sentence(&self, inquiry: &Inquiry<'_>, class: Growth) -> String {
        let name = class.notation();
        let (rival, rival_misfit) = self.fits.rival(class);
        let (best, best_misfit) = self.fits.best();
        let found = match self.verdict {
            Verdict::Confirmed => format!(
                "grows as {name}: it departs by at most {}, from the next class {} by {}",
                departs(self.fits.misfit(class)),
                rival.notation(),
                departs(rival_misfit)
            ),
            _ if best == Shape::Class(class) => {
                format!(
                    "departs from {name} by up to {}",
                    departs(self.fits.misfit(class))
                )
            }
            _ => format!(
                "departs from {name} by up to {}; {} fits best, within {}",
                departs(self.fits.misfit(class)),
                best.notation(),
                departs(best_misfit)
            ),
        };
        let case = match self.case.as_str() {
            "" => String::new(),
            case => format!(" on `{case}`"),
        };
        let again = self.points.first().and_then(|point| point.again);
        let drawn = match again {
            Some(seed) if seed != inquiry.record.run.seed => {
                format!(" for inputs of seed {seed}")
            }
            _ => String::new(),
        };
        let slope = envelope::slope(&pairs(&self.points)).map_or(String::new(), |slope| {
            // Rounded first, and added to nothing, so that it is never `-0.00`.
            let slope = (slope * 100.0).round() / 100.0 + 0.0;
            format!("; the log-log slope is {slope:.2}")
        });
        format!(
            "{}{case}{drawn} {found} ({} sizes from n = {} to {}){slope}.{}",
            inquiry.subject(),
            self.points.len(),
            size(self.points.first().map_or(0, |point| point.size)),
            size(self.points.last().map_or(0, |point| point.size)),
            self.memory_factor().unwrap_or_default()
        )
    }

    /// What the memory beyond the caches adds to the counted work, in a sentence.
    fn memory_factor(&self) -> Option<String> {
        let timed = |point: &&Point| point.unit.is_some();
        let first = self.points.iter().find(timed)?;
        let last = self.points.iter().rfind(timed)?;
        let factor = significant(last.unit? / first.unit?, 3);
        (last.size > first.size).then(|| {
            format!(
                " The time of one counted unit at n = {} is {factor} times that at n = {}.",
                size(last.size),
                size(first.size)
            )
        })
    }

    /// Why the claim stays open.
    pub(super) fn rivals(&self, inquiry: &Inquiry<'_>, class: Growth) -> (Reason, String) {
        let timed = inquiry.timed();
        if let Some((at, factor)) = self.contradiction {
            let sentence = format!(
                "So it is while the input fits the first level of the cache; at n = {} it takes {} \
                 times as long. Claim the growth of a count, or the time at fewer sizes.",
                size(at),
                significant(factor, 3)
            );
            return (Reason::BeyondCache, sentence);
        }
        if self.fits.verdict(class, self.floor, timed) != Verdict::Inconclusive {
            let sentence = "The times are not yet sure enough to tell: more passes would.";
            return (Reason::Budget { more_passes: None }, sentence.to_owned());
        }
        let tolerance = envelope::tolerance(timed);
        let misfit = self.fits.misfit(class);
        let near = (2.0 * misfit).max(misfit + 2.0 * self.error);
        let near = near.max(tolerance / 2.0);
        let classes: Vec<String> = self
            .fits
            .within(near, class)
            .into_iter()
            .map(|shape| shape.notation().to_owned())
            .collect();
        let sentence = if misfit > tolerance {
            format!(
                "The claim allows {}, and no other class fits well enough to refute it.",
                percent(envelope::share(tolerance))
            )
        } else {
            format!(
                "The data do not tell it from {}: more sizes over a wider range would.",
                classes.join(", ")
            )
        };
        (Reason::Rivals { classes }, sentence)
    }
}

/// A misfit in words.
fn departs(misfit: f64) -> String {
    let share = envelope::share(misfit);
    if share < 10.0 {
        percent(share)
    } else {
        format!("a factor of {}", significant(share + 1.0, 3))
    }
}
