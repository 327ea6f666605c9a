//! Begins where a record exists: judges it, and shows it.
//!
//! Nothing here measures or knows a benchmark library. The same records always give the same
//! verdicts and the same bytes of a page: records are facts, verdicts are derived and can be
//! derived again.
//!
//! | module | what it holds |
//! |---|---|
//! | [`claim`] | what an author predicts, as `const` data |
//! | [`register`] | turns a claim into data that needs no code, or refuses it |
//! | [`registry`] | when each claim was first made, and what it said before |
//! | [`record`] | what one run of one experiment leaves behind |
//! | [`store`] | writes records whole or not at all, and reads them back |
//! | [`estimate`] | times and ratios with their intervals |
//! | [`stats`] | medians, order statistics, the planned looks |
//! | [`judge`] | verdicts, as a pure function of a record |
//! | [`verdict`] | what a claim came to, and on what evidence |
//! | [`export`] | records and verdicts in the formats of other tools |
//! | [`figures`] | figures as text |
//! | [`names`] | names that were probably meant |
//! | [`site`] | the pages: a folder of static files |
//! | [`sample`] | simulated records of known truth |

pub mod calibration;
mod chart;
pub mod claim;
pub mod estimate;
pub mod export;
pub mod figures;
mod hash;
pub mod history;
pub mod judge;
pub mod levels;
pub mod names;
mod page;
pub mod record;
pub mod register;
pub mod registry;
pub mod sample;
pub mod site;
pub mod stats;
pub mod store;
pub mod verdict;
mod whole;
mod words;
