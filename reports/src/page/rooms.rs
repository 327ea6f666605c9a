//! The pages that the navigation leads to.

use super::{Site, decisions};

/// An address from the root of the site.
pub(crate) type Address = &'static str;

pub(crate) const FRONT: Address = "index.html";
pub(crate) const DECISIONS: Address = "decisions.html";
pub(crate) const COMPARE: Address = "compare.html";
pub(crate) const MACHINE: Address = "machine.html";
pub(crate) const CALIBRATION: Address = "calibration.html";
pub(crate) const GLOSSARY: Address = "glossary.html";
pub(crate) const DATA: Address = "data.html";

/// Folders of pages, one for each experiment, in folders of their chapters.
pub(crate) const EXPERIMENTS: Address = "experiments";
pub(crate) const FIGURES: Address = "figures";
pub(crate) const HISTORY: Address = "history";

/// Pages that not every site has.
pub(crate) const OPTIONAL: [Address; 3] = [DECISIONS, COMPARE, CALIBRATION];

/// Whether there is a run before this one.
pub(crate) fn compares(site: &Site<'_>) -> bool {
    site.exhibits.iter().any(|exhibit| exhibit.before.is_some())
}

/// The pages that this site has, with their names.
pub(crate) fn of(site: &Site<'_>) -> Vec<(Address, &'static str)> {
    let rooms = [
        (true, FRONT, "Claims"),
        (decisions::any(site), DECISIONS, "Decisions"),
        (compares(site), COMPARE, "Changes"),
        (true, MACHINE, "Machine"),
        (site.calibration.is_some(), CALIBRATION, "Calibration"),
        (true, GLOSSARY, "Glossary"),
        (true, DATA, "Data"),
    ];
    let there = rooms.into_iter().filter(|(there, ..)| *there);
    there.map(|(_, address, name)| (address, name)).collect()
}
