//! What tells one series from another: a colour and a shape, so that neither is needed alone.

use maud::{Markup, html};

use super::drawing::number;

/// Colours in the style sheet, `.c0` … `.c7`, and as many shapes.
const KINDS: usize = 8;

/// The class that sets the colour of the series in this place.
pub(crate) fn colour(slot: usize) -> usize {
    slot % KINDS
}

/// The shape of the series in this place as path data around a point.
///
/// The first eight series differ in both shape and colour; up to 64 differ in the pair.
pub(crate) fn shape(slot: usize, x: f64, y: f64, radius: f64) -> String {
    let step = |(dx, dy): (f64, f64)| {
        let (dx, dy) = (number(dx * radius), number(dy * radius));
        let gap = if dy.starts_with('-') { "" } else { " " };
        format!("{dx}{gap}{dy}")
    };
    let place = format!("M{} {}", number(x), number(y));
    // From the middle to the first corner, and on from corner to corner: the same for every mark
    // of a series, so that it packs well.
    let polygon = |corners: &[(f64, f64)]| {
        let (mut path, mut last) = (place.clone(), (0.0, 0.0));
        for (i, &(dx, dy)) in corners.iter().enumerate() {
            path.push(if i == 0 { 'm' } else { 'l' });
            path.push_str(&step((dx - last.0, dy - last.1)));
            last = (dx, dy);
        }
        path + "z"
    };
    match (slot + slot / KINDS) % KINDS {
        0 => {
            let (r, d) = (number(radius), number(2.0 * radius));
            format!("{place}m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z")
        }
        1 => polygon(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
        2 => polygon(&[(0.0, -1.2), (1.1, 0.85), (-1.1, 0.85)]),
        3 => polygon(&[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]),
        4 => polygon(&[(0.0, 1.2), (1.1, -0.85), (-1.1, -0.85)]),
        5 => {
            let (long, thin) = (1.25, 0.42);
            polygon(&[
                (-thin, -long),
                (thin, -long),
                (thin, -thin),
                (long, -thin),
                (long, thin),
                (thin, thin),
                (thin, long),
                (-thin, long),
                (-thin, thin),
                (-long, thin),
                (-long, -thin),
                (-thin, -thin),
            ])
        }
        6 => polygon(&[(-1.2, -1.0), (1.2, 1.0), (1.2, -1.0), (-1.2, 1.0)]),
        _ => polygon(&[(-1.0, -1.2), (1.0, 1.2), (-1.0, 1.2), (1.0, -1.2)]),
    }
}

/// The mark of a series beside its name in a table or a legend; the name says what it is.
pub(crate) fn swatch(slot: usize) -> Markup {
    html! {
        svg class={ "swatch c" (colour(slot)) } viewBox="0 0 12 12" aria-hidden="true" {
            path d=(shape(slot, 6.0, 6.0, 4.0)) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn sixty_four_series_can_be_told_apart() {
        let looks: BTreeSet<_> = (0..64)
            .map(|slot| (colour(slot), shape(slot, 0.0, 0.0, 4.0)))
            .collect();
        assert_eq!(looks.len(), 64);
        let shapes: BTreeSet<_> = (0..8).map(|slot| shape(slot, 0.0, 0.0, 4.0)).collect();
        assert_eq!(shapes.len(), 8);
    }
}
