//! What a claim says in words, which is no part of its prediction.

use super::Claim;

impl Claim {
    /// Names where the statement comes from.
    pub const fn source(self, source: &'static str) -> Self {
        Self { source, ..self }
    }

    /// States the claim in the author's words, shown as its title.
    pub const fn says(self, words: &'static str) -> Self {
        Self {
            says: words,
            ..self
        }
    }

    /// Adds what the author reads from the claim, shown below the verdict as the author's words:
    /// why it should be so, or what follows. It is no part of the prediction.
    pub const fn means(self, words: &'static str) -> Self {
        Self {
            means: words,
            ..self
        }
    }
}
