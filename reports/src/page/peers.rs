//! Variants in another language, and what ran them.

use maud::{Markup, html};

use crate::claim::TIME;
use crate::figures;
use crate::record::{NotMeasured, Peer, Record, Script, Trial, Variant};
use crate::words;

use super::exhibit::Exhibit;

/// The interpreter that ran a variant.
fn interpreter<'r>(record: &'r Record, variant: &str) -> Option<&'r Peer> {
    let ran = |peer: &&Peer| peer.variants.iter().any(|name| name == variant);
    record.peers.iter().find(ran)
}

/// An interpreter in two words: `CPython 3.11.7`.
pub(crate) fn named(peer: &Peer) -> String {
    format!("{} {}", peer.name, peer.version)
}

/// What ran a variant, beneath its name in a table; nothing for one in Rust.
pub(crate) fn beneath(record: &Record, variant: &Variant) -> Markup {
    html! {
        @if let Some(peer) = interpreter(record, &variant.name) {
            span.ci { bdi { (named(peer)) } }
        }
    }
}

/// Why a variant has no time at a trial, where the record says so.
pub(crate) fn absent<'r>(
    record: &'r Record,
    trial: &Trial,
    variant: &str,
) -> Option<&'r NotMeasured> {
    let concerns = |absent: &&NotMeasured| absent.concerns(variant, TIME, trial);
    record.not_measured.iter().find(concerns)
}

/// The file of a peer, with what ran it.
pub(crate) fn script(record: &Record, variant: &Variant, script: &Script) -> Markup {
    html! {
        p.soft.small {
            (words::name(&script.language))
            @if let Some(path) = &script.path { ", " code { bdi { (path) } } }
            @if let Some(peer) = interpreter(record, &variant.name) {
                ", run by " bdi { (named(peer)) }
            }
            " in another process, on a copy of the input"
            @if let Some(largest) = variant.up_to { ", up to n = " (figures::size(largest)) }
            @if script.collects {
                "; its garbage collector was on while the clock ran."
            } @else {
                "; its garbage collector was off while the clock ran."
            }
        }
        pre tabindex="0" { code { (script.text) } }
    }
}

/// The interpreters of one record, for a list of facts.
pub(crate) fn facts(record: &Record) -> Markup {
    html! {
        @for peer in &record.peers {
            dt { "Peer" }
            dd { (whole(peer)) }
        }
    }
}

/// All that is known of an interpreter.
fn whole(peer: &Peer) -> Markup {
    html! {
        bdi { (named(peer)) } " at " code { bdi { (peer.path) } }
        @if !peer.flags.is_empty() { ", built with " bdi { (peer.flags) } }
    }
}

/// The interpreters of all records, each once, for the page of the machine.
pub(crate) fn section(exhibits: &[Exhibit<'_>]) -> Markup {
    let mut all: Vec<&Peer> = Vec::new();
    for peer in exhibits.iter().flat_map(|exhibit| &exhibit.record.peers) {
        if !all
            .iter()
            .any(|known| (&known.path, &known.version) == (&peer.path, &peer.version))
        {
            all.push(peer);
        }
    }
    html! {
        @if !all.is_empty() {
            h2 { "Peers" }
            p { "Variants in another language ran in these interpreters, in the same rounds." }
            ul { @for peer in all { li { (whole(peer)) } } }
        }
    }
}
