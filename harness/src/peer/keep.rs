//! Peers as a record keeps them.

use std::path::Path;

use reports::record::{NotMeasured, Peer, Script, Source};

use crate::trial::{Outline, VariantOutline};

/// The interpreters that run the variants of an experiment.
pub(crate) fn peers(outline: &Outline) -> Vec<Peer> {
    let mut peers: Vec<Peer> = Vec::new();
    for variant in &outline.variants {
        let interpreter = variant.script.map(|script| script.interpreter);
        let Some(Ok(found)) = interpreter.map(|interpreter| &interpreter.found) else {
            continue;
        };
        let known = peers.iter_mut().find(|peer| peer.path == found.path);
        match known {
            Some(peer) => peer.variants.push(variant.name.to_owned()),
            None => peers.push(Peer {
                name: found.implementation.clone(),
                version: found.version.clone(),
                flags: found.flags.clone(),
                path: found.path.clone(),
                variants: vec![variant.name.to_owned()],
            }),
        }
    }
    peers
}

/// The file of a peer; `lines` are those of its definition in the experiment's file.
pub(crate) fn script(
    variant: &VariantOutline,
    source: Option<&Source>,
    lines: Option<(u32, u32)>,
) -> Option<Script> {
    let script = variant.script?;
    let named = source.zip(lines).and_then(|(source, (first, last))| {
        let lines = source.text.lines().skip(first as usize - 1);
        let call: Vec<&str> = lines.take((last - first) as usize + 1).collect();
        included(&source.path, &call.join("\n"))
    });
    Some(Script {
        language: "Python".to_owned(),
        path: named,
        text: script.text.to_owned(),
        collects: script.collects(),
        mirrors: script.mirrors.map(str::to_owned),
    })
}

/// The file that a call includes, seen from the file that it stands in.
fn included(from: &str, call: &str) -> Option<String> {
    let (_, rest) = call.split_once("include_str!(")?;
    let name = rest.trim_start().strip_prefix('"')?.split('"').next()?;
    let mut path: Vec<&str> = Path::new(from).parent()?.to_str()?.split('/').collect();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => {
                path.pop()?;
            }
            part => path.push(part),
        }
    }
    path.retain(|part| !part.is_empty());
    Some(path.join("/"))
}

/// What could not be measured, each said once: what is so in all `trials` trials speaks of none.
pub(crate) fn not_measured<'m>(
    missing: impl Iterator<Item = &'m NotMeasured>,
    trials: usize,
) -> Vec<NotMeasured> {
    let mut said: Vec<(NotMeasured, Vec<NotMeasured>)> = Vec::new();
    for one in missing {
        let whole = NotMeasured {
            case: None,
            size: None,
            ..one.clone()
        };
        match said.iter_mut().find(|(known, _)| *known == whole) {
            Some((_, places)) if places.contains(one) => {}
            Some((_, places)) => places.push(one.clone()),
            None => said.push((whole, vec![one.clone()])),
        }
    }
    let merged = said.into_iter().flat_map(|(whole, places)| {
        if places.len() == trials {
            vec![whole]
        } else {
            places
        }
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_included_file_is_found_from_where_it_is_named() {
        let call = ".python(\n    \"x\",\n    include_str!(\"../py/find.py\"),\n)";
        let path = included("a-bench/src/search/unsorted.rs", call);
        assert_eq!(path.as_deref(), Some("a-bench/src/py/find.py"));
        assert_eq!(included("a.rs", "python(\"x\", TEXT)"), None);
    }

    #[test]
    fn what_is_missing_everywhere_is_said_once() {
        let at = |size, reason: &str| NotMeasured {
            variant: Some("x".into()),
            measure: None,
            case: Some(String::new()),
            size: Some(size),
            reason: reason.into(),
        };
        let all = [at(1, "no python"), at(2, "no python")];
        let said = not_measured(all.iter(), 2);
        assert_eq!((said.len(), said[0].size), (1, None));
        let some = [at(1, "slow"), at(1, "slow"), at(2, "crash")];
        assert_eq!(
            not_measured(some.iter(), 2),
            [at(1, "slow"), at(2, "crash")]
        );
    }
}
