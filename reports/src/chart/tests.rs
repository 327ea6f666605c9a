//! Whatever the data and the names: no two texts of a plot overlap, and none leaves the picture.

use proptest::prelude::*;

use crate::verdict::Interval;

use super::drawing::Width;
use super::drawing::tests::check_texts;
use super::ladder::{Ladder, Rung};
use super::lines::{Band, Guide, Lines, Point, Series};
use super::rain::{Rain, Shower};
use super::rows::{Dot, Dots, Heading};
use super::scale;
use super::steps::Steps;
use super::strip::Strip;
use super::unit::Unit;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ]{0,12}",
        "\\PC{0,60}",
        Just("M".repeat(200)),
        Just("\u{202e}مرحبا".to_owned()),
    ]
}

fn interval() -> impl Strategy<Value = Interval> {
    let figure = prop_oneof![
        8 => -3.0_f64..12.0,
        1 => Just(f64::NAN),
        1 => Just(f64::NEG_INFINITY),
    ];
    (figure, 1.0_f64..1.5).prop_map(|(exponent, spread)| {
        let point = 10_f64.powf(exponent);
        Interval {
            point,
            low: point / spread,
            high: point * spread,
        }
    })
}

fn size() -> impl Strategy<Value = u64> {
    prop_oneof![1_u64..=1 << 40, (0_u32..40).prop_map(|power| 1 << power)]
}

fn point() -> impl Strategy<Value = Point> {
    (size(), interval()).prop_map(|(x, y)| Point {
        x: x as f64,
        y,
        tip: String::new(),
    })
}

fn series() -> impl Strategy<Value = Vec<Series>> {
    let one = (name(), prop::collection::vec(point(), 0..8));
    prop::collection::vec(one, 0..40).prop_map(|list| {
        let named = list.into_iter().enumerate();
        named
            .map(|(slot, (name, points))| Series { name, slot, points })
            .collect()
    })
}

fn headings() -> impl Strategy<Value = Vec<Heading>> {
    prop::collection::vec((name(), name()), 0..12).prop_map(|list| {
        let named = list.into_iter().enumerate();
        named
            .map(|(slot, (name, note))| Heading { name, slot, note })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_against_size(
        series in series(),
        title in name(),
        cuts in prop::collection::vec(1.0_f64..1e9, 3),
        growth in prop::collection::vec((1.0_f64..1e9, 1e-9_f64..1e20), 0..4),
    ) {
        let figures: Vec<Interval> =
            series.iter().flat_map(|s| s.points.iter().map(|point| point.y)).collect();
        let bands = cuts.iter().map(|&from| Band { label: "L1".into(), from, to: from * 9.0 });
        let plot = Lines {
            x_title: title.clone(),
            y_title: title,
            x_unit: Unit::Size,
            y_unit: Unit::Time,
            y_range: Lines::y_range(&figures),
            height: 320.0,
            bands: bands.take(1).collect(),
            guides: vec![Guide { label: "O(n)".into(), points: growth }],
            series,
        };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn dots(headings in headings(), figures in prop::collection::vec(interval(), 12)) {
        let rows: Vec<Dot> = headings
            .into_iter()
            .zip(figures)
            .map(|(heading, figure)| Dot { heading, figure, tip: String::new() })
            .collect();
        let ends = rows.iter().map(|row| row.figure.point);
        let plot = Dots {
            x_title: "time per search".into(),
            x_unit: Unit::Bytes,
            x_range: scale::range(ends, 4.0),
            band: None, reference: None,
            rows,
        };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn ladders(headings in headings(), figures in prop::collection::vec(interval(), 12)) {
        let rungs: Vec<Rung> = headings
            .into_iter()
            .zip(figures)
            .map(|(heading, slower)| Rung { heading, slower })
            .collect();
        let ends = rungs.iter().map(|rung| rung.slower.high).filter(|end| end.is_finite());
        let plot = Ladder {
            x_title: "times as long as the fastest".into(),
            most: ends.fold(2.0, f64::max),
            rungs,
        };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn shares(headings in headings(), hits in prop::collection::vec(0.0_f64..1.0, 12)) {
        let rows = headings.into_iter().zip(hits).map(|(heading, point)| Dot {
            heading,
            figure: Interval { point, low: 0.0, high: 1.0 },
            tip: String::new(),
        });
        let plot = Dots {
            x_title: "pairs of equals".into(),
            x_unit: Unit::Share,
            x_range: (0.0, 1.0),
            band: None, reference: None,
            rows: rows.collect(),
        };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn samples(
        headings in headings(),
        slices in prop::collection::vec(prop::collection::vec(-0.9_f64..5.0, 0..20), 0..12),
    ) {
        let rows = headings
            .into_iter()
            .map(|heading| Shower { heading, passes: slices.clone() })
            .collect();
        let plot = Rain { x_title: "departure from the median".into(), rows, name: None };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn steps(
        title in name(),
        ends in (any::<u64>(), any::<u64>()),
        points in prop::collection::vec((any::<u64>(), any::<u64>()), 0..40),
        small in any::<bool>(),
        unit in prop::sample::select(vec![Unit::Bytes, Unit::Count, Unit::Size, Unit::Time]),
    ) {
        let cut = |value: u64| (if small { value % 100 } else { value }) as f64;
        let plot = Steps {
            x_title: title.clone(),
            x_unit: unit,
            x_end: cut(ends.0),
            y_title: title,
            y_unit: unit,
            y_end: cut(ends.1),
            slot: 3,
            points: points.into_iter().map(|(at, value)| (cut(at), cut(value))).collect(),
            diagonal: small,
        };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }

    #[test]
    fn controls(values in prop::collection::vec(-0.5_f64..0.5, 0..200)) {
        let plot = Strip { x_title: "control".into(), y_title: "trials".into(), values };
        for width in Width::BOTH {
            prop_assert_eq!(check_texts(&plot.draw(width)), Ok(()));
        }
    }
}
