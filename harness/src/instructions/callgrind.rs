//! Valgrind's tool callgrind: where it is, how a worker runs inside of it, what it has counted.
//!
//! Weidendorfer, Kowarschik and Trinitis, *A tool suite for simulation based analysis of memory
//! access behavior* (2004). It sees every instruction of user code and counts each as one; a
//! repeated string instruction counts once for each repetition.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::request;
use crate::paths::on_path;
use crate::scratch::Folder;
use crate::worker::message::TrialKey;

/// Begins the name of each file of counts.
const COUNTS: &str = "counts.";

/// Which instructions a file counts: so many laps of a variant in a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Label {
    pub(crate) key: TrialKey,
    pub(crate) variant: usize,
    pub(crate) laps: u64,
}

impl Label {
    pub(crate) fn to_name(self) -> CString {
        let TrialKey {
            experiment,
            case,
            size,
        } = self.key;
        let Self { variant, laps, .. } = self;
        CString::new(format!("{experiment} {case} {size} {variant} {laps}")).unwrap_or_default()
    }

    fn of_name(name: &str) -> Option<Self> {
        let parts: Option<Vec<u64>> = name.split(' ').map(|part| part.parse().ok()).collect();
        let [experiment, case, size, variant, laps] = parts?[..] else {
            return None;
        };
        Some(Self {
            key: TrialKey {
                experiment: usize::try_from(experiment).ok()?,
                case: usize::try_from(case).ok()?,
                size,
            },
            variant: usize::try_from(variant).ok()?,
            laps,
        })
    }
}

/// Where valgrind is.
///
/// # Errors
/// Why instructions cannot be counted here, in one sentence.
pub(crate) fn find() -> Result<PathBuf, String> {
    if !request::KNOWN {
        return Err(format!(
            "valgrind is spoken to on x86-64 alone, and this is {}",
            std::env::consts::ARCH
        ));
    }
    on_path("valgrind").ok_or_else(|| {
        "`valgrind` is not on PATH: install it (`apt install valgrind`), and run `cargo bench -- \
         --instructions`"
            .to_owned()
    })
}

/// A folder for the counts of one process or more; it is removed with all that lies in it.
pub(crate) struct Callgrind {
    program: PathBuf,
    folder: Folder,
}

impl Callgrind {
    /// # Errors
    /// When no temporary folder can be made.
    pub(crate) fn new(program: PathBuf) -> Result<Self> {
        let folder = Folder::new()?;
        Ok(Self { program, folder })
    }

    /// A command that runs a program inside of callgrind.
    ///
    /// # Errors
    /// When what it says cannot be kept.
    pub(crate) fn command(&self, program: &Path) -> Result<Command> {
        let folder = self.folder.path();
        let said = File::options()
            .create(true)
            .append(true)
            .open(self.said_file())
            .with_context(|| {
                let folder = folder.display();
                format!(
                    "no file can be written in {folder}; free some space there, or name another \
                     folder with `--scratch` or TMPDIR"
                )
            })?;
        let file = folder.join(format!("{COUNTS}%p"));
        let mut command = Command::new(&self.program);
        command
            // Neither a file in the user's home nor a variable changes what is counted.
            .arg("--command-line-only=yes")
            .args(["--tool=callgrind", "--instr-atstart=no"])
            .args(["--collect-atstart=no", "--dump-line=no"])
            // No debugger will ask, and its pipes would lie about.
            .arg("--vgdb=no")
            .arg(format!("--callgrind-out-file={}", file.display()))
            .arg(program)
            .stderr(Stdio::from(said));
        Ok(command)
    }

    fn said_file(&self) -> PathBuf {
        self.folder.path().join("said")
    }

    /// What valgrind last complained of.
    pub(crate) fn complaint(&self) -> Option<String> {
        let said = fs::read_to_string(self.said_file()).ok()?;
        let complaints = said.lines().rev().filter_map(|line| {
            let own = line
                .strip_prefix("==")
                .and_then(|rest| rest.split_once("== "));
            let text = own.map_or(line, |(_, text)| text);
            text.strip_prefix("valgrind: ")
        });
        let last = complaints.map(str::trim).find(|text| !text.is_empty());
        last.map(|text| text.trim_end_matches('.').to_owned())
    }

