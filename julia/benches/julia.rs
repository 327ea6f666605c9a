//! Runs every experiment of this chapter.

fn main() -> std::process::ExitCode {
    harness::run(env!("CARGO_PKG_NAME"), julia::chapter)
}
