//! Peers on the ladder: Python files that do the work of a variant.

use std::fmt::Debug;

use reports::names;

use super::Ladder;
use crate::peer::{self, Peer, Script};
use crate::wire::Wire;

impl<I: Wire + 'static, O: Wire + PartialEq + Debug + 'static> Ladder<I, O> {
    /// Adds a peer: a Python file that does the same work in an interpreter of its own.
    ///
    /// ```
    /// # use harness::prelude::*;
    /// # let ladder = experiment("x").input(|n, _| n as u64).ladder();
    /// ladder
    ///     .variant("sum", |n| (0..*n).sum::<u64>())
    ///     .python("sum in Python", "def run(n):\n    return sum(range(n))\n")
    /// # .build();
    /// ```
    ///
    /// The text is that of a file beside the experiment's, taken by `include_str!`. It defines
    /// `run(x)`, which is timed, and what it needs of these: `prepare(input)` makes `x` once,
    /// untimed; `fresh(prepared)` makes an `x` for each lap, untimed; `count(x)` answers with a
    /// dict of exact counts of one call, `steps(x)` with one of lists of places and values;
    /// `GC = False` keeps the garbage collector from running while the clock does; `MEMORY = True`
    /// offers the counts `peak`, `kept` and `getsizeof`, in bytes; `THREADS = True` times by the
    /// wall clock always, and throws away what waited for a core: for work on several threads or
    /// processes, which live from `prepare` on. It gets the very input, and its answer must be the
    /// reference's: [`Wire`] says how values cross.
    ///
    /// The variable `LAB_PYTHON` names the interpreter, `python3` without it. Where it names
    /// several, each has a variant of its own: `sum in Python`, `sum in Python (pypy3.10)`. A peer
    /// that cannot run is *not measured*, with the reason; a wrong answer fails the experiment.
    #[track_caller]
    pub fn python(mut self, name: &'static str, text: &'static str) -> Self {
        if self.rungs.is_empty() {
            let mistake = format!(
                "the peer `{name}` stands first, and its answer must be compared with that of a \
                 variant in Rust; put one before it"
            );
            self.draft.mistake(&mistake);
        }
        let interpreters = peer::interpreter::all();
        let given = name;
        for (place, interpreter) in interpreters.iter().enumerate() {
            let name: &'static str = if place == 0 {
                name
            } else {
                // Experiments live as long as the program.
                format!("{name} ({})", peer::interpreter::label(place)).leak()
            };
            let script = Script {
                name: given,
                text,
                interpreter,
                mirrors: None,
            };
            self.push(name, Peer { name, script }, Some(script));
        }
        self.last = interpreters.len();
        self
    }

    /// Names the variant in Rust that the last peer does over again, in the same way: their code
    /// stands side by side on the experiment's page. Several peers may mirror one variant.
    pub fn mirrors(mut self, variant: &'static str) -> Self {
        let own = self.rungs.iter().filter(|rung| rung.script.is_none());
        let names: Vec<&str> = own.map(|rung| rung.name).collect();
        if !names.contains(&variant) {
            let meant = names::suggestion(variant, names);
            self.draft.mistake(&format!(
                "`mirrors` names `{variant}`, and no variant in Rust before it has that \
                 name{meant}"
            ));
        }
        let mut astray = false;
        for rung in self.last("mirrors") {
            match &mut rung.script {
                Some(script) => script.mirrors = Some(variant),
                None => astray = true,
            }
        }
        if astray {
            self.draft
                .mistake("`mirrors` stands after a variant in Rust; only a peer mirrors one");
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{Ladder, experiment};

    const TEXT: &str = "def run(n):\n    return n\n";

    fn begun() -> Ladder<u64, u64> {
        let inputs = experiment("x").input(|n, _| n as u64);
        inputs.ladder().variant("halve", |n| *n)
    }

    #[test]
    fn a_peer_mirrors_a_variant_before_it() {
        let built = begun()
            .python("in Python", TEXT)
            .mirrors("halve")
            .up_to(7)
            .build();
        assert!(built.mistakes.is_empty(), "{:?}", built.mistakes);
        let script = built.outline.variants[1].script;
        assert_eq!(script.and_then(|script| script.mirrors), Some("halve"));
    }

    #[test]
    fn what_is_mirrored_must_be_there_and_in_rust() {
        let astray = begun().mirrors("halve").build();
        assert!(astray.mistakes[0].contains("only a peer mirrors one"));
        let misspelt = begun().python("in Python", TEXT).mirrors("halv").build();
        assert!(misspelt.mistakes[0].contains("did you mean `halve`?"));
        let itself = begun()
            .python("in Python", TEXT)
            .mirrors("in Python")
            .build();
        assert!(itself.mistakes[0].contains("no variant in Rust before it"));
    }
}
