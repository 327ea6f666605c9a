//! The schedules, really run: as far as there are cores, the plain loop on threads that share rows.
//!
//! What more cores would gain is counted in [`super::schedules`].

use harness::prelude::*;
use harness::threads::{counts, too_few};

use super::schedule::Schedule;
use super::team::Team;

const LOOP: &str = "no-slp";
const CORES: &str =
    "HPP ch. 7: OpenMP's prange uses all cores; ours: points do not know of each other";

const CLAIMS: &[Claim] = &[
    claim("bands")
        .takes_at_most(1.0 / 1.9, "one thread")
        .at(2)
        .source(CORES),
    claim("static")
        .takes_at_most(1.0 / 1.9, "one thread")
        .at(2)
        .source("ours: the set is its own image turned round, so both halves cost the same"),
    claim("cyclic")
        .takes_at_most(1.0 / 1.9, "one thread")
        .at(2)
        .source("ours: neighbouring rows cost the same, so dealing them out evens them out"),
    claim("guided")
        .takes_at_most(1.0 / 1.9, "one thread")
        .at(2)
        .source("HPP ch. 7 recommends guided for uneven work"),
    claim("dynamic")
        .within(0.05, "static")
        .at(2)
        .source("ours: two threads cannot show which schedule is better; four would, counted"),
];

pub(crate) fn sharing() -> Experiment {
    experiment("sharing")
        .asks("Does it matter how two threads, or as many as there are cores, share the rows?")
        .claims(CLAIMS)
        .sizes(counts())
        .input(|threads, _| Team::new(threads, 500))
        .per("pixel", |team| team.grid.pixels())
        .ladder()
        .timed("one thread", |team, laps| team.alone(LOOP, laps))
        .timed("static", |team, laps| team.by(Schedule::Static, LOOP, laps))
        .unless(too_few())
        .timed("cyclic", |team, laps| team.by(Schedule::Cyclic, LOOP, laps))
        .unless(too_few())
        .timed("guided", |team, laps| team.by(Schedule::Guided, LOOP, laps))
        .unless(too_few())
        .timed("dynamic", |team, laps| {
            team.by(Schedule::Dynamic, LOOP, laps)
        })
        .unless(too_few())
        .timed("bands", |team, laps| team.in_bands(LOOP, laps))
        .unless(too_few())
        .build()
}
