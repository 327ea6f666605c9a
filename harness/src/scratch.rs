//! Files for a while: they have no name, so nothing is left of them when the program ends, however
//! it does.
//!
//! They lie where `--scratch` says, else where `TMPDIR` does, and hold a gigabyte together at most
//! unless `--scratch-most` asks for more.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that all files together may hold, unless asked.
pub(crate) const MOST: u64 = 1 << 30;

/// How a worker is told the folder.
const FOLDER: &str = "LAB_SCRATCH";

/// How a worker is told how much it may hold.
const BOUND: &str = "LAB_SCRATCH_MOST";

/// What the command line asks for.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Flags {
    /// The folder for files that variants read and write; TMPDIR without it. Nothing is left there.
    #[arg(long, value_name = "FOLDER")]
    scratch: Option<PathBuf>,

    /// How much such files may hold together; a gigabyte without it.
    #[arg(long, value_name = "BYTES")]
    scratch_most: Option<u64>,
}

static ASKED: OnceLock<Flags> = OnceLock::new();

/// Bytes that all files hold now.
static HELD: AtomicU64 = AtomicU64::new(0);

/// Keeps what the command line asks for. The first call counts.
pub(crate) fn ask(flags: Flags) {
    ASKED.get_or_init(|| flags);
}

/// Hands on to a worker what was asked for.
pub(crate) fn hand_on(command: &mut Command) {
    let Some(asked) = ASKED.get() else {
        return;
    };
    if let Some(folder) = &asked.scratch {
        command.env(FOLDER, folder);
    }
    if let Some(most) = asked.scratch_most {
        command.env(BOUND, most.to_string());
    }
}

/// Where files lie.
fn folder() -> PathBuf {
    let asked = ASKED.get().and_then(|asked| asked.scratch.clone());
    let told = || std::env::var_os(FOLDER).map(PathBuf::from);
    asked.or_else(told).unwrap_or_else(std::env::temp_dir)
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
    /// The same file past that memory, or why it cannot be read so: a clause.
    pub direct: Result<File, String>,
    _held: Held,
}

/// Bytes that are given back when the file is gone.
#[derive(Debug)]
struct Held(u64);

impl Scratch {
    /// Writes a file and waits until the disk has it.
    ///
    /// # Errors
    /// One sentence, when there is no room for it, or the folder takes no files.
    pub fn new(contents: &[u8]) -> Result<Self, String> {
        let bytes = contents.len() as u64;
        let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let own = Held(bytes);
        if held > most() {
            return Err(format!(
                "{held} bytes of scratch files are wanted and {} are allowed; ask for more with \
                 `--scratch-most`",
                most()
            ));
        }
        let file = written(&folder(), contents)?;
        Ok(Self {
            direct: direct(&file),
            file,
            _held: own,
        })
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

/// Opens the file once more, so that reads go past the system's memory of files.
#[cfg(target_os = "linux")]
fn direct(file: &File) -> Result<File, String> {
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::OpenOptionsExt;

    let flags = rustix::fs::OFlags::DIRECT | rustix::fs::OFlags::NOATIME;
    let flags = flags.bits().cast_signed();
    let itself = format!("/proc/self/fd/{}", file.as_raw_fd());
    let mut options = File::options();
    let opened = options.read(true).custom_flags(flags).open(itself);
    opened.map_err(|error| {
        format!(
            "files in {} cannot be read directly: {error}",
            folder().display()
        )
    })
}

#[cfg(not(target_os = "linux"))]
fn direct(_: &File) -> Result<File, String> {
    Err("reading a file directly is known for Linux alone".to_owned())
}

/// Why files in the scratch folder cannot be read directly, as a small one told; absent where they
/// can.
#[must_use]
pub fn no_direct_files() -> Option<&'static str> {
    static TRIED: OnceLock<Option<String>> = OnceLock::new();
    let tried = || Scratch::new(&[0; 4096])?.direct.map(drop);
    TRIED.get_or_init(|| tried().err()).as_deref()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt;

    use super::*;

    #[test]
    fn a_file_holds_what_it_was_given_and_has_no_name() {
        let before = std::fs::read_dir(folder()).map(Iterator::count);
        let made = Scratch::new(b"what was given").expect("there is room");
        let mut read = [0; 14];
        made.file.read_exact_at(&mut read, 0).expect("it is there");
        assert_eq!(&read, b"what was given");
        let links = std::os::unix::fs::MetadataExt::nlink(&made.file.metadata().unwrap());
        assert_eq!(links, 0);
        #[cfg(target_os = "linux")]
        for file in std::iter::once(&made.file).chain(&made.direct) {
            let flags = rustix::fs::fcntl_getfl(file).expect("it is open");
            assert!(flags.contains(rustix::fs::OFlags::NOATIME));
        }
        assert!(before.is_ok());
    }

    #[test]
    fn a_folder_that_takes_no_file_is_named_with_the_fix() {
        let why = written(Path::new("/no/such/folder"), b"x").expect_err("it is not there");
        assert!(
            why.contains("/no/such/folder") && why.contains("--scratch"),
            "{why}"
        );
    }

    /// This very test once more, where no file may be long: what a full disk says, without one.
    #[test]
    fn a_file_without_room_is_refused_in_one_sentence_that_names_the_fix() {
        const AGAIN: &str = "LAB_TEST_WITHOUT_ROOM";
        if std::env::var_os(AGAIN).is_some() {
            let why = written(&std::env::temp_dir(), &[0; 1 << 20]).expect_err("it is too long");
            assert!(why.contains("could not be written in"), "{why}");
            assert!(why.contains("with room for it with `--scratch`"), "{why}");
            return;
        }
        let this =
            "scratch::tests::a_file_without_room_is_refused_in_one_sentence_that_names_the_fix";
        let output = Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 64; exec \"$0\" --exact \"$1\"",
            ])
            .arg(std::env::current_exe().expect("it runs"))
            .arg(this)
            .env(AGAIN, "1")
            .output()
            .expect("every Unix has a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{said}"
        );
    }

    #[test]
    fn more_than_is_allowed_is_refused_in_one_sentence() {
        HELD.fetch_add(MOST, Ordering::Relaxed);
        let refused = Scratch::new(&[1]);
        HELD.fetch_sub(MOST, Ordering::Relaxed);
        let why = refused.expect_err("it is one byte too many");
        assert!(why.contains("--scratch-most"), "{why}");
    }
}
