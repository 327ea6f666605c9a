//! Writes a record whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::record::Record;

/// Writes into a temporary file of the same folder, brings it to the disk, and renames it.
pub(super) fn whole(path: &Path, record: &Record) -> Result<(), StoreError> {
    let bytes = encode(record)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failing("create", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".tmp");
    readable_by_all(&mut builder);
    let mut file = builder
        .tempfile_in(folder)
        .map_err(failing("write", path))?;
    file.write_all(&bytes).map_err(failing("write", path))?;
    file.as_file().sync_all().map_err(failing("write", path))?;
    file.persist(path)
        .map_err(|refused| failing("write", path)(refused.error))?;
    // Without this the new name may be lost with the power, and the file with it.
    sync_folder(folder).map_err(failing("write", folder))
}

/// The record as JSON that is known to read back the same.
fn encode(record: &Record) -> Result<Vec<u8>, StoreError> {
    let unreadable = |why: String| StoreError::Unreadable {
        id: record.id(),
        why,
    };
    let bytes = serde_json::to_vec(record).map_err(|error| unreadable(error.to_string()))?;
    let read: Record =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if read == *record {
        Ok(bytes)
    } else {
        Err(unreadable("a figure differs".to_owned()))
    }
}

fn failing(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = PathBuf::from(path);
    move |source| StoreError::Io {
        action,
        path,
        source,
    }
}

/// A temporary file is private unless told otherwise; a record need not be.
#[cfg(unix)]
fn readable_by_all(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable_by_all(_: &mut tempfile::Builder<'_, '_>) {}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems do not open folders; there a rename is as durable as they make it.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
