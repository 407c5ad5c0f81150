//! Data folders as files.

use std::path::Path;

use crate::failure::Failure;

/// Copies a data folder's files into a new one, onto the disk: a hub's commits would wait for what is still on its way there.
///
/// # Errors
/// What the disk says.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let copy_to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &copy_to)?;
        } else {
            std::fs::copy(entry.path(), &copy_to)?;
            std::fs::File::open(copy_to)?.sync_all()?;
        }
    }
    Ok(())
}

/// How many bytes the files of a data folder have.
///
/// # Errors
/// What the disk says.
pub fn size(folder: &Path) -> Result<u64, Failure> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(bytes)
}
