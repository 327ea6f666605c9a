//! Heads of tables.

use maud::{Markup, Render, html};

/// The head of a column of text.
pub(crate) fn text(name: impl Render) -> Markup {
    html! { th scope="col" { (name) } }
}

/// The head of a column of numbers, which stand to the right.
pub(crate) fn number(name: impl Render) -> Markup {
    html! { th.n scope="col" { (name) } }
}

/// The head of a table with these columns.
pub(crate) fn head(columns: &[Markup]) -> Markup {
    html! { thead { tr { @for column in columns { (column) } } } }
}
