//! `cargo lab`: what can be done with records, and with the workspace, without measuring.

fn main() -> std::process::ExitCode {
    harness::lab::main()
}
