//! Remembers when each claim was first made, so that a prediction that was changed after the data
//! were seen stays visible.
//!
//! Before anything is measured, the claims of an experiment are registered: the hash of each, the
//! date, and the commit at which it was first seen. A claim is known again by its hash, whatever
//! its words. A claim with a new hash takes the place of a former one about the same variant, the
//! same measure and the same others, of the same kind, that is no longer made; if there is none, it
//! is new. Where the former prediction had been measured, the new one names it.
//!
//! All is kept in one file, `claims.json`, which is written whole or not at all. A file that cannot
//! be read is left as it is.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::record::{Former, RegisteredClaim, RegisteredPrediction, Registration};
use crate::store::{StoreError, plain};
use crate::whole;

/// The version of this file's format.
const SCHEMA: u32 = 1;

/// The claims that were registered in a folder.
#[derive(Clone, Debug)]
pub struct Registry {
    path: PathBuf,
    held: Held,
    /// Whether something is held that is not on the disk.
    changed: bool,
}

/// The file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Held {
    schema: u32,
    /// By the ids of their experiments.
    experiments: BTreeMap<String, Vec<Known>>,
}

/// A claim through all its predictions.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    /// What it is about, without its figures.
    about: String,
    /// Its predictions, the latest last.
    predictions: Vec<Seen>,
}

/// One prediction.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Seen {
    hash: String,
    text: String,
    first: Registration,
    /// Whether there is a record that judges it.
    measured: bool,
}

#[derive(Deserialize)]
struct Head {
    schema: u32,
}

impl Registry {
    /// Opens the registry of a folder; without a file it is empty.
    ///
    /// # Errors
    /// One sentence that names the file and the fix, when it cannot be read. It is left as it is.
    pub fn open(folder: &Path) -> Result<Self, String> {
        let path = folder.join("claims.json");
        let shown = path.display();
        let held = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Held {
                schema: SCHEMA,
                experiments: BTreeMap::new(),
            },
            Err(error) => {
                return Err(format!(
                    "cannot read {shown}, so no claim is registered: {}; check that it is what it \
                     should be, or move it away",
                    plain(&error)
                ));
            }
            Ok(bytes) => read(&bytes).map_err(|why| {
                format!("{shown} {why}; it was kept, and no claim is registered in this run")
            })?,
        };
        Ok(Self {
            path,
            held,
            changed: false,
        })
    }

    /// Registers the claims of an experiment, named `package/experiment`. Those that are known
    /// keep the date and the commit at which they were first seen.
    pub fn register(&mut self, experiment: &str, claims: &[RegisteredClaim], now: &Registration) {
        let known = self
            .held
            .experiments
            .entry(experiment.to_owned())
            .or_default();
        let mut taken = vec![false; known.len()];
        let mut take = |known: &[Known], wanted: &dyn Fn(&Known) -> bool| {
            let free = (0..taken.len()).find(|&at| !taken[at] && wanted(&known[at]))?;
            taken[free] = true;
            Some(free)
        };
        let is_new = |claim: &&RegisteredClaim| {
            let same = |known: &Known| known.latest().is_some_and(|seen| seen.hash == claim.hash);
            take(known, &same).is_none()
        };
        let new: Vec<&RegisteredClaim> = claims.iter().filter(is_new).collect();
        self.changed |= !new.is_empty();
        for claim in new {
            let about = about(claim);
            let seen = Seen {
                hash: claim.hash.clone(),
                text: claim.text.clone(),
                first: now.clone(),
                measured: false,
            };
            match take(known, &|known| known.about == about) {
                Some(at) => known[at].predictions.push(seen),
                None => known.push(Known {
                    about,
                    predictions: vec![seen],
                }),
            }
        }
    }

    /// Writes into claims when they were registered, and what they predicted before.
    pub fn annotate(&self, experiment: &str, claims: &mut [RegisteredClaim]) {
        for claim in claims {
            let Some(known) = self.known(experiment, &claim.hash) else {
                continue;
            };
            let mut latest_first = known.predictions.iter().rev();
            claim.registered = latest_first.next().map(|seen| seen.first.clone());
            let former = latest_first.find(|seen| seen.measured && seen.hash != claim.hash);
            claim.former = former.map(|seen| Former {
                hash: seen.hash.clone(),
                text: seen.text.clone(),
                date: seen.first.date.clone(),
            });
        }
    }

    /// Notes that there is a record of these claims now: if they are changed, the change will show.
    pub fn measured(&mut self, experiment: &str, claims: &[RegisteredClaim]) {
        let known = self.held.experiments.get_mut(experiment);
        for known in known.into_iter().flatten() {
            let Some(latest) = known.predictions.last_mut() else {
                continue;
            };
            if !latest.measured && claims.iter().any(|claim| claim.hash == latest.hash) {
                latest.measured = true;
                self.changed = true;
            }
        }
    }

    /// Writes the file if anything changed.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn save(&mut self) -> Result<(), StoreError> {
        if !self.changed {
            return Ok(());
        }
        let bytes =
            serde_json::to_vec_pretty(&self.held).map_err(|error| StoreError::Unreadable {
                id: "the claims".to_owned(),
                why: error.to_string(),
            })?;
        whole::write(&self.path, &bytes, true)?;
        self.changed = false;
        Ok(())
    }

    fn known(&self, experiment: &str, hash: &str) -> Option<&Known> {
        let of = self.held.experiments.get(experiment)?;
        of.iter()
            .find(|known| known.latest().is_some_and(|seen| seen.hash == hash))
    }
}

impl Known {
    fn latest(&self) -> Option<&Seen> {
        self.predictions.last()
    }
}

/// Reads the file, or says what is wrong with it and the fix.
fn read(bytes: &[u8]) -> Result<Held, String> {
    let damaged = |error: serde_json::Error| {
        format!("is damaged ({error}): restore it from a copy, or move it away")
    };
    let head: Head = serde_json::from_slice(bytes).map_err(damaged)?;
    if head.schema == SCHEMA {
        serde_json::from_slice(bytes).map_err(damaged)
    } else {
        Err(format!(
            "is of version {}, and this program reads version {SCHEMA}: update it",
            head.schema
        ))
    }
}

/// What a claim is about, without the figures that it predicts and where it predicts them.
fn about(claim: &RegisteredClaim) -> String {
    let kind = match claim.prediction {
        RegisteredPrediction::Beats { .. } => "beats",
        RegisteredPrediction::Between { .. } => "between",
        RegisteredPrediction::Within { .. } => "within",
        RegisteredPrediction::Leads { .. } => "leads",
        RegisteredPrediction::Crosses { .. } => "crosses",
        RegisteredPrediction::Grows(_) => "grows",
        RegisteredPrediction::Steady { .. } => "steady",
        RegisteredPrediction::Reaches { .. } => "reaches",
        RegisteredPrediction::Follows { .. } => "follows",
        RegisteredPrediction::AtMost(_) => "at most",
        RegisteredPrediction::AtLeast(_) => "at least",
    };
    let mut parts = vec![claim.variant.as_str(), &claim.measure, kind];
    parts.extend(claim.others());
    parts.join(" | ")
}

#[cfg(test)]
mod tests;
