//! Records as no harness leaves them, and as one does with figures at the edge of a claim.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use reports::claim::Growth;
use reports::record::{
    Cache, Clock, Disturbance, Effort, Failure, Lane, Limit, NotMeasured, Pass, Record, Recount,
    RegisteredClaim, RegisteredPrediction, Trial,
};
use reports::sample::Sample;
use reports::verdict::Interval;

const NAMES: [&str; 4] = ["a", "b", "c", "no such variant"];
const MEASURES: [&str; 4] = ["time", "allocations", "peak", "comparisons"];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => prop::sample::select(&NAMES[..3]),
        1 => Just(NAMES[3]),
    ]
    .prop_map(str::to_owned)
}

fn measure() -> impl Strategy<Value = String> {
    prop::sample::select(&MEASURES[..]).prop_map(str::to_owned)
}

fn case() -> impl Strategy<Value = String> {
    prop_oneof![6 => Just(""), 1 => Just("sorted")].prop_map(str::to_owned)
}

fn size() -> impl Strategy<Value = u64> {
    prop_oneof![
        20 => prop::sample::select(&[10, 100, 320, 1_000, 3_200, 10_000, 32_000, 100_000][..]),
        1 => any::<u64>(),
    ]
}

/// Any finite number, and often a plain one.
fn number() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    prop_oneof![
        POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO,
        0.0..10.0,
        (0_u32..20).prop_map(f64::from),
    ]
}

fn prediction() -> impl Strategy<Value = RegisteredPrediction> {
    use RegisteredPrediction::{
        AtLeast, AtMost, Beats, Between, Crosses, Follows, Grows, Leads, Reaches, Steady, Within,
    };
    prop_oneof![
        (name(), number()).prop_map(|(other, by)| Beats { other, by }),
        (name(), number(), number()).prop_map(|(other, low, high)| Between { other, low, high }),
        (name(), number()).prop_map(|(other, tolerance)| Within { other, tolerance }),
        prop::sample::select(&Growth::ALL[..]).prop_map(Grows),
        number().prop_map(|tolerance| Steady { tolerance }),
        number().prop_map(|share| Reaches {
            share,
            limit: "one line a look-up".to_owned(),
        }),
        number().prop_map(AtMost),
        number().prop_map(AtLeast),
        vec(name(), 0..4).prop_map(|others| Leads { others }),
        (name(), size(), size()).prop_map(|(other, low, high)| Crosses { other, low, high }),
        (
            prop::collection::btree_map(size(), number(), 0..9),
            prop_oneof![Just(0.0), 0.0..1.0]
        )
            .prop_map(|(values, tolerance)| Follows {
                words: "a formula".to_owned(),
                values,
                tolerance,
            }),
    ]
}

fn registered() -> impl Strategy<Value = RegisteredClaim> {
    let scope = (
        option::weighted(0.2, size()),
        option::weighted(0.2, size()),
        option::weighted(0.2, case()),
        option::weighted(0.1, 1..4_u32),
        option::weighted(0.1, 1..4_u32),
    );
    (name(), measure(), prediction(), scope).prop_map(
        |(variant, measure, prediction, (from, up_to, case, fits, beyond))| RegisteredClaim {
            text: "a claim".to_owned(),
            source: "proptest".to_owned(),
            hash: "0".to_owned(),
            variant,
            measure,
            prediction,
            from,
            up_to,
            case,
            fits,
            beyond,
            registered: None,
            means: None,
            former: None,
        },
    )
}

fn lane() -> impl Strategy<Value = Lane> {
    let nanos = prop_oneof![
        vec(90_000..110_000_u64, 0..8),
        vec(any::<u64>(), 0..8),
        vec(Just(0), 0..3),
    ];
    let laps = prop_oneof![1..2_000_u64, Just(0), any::<u64>()];
    let waits = prop_oneof![vec(0..40_u16, 0..8), vec(any::<u16>(), 0..3)];
    let lane = (0..5_usize, any::<bool>(), laps, nanos, waits);
    lane.prop_map(|(variant, control, laps, nanos, waits)| Lane {
        variant,
        control,
        laps,
        clock: Clock::Wall,
        nanos,
        waits,
    })
}

fn pass() -> impl Strategy<Value = Pass> {
    let sentinel = prop_oneof![vec(480..560_u32, 0..8), vec(any::<u32>(), 0..8)];
    let queued = vec(0..60_u16, 0..8);
    let parts = (0..12_u32, vec(lane(), 0..5), sentinel, queued);
    parts.prop_map(|(index, lanes, sentinel, queued)| Pass {
        index,
        lanes,
        order: Vec::new(),
        sentinel,
        queued,
        disturbance: Disturbance::default(),
    })
}

