//! Where temporary files lie, how much they hold, and what is left of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use reports::judge::judge;
use reports::record::Record;
use reports::verdict::Verdict;

use crate::interrupt::send;
use crate::stand::{SHORT, Seen, Stand, seen};

/// Nothing that is waited for takes so long.
const LONG: Duration = Duration::from_secs(30);

/// A folder for `--scratch`, and another for TMPDIR: nothing may ever be seen in the one, nor left
/// in the other.
struct Folders {
    asked: PathBuf,
    usual: PathBuf,
}

impl Folders {
    fn of(stand: &Stand) -> Self {
        let [asked, usual] = ["asked", "usual"].map(|name| {
            let folder = stand.path().join(name);
            fs::create_dir(&folder).expect("a folder can be made");
            folder.canonicalize().expect("it is there")
        });
        Self { asked, usual }
    }

    fn tell(&self, command: &mut Command) {
        command.arg("--scratch").arg(&self.asked);
        command.env("TMPDIR", &self.usual).env("FIXTURE", "files");
    }

    #[track_caller]
    fn are_empty(&self) {
        for folder in [&self.asked, &self.usual] {
            let left: Vec<_> = fs::read_dir(folder).expect("it is there").collect();
            assert!(left.is_empty(), "{left:?}");
        }
    }
}

/// A short run of the experiment with a file.
fn run(stand: &Stand, change: impl FnOnce(&mut Command)) -> Seen {
    let folders = Folders::of(stand);
    let mut command = stand.fixture(&SHORT);
    folders.tell(&mut command);
    command.arg("files");
    change(&mut command);
    let seen = seen(&mut command);
    folders.are_empty();
    seen
}

/// That the variant with a file alone was not measured, with this in the reason, and all others
/// were.
#[track_caller]
fn lacks_its_file(stand: &Stand, seen: Seen, reason: &[&str]) {
    let seen = seen.ends_with(0);
    let record = stand.record("files");
    assert_eq!(record.failures, []);
    let of = record.not_measured.iter();
    let absent: Vec<_> = of.filter(|absent| absent.measure.is_none()).collect();
    let [absent] = &absent[..] else {
        panic!("one thing is not measured: {absent:?}");
    };
    assert_eq!(absent.variant.as_deref(), Some("in a file"));
    for part in reason {
        assert!(absent.reason.contains(part), "{}", absent.reason);
        assert!(seen.err.contains(part), "{}", seen.err);
    }
    assert!(!absent.reason.contains("panicked"), "{}", absent.reason);
    assert_eq!(timed(&record), [true, true, false]);
    let verdicts: Vec<Verdict> = judge(&record).iter().map(|judged| judged.verdict).collect();
    assert_ne!(verdicts[0], Verdict::NotMeasured);
    assert_eq!(verdicts[1], Verdict::NotMeasured);
}

/// Which variants were timed.
fn timed(record: &Record) -> [bool; 3] {
    let passes = record.trials.iter().flat_map(|trial| &trial.passes);
    let passes: Vec<_> = passes.collect();
    [0, 1, 2].map(|variant| passes.iter().any(|pass| pass.lane(variant).is_some()))
}

#[test]
fn a_file_that_has_room_is_measured_and_gone() {
    let stand = Stand::new();
    run(&stand, |_| ()).ends_with(0);
    assert_eq!(timed(&stand.record("files")), [true, true, true]);
}

#[test]
fn a_file_beyond_what_is_allowed_costs_its_variant_alone() {
    let stand = Stand::new();
    let seen = run(&stand, |command| {
        command.args(["--scratch-most", "1"]);
    });
    let bytes = format!("{} bytes", 8 << 20);
    lacks_its_file(&stand, seen, &[&bytes, "1 are allowed", "--scratch-most"]);
}

/// No file may be as long as that one, while a record or a page may: to the program this is what a
/// full disk is.
#[test]
fn a_disk_without_room_costs_the_variant_that_needs_it_alone() {
    let stand = Stand::new();
    let seen = run(&stand, |command| {
        let whole = std::mem::replace(command, Command::new("sh"));
        command
            .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\""])
            .arg(whole.get_program())
            .args(whole.get_args());
        for (name, value) in whole.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    });
    let asked = stand.path().join("asked");
    let asked = asked.to_str().expect("it is text");
    lacks_its_file(
        &stand,
        seen,
        &["could not be written", asked, "`--scratch`"],
    );
}

/// The files that any process has open in a folder, with its number.
fn open(folder: &Path) -> Vec<(u32, PathBuf)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let files = processes.flat_map(|process: u32| {
        let files = fs::read_dir(format!("/proc/{process}/fd"));
        let files = files.into_iter().flatten().flatten();
        files.filter_map(move |file| Some((process, fs::read_link(file.path()).ok()?)))
    });
    files.filter(|(_, file)| file.starts_with(folder)).collect()
}

/// Waits until some process has a file open in a folder, or none has any more.
#[track_caller]
fn wait_until(folder: &Path, some: bool) -> Vec<(u32, PathBuf)> {
    let start = Instant::now();
    loop {
        let found = open(folder);
        if found.is_empty() != some {
            return found;
        }
        assert!(start.elapsed() < LONG, "{found:?}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn nothing_is_left_of_a_run_that_is_interrupted_or_killed() {
    for (signal, status) in [("INT", Some(130)), ("KILL", None)] {
        let stand = Stand::new();
        let folders = Folders::of(&stand);
        let mut command = stand.fixture(&["--bench", "--no-probe", "--noplot", "files"]);
        folders.tell(&mut command);
        let mut child = started(&mut command);
        let files = wait_until(&folders.asked, true);
        assert!(
            files.iter().all(|(process, _)| *process != child.id()),
            "workers hold them: {files:?}"
        );
        assert_eq!(open(&folders.usual), []);
        folders.are_empty();
        send(&child, signal);
        assert_eq!(child.wait().expect("it ends").code(), status);
        wait_until(&folders.asked, false);
        folders.are_empty();
    }
}

/// A run that nobody listens to.
fn started(command: &mut Command) -> Child {
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    child.expect("the bench target can be started")
}

/// A valgrind that is in no hurry: the folder for its counts is there meanwhile.
#[test]
fn the_second_interrupt_leaves_no_folder_either() {
    let stand = Stand::new();
    let folders = Folders::of(&stand);
    let slow = "#!/bin/sh\nexec sleep 2\n";
    let before = crate::instructions::impostor(&stand, slow);
    let mut command = stand.fixture(&SHORT);
    folders.tell(&mut command);
    command.args(["--instructions", "sum"]).env("PATH", before);
    let mut child = started(&mut command);
    let start = Instant::now();
    while fs::read_dir(&folders.asked).expect("it is there").count() == 0 {
        assert!(start.elapsed() < LONG && child.try_wait().expect("it runs").is_none());
        thread::sleep(Duration::from_millis(1));
    }
    let status = loop {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            break status;
        }
        send(&child, "INT");
    };
    assert_eq!(status.code(), Some(130));
    folders.are_empty();
}
