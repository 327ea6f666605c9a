//! The counters of this thread, through `perf_event_open`.

use std::cell::RefCell;
use std::fs;
use std::io;

use perf_event::events::{Event, Hardware};
use perf_event::{Builder, Counter, Group};

use super::Seen;

/// What is counted, in the order of [`Seen`]; the first two must be there.
const EVENTS: [Hardware; 4] = [
    Hardware::INSTRUCTIONS,
    Hardware::CPU_CYCLES,
    Hardware::BRANCH_MISSES,
    Hardware::CACHE_MISSES,
];
const NEEDED: usize = 2;

/// Counters that count together.
struct Bank {
    group: Group,
    members: [Option<Counter>; 4],
}

thread_local! {
    static BANK: RefCell<Option<Bank>> = const { RefCell::new(None) };
}

/// Opens the counters of this thread.
///
/// # Errors
/// Why they cannot be read here, in one sentence.
pub(crate) fn open() -> Result<(), String> {
    let bank = Bank::of(EVENTS.map(Event::from)).map_err(|error| refusal(&error))?;
    BANK.set(Some(bank));
    Ok(())
}

fn refusal(error: &io::Error) -> String {
    let paranoid = fs::read_to_string("/proc/sys/kernel/perf_event_paranoid").unwrap_or_default();
    match error.kind() {
        io::ErrorKind::PermissionDenied => format!(
            "this program may not read the hardware's counters (kernel.perf_event_paranoid is \
             {}): set it to 2 or less, or give the container CAP_PERFMON",
            paranoid.trim()
        ),
        io::ErrorKind::NotFound => "this machine offers no hardware counters, as is usual for a \
                                    virtual one: run on the machine itself"
            .to_owned(),
        _ => format!("the hardware's counters cannot be opened: {error}"),
    }
}

/// Begins to count.
#[inline]
pub(crate) fn start() {
    with(|bank| bank.group.enable());
}

/// Ends counting.
#[inline]
pub(crate) fn stop() {
    with(|bank| bank.group.disable());
}

/// What has been counted since it was last read; absent when the counters were not running all the
/// time, for others wanted them too.
pub(crate) fn read() -> Option<Seen> {
    BANK.with_borrow_mut(|bank| bank.as_mut()?.read().ok().flatten())
}

/// An instrument that fails while it measures shows in what is read.
fn with(act: impl FnOnce(&mut Bank) -> io::Result<()>) {
    BANK.with_borrow_mut(|bank| bank.as_mut().map(act));
}

impl Bank {
    /// What of the first two is not there is an error; what of the others is not, is absent.
    fn of(events: [Event; 4]) -> io::Result<Self> {
        let mut group = Group::new()?;
        let mut members = [const { None }; 4];
        for (place, event) in events.into_iter().enumerate() {
            let counter = Builder::new().group(&mut group).kind(event).build();
            members[place] = match counter {
                Ok(counter) => Some(counter),
                Err(error) if place < NEEDED => return Err(error),
                Err(_) => None,
            };
        }
        Ok(Self { group, members })
    }

    fn read(&mut self) -> io::Result<Option<Seen>> {
        let counts = self.group.read()?;
        self.group.reset()?;
        if counts.time_running() < counts.time_enabled() {
            return Ok(None);
        }
        let of = |member: &Option<Counter>| Some(*counts.get(member.as_ref()?)? as f64);
        Ok(Some(Seen(self.members.each_ref().map(of))))
    }
}

#[cfg(test)]
mod tests {
    use perf_event::events::Software;

    use super::*;

    /// The kernel counts page faults itself, so this needs no hardware: each page that is touched
    /// first is one. Where even that is refused, the refusal is a sentence.
    #[test]
    fn a_bank_counts_what_happens_between_start_and_stop() {
        let events = [
            Software::PAGE_FAULTS,
            Software::TASK_CLOCK,
            Software::CONTEXT_SWITCHES,
            Software::PAGE_FAULTS,
        ];
        let bank = match Bank::of(events.map(Event::from)) {
            Ok(bank) => bank,
            Err(error) => {
                println!("perf_event_open is refused here: {}", refusal(&error));
                return;
            }
        };
        BANK.set(Some(bank));
        const PAGES: usize = 4096;
        let touch = |memory: &mut [u8]| memory.iter_mut().step_by(4096).for_each(|byte| *byte = 1);
        let mut before = vec![0; PAGES * 4096];
        let mut counted = vec![0; PAGES * 4096];
        touch(&mut before);
        start();
        touch(&mut counted);
        stop();
        let first = read().expect("software counters always run").0;
        std::hint::black_box((&before, &counted));
        let faults = first[0].expect("they are counted");
        // A huge page takes one fault for many.
        assert!(faults >= 8.0 && faults <= PAGES as f64 + 64.0, "{faults}");
        assert_eq!(first[0], first[3]);
        assert!(first[1].is_some_and(|nanoseconds| nanoseconds > 0.0));
        let second = read().expect("and read again").0;
        assert_eq!(second[0], Some(0.0), "reading begins anew");
    }

    #[test]
    fn a_refusal_names_what_helps() {
        let why = |kind| refusal(&io::Error::from(kind));
        assert!(why(io::ErrorKind::PermissionDenied).contains("perf_event_paranoid"));
        assert!(why(io::ErrorKind::NotFound).contains("virtual"));
        assert!(why(io::ErrorKind::Other).contains("cannot be opened"));
    }

    /// On a machine with counters they count; on one without, the reason is told.
    #[test]
    fn the_hardware_counts_or_says_why_not() {
        match open() {
            Err(why) => println!("no hardware counters here: {why}"),
            Ok(()) => {
                start();
                let sum = (0..100_000_u64).fold(0, |sum, i| std::hint::black_box(sum ^ i));
                stop();
                std::hint::black_box(sum);
                let seen = read().map(|seen| seen.0[0].unwrap_or_default());
                assert!(
                    seen.is_none_or(|instructions| instructions > 100_000.0),
                    "{seen:?}"
                );
            }
        }
    }
}