/// A trial as the harness leaves it, with figures that may be anything near the edge of a claim.
fn sound_trial() -> impl Strategy<Value = Trial> {
    let lane = |variant, control| {
        (vec(90_000..110_000_u64, 6), 900..1_100_u64).prop_map(move |(nanos, laps)| Lane {
            variant,
            control,
            laps,
            clock: Clock::Wall,
            nanos,
            waits: Vec::new(),
        })
    };
    let lanes = (
        lane(0, false),
        lane(1, false),
        lane(2, false),
        lane(0, true),
    );
    let pass = (lanes, 0..3_u32).prop_map(|((a, b, c, control), contended)| Pass {
        index: 0,
        lanes: vec![a, b, c, control],
        order: Vec::new(),
        sentinel: vec![500 + 20 * contended; 6],
        queued: Vec::new(),
        disturbance: Disturbance::default(),
    });
    let passes = vec(pass, 8..11).prop_map(|mut passes| {
        for (pass, index) in passes.iter_mut().zip(0..) {
            pass.index = index;
        }
        passes
    });
    let count = prop_oneof![(0_u32..4).prop_map(f64::from), number()];
    let counts = (count.clone(), count.clone(), count).prop_map(|(first, second, third)| {
        let figures = [first, second, third];
        let named = MEASURES[1..].iter().map(|&measure| measure.to_owned());
        Some(named.zip(figures).collect())
    });
    let recount = vec(counts.clone(), 3).prop_map(|counts| Recount { seed: 9, counts });
    let recounts = vec(recount, 0..3);
    (case(), size(), vec(counts, 3), recounts, limits(), passes).prop_map(
        |(case, size, counts, recounts, limits, passes)| Trial {
            case,
            size,
            work: 1,
            input_bytes: 1_000,
            counts,
            recounts,
            limits,
            passes,
            ..Trial::default()
        },
    )
}

/// Limits near the times, and such as no formula gives.
fn limits() -> impl Strategy<Value = Vec<Option<Limit>>> {
    let interval = |point: f64, low: f64, high: f64| Interval { point, low, high };
    let sound = (50.0..150.0_f64).prop_map(move |x| interval(x, x / 1.1, x * 1.1));
    let broken = (number(), number(), number()).prop_map(move |(a, b, c)| interval(a, b, c));
    let limit = prop_oneof![
        4 => sound.prop_map(Limit::Nanos),
        1 => broken.prop_map(Limit::Nanos),
        1 => Just(Limit::NotMeasured("there is one core".to_owned())),
    ];
    vec(option::weighted(0.9, limit), 0..4)
}

/// A trial that no harness would leave.
fn broken_trial() -> impl Strategy<Value = Trial> {
    let counts = prop::collection::btree_map(measure(), number(), 0..4);
    (
        case(),
        size(),
        any::<u64>(),
        vec(option::weighted(0.8, counts), 0..5),
        limits(),
        prop_oneof![vec(pass(), 0..3), vec(pass(), 8..11)],
    )
        .prop_map(|(case, size, input_bytes, counts, limits, passes)| Trial {
            case,
            size,
            work: 1,
            input_bytes: input_bytes % 100_000,
            counts,
            limits,
            passes,
            ..Trial::default()
        })
}

fn failure() -> impl Strategy<Value = Failure> {
    (option::of(case()), option::of(size()), option::of(name())).prop_map(
        |(case, size, variant)| Failure {
            message: "something broke".to_owned(),
            case,
            size,
            variant,
        },
    )
}

fn not_measured() -> impl Strategy<Value = NotMeasured> {
    let place = (option::of(case()), option::of(size()));
    (place, option::of(name()), option::of(measure())).prop_map(
        |((case, size), variant, measure)| NotMeasured {
            variant,
            measure,
            case,
            size,
            reason: "there is no instrument".to_owned(),
        },
    )
}

prop_compose! {
    /// A record with claims of all kinds, sound in most cases.
    pub(crate) fn record()(
        claims in vec(registered(), 1..6),
        trials in prop_oneof![
            2 => vec(sound_trial(), 1..9),
            1 => vec(prop_oneof![sound_trial(), broken_trial()], 0..7),
        ],
        failures in option::weighted(0.1, failure()),
        not_measured in option::weighted(0.2, not_measured()),
        up_to in option::weighted(0.2, size()),
        caches in vec((1..4_u32, any::<u64>()), 0..3),
        effort in prop::sample::select(&[Effort::Quick, Effort::Default, Effort::Thorough][..]),
    ) -> Record {
        let mut record = Sample::new("arbitrary")
            .variant("a", |_| 1.0)
            .variant("b", |_| 1.0)
            .variant("c", |_| 1.0)
            .effort(effort)
            .passes(0)
            .build();
        record.variants[1].up_to = up_to;
        record.machine.caches = caches
            .into_iter()
            .map(|(level, bytes)| Cache { level, bytes, line: 64 })
            .collect();
        record.claims = claims;
        record.trials = trials;
        record.failures = failures.into_iter().collect();
        record.not_measured = not_measured.into_iter().collect();
        record
    }
}
