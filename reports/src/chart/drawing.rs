//! A picture before it is SVG: shapes as text, and texts as data, so that a test can see whether
//! any of them overlap.

use std::fmt::{Arguments, Write};

use maud::{Markup, PreEscaped, html};

/// The two widths in which every plot is drawn; a media query shows the one that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Width {
    /// For a desk: 760 units, labels beside the lines.
    Wide,
    /// For a phone and for small multiples: 360 units, a legend below.
    Narrow,
}

impl Width {
    pub(crate) const BOTH: [Self; 2] = [Self::Wide, Self::Narrow];

    /// The width of the picture in its own units.
    pub(crate) fn units(self) -> f64 {
        match self {
            Self::Wide => 760.0,
            Self::Narrow => 360.0,
        }
    }

    /// The size of its texts.
    pub(crate) fn text(self) -> f64 {
        match self {
            Self::Wide => 12.0,
            Self::Narrow => 11.0,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// Where a text stands relative to its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text; `y` is its baseline.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) anchor: Anchor,
    /// Classes of the style sheet; a fixed word, never from a record.
    pub(crate) class: &'static str,
    pub(crate) content: String,
}

impl Text {
    fn markup(&self) -> Markup {
        let anchor = match self.anchor {
            Anchor::Start => None,
            Anchor::Middle => Some("middle"),
            Anchor::End => Some("end"),
        };
        html! {
            text class=(self.class) x=(number(self.x)) y=(number(self.y)) text-anchor=[anchor] {
                (self.content)
            }
        }
    }
}

/// A picture: shapes below, texts above.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    pub(crate) width: Width,
    pub(crate) height: f64,
    pub(crate) texts: Vec<Text>,
    shapes: String,
}

impl Drawing {
    pub(crate) fn new(width: Width, height: f64) -> Self {
        Self {
            width,
            height,
            texts: Vec::new(),
            shapes: String::new(),
        }
    }

    /// Adds SVG elements made of fixed words and numbers alone: nothing here is escaped.
    pub(crate) fn shape(&mut self, element: Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.shapes.write_fmt(element);
    }

    /// The shapes as SVG.
    #[cfg(test)]
    pub(crate) fn shapes(&self) -> &str {
        &self.shapes
    }

    /// Adds an element with a tool tip, which may say anything; name and attributes are not
    /// escaped.
    pub(crate) fn tipped(&mut self, name: &str, attributes: &str, tip: &str) {
        let title = html! { title { (tip) } }.into_string();
        self.shape(format_args!("<{name} {attributes}>{title}</{name}>"));
    }

    pub(crate) fn text(
        &mut self,
        class: &'static str,
        anchor: Anchor,
        (x, y): (f64, f64),
        content: impl Into<String>,
    ) {
        self.texts.push(Text {
            x,
            y,
            anchor,
            class,
            content: content.into(),
        });
    }

    /// The picture as SVG, with its title and description for those who cannot see it. A second
    /// drawing of the same has those of the first, which may be hidden.
    fn markup(&self, id: &str, alternative: &Alternative, first: bool) -> Markup {
        let class = self.width.class();
        let (title_id, desc_id) = (format!("{id}-title"), format!("{id}-desc"));
        let size = format!("0 0 {} {}", self.width.units(), number(self.height));
        html! {
            svg class={ "plot " (class) } viewBox=(size) role="img"
                aria-labelledby=(title_id) aria-describedby=(desc_id) {
                @if first {
                    title id=(title_id) { (alternative.title) }
                    desc id=(desc_id) { (alternative.description) }
                }
                (PreEscaped(&self.shapes))
                @for text in &self.texts { (text.markup()) }
            }
        }
    }
}

/// What a picture says, in words.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) title: String,
    pub(crate) description: String,
}

/// Both drawings of a plot; the style sheet shows one. `id` is a fixed word with numbers.
pub(crate) fn both(id: &str, alternative: &Alternative, draw: impl Fn(Width) -> Drawing) -> Markup {
    html! {
        @for width in Width::BOTH {
            (draw(width).markup(id, alternative, width == Width::Wide))
        }
    }
}

/// The narrow drawing alone, for small multiples.
pub(crate) fn small(id: &str, alternative: &Alternative, drawing: &Drawing) -> Markup {
    html! { div.always { (drawing.markup(id, alternative, true)) } }
}

/// A coordinate with at most one decimal; what is not finite stands at 0.
pub(crate) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round();
    if !tenths.is_finite() {
        return "0".into();
    }
    // Adding 0 turns a negative zero into a positive one.
    format!("{}", tenths / 10.0 + 0.0)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::text;
    use super::*;

    /// An upright rectangle.
    #[derive(Clone, Copy, Debug)]
    struct Rect {
        left: f64,
        top: f64,
        right: f64,
        bottom: f64,
    }

    impl Rect {
        /// The box that a text of this size stays within.
        fn around(text: &Text, size: f64) -> Self {
            let width = text::width(&text.content, size);
            let left = match text.anchor {
                Anchor::Start => text.x,
                Anchor::Middle => text.x - width / 2.0,
                Anchor::End => text.x - width,
            };
            Self {
                left,
                top: text.y - 0.95 * size,
                right: left + width,
                bottom: text.y + 0.3 * size,
            }
        }

        fn overlaps(&self, other: &Self) -> bool {
            self.left < other.right
                && other.left < self.right
                && self.top < other.bottom
                && other.top < self.bottom
        }
    }

    /// Fails, by name, on texts that overlap or leave the picture.
    pub(crate) fn check_texts(drawing: &Drawing) -> Result<(), String> {
        let size = drawing.width.text();
        let boxes: Vec<Rect> = drawing
            .texts
            .iter()
            .map(|text| Rect::around(text, size))
            .collect();
        for (i, one) in boxes.iter().enumerate() {
            let name = &drawing.texts[i].content;
            let inside = one.left >= 0.0
                && one.top >= 0.0
                && one.right <= drawing.width.units()
                && one.bottom <= drawing.height;
            if !inside {
                return Err(format!("{name:?} leaves the picture: {one:?}"));
            }
            for (j, other) in boxes.iter().enumerate().skip(i + 1) {
                if one.overlaps(other) {
                    let second = &drawing.texts[j].content;
                    return Err(format!("{name:?} {one:?} overlaps {second:?} {other:?}"));
                }
            }
        }
        Ok(())
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(-0.01), "0");
        assert_eq!(number(40.0), "40");
        assert_eq!(number(f64::NAN), "0");
    }

    #[test]
    fn a_tool_tip_is_escaped() {
        let mut drawing = Drawing::new(Width::Wide, 10.0);
        drawing.tipped("path", "d=\"M0 0\"", "<b>&");
        assert_eq!(
            drawing.shapes,
            "<path d=\"M0 0\"><title>&lt;b&gt;&amp;</title></path>"
        );
    }
}
