//! Files for a while: they have no name, so nothing is left of them when the program ends, however
//! it does. A folder for a while has one, and is removed.
//!
//! They lie where `--scratch` says, else where `TMPDIR` does, and all files of a run hold a
//! gigabyte together at most unless `--scratch-most` asks for more.

mod disk;
mod folder;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

pub use disk::from_disk;
pub(crate) use folder::{Folder, clear};

/// Bytes that all files of a run may hold at one time, unless asked.
pub(crate) const MOST: u64 = 1 << 30;

/// How a worker is told how much it may hold.
const BOUND: &str = "LAB_SCRATCH_MOST";

/// What the command line asks for.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Flags {
    /// The folder for temporary files, those that variants read and write among them; TMPDIR
    /// without it. Nothing is left there.
    #[arg(long, value_name = "FOLDER", value_parser = there)]
    scratch: Option<PathBuf>,

    /// How much the files of variants may hold together at one time; a gigabyte without it.
    #[arg(long, value_name = "BYTES")]
    scratch_most: Option<u64>,
}

/// A folder that is there, wherever the program goes.
fn there(text: &str) -> Result<PathBuf, String> {
    let folder = std::path::absolute(text).map_err(|error| error.to_string())?;
    if folder.is_dir() {
        return Ok(folder);
    }
    let shown = folder.display();
    Err(format!("{shown} is no folder: make it, or name another"))
}

static ASKED: OnceLock<Flags> = OnceLock::new();

/// Bytes that all files of this process hold now.
static HELD: AtomicU64 = AtomicU64::new(0);

/// Keeps what the command line asks for. The first call counts.
pub(crate) fn ask(flags: Flags) {
    ASKED.get_or_init(|| flags);
}

/// Hands on what was asked for to a worker, one of so many that run at the same time: each may hold
/// its share. Whatever else the worker starts has its temporary files in the same folder.
pub(crate) fn hand_on(command: &mut Command, workers: u64) {
    if let Some(folder) = ASKED.get().and_then(|asked| asked.scratch.as_deref()) {
        command.env("TMPDIR", folder);
    }
    command.env(BOUND, (most() / workers.max(1)).to_string());
}

/// Where files lie.
pub(crate) fn place() -> PathBuf {
    let asked = ASKED.get().and_then(|asked| asked.scratch.clone());
    asked.unwrap_or_else(std::env::temp_dir)
}

fn most() -> u64 {
    let asked = ASKED.get().and_then(|asked| asked.scratch_most);
    let told = || std::env::var(BOUND).ok()?.parse().ok();
    asked.or_else(told).unwrap_or(MOST)
}

/// A file without a name that holds what it was given.
#[derive(Debug)]
pub struct Scratch {
    /// For reading and writing through the system's memory of files.
    pub file: File,
    _held: Held,
}

/// Bytes that are given back when the file is gone.
#[derive(Debug)]
struct Held(u64);

impl Scratch {
    /// Writes a file and waits until the disk has it.
    ///
    /// # Errors
    /// A clause that names the folder and the fix, when there is no room for the file, or the
    /// folder takes none.
    pub fn new(contents: &[u8]) -> Result<Self, String> {
        let held = Held::of(contents.len() as u64, most())?;
        let file = written(&place(), contents)?;
        Ok(Self { file, _held: held })
    }

    /// The same file once more, for reads that go past the system's memory of files.
    ///
    /// # Errors
    /// Why it cannot be read so: a clause.
    #[cfg(target_os = "linux")]
    pub fn direct(&self) -> Result<File, String> {
        use std::os::unix::fs::OpenOptionsExt;

        let flags = rustix::fs::OFlags::DIRECT | rustix::fs::OFlags::NOATIME;
        let flags = flags.bits().cast_signed();
        let mut options = File::options();
        let opened = options.read(true).custom_flags(flags).open(self.path()?);
        opened.map_err(|error| {
            format!(
                "files in {} cannot be read directly: {error}; name another folder with \
                 `--scratch`",
                place().display()
            )
        })
    }

    /// The same file once more, for reads that go past the system's memory of files.
    ///
    /// # Errors
    /// Why it cannot be read so: a clause.
    #[cfg(not(target_os = "linux"))]
    pub fn direct(&self) -> Result<File, String> {
        Err("reading a file directly is known for Linux alone".to_owned())
    }

    /// A path by which another process of the same user can open the file while this one holds it.
    ///
    /// # Errors
    /// Why there is none: a clause.
    pub fn path(&self) -> Result<String, String> {
        use std::os::fd::AsRawFd;

        if cfg!(target_os = "linux") {
            let (process, file) = (std::process::id(), self.file.as_raw_fd());
            Ok(format!("/proc/{process}/fd/{file}"))
        } else {
            Err("a file without a name is opened by another process on Linux alone".to_owned())
        }
    }
}

impl Held {
    fn of(bytes: u64, most: u64) -> Result<Self, String> {
        let all = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let own = Self(bytes);
        if all > most {
            return Err(format!(
                "{all} bytes of scratch files are wanted and {most} are allowed here; ask for more \
                 with `--scratch-most`"
            ));
        }
        Ok(own)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.fetch_sub(self.0, Ordering::Relaxed);
    }
}

/// A file without a name in a folder, which the disk has.
fn written(folder: &Path, contents: &[u8]) -> Result<File, String> {
    let write = || {
        let mut file = tempfile::tempfile_in(folder)?;
        file.write_all(contents)?;
        file.sync_all()?;
        leave_times(&file);
        io::Result::Ok(file)
    };
    write().map_err(|error| {
        format!(
            "a scratch file of {} bytes could not be written in {}: {error}; name a folder with \
             room for it with `--scratch` or TMPDIR",
            contents.len(),
            folder.display()
        )
    })
}

/// Has the system not write down when the file was read, which costs a small read a fifth of its
/// time.
#[cfg(target_os = "linux")]
fn leave_times(file: &File) {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

    // Where the system will not, reads are slower, and as right.
    let _ = fcntl_getfl(file).and_then(|flags| fcntl_setfl(file, flags | OFlags::NOATIME));
}

#[cfg(not(target_os = "linux"))]
fn leave_times(_: &File) {}

#[cfg(test)]
mod tests;
