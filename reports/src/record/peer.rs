//! Variants in another language, and what ran them.

use serde::{Deserialize, Serialize};

/// An interpreter that ran peers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// The implementation: `CPython`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// How it was built: compiler, configuration, flags.
    pub flags: String,
    /// Where it lies.
    pub path: String,
    /// The variants that it ran.
    pub variants: Vec<String>,
}

/// The file of a peer, as it was when it was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    /// The language: `Python`.
    pub language: String,
    /// From the workspace's root; absent when it is not known.
    pub path: Option<String>,
    /// The whole text.
    pub text: String,
    /// Whether the garbage collector could run while the clock did.
    pub collects: bool,
    /// The variant in the project's own language that does the same in the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mirrors: Option<String>,
}
