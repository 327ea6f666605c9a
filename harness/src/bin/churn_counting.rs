//! Works for the counting allocator, which comes with the harness: idle as while something is
//! timed, or, with the argument `counting`, as while a call is counted. With `peak` it says on
//! standard error how many bytes each order's work held at most.

#[path = "churn/work.rs"]
mod work;

fn main() -> std::io::Result<()> {
    let told = std::env::args().nth(1).unwrap_or_default();
    let (counts, tells) = (told == "counting" || told == "peak", told == "peak");
    work::answer(|work| {
        if counts {
            let peak = harness::while_counting(work);
            if tells {
                eprintln!("{peak}");
            }
        } else {
            work();
        }
    })
}
