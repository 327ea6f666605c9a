//! Hands the compiler's version and flags to the program, so that each record can name them.

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
    println!("cargo::rerun-if-changed=build.rs");
}