    /// All counts that have been written.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub(crate) fn counts(&self) -> io::Result<BTreeMap<Label, u64>> {
        let mut counts = BTreeMap::new();
        for entry in fs::read_dir(self.folder.path())? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(COUNTS) {
                let text = fs::read_to_string(entry.path())?;
                counts.extend(read(&text));
            }
        }
        Ok(counts)
    }
}

/// The label and the instructions of one file; absent in the file that callgrind writes when the
/// program ends, which has no label.
fn read(text: &str) -> Option<(Label, u64)> {
    let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key));
    let label = Label::of_name(value("desc: Trigger: Client Request: ")?.trim())?;
    let summary = value("summary: ")?.split_whitespace().next()?;
    Some((label, summary.parse().ok()?))
}

/// Instructions of one call: those of the laps by which a longer slice exceeds a shorter one, so
/// that what both do but once is left out. Keyed by trial and variant.
pub(crate) fn slopes(counts: &BTreeMap<Label, u64>) -> BTreeMap<(TrialKey, usize), f64> {
    let mut slices: BTreeMap<(TrialKey, usize), Vec<(u64, u64)>> = BTreeMap::new();
    for (label, &count) in counts {
        let slices = slices.entry((label.key, label.variant)).or_default();
        slices.push((label.laps, count));
    }
    let slope = |slices: Vec<(u64, u64)>| {
        let [(fewer, less), (more, all)] = slices[..] else {
            return None;
        };
        // Laps are few, and so are the instructions that can be counted in a sensible time.
        Some(all.checked_sub(less)? as f64 / (more - fewer) as f64)
    };
    let slopes = slices.into_iter();
    slopes
        .filter_map(|(of, slices)| Some((of, slope(slices)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# callgrind format\nversion: 1\ncreator: callgrind-3.19.0\npid: 3\n\
                        cmd:  bench\npart: 2\n\n\ndesc: I1 cache: \ndesc: D1 cache: \n\
                        desc: Timerange: Basic block 0 - 9\n\
                        desc: Trigger: Client Request: 4 1 1000 2 16\n\npositions: line\n\
                        events: Ir\nsummary: 3209\n\n\nfn=(1) f\n0 3209\n\ntotals: 3209\n";

    fn label(laps: u64) -> Label {
        Label {
            key: TrialKey {
                experiment: 4,
                case: 1,
                size: 1000,
            },
            variant: 2,
            laps,
        }
    }

    #[test]
    fn a_file_of_counts_is_read() {
        assert_eq!(read(FILE), Some((label(16), 3209)));
        let end = FILE.replace("Client Request: 4 1 1000 2 16", "Program termination");
        assert_eq!(read(&end), None);
        assert_eq!(read(&FILE.replace("3209", "many")), None);
        let name = label(16).to_name();
        let name = name.to_str().expect("digits are text");
        assert_eq!(Label::of_name(name), Some(label(16)));
        assert_eq!(Label::of_name("1 2 3"), None);
    }

    #[test]
    fn what_both_slices_do_once_is_left_out() {
        let counts = BTreeMap::from([(label(16), 9 + 160), (label(32), 9 + 320)]);
        let slopes = slopes(&counts);
        assert_eq!(slopes[&(label(1).key, 2)], 10.0);
        let single = BTreeMap::from([(label(16), 169)]);
        assert!(super::slopes(&single).is_empty(), "one slice has no slope");
    }

    #[test]
    fn a_complaint_is_found_among_what_was_printed() {
        let callgrind = Callgrind::new(PathBuf::from("valgrind")).expect("a folder");
        assert_eq!(callgrind.complaint(), None);
        let said = "==3== Callgrind, a call-graph\nprinted by a variant\n\
                    ==3== valgrind: Unrecognised instruction at address 0x1234.\n==3== \n";
        fs::write(callgrind.said_file(), said).expect("it can be written");
        let complaint = callgrind.complaint();
        assert_eq!(
            complaint.as_deref(),
            Some("Unrecognised instruction at address 0x1234")
        );
    }

    #[test]
    fn its_folder_is_gone_with_it() {
        let callgrind = Callgrind::new(PathBuf::from("valgrind")).expect("a folder");
        let folder = callgrind.folder.path().to_owned();
        assert!(folder.is_dir());
        drop(callgrind);
        assert!(!folder.exists());
    }
}
