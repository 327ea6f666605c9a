//! Works for the system's own allocator: nothing of the harness is linked into this program.

#[path = "churn/work.rs"]
mod work;

fn main() -> std::io::Result<()> {
    work::answer(|work| work())
}
