//! Copies of a data folder: made beside the running hub, verified, and turned into a data folder again.
//!
//! A copy gets its name only once it is whole, so what bears the name of a backup is one.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{
    files::{self, Finding},
    key::new_epoch,
    lock::is_served,
    store::{
        FileIndex as _, SqliteStore, StoreError,
        sqlite::{self, Merged, Verified},
    },
};

/// The folder of files within a data folder.
pub const FILES: &str = "files";

/// Why there is no backup, or no restored folder. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder to be made is there.
    #[error("{} is there already and is never written over; name another folder", .0.display())]
    Exists(PathBuf),
    /// The folder to restore from is being served.
    #[error("{} is being served: make a copy of it with `hub backup`, and restore that", .0.display())]
    Served(PathBuf),
    /// The copy is not sound.
    #[error("{}: {} found, the first: {first}. {remedy}", .path.display(), .count)]
    Damaged {
        /// What was read.
        path: PathBuf,
        /// How many findings there are.
        count: usize,
        /// The first of them.
        first: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There are no random numbers for a new epoch.
    #[error(transparent)]
    Random(#[from] getrandom::Error),
    /// The system says no.
    #[error("{what}: {why}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system says.
        why: io::Error,
    },
}

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// What was read of the database to verify it.
    pub verified: Verified,
    /// How many files there are.
    pub files: usize,
    /// Which files are not what was received. The words are worth a copy without them.
    pub lost: Vec<Finding>,
}

/// Copies a data folder to `to`, which must not be there; the hub may run meanwhile.
///
/// # Errors
/// [`BackupError`]; then there is nothing at `to`.
pub async fn backup(data: &Path, to: &Path) -> Result<Copied, BackupError> {
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let unfinished = unfinished(to)?;
    let store = SqliteStore::open(data, sqlite::Options::default())?;
    let copied = store.copy_to(unfinished.path()).await;
    store.close().await;
    copied?;
    // After the database: a file is there before a document names it.
    let files = copy_files(&data.join(FILES), &unfinished.path().join(FILES))?;
    let remedy = "The copy was not kept. See `hub check`; a running hub mends documents by itself.";
    let verified = verified(unfinished.path(), data, remedy).await?;
    let lost = lost(unfinished.path(), &verified).await?;
    finish(unfinished, to)?;
    Ok(Copied { verified, files, lost })
}

/// Makes the data folder `data` from a backup: checked, and with a new epoch, so that tablets hand in what it lacks.
///
/// # Errors
/// [`BackupError`]; then `data` is as it was.
pub async fn restore(from: &Path, data: &Path) -> Result<Copied, BackupError> {
    if data.symlink_metadata().is_ok() && fs::read_dir(data).map_or(true, |mut entries| entries.next().is_some()) {
        return Err(BackupError::Exists(data.to_owned()));
    }
    let source = from.join(sqlite::FILE);
    if !source.exists() {
        return Err(StoreError::Folder(format!("{} is no backup: there is no {}", from.display(), sqlite::FILE)).into());
    }
    if is_served(from) {
        return Err(BackupError::Served(from.to_owned()));
    }
    let unfinished = unfinished(data)?;
    for name in [sqlite::FILE, "hub.db-wal", sqlite::KEYS_FILE] {
        let (source, copy) = (from.join(name), unfinished.path().join(name));
        if source.exists() {
            fs::copy(&source, &copy).map_err(|why| io_error("cannot copy", &source, why))?;
            set_private(&copy, 0o600)?;
        }
    }
    let files = copy_files(&from.join(FILES), &unfinished.path().join(FILES))?;
    let remedy = "Nothing was restored. Try an earlier backup.";
    let verified = verified(unfinished.path(), from, remedy).await?;
    let lost = lost(unfinished.path(), &verified).await?;
    let store = SqliteStore::open(unfinished.path(), sqlite::Options::default())?;
    let begun = store.new_epoch(new_epoch()?).await;
    store.close().await;
    begun?;
    finish(unfinished, data)?;
    Ok(Copied { verified, files, lost })
}

/// Takes over what was done to devices in a `former` data folder after the backup that `data` was restored from: who was
/// enrolled, revoked, or given another post. The former folder is read and not written, and may be damaged elsewhere.
///
/// # Errors
/// [`BackupError`]; then no device of `data` was changed.
pub async fn merge_devices(former: &Path, data: &Path) -> Result<Merged, BackupError> {
    if is_served(former) {
        return Err(BackupError::Served(former.to_owned()));
    }
    let store = SqliteStore::open(data, sqlite::Options::default())?;
    let merged = store.merge_devices(former).await;
    store.close().await;
    Ok(merged?)
}

