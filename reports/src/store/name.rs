//! File names for ids, whatever the ids hold.

use crate::hash::fnv1a;

/// Longer ids are shortened.
const LONGEST: usize = 100;

/// A file name without an extension for an id: `search/sorted-slice` becomes
/// `search.sorted-slice`.
///
/// Ordinary ids stay readable: lower-case letters, digits, `_` and `-`, with `/` between. All
/// others keep what is ordinary in them and get a hash, so that no two ids share a name, also
/// where upper and lower case are one, and no name leaves its folder.
#[must_use]
pub fn slug(id: &str) -> String {
    let ordinary = id.len() <= LONGEST && id.split('/').all(is_ordinary);
    if ordinary {
        id.replace('/', ".")
    } else {
        hashed(id)
    }
}

/// The file name of an experiment's record.
pub(super) fn file(package: &str, experiment: &str) -> String {
    let package = match package.contains('/') {
        true => hashed(package),
        false => slug(package),
    };
    format!("{package}.{}.json", slug(experiment))
}

/// The folder name of a run, which is its id when that is ordinary.
pub(super) fn run(id: &str) -> String {
    let ordinary = id.len() <= LONGEST && is_ordinary(&id.to_ascii_lowercase());
    if ordinary { id.to_owned() } else { hashed(id) }
}

fn is_ordinary(part: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    !part.is_empty() && part.chars().all(allowed)
}

/// `~` stands in no ordinary name.
fn hashed(id: &str) -> String {
    let kept: String = id
        .chars()
        .take(LONGEST / 2)
        .map(|c| match c.to_ascii_lowercase() {
            c if is_ordinary(c.encode_utf8(&mut [0; 4])) => c,
            _ => '-',
        })
        .collect();
    format!("{kept}~{:016x}", fnv1a(id.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_ids_stay_readable() {
        assert_eq!(slug("search/sorted-slice"), "search.sorted-slice");
        assert_eq!(
            file("collections-bench", "search/sorted-slice"),
            "collections-bench.search.sorted-slice.json"
        );
        assert_eq!(run("20261122T134005Z-4711"), "20261122T134005Z-4711");
    }

    #[test]
    fn hostile_ids_stay_apart_and_in_their_folder() {
        let long = "x".repeat(5000);
        let hostile = [
            "",
            ".",
            "..",
            "../../etc/passwd",
            "/",
            "a//b",
            "a/b",
            "a.b",
            "A/b",
            "a b",
            "a\0b",
            "naïve",
            "a\\b",
            "-",
            "~",
            &long,
        ];
        let mut names: Vec<String> = hostile.iter().map(|id| slug(id)).collect();
        for name in &names {
            assert!(
                !name.contains(['/', '\\', '\0']) && name.len() <= 120,
                "{name}"
            );
            assert!(!name.starts_with('.'), "{name}");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), hostile.len());
        assert_ne!(file("a", "b/c"), file("a/b", "c"));
        assert_eq!(run("../.."), hashed("../.."));
    }

    proptest! {
        #[test]
        fn every_id_has_a_name_of_safe_characters(id in ".*") {
            let name = file(&id, &id);
            let safe = |c: char| c.is_ascii_alphanumeric() || "_-.~".contains(c);
            prop_assert!(name.chars().all(safe) && !name.starts_with('.') && name.len() < 255);
        }
    }
}
