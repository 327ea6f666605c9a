//! The laboratory's pages: a folder of static files that needs no network, no server and no script.
//!
//! Each page is one file, each link relative: the folder can be moved. The same input gives the
//! same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::calibration::Calibration;
use crate::export::table;
use crate::history::Past;
use crate::judge::Verdicts;
use crate::page::exhibit::{Exhibit, Pasts, same_chapter};
use crate::page::{
    Links, Site, all, calibration, chapter, compare, data, decisions, experiment, front, glossary,
    history, machine, pictures, rooms,
};
use crate::record::Record;
use crate::store::{plain, remedy};
use crate::whole::{self, Refusal};

/// What the site is made of.
pub struct Input<'a> {
    /// The latest record of each experiment, in any order: see [`latest`](crate::store::latest).
    pub records: &'a [&'a Record],
    /// The record before it, of those experiments that have one: see
    /// [`previous`](crate::store::previous).
    pub previous: &'a [&'a Record],
    /// Further records of the same runs, which are not shown but judged together with those that
    /// are: see [`same_runs`](crate::store::same_runs).
    pub rest: &'a [&'a Record],
    /// What claims came to in earlier runs, in any order: see [`history`](crate::history::of).
    pub history: &'a [Past],
    /// What is wrong with the stored records, in sentences.
    pub problems: &'a [String],
    /// What the laboratory's judge makes of known truth, where that was measured.
    pub calibration: Option<&'a Calibration>,
    /// The address of criterion's report of a variant (by its place in the ladder) in a trial (by
    /// its place in the record), relative to the root of the site.
    pub criterion: &'a dyn Fn(&Record, usize, usize) -> Option<String>,
    /// The address of a record's file, relative to the root of the site.
    pub file: &'a dyn Fn(&Record) -> Option<String>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The front page.
    pub index: PathBuf,
    /// All files that were written, from the root of the site, in order.
    pub files: Vec<String>,
    /// Pages of what no longer exists, which were removed.
    pub removed: Vec<PathBuf>,
}

/// Why the site could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}: {}; {}", path.display(), plain(source), remedy(source))]
pub struct Error {
    action: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self {
            action: refusal.action,
            path: refusal.path,
            source: refusal.source,
        }
    }
}

/// Renders the site into the folder `out`, which is made when it does not exist.
///
/// Each file is written whole or not at all. Pages of what is not in the input are removed:
/// experiments, chapters, changes, a calibration. Nothing else is.
///
/// # Errors
/// When a file cannot be written or an outdated page cannot be removed.
pub fn render(input: &Input<'_>, out: &Path) -> Result<Rendered, Error> {
    let mut files = Vec::new();
    // Each page is written as soon as it is there: a large site does not wait in memory.
    pages(input, &mut |address, bytes| {
        whole::write(&out.join(&address), bytes, false)?;
        files.push(address);
        Ok(())
    })?;
    let removed = remove_outdated(out, &files)?;
    Ok(Rendered {
        index: out.join("index.html"),
        files,
        removed,
    })
}

/// Takes a file of the site: its address from the root, and its bytes.
type Sink<'s> = &'s mut dyn FnMut(String, &[u8]) -> Result<(), Error>;

