//! The Julia set: the book's running example of profiling, from `abs` to the machine's limit.

mod escape;
pub mod kernel;
mod julia {
    pub(crate) mod inputs;
    pub(crate) mod iterations;
    pub(crate) mod limit;
    pub(crate) mod pipeline;
    pub(crate) mod port_model;
    pub(crate) mod python;
    mod schedule;
    pub(crate) mod schedules;
    pub(crate) mod set;
    pub(crate) mod sharing;
    mod team;
    pub(crate) mod threads;
    pub(crate) mod width;
    pub(crate) mod wrong;
}
pub mod maps;
pub mod picture;
pub mod plane;
mod profiling {
    pub(crate) mod collector;
    pub(crate) mod lines;
    pub(crate) mod not_called;
    pub(crate) mod one_timing;
    pub(crate) mod overhead;
    mod program;
    pub(crate) mod waiting;
    pub(crate) mod ways;
    mod work;
}

use harness::{Chapter, Experiment};

/// This chapter: what the book says, and the experiments that put it to the test.
pub fn chapter() -> Chapter {
    Chapter::new(
        "Profiling, with the Julia set",
        "Verify, do not trust: write down what you believe is slow, then measure it. The book \
         profiles the Julia set line by line and finds that a fifth to a quarter of the time \
         goes into one call of abs.",
        experiments(),
    )
}

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![
        julia::set::escape_times(),
        julia::python::against_python(),
        julia::inputs::input_lists(),
        julia::limit::share(),
        julia::iterations::iterations(),
        julia::port_model::port_model(),
        julia::width::width(),
        julia::threads::threads(),
        julia::schedules::schedules(),
        julia::sharing::sharing(),
        julia::pipeline::pipeline(),
        julia::wrong::wrong(),
        profiling::one_timing::spread(),
        profiling::ways::to_time_a_program(),
        profiling::not_called::set_up_in_place_of_work(),
        profiling::collector::switched_off(),
        profiling::waiting::by_clock(),
        profiling::overhead::of_looking(),
        profiling::lines::by_line(),
    ]
}
