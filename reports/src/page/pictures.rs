//! The pictures of an experiment: files beside its page, which shows them.

use maud::{Markup, html};

use crate::figures;
use crate::words;

use super::exhibit::Exhibit;

pub(crate) fn section(exhibit: &Exhibit<'_>) -> Markup {
    let pictures = &exhibit.record.pictures;
    html! {
        @if !pictures.is_empty() {
            h2 #pictures { "Pictures" }
            div.pictures {
                @for (picture, (address, _)) in pictures.iter().zip(files(exhibit)) {
                    figure {
                        img src=(address.rsplit('/').next().unwrap_or(&address))
                            width=(picture.png.columns()) height=(picture.png.rows())
                            alt=(picture.alt) loading="lazy";
                        figcaption {
                            (words::prose(&picture.title))
                            " (n = " (figures::size(picture.size)) ")"
                        }
                    }
                }
            }
        }
    }
}

/// The files: their addresses from the root of the site, and their bytes.
pub(crate) fn files<'a>(
    exhibit: &Exhibit<'a>,
) -> impl Iterator<Item = (String, &'a [u8])> + use<'a> {
    let page = exhibit.address.trim_end_matches(".html").to_owned();
    let pictures = exhibit.record.pictures.iter();
    pictures
        .zip(1..)
        .map(move |(picture, place)| (format!("{page}-{place}.png"), picture.png.bytes()))
}
