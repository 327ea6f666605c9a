//! What can be told of a peer's file without running it.

use std::sync::LazyLock;

use regex::Regex;

use super::interpreter::Interpreter;

/// What `MEMORY = True` offers.
const MEMORY: [&str; 3] = ["peak", "kept", "getsizeof"];

/// A peer's file, and what runs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script {
    /// The name that the author gave the peer: that of its variant for the first interpreter.
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    pub(crate) interpreter: &'static Interpreter,
    /// The variant in Rust that does the same in the same way.
    pub(crate) mirrors: Option<&'static str>,
}

impl Script {
    /// The counts that the file offers: the names in its `count`, and what `MEMORY = True` adds.
    pub(crate) fn measures(self) -> Vec<&'static str> {
        static NAME: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r#"["']([^"'\n]+)["']\s*(?::|\]\s*=)"#).expect("a sound expression")
        });
        let body = function(self.text, "count");
        let names = NAME.captures_iter(body).filter_map(|found| found.get(1));
        let mut measures: Vec<&str> = names.map(|name| name.as_str()).collect();
        if self.sets("MEMORY", "True") {
            measures.extend(MEMORY);
        }
        measures.sort_unstable();
        measures.dedup();
        measures
    }

    /// Whether the garbage collector may run while the clock does.
    pub(crate) fn collects(self) -> bool {
        !self.sets("GC", "False")
    }

    fn sets(self, name: &str, value: &str) -> bool {
        self.text.lines().any(|line| {
            let code = line.split('#').next().unwrap_or_default();
            code.split_once('=')
                .is_some_and(|(left, right)| (left.trim_end(), right.trim()) == (name, value))
        })
    }
}

/// A function of a file: from its `def` to the next line that is not indented.
fn function<'t>(text: &'t str, name: &str) -> &'t str {
    let head = format!("def {name}(");
    let begins = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
    let Some(start) = text.match_indices(&head).map(|(at, _)| at).find(begins) else {
        return "";
    };
    let rest = &text[start..];
    let lines = rest.match_indices('\n').map(|(at, _)| at + 1);
    let ends = |at: &usize| !rest[*at..].starts_with([' ', '\t', '\n', '\r', '#', ')']);
    &rest[..lines.into_iter().find(ends).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(text: &'static str) -> Script {
        let interpreter = &crate::peer::interpreter::all()[0];
        Script {
            name: "peer",
            text,
            interpreter,
            mirrors: None,
        }
    }

    #[test]
    fn the_names_of_counts_are_read_from_the_file() {
        let text = "def run(x):\n    return {'no': 1}\n\n\ndef count(x):\n    found = \
                    {\"probes\": 1}\
                    \n\n    found['hash calls'] = 2\n    return found\n\n\nOTHER = {'no': 1}\n";
        assert_eq!(script(text).measures(), ["hash calls", "probes"]);
        assert!(
            script("def counted(x):\n    return {'no': 1}\n")
                .measures()
                .is_empty()
        );
        assert_eq!(
            script("MEMORY = True  # all of it\n").measures(),
            ["getsizeof", "kept", "peak"]
        );
    }

    #[test]
    fn the_collector_is_on_unless_the_file_says_so() {
        assert!(script("def run(x):\n    return x\n").collects());
        assert!(script("# GC = False\n").collects());
        assert!(!script("GC = False\n").collects());
    }
}
