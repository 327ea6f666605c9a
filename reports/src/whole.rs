//! Writes a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the file system refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// What was tried: `create` or `write`.
    pub(crate) action: &'static str,
    pub(crate) path: PathBuf,
    pub(crate) source: io::Error,
}

/// Writes into a temporary file of the same folder, which is made when there is none, and renames
/// it. A durable file is brought to the disk first, so that a crash at any moment leaves either
/// the earlier file or the new one; what can be made again need not wait for the disk.
pub(crate) fn write(path: &Path, bytes: &[u8], durable: bool) -> Result<(), Refusal> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failing("create", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".tmp");
    readable_by_all(&mut builder);
    let mut file = builder
        .tempfile_in(folder)
        .map_err(failing("write", path))?;
    file.write_all(bytes).map_err(failing("write", path))?;
    if durable {
        file.as_file().sync_all().map_err(failing("write", path))?;
    }
    file.persist(path)
        .map_err(|refused| failing("write", path)(refused.error))?;
    if durable {
        // Without this the new name may be lost with the power, and the file with it.
        sync_folder(folder).map_err(failing("write", folder))?;
    }
    Ok(())
}

fn failing(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Refusal {
    let path = PathBuf::from(path);
    move |source| Refusal {
        action,
        path,
        source,
    }
}

/// A temporary file is private unless told otherwise; records and pages need not be.
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
