//! What can be told of an experiment and its variants without running them.

use std::panic::Location;

use reports::record::Kind;

use crate::peer::Script;

/// What can be told of an experiment without running it.
#[derive(Clone, Debug)]
pub(crate) struct Outline {
    pub(crate) cases: Vec<&'static str>,
    pub(crate) variants: Vec<VariantOutline>,
}

/// What can be told of a variant without running it.
#[derive(Clone, Debug)]
pub(crate) struct VariantOutline {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) up_to: Option<u64>,
    pub(crate) measures: Vec<&'static str>,
    /// Its limit in words.
    pub(crate) limit: Option<&'static str>,
    /// The file of a peer.
    pub(crate) script: Option<Script>,
    pub(crate) at: &'static Location<'static>,
}

impl Outline {
    /// The place of a variant in the ladder.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.variants
            .iter()
            .position(|variant| variant.name == name)
    }

    /// The variants of which a second copy runs, among those that run: the reference, and the first
    /// that prepares a structure of its own where the reference reads the shared input. How far
    /// data that lie elsewhere change the time of the same code shows in the second alone.
    pub(crate) fn controls(&self, active: &[usize]) -> Vec<usize> {
        let Some(&reference) = active.first() else {
            return Vec::new();
        };
        let kind = |variant: usize| self.variants[variant].kind;
        let prepared = active
            .iter()
            .copied()
            .find(|&variant| kind(variant) == Kind::Prepared);
        let prepared = prepared.filter(|_| !kind(reference).has_own_data());
        std::iter::once(reference).chain(prepared).collect()
    }

    /// The variants that run at a size, but for those that are left out.
    pub(crate) fn active(&self, size: u64, left_out: &[usize]) -> Vec<usize> {
        let variants = self.variants.iter().enumerate();
        variants
            .filter(|(index, variant)| variant.runs_at(size) && !left_out.contains(index))
            .map(|(index, _)| index)
            .collect()
    }
}

impl VariantOutline {
    /// Whether the variant is run at this size.
    pub(crate) fn runs_at(&self, size: u64) -> bool {
        self.up_to.is_none_or(|largest| size <= largest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_structure_of_its_own_has_a_control_beside_a_shared_reference() {
        let outline = |kinds: &[Kind]| Outline {
            cases: vec![""],
            variants: kinds
                .iter()
                .map(|&kind| VariantOutline {
                    name: "",
                    kind,
                    up_to: None,
                    measures: Vec::new(),
                    limit: None,
                    script: None,
                    at: Location::caller(),
                })
                .collect(),
        };
        use Kind::{Fresh, Prepared, Reads};
        let mixed = outline(&[Reads, Reads, Prepared, Prepared]);
        assert_eq!(mixed.controls(&[0, 1, 2, 3]), [0, 2]);
        assert_eq!(mixed.controls(&[1, 3]), [1, 3]);
        assert_eq!(mixed.controls(&[2, 3]), [2]);
        assert_eq!(mixed.controls(&[0, 1]), [0]);
        assert!(mixed.controls(&[]).is_empty());
        assert_eq!(outline(&[Fresh, Prepared]).controls(&[0, 1]), [0]);
    }
}
