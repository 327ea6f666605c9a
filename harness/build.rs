//! Hands the compiler's version and flags to the program, so that each record can name them, and
//! tells where the allocator's ledger is reached by assembly.

use std::env;
use std::process::Command;

fn main() {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let version = Command::new(rustc)
        .arg("--version")
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .unwrap_or_default();
    println!("cargo::rustc-env=LAB_RUSTC={}", version.trim());
    for (name, key) in [
        ("TARGET", "LAB_TARGET"),
        ("PROFILE", "LAB_PROFILE"),
        ("OPT_LEVEL", "LAB_OPT_LEVEL"),
        ("CARGO_ENCODED_RUSTFLAGS", "LAB_FLAGS"),
    ] {
        let value = env::var(name).unwrap_or_default();
        // The flags are separated by a character that must not stand in a build script's line.
        println!("cargo::rustc-env={key}={}", value.replace('\u{1f}', " "));
    }
    println!("cargo::rustc-check-cfg=cfg(ledger_by_assembly)");
    let target = |key: &str| env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default();
    let known = ["ARCH", "OS", "POINTER_WIDTH"].map(target) == ["x86_64", "linux", "64"];
    // Miri interprets no assembly.
    if known && env::var_os("CARGO_CFG_MIRI").is_none() {
        println!("cargo::rustc-cfg=ledger_by_assembly");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
