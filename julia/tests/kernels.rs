//! Every exact kernel against the scalar loop, pixel by pixel, on anything that a grid can hold.

use julia::kernel::{Kernel, certain, kernel, kernels};
use julia::plane::{Grid, Window};
use num_complex::Complex64;
use proptest::prelude::*;

/// Where two kernels first differ, with both counts.
fn difference(kernel: &Kernel, grid: &Grid, expected: &[u16]) -> Option<String> {
    let pixels = kernel.pixels(grid);
    let at = pixels
        .iter()
        .zip(expected)
        .position(|(one, other)| one != other)?;
    let (row, column) = (at / grid.xs.len(), at % grid.xs.len());
    Some(format!(
        "{}: {} at row {row}, column {column} of {:?}, not {}",
        kernel.name, pixels[at], grid, expected[at]
    ))
}

fn all_agree(grid: &Grid) -> Result<(), TestCaseError> {
    let expected = kernel("expanded").unwrap().pixels(grid);
    prop_assert!(expected.iter().all(|&n| n <= grid.limit));
    for (at, (certain, expected)) in certain(grid).iter().zip(&expected).enumerate() {
        let right = certain.is_none_or(|n| n == *expected);
        prop_assert!(
            right,
            "{certain:?} is certain of point {at} of {grid:?}, not {expected}"
        );
    }
    for kernel in kernels().iter().filter(|kernel| kernel.name != "norm") {
        let found = difference(kernel, grid, &expected);
        prop_assert!(found.is_none(), "{}", found.unwrap());
    }
    Ok(())
}

/// Constants with and without an attracting cycle, inside and outside of the circle of radius 2.
fn constant() -> impl Strategy<Value = Complex64> {
    let known = prop::sample::select(vec![
        (-0.62772, -0.42193),
        (0.0, 0.0),
        (-1.0, 0.0),
        (-2.0, 0.0),
        (0.25, 0.0),
        (0.0, 1.0),
        (-0.75, 0.0),
        (-0.123, 0.745),
        (0.285, 0.01),
        (-1.75488, 0.0),
        (f64::NAN, 0.0),
        (f64::INFINITY, 1.0),
    ]);
    let near = (-0.8..0.4_f64, -0.7..0.7_f64);
    let any = (-3.0..3.0_f64, -3.0..3.0_f64);
    prop_oneof![2 => known, 4 => near, 2 => any].prop_map(|(re, im)| Complex64::new(re, im))
}

fn coordinate() -> impl Strategy<Value = f64> {
    prop_oneof![8 => -2.5..2.5_f64, 1 => any::<f64>()]
}

/// `PROPTEST_CASES=20000 cargo test --release -p julia --test kernels` tries more.
fn config() -> ProptestConfig {
    if cfg!(miri) {
        ProptestConfig {
            cases: 2,
            // Miri has no working directory to keep failures in.
            failure_persistence: None,
            ..ProptestConfig::default()
        }
    } else {
        ProptestConfig::default()
    }
}

/// Hardly any iterations, about as many as the book's, and about as many as there can be.
fn bound() -> impl Strategy<Value = u16> {
    if cfg!(miri) {
        return (0_u16..60).boxed();
    }
    prop_oneof![3 => 0_u16..20, 3 => 20_u16..1000, 1 => 60_000..=u16::MAX].boxed()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn on_any_window(
        c in constant(),
        corner in (-2.2..1.5_f64, -1.5..2.2_f64),
        extent in (0.001..4.5_f64, 0.001..4.5_f64),
        limit in 0_u16..if cfg!(miri) { 60 } else { 1000 },
        width in 1_usize..if cfg!(miri) { 9 } else { 90 },
    ) {
        let window = Window {
            re: [corner.0, corner.0 + extent.0],
            im: [corner.1, corner.1 - extent.1],
            c,
            limit,
        };
        all_agree(&window.grid(width))?;
    }

    /// Wide rows of a fine grid, of which a few are taken: groups are full, and the dying crowd.
    #[test]
    #[cfg_attr(miri, ignore = "takes hours there")]
    fn on_any_rows(
        c in constant(),
        (width, columns) in (1_usize..6000, 1_usize..800),
        (first, rows) in (0.0..1.0_f64, 1_usize..14),
        limit in bound(),
    ) {
        let columns = columns.min(width);
        let fine = Window { c, limit, ..Window::BOOK }.grid(width);
        let start = |all: usize, taken: usize| (first * all.saturating_sub(taken) as f64) as usize;
        let (left, top) = (start(fine.xs.len(), columns), start(fine.ys.len(), rows));
        // As many points as a test has time for.
        let columns = if limit < 1000 { columns } else { columns.min(60) };
        let xs = fine.xs.into_iter().skip(left).take(columns).collect();
        let ys = fine.ys.into_iter().skip(top).take(rows).collect();
        all_agree(&Grid { xs, ys, c, limit })?;
    }

    /// Also coordinates that no window has: in no order, infinite, or no numbers.
    #[test]
    fn on_any_coordinates(
        c in constant(),
        xs in prop::collection::vec(coordinate(), 0..if cfg!(miri) { 9 } else { 90 }),
        ys in prop::collection::vec(coordinate(), 0..if cfg!(miri) { 9 } else { 30 }),
        limit in 0_u16..if cfg!(miri) { 60 } else { 400 },
    ) {
        all_agree(&Grid { xs, ys, c, limit })?;
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes hours there")]
fn at_many_iterations() {
    for limit in [299, 301, 1000, 10_000, u16::MAX] {
        let grid = Grid {
            limit,
            ..Window::BOOK.grid(64)
        };
        all_agree(&grid).unwrap();
    }
}

#[test]
#[cfg_attr(miri, ignore = "takes hours there")]
fn most_of_the_book_s_points_need_no_iterations() {
    let certain = certain(&Window::BOOK.grid(2000));
    let filled = certain.iter().flatten().count();
    assert!(filled > certain.len() / 2, "{filled} of {}", certain.len());
    for n in [0, 1, Window::BOOK.limit] {
        assert!(certain.contains(&Some(n)), "{n}");
    }
}

/// In fine grids the dying come in crowds; every queue must have room for them.
#[test]
#[cfg_attr(miri, ignore = "takes hours there")]
fn in_a_fine_grid() {
    let grid = Window::BOOK.grid(16_000);
    for first in [2000, 5000, 7900] {
        let view = grid.view().rows(first..first + 256);
        let mut expected = vec![0; view.pixels()];
        kernel("strip-4").unwrap().fill(view, &mut expected);
        for name in [
            "survivors",
            "survivors-avx512",
            "traps",
            "certified",
            "certified-portable",
        ] {
            let mut pixels = vec![0; view.pixels()];
            kernel(name).unwrap().fill(view, &mut pixels);
            assert!(pixels == expected, "{name} from row {first}");
        }
    }
}
