//! A bar divided by shares: how many of each kind there are, at a glance.

use maud::{Markup, html};

/// The bar's length: a drawing is stretched to the room that there is.
const LENGTH: f64 = 1000.0;

/// What even the smallest part shows.
const LEAST: f64 = 6.0;

/// Draws parts side by side, each with its class and its count. For sighted readers alone: the
/// counts must stand beside it.
pub(crate) fn share(parts: &[(&str, usize)]) -> Markup {
    let parts = parts.iter().filter(|(_, count)| *count > 0);
    let all: usize = parts.clone().map(|(_, count)| count).sum();
    let mut from = 0.0;
    html! {
        svg.share viewBox={ "0 0 " (LENGTH) " 10" } preserveAspectRatio="none" aria-hidden="true" {
            @for (class, count) in parts {
                @let long = (*count as f64 / all as f64 * LENGTH).round().max(LEAST);
                rect class=(class) x=(from) y="0" width=(long - 2.0) height="10" {}
                @let () = from += long;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn parts_stand_one_after_the_other_and_empty_ones_nowhere() {
        let drawn = share(&[("a", 3), ("none", 0), ("b", 1)]).into_string();
        assert!(
            drawn.contains(r#"class="a" x="0" y="0" width="748""#),
            "{drawn}"
        );
        assert!(
            drawn.contains(r#"class="b" x="750" y="0" width="248""#),
            "{drawn}"
        );
        assert!(!drawn.contains("none\" x"), "{drawn}");
    }
}
