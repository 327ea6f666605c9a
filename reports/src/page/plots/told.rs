//! A plot in words, for those who cannot see it.

use crate::chart::drawing::Alternative;
use crate::figures;
use crate::record::Trial;
use crate::words;

use super::Subject;

/// So many variants are told one by one: whoever wants to hear more of them takes the table.
const TOLD: usize = 8;

impl Subject<'_, '_> {
    /// What the plot of a case says, in words.
    pub(super) fn alternative(&self, case: &str, trials: &[&Trial]) -> Alternative {
        let record = self.exhibit.record;
        let on = if case.is_empty() {
            String::new()
        } else {
            format!(" on {case}")
        };
        let mut description = String::new();
        if let (Some(first), Some(last)) = (trials.first(), trials.last()) {
            let all = record.variants.iter().enumerate();
            for (slot, variant) in all.take(TOLD) {
                let ends = [first, last].map(|trial| self.figure(trial, slot));
                let name = words::plain_name(&variant.name);
                let said = match ends {
                    [Some(a), Some(b)] if trials.len() > 1 => {
                        format!("from {} to {}", self.write(a.point), self.write(b.point))
                    }
                    [Some(a), _] | [_, Some(a)] => self.write(a.point),
                    [None, None] => "not measured at the ends".into(),
                };
                description.push_str(&format!("{name}: {said}. "));
            }
            if record.variants.len() > TOLD {
                let more = record.variants.len() - TOLD;
                description.push_str(&format!("And {}. ", words::several(more, "other variant")));
            }
            description.push_str(&format!(
                "n runs from {} to {}. The figures are in the table below.",
                figures::size(first.size),
                figures::size(last.size)
            ));
        }
        Alternative {
            title: format!("{}{on}", self.title()),
            description,
        }
    }
}
