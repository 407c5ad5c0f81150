//! The folder beside a data folder in which `hub init` makes that, until it is whole.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use super::Failure;
use crate::store::sqlite::{self, make_private};

/// What tells another `hub init` that this one is at work: its lock, which the system lifts however this one ends.
const LOCK: &str = "init.lock";

/// The folder, for as long as this process has it for itself. What is in it at the end is gone.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    /// Where it will be.
    folder: PathBuf,
    _lock: File,
}

impl Unfinished {
    /// Takes it for a data folder that is not there yet, and puts away what was begun before and never finished.
    ///
    /// # Errors
    /// The data folder is there, or another process makes it at this moment, or what the disk says.
    pub(super) fn take(folder: &Path) -> Result<Self, Failure> {
        refuse_if_made(folder)?;
        let path = folder.with_extension("unfinished");
        make_private(&path)?;
        let lock = File::options().create(true).truncate(false).write(true).open(path.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let what = format!("another `hub init` is making {}; wait until it has finished", folder.display());
                return Err(what.into());
            }
            Err(TryLockError::Error(why)) => return Err(why.into()),
        }
        let taken = Self { path, folder: folder.to_owned(), _lock: lock };
        // Another may have finished just now.
        refuse_if_made(folder)?;
        for entry in taken.entries()? {
            if entry.is_dir() { fs::remove_dir_all(entry)? } else { fs::remove_file(entry)? }
        }
        Ok(taken)
    }

    /// Where it is made.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// It is whole: puts it where it belongs.
    ///
    /// # Errors
    /// What the disk says.
    pub(super) fn finish(self) -> Result<(), Failure> {
        make_private(&self.folder)?;
        for entry in self.entries()? {
            let name = entry.file_name().ok_or("a file has no name")?;
            fs::rename(&entry, self.folder.join(name))?;
        }
        Ok(())
    }

    /// Everything in it but the lock.
    fn entries(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name() != LOCK {
                all.push(entry.path());
            }
        }
        Ok(all)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What stays is put away by the next that takes the folder.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn refuse_if_made(folder: &Path) -> Result<(), Failure> {
    if folder.join(sqlite::FILE).exists() {
        return Err(format!("{} is a data folder already", folder.display()).into());
    }
    Ok(())
}
