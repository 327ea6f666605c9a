//! How this program was built.

use reports::record::Toolchain;

use super::Finding;

pub(super) fn profile() -> Finding {
    if cfg!(debug_assertions) {
        return Finding::warning(
            "build",
            "this is a debug build, and its figures mean nothing: run `cargo bench` without \
             `--profile dev`",
        );
    }
    Finding::fine("build", "optimised")
}

/// Without aligned loops the same code at another address differs by up to 30 %.
pub(super) fn alignment(toolchain: &Toolchain) -> Finding {
    let aligned = toolchain
        .flags
        .iter()
        .any(|flag| flag.contains("align-loops=64"));
    if aligned {
        return Finding::fine("loops", "each begins on a cache line of its own");
    }
    Finding::warning(
        "loops",
        "they are not aligned, so the same code may differ by 30 % between two builds: unset \
         RUSTFLAGS, which replaces the flags of .cargo/config.toml, or add \
         -Cllvm-args=-align-loops=64 to it",
    )
}
