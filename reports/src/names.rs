//! Names that were probably meant where another was written.

/// Names that are less alike than this are not taken for each other (Jaro-Winkler).
const ALIKE: f64 = 0.75;

/// The known name that is most like `name`, or absent where none is like it.
///
/// Names hold parts, with slashes between them: their last parts may be what was written.
#[must_use]
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |known: &str| {
        let tails = known.match_indices('/').map(|(at, _)| &known[at + 1..]);
        let alike = tails.map(|tail| strsim::jaro_winkler(name, tail));
        alike.fold(strsim::jaro_winkler(name, known), f64::max)
    };
    known
        .into_iter()
        .map(|known| (likeness(known), known))
        .filter(|(alike, _)| *alike >= ALIKE)
        // The first of several that are equally alike.
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, known)| known)
}

/// ` (did you mean X?)`, or nothing where no known name is like it.
#[must_use]
pub fn suggestion<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    let nearest = nearest(name, known);
    nearest.map_or_else(String::new, |meant| format!(" (did you mean `{meant}`?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["a-bench/search/sorted", "a-bench/sort", "binary", "scan"];

    #[test]
    fn a_typo_finds_what_was_meant_by_the_whole_name_or_its_last_parts() {
        for (typo, meant) in [
            ("a-bench/serch/sorted", "a-bench/search/sorted"),
            ("serch/sorted", "a-bench/search/sorted"),
            ("srot", "a-bench/sort"),
            ("binray", "binary"),
        ] {
            assert_eq!(nearest(typo, KNOWN), Some(meant), "{typo}");
        }
        assert_eq!(nearest("zzz", KNOWN), None);
        assert_eq!(nearest("anything", []), None);
    }

    #[test]
    fn a_suggestion_is_a_question_or_nothing() {
        assert_eq!(suggestion("scna", KNOWN), " (did you mean `scan`?)");
        assert_eq!(suggestion("zzz", KNOWN), "");
    }
}
