//! Begins where a record exists: judges it, and shows it.
//!
//! Nothing here measures or knows a benchmark library. The same records always give the same
//! verdicts and the same bytes of a page: records are facts, verdicts are derived and can be
//! derived again.
//!
//! | module | what it holds |
//! |---|---|
//! | [`claim`] | what an author predicts, as `const` data |
//! | [`record`] | what one run of one experiment leaves behind |
//! | [`verdict`] | what a claim came to, and on what evidence |

mod chart;
pub mod claim;
pub mod record;
pub mod verdict;
