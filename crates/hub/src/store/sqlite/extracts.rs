//! Extracts of documents in a file of their own, which may be deleted whenever the hub does not run: nothing is in it that
//! the documents do not say, and no backup takes it along.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};
use taizhang_ledger::Extract;
use taizhang_sync::{DocName, Place};

use super::{BUSY, SqliteStore, readers::CACHE_KIB};
use crate::store::{ExtractShelf, KeptExtract, Pending, StoreError};

/// The file in a data folder.
pub const EXTRACTS_FILE: &str = "extracts.db";

/// The form of the bytes.
const FORM: u32 = 1;
const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS extracts (
        doc     TEXT PRIMARY KEY,
        epoch   INTEGER NOT NULL,
        seq     INTEGER NOT NULL,
        bytes   BLOB NOT NULL
    ) STRICT;
";
/// The largest extract that is unpacked; documents are much smaller.
const BYTES_MAX: u64 = 256 << 20;

/// The file, opened when it is first needed.
pub(super) struct ExtractFile {
    path: PathBuf,
    connection: Mutex<Option<Connection>>,
}

impl ExtractFile {
    pub(super) fn in_folder(folder: &Path) -> Arc<Self> {
        Arc::new(Self { path: folder.join(EXTRACTS_FILE), connection: Mutex::default() })
    }

    /// Does `work` in one transaction. A file that fails is begun anew the next time.
    fn run<T>(&self, work: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut held = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let done = within(&mut held, &self.path, work);
        if let Err(why) = &done {
            tracing::warn!(%why, file = %self.path.display(), "the extracts of documents are made anew");
            held.take();
            for suffix in ["", "-wal", "-shm"] {
                let mut path = self.path.clone().into_os_string();
                path.push(suffix);
                // What is not there need not go, and what cannot go fails again the next time.
                let _ = std::fs::remove_file(path);
            }
        }
        done
    }

    pub(super) fn close(&self) {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn within<T>(
    held: &mut Option<Connection>,
    path: &Path,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let connection = match held {
        Some(connection) => connection,
        none => none.insert(open(path)?),
    };
    let transaction = connection.transaction()?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // What a power cut takes is made anew.
    connection.pragma_update(None, "synchronous", "normal")?;
    let form: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let own = own_form();
    if form != own {
        connection.execute_batch("DROP TABLE IF EXISTS extracts")?;
        connection.pragma_update(None, "user_version", own)?;
    }
    connection.execute_batch(TABLE)?;
    Ok(connection)
}

/// Extracts of another form, by another version, or of other tables are made anew: they may lack what is read now.
fn own_form() -> i32 {
    let made = format!("{FORM}\n{}\n{}", env!("CARGO_PKG_VERSION"), Extract::contents());
    let hash = Sha256::digest(made).first_chunk().copied().map(u32::from_be_bytes).unwrap_or_default();
    // Never zero, which is a file that has just been made.
    i32::try_from(hash >> 1).unwrap_or(i32::MAX).max(1)
}

/// With the checksum that the packing adds.
fn pack(extract: &Extract) -> Option<Vec<u8>> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&postcard::to_stdvec(extract).ok()?).ok()?;
    packed.finish().ok()
}

fn unpack(bytes: &[u8]) -> Option<Extract> {
    let mut plain = Vec::new();
    ZlibDecoder::new(bytes).take(BYTES_MAX).read_to_end(&mut plain).ok()?;
    postcard::from_bytes(&plain).ok()
}

impl ExtractShelf for SqliteStore {
    fn extracts(&self, docs: Vec<(DocName, Place)>) -> Pending<'_, Vec<Option<Extract>>> {
        let file = Arc::clone(&self.extracts);
        off_thread(move || {
            let packed = file.run(|connection| {
                let mut find =
                    connection.prepare("SELECT bytes FROM extracts WHERE doc = ?1 AND epoch = ?2 AND seq = ?3")?;
                let found = docs.iter().map(|(doc, place)| {
                    find.query_row((doc.as_str(), place.epoch, place.seq), |row| row.get::<_, Vec<u8>>(0)).optional()
                });
                Ok(found.collect::<Result<Vec<_>, _>>()?)
            })?;
            Ok(packed.iter().map(|bytes| unpack(bytes.as_ref()?)).collect())
        })
    }

    fn keep_extracts(&self, all: Vec<KeptExtract>) -> Pending<'_, ()> {
        let file = Arc::clone(&self.extracts);
        off_thread(move || {
            let packed = all.into_iter().filter_map(|one| Some((pack(&one.extract)?, one.doc, one.place)));
            let packed: Vec<(Vec<u8>, DocName, Place)> = packed.collect();
            file.run(|connection| {
                let mut put = connection
                    .prepare("INSERT OR REPLACE INTO extracts (doc, epoch, seq, bytes) VALUES (?1, ?2, ?3, ?4)")?;
                for (bytes, doc, place) in &packed {
                    put.execute((doc.as_str(), place.epoch, place.seq, bytes))?;
                }
                Ok(())
            })
        })
    }
}

fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T, StoreError> + Send + 'static) -> Pending<'static, T> {
    Box::pin(async move {
        let done = tokio::task::spawn_blocking(work);
        done.await.map_err(|why| StoreError::Database(why.to_string()))?
    })
}
