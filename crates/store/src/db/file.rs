//! Keeps a database file private to its owner, to one node, and in its place.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Which file it is, whatever its name: device and inode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity(u64, u64);

/// Creates the file if it is not there, readable by its owner alone; the files SQLite puts beside it follow its mode.
pub(super) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            Err(StoreError::Setup(format!("{} cannot be created: {error}", path.display())))
        }
    }
}

/// Takes the lock beside the file. SQLite itself would let two nodes write in turn, but each would wake only its own
/// workers and group only its own commits.
pub(super) fn lock(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    create_private(&name)?;
    let file = OpenOptions::new().write(true).open(&name);
    let file = file.map_err(|error| {
        StoreError::Setup(format!("{} cannot be opened: {error}", name.display()))
    })?;
    file.try_lock().map_err(|_| {
        StoreError::Setup(format!(
            "another process serves {}; one node per SQLite file, several need PostgreSQL",
            path.display()
        ))
    })?;
    Ok(file)
}

pub(super) fn identity(path: &Path) -> Result<Identity, StoreError> {
    let metadata = std::fs::metadata(path).map_err(|_| StoreError::Gone)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Ok(Identity(metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Ok(Identity(0, 0))
    }
}
