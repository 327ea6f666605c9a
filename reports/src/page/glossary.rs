//! The words of the pages, each explained once.

use maud::html;

use super::layout::Page;
use super::{Site, rooms};

/// A word that the pages use for one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// Its place on the page of words.
    pub(crate) id: &'static str,
    pub(crate) word: &'static str,
    meaning: &'static str,
}

const fn term(id: &'static str, word: &'static str, meaning: &'static str) -> Term {
    Term { id, word, meaning }
}

/// All words, from A to Z.
pub(crate) const TERMS: [Term; 25] = [
    term(
        "case",
        "case",
        "A named kind of input: random, sorted, few unique, adversarial.",
    ),
    term(
        "claim",
        "claim",
        "A statement that can turn out false, made before measuring, with its source.",
    ),
    term(
        "confirmed",
        "confirmed",
        "The whole interval, floor included, lies inside the prediction at every case and size \
         that the claim covers.",
    ),
    term(
        "control",
        "control",
        "A second, identical copy of a variant that runs along with the others: the A/A \
         measurement. Whatever difference it shows is none.",
    ),
    term(
        "experiment",
        "experiment",
        "A question with its claims, its inputs and a ladder of variants that all give the same \
         answer.",
    ),
    term(
        "floor",
        "floor",
        "What no number of samples removes, since it comes from where code and data happen to lie. \
         It is learned from copies and controls of the same run, and widens every interval.",
    ),
    term(
        "inconclusive",
        "inconclusive",
        "The interval straddles the edge of the prediction, so either answer might be true. The \
         sentence says why, and what would decide it.",
    ),
    term(
        "instruction",
        "instruction",
        "One step of the processor. How many a call takes is counted exactly by a simulated \
         processor, and is the same whatever else the machine does.",
    ),
    term(
        "instructions-a-cycle",
        "instructions a cycle",
        "How many instructions the processor finished in one tick of its clock (IPC), as its own \
         counters tell. Few mean that it waited: for memory, or after a branch foreseen wrongly.",
    ),
    term(
        "interval",
        "interval",
        "The range in which the true figure lies, but for a small chance. Its ends are two of the \
         medians of the passes, by their order; nothing is assumed about how times are spread.",
    ),
    term(
        "ladder",
        "ladder",
        "The variants in order, from the naive one towards the limit. Each is a rung.",
    ),
    term(
        "limit",
        "limit",
        "What the machine allows for the work: a formula over figures that a probe measures before \
         the run, such as one cache line a look-up.",
    ),
    term(
        "measure",
        "measure",
        "What is measured: the time, or an exact count such as allocations, bytes or comparisons.",
    ),
    term(
        "not-measured",
        "not measured",
        "There are no figures to judge, for the reason that is given.",
    ),
    term(
        "pair",
        "pair",
        "Two slices side by side, in an order drawn by coin, so that what drifts meets both alike.",
    ),
    term(
        "pass",
        "pass",
        "One fresh process in which every experiment is measured once. The median of a pass is one \
         observation.",
    ),
    term(
        "peer",
        "peer",
        "The same variant in another language, measured in the same schedule.",
    ),
    term(
        "record",
        "record",
        "All that one run of one experiment left behind: machine, configuration, commit, samples, \
         counts, claims. Verdicts are derived from it and can be derived again.",
    ),
    term(
        "reference",
        "reference",
        "The first variant of a ladder: all others must agree with its answers.",
    ),
    term(
        "refuted",
        "refuted",
        "The interval lies wholly outside the prediction. The claim stays as it was made, with the \
         reason.",
    ),
    term(
        "size",
        "size",
        "How much input there is, written n: the axis along which growth is seen.",
    ),
    term(
        "slice",
        "slice",
        "Consecutive calls of one variant timed as one, about 100 microseconds long; a longer call \
         is a slice by itself.",
    ),
    term(
        "trial",
        "trial",
        "One case at one size, with every variant ready to run.",
    ),
    term("variant", "variant", "One way to do the work."),
    term(
        "verdict",
        "verdict",
        "What a claim came to: confirmed, refuted or inconclusive; or not measured, with the \
         reason.",
    ),
];

/// Renders the page.
pub(crate) fn render(site: &Site<'_>) -> String {
    let body = html! {
        h1 { "What the words mean" }
        p.lead { "One word for one thing, on every page." }
        dl.glossary {
            @for term in &TERMS {
                dt id=(term.id) { (term.word) }
                dd { (term.meaning) }
            }
        }
    };
    Page {
        title: "Glossary",
        site,
        room: rooms::GLOSSARY,
        root: "",
        footer: site.newest,
        body,
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_order_each_once_and_are_explained() {
        assert!(TERMS.windows(2).all(|pair| pair[0].word < pair[1].word));
        for term in TERMS {
            assert!(term.meaning.ends_with('.'), "{}", term.word);
            assert_eq!(term.id, term.word.replace(' ', "-"));
        }
    }
}
