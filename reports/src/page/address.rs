//! Where the page of an experiment lies: a file name that every file system takes, and that two
//! experiments never share.

use crate::hash::fnv1a;

/// The most characters that a name may lend to an address.
const MOST: usize = 80;

/// The path of an experiment's page from the root of the site.
///
/// An id of lower-case letters, digits, `-` and `_`, in parts separated by `/`, keeps its name with
/// `.` for `/`. Any other loses what a file name cannot hold and gets a hash of the whole.
pub(crate) fn experiment(package: &str, experiment: &str) -> String {
    format!(
        "experiments/{}/{}.html",
        segment(package),
        segment(experiment)
    )
}

fn segment(name: &str) -> String {
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
    let kept: String = name
        .chars()
        .map(|c| match c {
            '/' => '.',
            c if plain(c) => c,
            c if c.is_ascii_uppercase() => c.to_ascii_lowercase(),
            _ => '-',
        })
        .take(MOST)
        .collect();
    let exact = name.chars().count() <= MOST
        && name
            .split('/')
            .all(|part| !part.is_empty() && part.chars().all(plain));
    if exact {
        return kept;
    }
    format!(
        "{}~{:016x}",
        kept.trim_matches(['.', '-']),
        fnv1a(name.as_bytes())
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_address_is_a_plain_file_name(name in "\\PC{0,300}|[./\\\\]{0,9}") {
            let segment = segment(&name);
            prop_assert!(!segment.is_empty() && segment.len() <= MOST + 17);
            prop_assert!(!segment.starts_with('.'), "{segment}");
            prop_assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b)));
        }

        #[test]
        fn different_names_have_different_addresses(a in "[a-cA-C./ -]{0,6}", b in "[a-cA-C./ -]{0,6}") {
            prop_assert_eq!(a == b, segment(&a) == segment(&b));
        }
    }

    #[test]
    fn a_plain_name_is_kept() {
        assert_eq!(
            experiment("collections-bench", "search/sorted-slice"),
            "experiments/collections-bench/search.sorted-slice.html"
        );
        assert!(experiment("../x", "..").starts_with("experiments/x~"));
    }
}
