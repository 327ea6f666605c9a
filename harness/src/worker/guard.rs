//! Runs the author's code, which may panic or tell that it does not run here.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::peer::Absent;

/// The message of the last panic, with its place.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// A panic of a variant is reported as a failure, in one sentence, and not printed.
pub(super) fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(String::new, |at| format!(" at {at}"));
        let message = payload(info.payload());
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = Some(format!("{message}{place}"));
        }
    }));
}

fn payload(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

/// Why the author's code came to no end.
pub(super) enum Broken {
    /// It panicked, with this message.
    Panicked(String),
    /// A variant cannot be measured here.
    Absent(Absent),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked(message) => write!(f, "it panicked with \"{message}\""),
            Self::Absent(absent) => {
                write!(f, "`{}` does not run: {}", absent.variant, absent.reason)
            }
        }
    }
}

/// Runs the author's code; a panic becomes its message.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Broken> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|caught| match caught.downcast() {
        Ok(absent) => Broken::Absent(*absent),
        Err(caught) => {
            let last = LAST_PANIC.lock().ok().and_then(|mut last| last.take());
            Broken::Panicked(last.unwrap_or_else(|| payload(&*caught).to_owned()))
        }
    })
}
