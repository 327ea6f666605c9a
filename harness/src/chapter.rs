//! A chapter: what it teaches, and its experiments.

use std::collections::BTreeSet;

use crate::experiment::Experiment;

/// The experiments of one crate, with the lesson that they put to the test.
#[derive(Debug)]
#[must_use = "a chapter does nothing until it is run"]
pub struct Chapter {
    pub(crate) lesson: Option<reports::record::Chapter>,
    pub(crate) experiments: Vec<Experiment>,
}

impl Chapter {
    /// A chapter with its title, and with what it says in two sentences.
    pub fn new(title: &str, lesson: &str, experiments: Vec<Experiment>) -> Self {
        let (title, lesson) = (title.to_owned(), lesson.to_owned());
        Self {
            lesson: Some(reports::record::Chapter { title, lesson }),
            experiments,
        }
    }
}

impl Chapter {
    /// An id that two experiments have: the records and pages of one would replace the other's.
    pub(crate) fn id_of_two(&self) -> Option<&str> {
        let mut seen = BTreeSet::new();
        let mut ids = self.experiments.iter().map(Experiment::id);
        ids.find(|id| !seen.insert(*id))
    }
}

impl From<Vec<Experiment>> for Chapter {
    fn from(experiments: Vec<Experiment>) -> Self {
        Self {
            lesson: None,
            experiments,
        }
    }
}
