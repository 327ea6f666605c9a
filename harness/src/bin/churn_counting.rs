//! Works for the counting allocator, which comes with the harness: idle as while something is
//! timed, or, with the argument `counting`, as while a call is counted.

#[path = "churn/work.rs"]
mod work;

fn main() -> std::io::Result<()> {
    let counts = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "counting");
    work::answer(|work| {
        if counts {
            harness::while_counting(work);
        } else {
            work();
        }
    })
}
