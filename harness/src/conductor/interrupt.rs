//! Ctrl-C, and a request to terminate: stop measuring, and keep what was measured.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::scratch;

static HAPPENED: AtomicBool = AtomicBool::new(false);

/// From now on an interrupt is only noted. The second one ends the program at once.
pub(crate) fn watch() {
    let watched = ctrlc::set_handler(|| {
        if HAPPENED.swap(true, Ordering::SeqCst) {
            scratch::clear();
            std::process::exit(130);
        }
    });
    // Without a handler an interrupt ends the program: records are then as whole as before.
    if let Err(error) = watched {
        eprintln!("warning: an interrupt will lose what is being measured: {error}");
    }
}

/// Whether there was an interrupt.
pub(crate) fn happened() -> bool {
    HAPPENED.load(Ordering::SeqCst)
}
