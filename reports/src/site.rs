//! The laboratory's pages: a folder of static files that needs no network, no server and no script.
//!
//! Each page is one file, each link relative: the folder can be moved. The same input gives the
//! same bytes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::page::exhibit::Exhibit;
use crate::page::{Links, data, experiment, front, machine};
use crate::record::Record;

/// What the site is made of.
pub struct Input<'a> {
    /// The latest record of each experiment, in any order.
    pub records: &'a [Record],
    /// The record before it, of those experiments that have one.
    pub previous: &'a [Record],
    /// What is wrong with the stored records, in sentences.
    pub problems: &'a [String],
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
    /// Pages of experiments that no longer exist, which were removed.
    pub removed: Vec<PathBuf>,
}

/// Why the site could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be written.
    #[error("cannot write {path}: {source}; check that the folder exists and may be written to")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A page of an experiment that no longer exists could not be removed.
    #[error("cannot remove the outdated {path}: {source}; remove it by hand")]
    Remove {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Renders the site into the folder `out`, which is made when it does not exist.
///
/// Each file is written whole or not at all. Pages of experiments that are not in the input are
/// removed from `out/experiments`; nothing else is.
///
/// # Errors
/// When a file cannot be written or an outdated page cannot be removed.
pub fn render(input: &Input<'_>, out: &Path) -> Result<Rendered, Error> {
    let pages = pages(input);
    for (address, text) in &pages {
        write(&out.join(address), text)?;
    }
    let files: Vec<String> = pages.into_iter().map(|(address, _)| address).collect();
    let removed = remove_outdated(&out.join("experiments"), out, &files)?;
    Ok(Rendered {
        index: out.join("index.html"),
        files,
        removed,
    })
}

/// All files of the site: their addresses from its root, and their texts.
fn pages(input: &Input<'_>) -> Vec<(String, String)> {
    let mut records: Vec<&Record> = input.records.iter().collect();
    // The latest of each experiment, whatever the order in which they came.
    records.sort_by_cached_key(|r| (r.package.clone(), r.experiment.clone(), r.run.id.clone()));
    records.reverse();
    records.dedup_by(|a, b| a.package == b.package && a.experiment == b.experiment);
    records.reverse();

    let exhibits: Vec<Exhibit<'_>> = records
        .iter()
        .map(|record| {
            let same = |other: &&Record| {
                other.package == record.package && other.experiment == record.experiment
            };
            Exhibit::new(record, input.previous.iter().find(same))
        })
        .collect();
    let newest = records
        .iter()
        .copied()
        .max_by(|a, b| a.run.id.cmp(&b.run.id));
    let links = Links {
        criterion: input.criterion,
    };
    let mut pages = vec![
        (
            "index.html".to_owned(),
            front::render(&exhibits, input.problems, newest),
        ),
        (
            "machine.html".to_owned(),
            machine::render(&exhibits, newest),
        ),
        (
            "data.html".to_owned(),
            data::render(&exhibits, newest, input.file),
        ),
        (data::CLAIMS.to_owned(), data::claims(&exhibits)),
    ];
    for exhibit in &exhibits {
        pages.push((exhibit.address.clone(), experiment::render(exhibit, &links)));
    }
    pages
}

/// Writes a file whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut file = builder().tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Makes files as readable as any other of this user: temporary ones are their writer's alone.
fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".writing-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Removes the pages below `folder` that were not written now, and folders that this leaves empty.
fn remove_outdated(folder: &Path, out: &Path, files: &[String]) -> Result<Vec<PathBuf>, Error> {
    let kept: BTreeSet<PathBuf> = files.iter().map(|file| out.join(file)).collect();
    let mut removed = Vec::new();
    for package in entries(folder)? {
        if !fs::symlink_metadata(&package).is_ok_and(|entry| entry.is_dir()) {
            continue;
        }
        for page in entries(&package)? {
            let is_page = page
                .extension()
                .is_some_and(|extension| extension == "html");
            if is_page && !kept.contains(&page) {
                fs::remove_file(&page).map_err(|source| Error::Remove {
                    path: page.clone(),
                    source,
                })?;
                removed.push(page);
            }
        }
        // It fails when the folder is not empty, which is as it should be.
        let _ = fs::remove_dir(&package);
    }
    removed.sort();
    Ok(removed)
}

/// What lies in a folder; nothing when there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let failed = |source| Error::Remove {
        path: folder.to_owned(),
        source,
    };
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
        Ok(entries) => entries
            .map(|entry| Ok(entry.map_err(failed)?.path()))
            .collect(),
    }
}
