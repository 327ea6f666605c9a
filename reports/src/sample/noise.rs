//! What disturbs a slice.

/// How far simulated slices stray from the truth. All parts act together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Standard deviation of the logarithm of each slice.
    pub jitter: f64,
    /// Standard deviation of the steps of a random walk from slice to slice, shared by all lanes.
    pub drift: f64,
    /// Standard deviation of each lane's own level, which keeps nine tenths of its value from slice
    /// to slice: autocorrelation that no pairing removes.
    pub swing: f64,
    /// Share of the slices that are interrupted; an interruption adds a Pareto-distributed time
    /// (index 1.1: its variance is infinite).
    pub spikes: f64,
    /// Standard deviation of the logarithm of each lane's own offset in a pass: where its data
    /// came to lie.
    pub placement: f64,
    /// Share of the passes in which every second variant is in another mode.
    pub mode_share: f64,
    /// How much slower, as a share of 1, a variant in the other mode is.
    pub mode: f64,
    /// Share of the passes in which something else uses the core: the sentinel tells, and every
    /// second variant is slower by [`Noise::mode`].
    pub contended: f64,
    /// Nanoseconds between two ticks of the clock.
    pub tick: u64,
}

impl Noise {
    /// A quiet machine: a slice strays by 0.2 %.
    pub const QUIET: Self = Self {
        jitter: 0.002,
        drift: 0.0,
        swing: 0.0,
        spikes: 0.0,
        placement: 0.0,
        mode_share: 0.0,
        mode: 0.0,
        contended: 0.0,
        tick: 1,
    };

    /// A shared virtual machine: jitter, drift, interruptions, a coarse clock.
    pub const TYPICAL: Self = Self {
        jitter: 0.01,
        drift: 0.002,
        spikes: 0.03,
        placement: 0.001,
        tick: 10,
        ..Self::QUIET
    };
}
