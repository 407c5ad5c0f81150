//! Why the store did not do what it was asked.

use taizhang_sync::DocName;

/// Why the store did not do what it was asked; nothing of it was stored then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no space left, on the disk or within the size that the store may have.
    #[error("the disk is full")]
    Full,
    /// The database says no.
    #[error("database: {0}")]
    Database(String),
    /// What is stored makes no sense.
    #[error("damaged data: {0}")]
    Damaged(String),
    /// A document has rows that are not what was stored.
    #[error("{0} is damaged")]
    DamagedDocument(DocName),
    /// The file was made by a newer version of the hub.
    #[error("the data was written by a newer version of the hub (schema {0})")]
    Newer(i64),
    /// There is no data folder here, or there is one already.
    #[error("{0}")]
    Folder(String),
    /// The store is shut down.
    #[error("the store is closed")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Database(error.to_string()),
        }
    }
}
