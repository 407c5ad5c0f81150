//! `hub check`: reads everything and says what is wrong.

use std::{fmt::Write as _, os::unix::ffi::OsStrExt as _, path::Path};

use rusqlite::{Connection, OpenFlags};
use taizhang_sync::DocName;

use super::{BUSY, FILE, documents, examine::examine, existing, files, keys, mend, schema::VERSION};
use crate::store::{FileRow, StoreError};

/// Something that is wrong with the stored data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The document, or none for the file as a whole.
    pub doc: Option<DocName>,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let doc = self.doc.as_ref().map_or("the file", |doc| doc.as_str());
        write!(f, "{doc}: {}", self.what)
    }
}

/// What was read, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many documents there are.
    pub documents: usize,
    /// How many changes they amount to.
    pub changes: usize,
    /// How many rows were found damaged earlier and are set aside.
    pub damaged: usize,
    /// How many changes wait for what they build on to come again.
    pub waiting: usize,
    /// The files that should lie beside the database.
    pub files: Vec<FileRow>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

pub(super) fn verify(connection: &Connection) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    for line in statement.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            verified.findings.push(Finding { doc: None, what: line });
        }
    }
    for name in documents::places(connection)?.docs.keys() {
        let examined = examine(connection, name)?;
        verified.documents += 1;
        verified.changes += examined.changes;
        let findings = examined.wrong.into_iter().map(|what| Finding { doc: Some(name.clone()), what });
        verified.findings.extend(findings);
    }
    (verified.damaged, verified.waiting) = mend::count(connection)?;
    Ok(verified)
}

/// Reads everything in a data folder and changes nothing in it, whether or not a hub is serving it.
///
/// # Errors
/// What cannot be read at all; damage that can be told is in the answer.
pub fn inspect(folder: &Path, served: bool) -> Result<Verified, StoreError> {
    let path = existing(folder)?;
    let log = path.with_file_name(format!("{FILE}-wal"));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = if !served && log.metadata().map_or(true, |log| log.len() == 0) {
        // Nobody writes and nothing waits in the write-ahead log: even the folder may be read-only.
        Connection::open_with_flags(immutable(&path), flags | OpenFlags::SQLITE_OPEN_URI)?
    } else {
        Connection::open_with_flags(&path, flags)?
    };
    connection.busy_timeout(BUSY)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if usize::try_from(version).map_or(true, |version| version > VERSION) {
        return Err(StoreError::Newer(version));
    }
    let transaction = connection.unchecked_transaction()?;
    let mut verified = verify(&transaction)?;
    // A file of an older version has no such table yet.
    if transaction.table_exists(None, "files")? {
        verified.files = files::all(&transaction)?;
    }
    verified.findings.extend(keys::verify(folder)?);
    Ok(verified)
}

/// A file's name as an address that promises that it does not change.
fn immutable(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(byte) {
            address.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(address, "%{byte:02x}");
        }
    }
    address + "?immutable=1"
}
