//! A byte to another thread on the same core and back: through a pipe, a pair of sockets and TCP.

use std::time::Duration;

use harness::prelude::*;
use harness::threads::Turns;

use super::channel::{Channel, in_python, pipes, round_trips, socket_pair, tcp};

const CLAIMS: &[Claim] = &[
    claim("pipe")
        .leads(&["socket pair", "TCP"])
        .source("HPP ch. 1: the further the bus, the slower"),
    claim("pipe")
        .beats("TCP")
        .by(2.0)
        .source("HPP ch. 1: the network is the slowest way, by far"),
    claim("pipe")
        .reaches(0.8)
        .source("ours: a round trip is two switches between threads"),
    claim("pipe")
        .beats("pipe in Python")
        .by(1.2)
        .source("HPP ch. 1: a virtual machine stands between the code and the processor"),
    claim("TCP in Python")
        .takes_at_most(1.5, "TCP")
        .source("ours: the system does nearly all of it, whoever asks"),
];

/// Round trips of one call.
const TRIPS: u64 = 32;

pub(crate) fn of_a_byte() -> Experiment {
    experiment("transfer/round-trip")
        .asks("How long does a byte take to another thread and back?")
        .claims(CLAIMS)
        .input(|_, _| ())
        .per("round trip", |()| TRIPS as usize)
        .ladder()
        .limit("two switches between threads", |machine, ()| {
            2.0 * TRIPS as f64 * machine.context_switch()
        })
        .timed("pipe", there_and_back(pipes))
        .unless(threads::not_kept())
        .timed("socket pair", there_and_back(socket_pair))
        .unless(threads::not_kept())
        .timed("TCP", there_and_back(tcp))
        .unless(threads::not_kept())
        .python(
            "pipe in Python",
            in_python!("channel_pipe.py", "round_trip.py"),
        )
        .mirrors("pipe")
        .unless(threads::not_kept())
        .python(
            "socket pair in Python",
            in_python!("channel_pair.py", "round_trip.py"),
        )
        .mirrors("socket pair")
        .unless(threads::not_kept())
        .python(
            "TCP in Python",
            in_python!("channel_tcp.py", "round_trip.py"),
        )
        .mirrors("TCP")
        .unless(threads::not_kept())
        .build()
}

/// Tells whether every byte came back, and the time.
///
/// # Panics
/// When the channel breaks.
fn there_and_back(channel: Channel) -> impl Fn(&(), u64) -> (bool, Duration) {
    let turns = Turns::default();
    move |(), laps| {
        let trips = laps * TRIPS;
        let (back, took) = round_trips(channel, &turns, trips).expect("the channel holds");
        (back == trips, took)
    }
}