/// Hands over all files of the site, one after the other.
fn pages(input: &Input<'_>, write: Sink<'_>) -> Result<(), Error> {
    let mut records = input.records.to_vec();
    records.sort_by(|a, b| (&a.package, &a.experiment).cmp(&(&b.package, &b.experiment)));
    let all = [input.records, input.previous, input.rest].concat();
    let verdicts = Verdicts::of(all);
    let pasts = Pasts::of(input.history);
    let exhibits = exhibits(input, &records, &verdicts, &pasts);
    let newest = records
        .iter()
        .copied()
        .max_by(|a, b| a.run.id.cmp(&b.run.id));
    let site = Site {
        exhibits,
        problems: input.problems,
        newest,
        calibration: input.calibration,
        links: Links {
            criterion: input.criterion,
            file: input.file,
        },
    };
    let mut page = |address: &str, text: String| write(address.to_owned(), text.as_bytes());
    page(rooms::FRONT, front::render(&site))?;
    page(rooms::MACHINE, machine::render(&site))?;
    page(rooms::GLOSSARY, glossary::render(&site))?;
    page(rooms::DATA, data::render(&site))?;
    page(data::CLAIMS, table::claims(&records, &verdicts))?;
    if decisions::any(&site) {
        page(rooms::DECISIONS, decisions::render(&site))?;
    }
    if rooms::compares(&site) {
        page(rooms::COMPARE, compare::render(&site))?;
    }
    if let Some(counted) = input.calibration {
        page(rooms::CALIBRATION, calibration::render(&site, counted))?;
    }
    for part in site.exhibits.chunk_by(same_chapter) {
        page(
            &chapter::address(part[0].record),
            chapter::render(&site, part),
        )?;
    }
    for exhibit in &site.exhibits {
        of_experiment(&site, exhibit, write)?;
    }
    Ok(())
}

fn exhibits<'a>(
    input: &Input<'a>,
    records: &[&'a Record],
    verdicts: &Verdicts,
    pasts: &Pasts<'a>,
) -> Vec<Exhibit<'a>> {
    let one = |record: &&'a Record| {
        let same = |other: &&&Record| {
            other.package == record.package && other.experiment == record.experiment
        };
        let before = input.previous.iter().find(same).copied();
        let mut exhibit = Exhibit::new(record, before, verdicts);
        exhibit.remember(pasts);
        exhibit
    };
    records.iter().map(one).collect()
}

/// The pages of one experiment, with its pictures.
fn of_experiment(site: &Site<'_>, exhibit: &Exhibit<'_>, write: Sink<'_>) -> Result<(), Error> {
    let record = exhibit.record;
    let page = experiment::render(site, exhibit);
    write(exhibit.address.clone(), page.as_bytes())?;
    write(all::address(record), all::render(site, exhibit).as_bytes())?;
    if exhibit.has_past() {
        let page = history::render(site, exhibit);
        write(history::address(record), page.as_bytes())?;
    }
    for (address, bytes) in pictures::files(exhibit) {
        write(address, bytes)?;
    }
    Ok(())
}

/// Removes pages that were not written now: those of experiments and chapters that are no more,
/// with their pictures, and of rooms that this site does not have. Folders that this leaves empty
/// go with them.
fn remove_outdated(out: &Path, files: &[String]) -> Result<Vec<PathBuf>, Error> {
    let kept: BTreeSet<PathBuf> = files.iter().map(|file| out.join(file)).collect();
    let mut removed = Vec::new();
    let mut remove = |page: PathBuf| {
        let is_page = page
            .extension()
            .is_some_and(|extension| extension == "html" || extension == "png");
        if is_page && page.is_file() && !kept.contains(&page) {
            fs::remove_file(&page).map_err(failing("remove", &page))?;
            removed.push(page);
        }
        Ok::<(), Error>(())
    };
    for room in rooms::OPTIONAL {
        remove(out.join(room))?;
    }
    for page in entries(&out.join("chapters"))? {
        remove(page)?;
    }
    let folders = [rooms::EXPERIMENTS, rooms::FIGURES, rooms::HISTORY];
    let packages = folders.map(|folder| entries(&out.join(folder)));
    for package in packages
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?
        .concat()
    {
        if !fs::symlink_metadata(&package).is_ok_and(|entry| entry.is_dir()) {
            continue;
        }
        for page in entries(&package)? {
            remove(page)?;
        }
        // It fails when the folder is not empty, which is as it should be.
        let _ = fs::remove_dir(&package);
    }
    removed.sort();
    Ok(removed)
}

/// What lies in a folder; nothing when there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failing("read", folder)(error)),
        Ok(entries) => entries
            .map(|entry| Ok(entry.map_err(failing("read", folder))?.path()))
            .collect(),
    }
}

fn failing(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error {
        action,
        path,
        source,
    }
}
