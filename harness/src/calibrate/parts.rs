//! What a calibration measures, part by part; each is kept when it is done.

use reports::calibration::{
    BUSY, COPIES, Calibration, DUEL, GROWING, GROWTH, HASH_COUNT, HOG, INPUT_TABLE, LABORATORY,
    LONG, OWN_TABLE, QUIET, SHORT,
};

use super::rivals::{self, Rival};
use super::{Wish, growth, hash, work};
use crate::experiment::Experiment;

/// One function under one condition, by one tool.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) condition: &'static str,
    pub(super) function: &'static str,
    pub(super) job: Job,
    /// Seconds that it is expected to take on two cores.
    pub(super) seconds: f64,
}

/// What is done in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    /// Full verdicts, with passes and floor.
    Verdicts,
    /// Single passes as duels.
    Duels,
    /// Classes of growth, by counts.
    Growth,
    /// The class of a hash look-up, by counts and by time.
    Hash,
    /// The verdicts of another tool.
    Rival(&'static str),
}

/// How much longer things take beside busy neighbours.
const BUSY_FACTOR: f64 = 1.45;

impl Part {
    fn new(condition: &'static str, function: &'static str, job: Job, seconds: f64) -> Self {
        let longer = if condition == BUSY { BUSY_FACTOR } else { 1.0 };
        Self {
            condition,
            function,
            job,
            seconds: seconds * longer,
        }
    }

    /// The tool whose rows this part makes.
    pub(super) fn tool(&self) -> &'static str {
        match self.job {
            Job::Verdicts => LABORATORY,
            Job::Duels => DUEL,
            Job::Growth | Job::Hash => GROWTH,
            Job::Rival(tool) => tool,
        }
    }

    /// `quiet · 20 ns · laboratory`: what a filter is held against.
    pub(super) fn name(&self) -> String {
        format!("{} · {} · {}", self.condition, self.function, self.tool())
    }

    /// The experiments that it runs, by their places.
    pub(super) fn experiments(&self, all: &[Experiment]) -> Vec<usize> {
        let function = work::function(self.function);
        let ids: Vec<String> = match self.job {
            Job::Verdicts => {
                let equals = function.map(|function| function.equals.to_owned());
                equals
                    .into_iter()
                    .chain([self.function.to_owned()])
                    .collect()
            }
            Job::Duels => Vec::from_iter(function.map(|function| function.duel.to_owned())),
            Job::Growth => vec![format!("{}{}", growth::PREFIX, self.function)],
            Job::Hash => vec![hash::ID.to_owned()],
            Job::Rival(_) => Vec::new(),
        };
        let place = |id: &String| all.iter().position(|one| one.id == id);
        ids.iter().filter_map(place).collect()
    }
}

/// All parts: those that everybody waits for first.
fn all(with_rivals: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    for condition in [QUIET, BUSY] {
        parts.extend(SHORT.map(|function| Part::new(condition, function, Job::Verdicts, 44.0)));
        parts.push(Part::new(condition, LONG, Job::Verdicts, 26.0));
        parts.extend(SHORT.map(|function| Part::new(condition, function, Job::Duels, 8.0)));
        let tables = [OWN_TABLE, INPUT_TABLE];
        parts.extend(tables.map(|table| Part::new(condition, table, Job::Verdicts, 12.0)));
        parts.extend(COPIES.map(|kernel| Part::new(condition, kernel, Job::Verdicts, 4.0)));
        if condition == QUIET {
            parts.extend(GROWING.map(|function| Part::new(QUIET, function, Job::Growth, 4.0)));
            parts.push(Part::new(QUIET, HASH_COUNT, Job::Hash, 40.0));
        }
    }
    parts.push(Part::new(HOG, LONG, Job::Duels, 40.0));
    parts.push(Part::new(HOG, LONG, Job::Verdicts, 48.0));
    if with_rivals {
        for condition in [QUIET, BUSY] {
            for function in SHORT.into_iter().chain([LONG]) {
                let seconds = rivals::SECONDS * rivals::COMPARISONS as f64;
                let part = |tool| Part {
                    condition,
                    function,
                    job: Job::Rival(tool),
                    seconds,
                };
                parts.extend(Rival::ALL.map(part));
            }
        }
    }
    parts
}

/// The names of all parts, when the filter is part of none.
pub(super) fn without_match(wish: &Wish) -> Option<Vec<String>> {
    let filter = wish.filter.as_ref()?;
    let names: Vec<String> = all(wish.rivals).iter().map(Part::name).collect();
    let none = !names.iter().any(|name| name.contains(filter));
    none.then_some(names)
}

/// The parts that are wished for and not yet done.
pub(super) fn to_do(calibration: &Calibration, wish: &Wish) -> Vec<Part> {
    let mut parts = all(wish.rivals);
    parts.retain(|part| {
        let wanted = wish.filter.as_ref();
        let wanted = wanted.is_none_or(|filter| part.name().contains(filter));
        let mut rows = calibration.rows.iter();
        let done = rows.any(|row| {
            row.tool == part.tool()
                && row.condition == part.condition
                && row.function == part.function
        });
        wanted && !done
    });
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use reports::calibration::{CRITERION, Row};

    use super::*;
    use crate::calibrate::{experiments, new};

    fn wish(rivals: bool, filter: Option<&str>) -> Wish {
        Wish {
            fresh: false,
            rivals,
            quick: false,
            filter: filter.map(str::to_owned),
        }
    }

    #[test]
    fn every_part_has_its_experiments_and_a_name_of_its_own() {
        let experiments = experiments();
        let parts = to_do(&new(false), &wish(true, None));
        let names: BTreeSet<String> = parts.iter().map(Part::name).collect();
        assert_eq!(names.len(), parts.len());
        for part in &parts {
            let rival = matches!(part.job, Job::Rival(_));
            assert_eq!(part.experiments(&experiments).is_empty(), rival, "{part:?}");
        }
        let used = parts.iter().flat_map(|part| part.experiments(&experiments));
        let used: BTreeSet<usize> = used.collect();
        assert_eq!(used.len(), experiments.len(), "an experiment is not used");
    }

    #[test]
    fn a_calibration_takes_minutes() {
        let minutes = |rivals| {
            let parts = to_do(&new(false), &wish(rivals, None));
            parts.iter().map(|part| part.seconds).sum::<f64>() / 60.0
        };
        assert!(minutes(false) < 12.0, "{}", minutes(false));
        assert!(minutes(true) - minutes(false) < 18.0, "{}", minutes(true));
    }

    #[test]
    fn what_is_done_or_not_wished_for_is_not_done_again() {
        let mut calibration = new(false);
        let before = to_do(&calibration, &wish(true, Some("quiet · 20 ns")));
        assert_eq!(before.len(), 4, "{before:?}");
        let row = Row::of(CRITERION, QUIET, "20 ns", 0.0);
        calibration.rows.push(row);
        let after = to_do(&calibration, &wish(true, Some("quiet · 20 ns")));
        assert_eq!(after.len(), 3, "{after:?}");
        assert_eq!(
            to_do(&calibration, &wish(false, Some("criterion"))).len(),
            0
        );
    }
}
