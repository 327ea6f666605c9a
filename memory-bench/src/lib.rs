//! The machine below the program, and its memory: what a virtual machine, a layout and an
//! allocation cost.

mod cores {
    pub(crate) mod amdahl;
    pub(crate) mod gil;
    pub(crate) mod line;
    pub(crate) mod lock;
    pub(crate) mod release;
    pub(crate) mod round_trip;
    pub(crate) mod shared;
    pub(crate) mod spawn;
    mod work;
}
mod growth {
    pub(crate) mod append;
    pub(crate) mod append_memory;
    pub(crate) mod capacity;
    mod first_fit;
    pub(crate) mod first_touch;
    pub(crate) mod formula;
    mod found;
    pub(crate) mod heap;
    pub(crate) mod in_turn;
    mod lists;
    mod mapped;
    mod pinned;
    mod policy;
    pub(crate) mod reuse;
    pub(crate) mod run_order;
}
mod hierarchy {
    pub(crate) mod clock;
    pub(crate) mod fault;
    pub(crate) mod fill;
    mod huge;
    pub(crate) mod latency;
    pub(crate) mod latency_python;
    pub(crate) mod loaded;
    mod loops;
    pub(crate) mod parallelism;
    pub(crate) mod read;
    mod sets;
    mod stores;
    pub(crate) mod stream;
    pub(crate) mod stride;
    mod vectors;
}
mod machine {
    pub(crate) mod boxes;
    pub(crate) mod dispatch;
    pub(crate) mod interpreter;
}
mod reduce {
    pub(crate) mod early;
    pub(crate) mod prime;
}
mod sequence {
    pub(crate) mod kernel;
    pub(crate) mod literal;
    pub(crate) mod many;
    pub(crate) mod small;
}
mod transfer {
    mod blocks;
    pub(crate) mod call;
    mod channel;
    pub(crate) mod file;
    mod mapped;
    pub(crate) mod mapping;
    pub(crate) mod place;
    pub(crate) mod round_trip;
}

use harness::{Chapter, Experiment};

/// This chapter: what the book says, and the experiments that put it to the test.
pub fn chapter() -> Chapter {
    Chapter::new(
        "The machine, memory and allocation",
        "A list makes more room than it needs, so that appending is cheap, and pays for it in \
         memory. What is fixed in size needs no spare room, and is made faster.",
        experiments(),
    )
}

/// Every experiment of this chapter.
#[must_use]
pub fn experiments() -> Vec<Experiment> {
    vec![
        machine::interpreter::same_loop(),
        machine::boxes::by_layout(),
        machine::dispatch::by_call(),
        reduce::early::at_the_hit(),
        reduce::prime::check(),
        growth::formula::one_append(),
        growth::capacity::step_by_step(),
        growth::append::by_policy(),
        growth::heap::by_heap(),
        growth::in_turn::two_lists(),
        growth::reuse::by_factor(),
        growth::first_touch::by_pages(),
        growth::append_memory::append_or_collect(),
        growth::run_order::in_one_process(),
        sequence::small::by_container(),
        sequence::literal::in_python(),
        sequence::kernel::asked(),
        hierarchy::clock::instructions_a_cycle(),
        hierarchy::latency::staircase(),
        hierarchy::latency_python::hidden(),
        hierarchy::parallelism::side_by_side(),
        hierarchy::loaded::beside_readers(),
        hierarchy::read::bandwidth(),
        hierarchy::stream::four_loops(),
        hierarchy::fill::with_one_value(),
        hierarchy::stride::every_so_many(),
        hierarchy::fault::first_touch(),
        transfer::call::into_the_system(),
        transfer::round_trip::of_a_byte(),
        transfer::place::of_the_sum(),
        transfer::file::read(),
        transfer::mapping::of_a_file(),
        sequence::many::made_and_dropped(),
        cores::amdahl::fork_join(),
        cores::shared::by_processes(),
        cores::lock::held(),
        cores::spawn::by_means(),
        cores::gil::pure_work(),
        cores::release::large_buffers(),
        cores::line::false_sharing(),
        cores::round_trip::there_and_back(),
    ]
}
