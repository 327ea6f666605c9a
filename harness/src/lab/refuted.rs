//! `cargo lab list --refuted`: what was claimed and is not so, with the author's reading.

use std::process::ExitCode;

use anyhow::Result;
use reports::figures::several;
use reports::judge::Verdicts;
use reports::verdict::Verdict;

use super::recorded;
use crate::terminal::{Terminal, glyph, wrap};

/// Tells the refuted claims of the latest records, experiment by experiment.
pub(super) fn tell(terminal: &Terminal) -> Result<ExitCode> {
    let loaded = recorded(1, terminal)?;
    let records = reports::store::latest(&loaded.records);
    let verdicts = Verdicts::of(reports::store::same_runs(&loaded.records, &records));
    let mut all = 0;
    for record in records {
        let judged = record.claims.iter().zip(verdicts.get(record));
        let refuted: Vec<String> = judged
            .filter(|(_, judged)| judged.verdict == Verdict::Refuted)
            .map(|(claim, judged)| {
                let means = claim.means.as_deref();
                words(&claim.text, &judged.sentence, means, wrap::columns())
            })
            .collect();
        if !refuted.is_empty() {
            terminal.line(&format!("{}\n{}", record.id(), refuted.join("\n")));
        }
        all += refuted.len();
    }
    terminal.line(&format!("{} refuted", several(all, "claim")));
    Ok(ExitCode::SUCCESS)
}

/// The claim, what was found instead, and why the author thinks that it is so.
fn words(claim: &str, found: &str, means: Option<&str>, columns: Option<usize>) -> String {
    let reading = match means {
        Some(means) => format!("The author's reading: {means}."),
        None => "No reason is given.".to_owned(),
    };
    let lines = [claim, found, &reading];
    let [claim, found, reading] = lines.map(|line| wrap::wrapped(line, "    ", columns));
    format!(
        "  {} {claim}\n    {found}\n    {reading}",
        glyph(Verdict::Refuted)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refuted_claim_has_its_reason_or_it_is_said_that_there_is_none() {
        let told = |means| words("`a` beats `b`", "It does not.", means, None);
        let claim = "  ✗ `a` beats `b`\n    It does not.\n    ";
        let reason = format!("{claim}The author's reading: both wait.");
        assert_eq!(told(Some("both wait")), reason);
        assert_eq!(told(None), format!("{claim}No reason is given."));
    }
}
