//! What claims came to in earlier runs, so that a page can show how a figure moved.
//!
//! It is derived from the records of those runs by today's rules. Since judging them all anew takes
//! seconds, what a run came to is kept beside its records, with the rules and the files that it was
//! derived from; where either is another, it is derived again.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::hash::fnv1a;
use crate::judge::Verdicts;
use crate::record::{Commit, Effort, Record};
use crate::store::Store;
use crate::verdict::{Interval, Quantity, Range, Verdict};
use crate::whole;

/// The rules of this build.
const RULES: &str = env!("REPORTS_RULES");

/// What the claims of one run came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The run's id, which sorts by time.
    pub run: String,
    /// When its first experiment began, RFC 3339, UTC.
    pub started: String,
    /// The commit that was measured.
    pub commit: Option<Commit>,
    /// How much was spent.
    pub effort: Effort,
    /// The processor that answered.
    pub cpu: String,
    /// All its claims.
    pub claims: Vec<Came>,
}

/// What one claim came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Came {
    /// Its experiment: `package/experiment`.
    pub experiment: String,
    /// The prediction.
    pub hash: String,
    /// The verdict, with the false-discovery rate held over the run.
    pub verdict: Verdict,
    /// The unit of the figures.
    pub quantity: Quantity,
    /// What was predicted where the figure was found.
    pub predicted: Range,
    /// The figure that decided, if there was any.
    pub figure: Option<Interval>,
}

impl Past {
    /// What the records of one run come to; nothing without records.
    #[must_use]
    pub fn of(records: &[Record]) -> Option<Self> {
        let first = records
            .iter()
            .min_by(|a, b| a.run.started.cmp(&b.run.started))?;
        let verdicts = Verdicts::of(records);
        let claims = records.iter().flat_map(|record| {
            let judged = record.claims.iter().zip(verdicts.get(record));
            judged.map(|(claim, judgement)| {
                let decisive = judgement.decisive.as_ref();
                Came {
                    experiment: record.id(),
                    hash: claim.hash.clone(),
                    verdict: judgement.verdict,
                    quantity: judgement.quantity,
                    predicted: decisive.map_or(judgement.predicted, |of| of.predicted),
                    figure: decisive.map(|finding| finding.figure),
                }
            })
        });
        Some(Self {
            run: first.run.id.clone(),
            started: first.run.started.clone(),
            commit: first.commit.clone(),
            effort: first.run.effort,
            cpu: first.machine.cpu.clone(),
            claims: claims.collect(),
        })
    }
}

/// What is kept of a run.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// The rules and the files that it was derived from.
    key: String,
    past: Option<Past>,
}

/// What the claims of all runs in a store came to but those of the newest, from the oldest on.
///
/// What could not be kept is derived again the next time. Damaged records are left out: whoever
/// loads the newest names them.
#[must_use]
pub fn of(store: &Store) -> Vec<Past> {
    let mut runs = store.runs();
    runs.pop();
    let pasts = runs.iter().filter_map(|(name, files)| {
        let path = store.folder().join("verdicts").join(format!("{name}.json"));
        let key = key(files);
        if let Some(past) = kept(&path, &key) {
            return past;
        }
        let past = Past::of(&store.load_run(name).records);
        let text = serde_json::to_vec(&Kept {
            key,
            past: past.clone(),
        });
        // It only saves time.
        let _ = text.map(|text| whole::write(&path, &text, false));
        past
    });
    let mut pasts: Vec<Past> = pasts.collect();
    pasts.sort_by(|a, b| a.run.cmp(&b.run));
    pasts
}

fn kept(path: &Path, key: &str) -> Option<Option<Past>> {
    let kept: Kept = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (kept.key == key).then_some(kept.past)
}

/// Changes with the rules, and with any of the files.
fn key(files: &[PathBuf]) -> String {
    let mut text = RULES.to_owned();
    for file in files {
        let about = fs::metadata(file).ok();
        let changed = about.as_ref().and_then(|about| about.modified().ok());
        let changed = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        text += &format!(
            "\0{name}\0{:?}\0{changed:?}",
            about.map(|about| about.len())
        );
    }
    format!("{:016x}", fnv1a(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::claim;
    use crate::sample::Sample;

    fn record(run: &str, scan: f64) -> Record {
        Sample::new("search")
            .run(run)
            .variant("scan", move |_| scan)
            .variant("halve", |_| 10.0)
            .claim(claim("halve").beats("scan").by(2.0))
            .build()
    }

    #[test]
    fn the_past_is_that_of_all_runs_but_the_newest_and_is_derived_once() {
        let folder = tempfile::tempdir().expect("there is room for temporary files");
        let store = Store::at(folder.path());
        assert_eq!(of(&store), []);
        for (run, scan) in [("20260101T000000Z-1", 30.0), ("20260102T000000Z-1", 15.0)] {
            store.write(&record(run, scan)).expect("it can be written");
        }
        let verdicts = |pasts: &[Past]| -> Vec<Verdict> {
            pasts.iter().map(|past| past.claims[0].verdict).collect()
        };
        assert_eq!(verdicts(&of(&store)), [Verdict::Confirmed]);
        store
            .write(&record("20260103T000000Z-1", 30.0))
            .expect("it can be written");
        let once = of(&store);
        assert_eq!(verdicts(&once), [Verdict::Confirmed, Verdict::Refuted]);
        assert_eq!(of(&store), once, "what was kept says the same");

        // What was kept for other rules or files is not believed.
        let path = folder.path().join("verdicts/20260101T000000Z-1.json");
        let text = fs::read_to_string(&path).expect("it was kept");
        let forged = text.replace("confirmed", "inconclusive");
        fs::write(&path, &forged).expect("it can be written");
        assert_eq!(verdicts(&of(&store))[0], Verdict::Inconclusive);
        let other = forged.replacen("\"key\":\"", "\"key\":\"0", 1);
        fs::write(&path, other).expect("it can be written");
        assert_eq!(of(&store), once);
        fs::write(&path, "{").expect("it can be written");
        assert_eq!(of(&store), once);
    }
}
