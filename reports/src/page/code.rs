//! The source of each variant, as it was when it was measured, and how to run it again.

mod excerpt;

use maud::{Markup, html};

use crate::chart::mark;
use crate::figures;
use crate::record::{Record, Source, Variant};
use crate::words;

use super::{all, peers};
use excerpt::{excerpt, functions};

pub(crate) fn section(record: &Record) -> Markup {
    html! {
        h2 #code { "Code" }
        @match &record.source {
            None => { p { "The source could not be read when this was measured." } }
            Some(source) => {
                p.soft.small { "From " code { bdi { (source.path) } } ", as it was measured." }
                (listings(record, source))
                p { a href={ "../../" (all::address(record)) "#file" } { "The whole file" } }
            }
        }
        h2 #reproduce { "Reproduce" }
        pre tabindex="0" { code { (command(record)) } }
    }
}

/// The whole file, where it could be read.
pub(crate) fn whole(record: &Record) -> Markup {
    html! {
        @if let Some(source) = &record.source {
            h2 #file { "The whole file" }
            p.soft.small { code { bdi { (source.path) } } ", as it was measured." }
            pre tabindex="0" { code { (source.text) } }
        }
    }
}

/// The code of all variants: one below the other, but each beside the peers that mirror it.
fn listings(record: &Record, source: &Source) -> Markup {
    let variants = record.variants.iter().enumerate();
    let mirrors = |own: Option<usize>| {
        let chosen = variants.clone();
        chosen.filter(move |(_, variant)| mirrored(record, variant) == own)
    };
    html! {
        div.variants {
            @for (slot, variant) in mirrors(None) {
                @if mirrors(Some(slot)).next().is_none() {
                    div { (listing(record, source, slot, variant, false)) }
                } @else {
                    div.beside {
                        div { (listing(record, source, slot, variant, true)) }
                        div {
                            @for (slot, peer) in mirrors(Some(slot)) {
                                (listing(record, source, slot, peer, true))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The place of the variant that a peer does over again.
fn mirrored(record: &Record, peer: &Variant) -> Option<usize> {
    let name = peer.script.as_ref()?.mirrors.as_deref()?;
    let own = |of: &Variant| of.script.is_none() && of.name == name;
    record.variants.iter().position(own)
}

fn listing(
    record: &Record,
    source: &Source,
    slot: usize,
    variant: &Variant,
    whole: bool,
) -> Markup {
    let own = |code: &str| {
        let named = if whole {
            functions(&source.text, code)
        } else {
            Vec::new()
        };
        html! { @for part in std::iter::once(code).chain(named.iter().map(String::as_str)) {
            pre tabindex="0" { code { (part) } }
        } }
    };
    html! {
        h3.named { (mark::swatch(slot)) (words::name(&variant.name)) }
        @if let Some(script) = &variant.script {
            (peers::script(record, variant, script))
        } @else {
            @let code = variant.lines.and_then(|lines| excerpt(&source.text, lines));
            p.soft.small {
                "Rust. " (figures::capitalised(words::kind(variant.kind).to_owned()))
                @if let Some(largest) = variant.up_to {
                    "; run up to n = " (figures::size(largest))
                }
                "."
                @match variant.lines.filter(|_| code.is_some()) {
                    Some((first, last)) if first == last => { " Line " (first) "." }
                    Some((first, last)) => { " Lines " (first) " to " (last) "." }
                    None => {}
                }
            }
            @if let Some(code) = code { (own(&code)) }
        }
    }
}

/// What to type to measure this again.
fn command(record: &Record) -> String {
    let clean = record.commit.as_ref().filter(|commit| !commit.dirty);
    let checkout = clean.map(|commit| format!("git checkout {}\n", quoted(&commit.hash)));
    let package = quoted(&record.package);
    let effort = match record.run.effort {
        crate::record::Effort::Quick => " --quick",
        crate::record::Effort::Default => "",
        crate::record::Effort::Thorough => " --thorough",
    };
    format!(
        "{}cargo bench -p {package} --{effort} {}",
        checkout.unwrap_or_default(),
        quoted(&record.experiment)
    )
}

/// A word as a POSIX shell takes it literally.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('-') {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_cannot_leave_its_quotes() {
        assert_eq!(quoted("search/sorted-slice"), "search/sorted-slice");
        assert_eq!(quoted("a'; rm -rf /"), r"'a'\''; rm -rf /'");
        assert_eq!(quoted(""), "''");
    }
}
