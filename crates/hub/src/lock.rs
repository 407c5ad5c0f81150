//! One hub for each data folder.

use std::path::Path;

use crate::{
    serve::ServeError,
    store::{StoreError, sqlite},
};

/// Makes sure that there is one hub for each data folder, as long as the answer is held.
pub(crate) fn lock(data: &Path) -> Result<std::fs::File, ServeError> {
    let path = data.join("hub.lock");
    let failed = |why| ServeError::Io { what: format!("cannot open {}", path.display()), why };
    if !data.join(sqlite::FILE).exists() {
        let what = format!("there is no data folder at {}; make one with `hub init`", data.display());
        return Err(StoreError::Folder(what).into());
    }
    let file = std::fs::File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(ServeError::Busy(data.to_owned())),
        Err(std::fs::TryLockError::Error(why)) => Err(failed(why)),
    }
}

/// Whether a hub runs on a data folder; nothing is changed to find out.
pub(crate) fn is_served(data: &Path) -> bool {
    let lock = std::fs::File::open(data.join("hub.lock"));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)))
}
