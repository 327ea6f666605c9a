//! A runner: an interpreter that waits for trials, and forks a process for each.
//!
//! To start an interpreter takes it some hundredths of a second, to fork a thousandth. So a worker
//! keeps the runners that it has started, and starts another only where a trial needs several at
//! once.

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::Trouble;
use super::frame::{self, Unread};
use super::session::bare;
use super::value::Value;
use crate::{conductor, ending};

/// A worker waits so long for one answer of a peer: several of them fit into the time after which
/// the worker itself is taken to hang.
fn patience() -> Duration {
    (conductor::silence() / 4).max(Duration::from_secs(1))
}

/// A running interpreter.
pub(super) struct Runner {
    path: String,
    child: Child,
    input: ChildStdin,
    output: ChildStdout,
    /// Orders that it has been sent and whose outcomes have not been heard.
    pending: Vec<u8>,
}

/// What a runner says when it has started.
const STARTED: u8 = b'H';

/// Runners without a trial.
static IDLE: Mutex<Vec<Runner>> = Mutex::new(Vec::new());

impl Runner {
    /// One that waits for a trial, started when there is none.
    pub(super) fn take(path: &str) -> Result<Self, Trouble> {
        let idle = || {
            let mut idle = IDLE.lock().ok()?;
            let place = idle.iter().position(|runner| runner.path == path)?;
            Some(idle.swap_remove(place))
        };
        // One that could not end its last trial is not asked again.
        while let Some(mut runner) = idle() {
            if runner.settle().is_ok() {
                return Ok(runner);
            }
        }
        Self::start(path)
    }

    /// Waits until all that are idle have ended their last trials: nothing of them runs on.
    pub(super) fn settle_idle() {
        if let Ok(mut idle) = IDLE.lock() {
            idle.retain_mut(|runner| runner.settle().is_ok());
        }
    }

    /// Keeps it for the next trial.
    pub(super) fn give_back(self) {
        if let Ok(mut idle) = IDLE.lock() {
            idle.push(self);
        }
    }

    /// Ends those that wait: whoever comes next gets one that is fresh.
    pub(super) fn end_idle() {
        if let Ok(mut idle) = IDLE.lock() {
            idle.clear();
        }
    }

    fn start(path: &str) -> Result<Self, Trouble> {
        // Its own alarm, should this process be killed meanwhile, comes a little later.
        let alarm = patience().as_secs() + 2;
        let started = Command::new(path)
            .args(["-I", "-c", include_str!("python/runner.py")])
            .arg(alarm.to_string())
            .args(bare().then_some("bare"))
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = started
            .map_err(|error| Trouble::new(format!("`{path}` could not be started ({error})")))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Trouble::new(format!("`{path}` has no pipes")));
        };
        let runner = Self {
            path: path.to_owned(),
            child,
            input,
            output,
            pending: vec![STARTED],
        };
        rustix::io::ioctl_fionbio(&runner.input, true)
            .map_err(|error| Trouble::new(format!("`{path}` cannot be spoken to ({error})")))?;
        Ok(runner)
    }

    /// Waits for what the orders come to that were only posted: the first trouble that one had.
    pub(super) fn settle(&mut self) -> Result<(), Trouble> {
        let mut first = Ok(());
        for kind in std::mem::take(&mut self.pending) {
            match self.outcome(kind) {
                Err(trouble) if trouble.fatal => return Err(trouble),
                Err(trouble) => first = first.and(Err(trouble)),
                // What went wrong in a trial ends with it.
                Ok(_) if kind == b'E' => first = Ok(()),
                Ok(_) => {}
            }
        }
        first
    }

    /// Sends an order, and waits for what it comes to.
    pub(super) fn order(&mut self, kind: u8, value: &[u8]) -> Result<Value, Trouble> {
        self.settle()?;
        self.post(kind, value)?;
        self.pending.clear();
        self.outcome(kind)
    }

    /// Sends an order, and goes on while it is carried out.
    pub(super) fn post(&mut self, kind: u8, value: &[u8]) -> Result<(), Trouble> {
        let deadline = Instant::now() + patience();
        // Whoever does not listen any more has said why, or is heard of below by its silence.
        let sent = frame::send(&self.input, kind, value, deadline);
        if sent.is_err_and(|error| error.kind() == std::io::ErrorKind::TimedOut) {
            return Err(self.silent());
        }
        self.pending.push(kind);
        Ok(())
    }

    fn outcome(&mut self, kind: u8) -> Result<Value, Trouble> {
        match self.receive()? {
            (STARTED, _) if kind == STARTED => Ok(Value::Nothing),
            (b'O', value) => Ok(value),
            (b'E', _) if kind == b'E' => Ok(Value::Nothing),
            (b'F', raised) => Err(raised_by_the_file(&raised)),
            (b'E' | b'X', status) => Err(Trouble::new(ended(&status))),
            (kind, _) => Err(self.unexpected(kind)),
        }
    }

    fn receive(&mut self) -> Result<(u8, Value), Trouble> {
        match frame::receive(&self.output, Instant::now() + patience()) {
            Ok(received) => Ok(received),
            Err(Unread::Garbage(bytes)) => {
                let said = String::from_utf8_lossy(&bytes).into_owned();
                Err(Trouble::new(format!(
                    "it said {said:?} where an answer was due; is `{}` a Python interpreter?",
                    self.path
                )))
            }
            Err(Unread::Io(error)) if error.kind() == std::io::ErrorKind::TimedOut => {
                Err(self.silent())
            }
            Err(Unread::Io(_)) => {
                // A process that ends closes its pipes a moment before it can be asked how.
                std::thread::sleep(Duration::from_millis(20));
                end(&mut self.child);
                let how = self.child.wait();
                let how = how.map_or_else(|error| error.to_string(), ending::words);
                Err(Trouble::new(format!("`{}` left: {how}", self.path)))
            }
        }
    }

    fn silent(&self) -> Trouble {
        let seconds = patience().as_secs();
        Trouble::new(format!(
            "it gave no answer for {seconds} seconds; make it quicker, let it run `up_to` a \
             smaller size, or set LAB_PATIENCE to more than {}",
            4 * seconds
        ))
    }

    fn unexpected(&self, kind: u8) -> Trouble {
        let kind = char::from(kind).escape_default();
        Trouble::new(format!("`{}` said `{kind}` out of turn", self.path))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// Ends an interpreter with all that it has forked.
pub(super) fn end(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw)
        && matches!(child.try_wait(), Ok(None))
    {
        // It may end by itself meanwhile.
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
}

fn ended(status: &Value) -> String {
    let raw = status.integer().and_then(|raw| i32::try_from(raw).ok());
    let status = ExitStatus::from_raw(raw.unwrap_or_default());
    format!("{} in the middle of its work", ending::words(status))
}

fn raised_by_the_file(raised: &Value) -> Trouble {
    let parts = raised.items().unwrap_or_default();
    let what = parts.first().and_then(Value::text).unwrap_or_default();
    Trouble {
        reason: format!("it raised {what}"),
        mistake: parts.get(1) == Some(&Value::Truth(false)),
        fatal: false,
    }
}