/// An unfinished folder on the same disk as the one that it will be; gone again if it is never finished. It lies beside
/// that one, or in it if it is there and empty, since what is above may not be the hub's to write.
fn unfinished(folder: &Path) -> Result<TempDir, BackupError> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let parent = match folder.parent() {
        _ if folder.is_dir() => folder,
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let made = tempfile::Builder::new()
        .prefix(&format!(".{name}-"))
        .suffix(".unfinished")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(parent);
    made.map_err(|why| io_error("cannot make a folder in", parent, why))
}

/// Reads everything in a copy.
async fn verified(copy: &Path, named: &Path, remedy: &'static str) -> Result<Verified, BackupError> {
    let store = SqliteStore::open(copy, sqlite::Options::default())?;
    let (verified, rows) = (store.verify().await, store.files().await);
    store.close().await;
    let mut verified = verified?;
    verified.files = rows?;
    match verified.findings.first() {
        None => Ok(verified),
        Some(first) => {
            let (count, first) = (verified.findings.len(), first.to_string());
            Err(BackupError::Damaged { path: named.to_owned(), count, first, remedy })
        }
    }
}

/// Compares every file in a copy with its hash.
async fn lost(copy: &Path, verified: &Verified) -> Result<Vec<Finding>, BackupError> {
    let (folder, rows) = (copy.to_owned(), verified.files.clone());
    let read = tokio::task::spawn_blocking(move || files::verify(&folder, &rows)).await;
    read.map_err(|why| io_error("cannot read the files of", copy, io::Error::other(why)))
}

/// Everything to the disk, then the name.
fn finish(unfinished: TempDir, to: &Path) -> Result<(), BackupError> {
    flush(unfinished.path())?;
    if to.is_dir() {
        set_private(to, 0o700)?;
        // The database last: with it, the folder is a data folder.
        for name in [FILES, sqlite::KEYS_FILE, sqlite::FILE] {
            let source = unfinished.path().join(name);
            if source.exists() {
                fs::rename(&source, to.join(name)).map_err(|why| io_error("cannot fill", to, why))?;
                sync(to)?;
            }
        }
        return Ok(());
    }
    fs::rename(unfinished.path(), to).map_err(|why| io_error("cannot name the copy", to, why))?;
    // It has another name by now: there is nothing to clean up.
    let _ = unfinished.keep();
    if let Some(parent) = to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        sync(parent)?;
    }
    Ok(())
}

/// Flushes a folder and everything in it to the disk.
fn flush(folder: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(folder).map_err(|why| io_error("cannot read", folder, why))? {
        let path = entry.map_err(|why| io_error("cannot read", folder, why))?.path();
        if path.is_dir() { flush(&path)? } else { sync(&path)? }
    }
    sync(folder)
}

fn sync(path: &Path) -> Result<(), BackupError> {
    fs::File::open(path).and_then(|file| file.sync_all()).map_err(|why| io_error("cannot flush", path, why))
}

/// Copies the files that are named by what they hold; as hard links where that is possible, since they never change.
fn copy_files(from: &Path, to: &Path) -> Result<usize, BackupError> {
    if !from.exists() {
        return Ok(0);
    }
    fs::create_dir(to).map_err(|why| io_error("cannot make", to, why))?;
    set_private(to, 0o700)?;
    let mut count = 0;
    for entry in fs::read_dir(from).map_err(|why| io_error("cannot read", from, why))? {
        let entry = entry.map_err(|why| io_error("cannot read", from, why))?;
        let (source, copy) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(|why| io_error("cannot read", &source, why))?;
        if kind.is_dir() {
            count += copy_files(&source, &copy)?;
        } else if kind.is_file() && is_whole(&source) {
            fs::hard_link(&source, &copy)
                .or_else(|_| fs::copy(&source, &copy).map(drop))
                .map_err(|why| io_error("cannot copy", &source, why))?;
            count += 1;
        }
    }
    Ok(count)
}

/// Whether a file bears a hash as its name: one that is still being received does not.
fn is_whole(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.len() >= 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn set_private(path: &Path, mode: u32) -> Result<(), BackupError> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|why| io_error("cannot protect", path, why))
}

fn io_error(what: &str, path: &Path, why: io::Error) -> BackupError {
    BackupError::Io { what: format!("{what} {}", path.display()), why }
}
