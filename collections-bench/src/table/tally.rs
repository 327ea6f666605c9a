//! What a look-up in a table did: the slots that it looked at, and the keys that it compared.

/// Notes the work of a look-up; `()` notes nothing, and costs nothing.
pub(crate) trait Tally {
    /// A slot (or a group of slots, where they are looked at together) was read.
    fn probe(&mut self);

    /// A key was compared with another.
    fn compare(&mut self);
}

impl Tally for () {
    fn probe(&mut self) {}

    fn compare(&mut self) {}
}

/// How many slots were probed, and how many keys were compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) probes: u64,
    pub(crate) comparisons: u64,
}

impl Tally for Work {
    fn probe(&mut self) {
        self.probes += 1;
    }

    fn compare(&mut self) {
        self.comparisons += 1;
    }
}
