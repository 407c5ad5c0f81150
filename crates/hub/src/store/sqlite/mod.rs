//! The store in one `SQLite` file: WAL, `synchronous=FULL`, one writer thread with group commit, a few readers.

mod append;
mod compact;
mod documents;
mod examine;
mod extracts;
mod files;
mod former;
mod intact;
mod keys;
mod known;
mod lost;
mod mend;
mod meta;
mod read;
mod readers;
mod registry;
mod repair;
#[cfg(test)]
mod repair_tests;
mod schema;
#[cfg(test)]
mod tests;
mod verify;
mod writer;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};
use taizhang_sync::{ChangeHash, DocName, Place, hub::LogPart};

pub use extracts::EXTRACTS_FILE;
pub use former::Merged;
pub use keys::KEYS_FILE;
pub use meta::Meta;
pub use verify::{Finding, Verified, inspect};

use self::{append::Appended, extracts::ExtractFile, keys::KeyFile, readers::Readers, writer::Writer};
use super::{Append, Committed, Growth, GrowthLimit, Pending, Places, Snapshot, Store, StoreError, Stored};
use crate::{clock::now_ms, metrics::StoreMetrics};

/// The file in a data folder.
pub const FILE: &str = "hub.db";
/// How many bytes a page of the file has.
pub const PAGE: u64 = 4096;
/// How long to wait for another process, such as `hub invite`, that is writing.
const BUSY: Duration = Duration::from_secs(10);

/// Called on the writer's thread after a commit; must not block.
pub type OnGrowth = Arc<dyn Fn(Growth) + Send + Sync>;

/// The store in one `SQLite` file.
pub struct SqliteStore {
    writer: Writer,
    readers: Readers,
    keys: Arc<KeyFile>,
    extracts: Arc<ExtractFile>,
    on_growth: OnGrowth,
    metrics: StoreMetrics,
    /// The documents that lack what they once had.
    lacking: Arc<Mutex<BTreeSet<DocName>>>,
    /// Where documents stood when what waits was last tried.
    tried: Mutex<BTreeMap<DocName, Place>>,
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteStore").field("file", &self.readers.path()).finish_non_exhaustive()
    }
}

/// How to open a store.
#[derive(Default)]
pub struct Options {
    /// Who hears of growing logs; nobody unless set.
    pub on_growth: Option<OnGrowth>,
    /// The most pages of [`PAGE`] bytes that the file may grow to; unlimited unless set. Beyond it the store is full.
    pub max_pages: Option<u32>,
    /// What to count commits with.
    pub metrics: StoreMetrics,
}

impl SqliteStore {
    /// Makes a data folder with an empty store in it.
    ///
    /// # Errors
    /// [`StoreError::Folder`] if there is one already, or what the disk says.
    pub fn create(folder: &Path, meta: &Meta) -> Result<(), StoreError> {
        let path = folder.join(FILE);
        if path.exists() {
            return Err(StoreError::Folder(format!("{} is there already", path.display())));
        }
        make_private(folder).map_err(|why| StoreError::Folder(format!("cannot make {}: {why}", folder.display())))?;
        let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::migrate(&mut connection)?;
        meta::write(&mut connection, meta)
    }

    /// Opens the store in a data folder, bringing its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Folder`] if there is none, or what the database says.
    pub fn open(folder: &Path, options: Options) -> Result<Self, StoreError> {
        let path = existing(folder)?;
        let mut connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        schema::migrate(&mut connection)?;
        if let Some(pages) = options.max_pages {
            connection.pragma_update(None, "max_page_count", pages)?;
        }
        let lacking = Arc::new(Mutex::new(lost::documents(&connection)?));
        let on_growth = options.on_growth.unwrap_or_else(|| Arc::new(|_| ()));
        let writer = Writer::start(connection, options.metrics.clone())?;
        Ok(Self {
            writer,
            readers: Readers::new(path),
            keys: KeyFile::in_folder(folder),
            extracts: ExtractFile::in_folder(folder),
            on_growth,
            metrics: options.metrics,
            lacking,
            tried: Mutex::default(),
        })
    }

    /// Who this hub is.
    ///
    /// # Errors
    /// What the database says.
    pub async fn meta(&self) -> Result<Meta, StoreError> {
        self.readers.read(meta::read).await
    }

    /// Remembers where the hub is reached, for invitation links.
    ///
    /// # Errors
    /// What the database says.
    pub async fn set_public_url(&self, url: String) -> Result<(), StoreError> {
        self.writer.write(move |connection| meta::set_public_url(connection, &url), |()| ()).await
    }

    /// Draws the epoch anew: every tablet will pull from zero and push what this store lacks.
    ///
    /// # Errors
    /// What the database says.
    pub async fn new_epoch(&self, epoch: u64) -> Result<(), StoreError> {
        let work = move |connection: &Connection| {
            meta::set_epoch(connection, epoch)?;
            meta::set_restored(connection, now_ms())
        };
        self.writer.write(work, |()| ()).await
    }

    /// Writes copies of the files into a folder, the documents as they are at one moment, whatever is being written
    /// meanwhile.
    ///
    /// # Errors
    /// What the database says; it never writes over a file.
    pub async fn copy_to(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(FILE).into_os_string().into_string().map_err(|path| {
            StoreError::Folder(format!("{} cannot be named to the database; use plain letters", path.display()))
        })?;
        // Outside of a transaction, and the copy is no writing to this database.
        let work = move |connection: &Connection| {
            connection.pragma_update(None, "query_only", false)?;
            let copied = connection.execute("VACUUM INTO ?1", [path]);
            connection.pragma_update(None, "query_only", true)?;
            copied?;
            Ok(())
        };
        self.readers.outside(work).await?;
        // Afterwards: a key is given before its row is.
        self.keys.copy_to(folder.join(KEYS_FILE)).await
    }

    /// Reads everything there is and says what is wrong with it.
    ///
    /// # Errors
    /// What the database says; damage that can be told is in the answer.
    pub async fn verify(&self) -> Result<Verified, StoreError> {
        let mut verified = self.readers.read(verify::verify).await?;
        let folder = self.readers.path().parent().unwrap_or_else(|| Path::new("."));
        verified.findings.extend(keys::verify(folder)?);
        Ok(verified)
    }

    /// How many jobs wait to be written.
    pub fn queued(&self) -> usize {
        self.writer.queued()
    }

    /// Finishes what is queued, moves the write-ahead log into the file and closes. Later calls answer
    /// [`StoreError::Closed`].
    pub async fn close(&self) {
        self.readers.close().await;
        self.keys.close();
        self.extracts.close();
        self.writer.close().await;
    }
}

impl Store for SqliteStore {
    fn append(&self, append: Append) -> Pending<'_, Committed> {
        let on_growth = Arc::clone(&self.on_growth);
        let (metrics, lacking) = (self.metrics.clone(), Arc::clone(&self.lacking));
        let (doc, heads) = (append.doc.clone(), append.heads.clone());
        let name = doc.clone();
        let work = move |connection: &Connection| append::append(connection, &append);
        let after = move |appended: &Appended| {
            note_lacking(&lacking, &name, appended.lacks);
            if let Some(growth) = &appended.growth {
                metrics.stored(growth.last + 1 - growth.first, growth.bytes.len());
                on_growth(growth.clone());
            }
        };
        Box::pin(async move {
            let written = self.writer.write(work, after).await.inspect_err(|why| self.metrics.failed(why))?;
            let mut committed = written.committed;
            if written.regained {
                // What waited for it comes back at once, so that the tablet need not ask again.
                match self.take_back(&doc).await {
                    Ok(()) => {
                        let look = move |connection: &Connection| append::missing_heads(connection, &doc, &heads);
                        committed.missing_heads = self.readers.read(look).await?;
                    }
                    Err(why) => tracing::error!(%doc, %why, "waiting changes stay aside"),
                }
            }
            Ok(committed)
        })
    }

    fn read<'a>(&'a self, doc: &'a DocName, after: u64) -> Pending<'a, LogPart> {
        Box::pin(self.read_sound(doc, move |connection, doc| read::part(connection, doc, after)))
    }

    fn places(&self) -> Pending<'_, Places> {
        Box::pin(self.readers.read(documents::places))
    }

    fn load<'a>(&'a self, doc: &'a DocName) -> Pending<'a, Option<Stored>> {
        Box::pin(async move { Ok(self.read_sound(doc, read::whole).await?.map(|stored| self.counted(stored))) })
    }

    fn load_all(&self, docs: Vec<DocName>) -> Pending<'_, Vec<Option<Stored>>> {
        Box::pin(async move {
            let all = self.read_all_sound(docs).await?.into_iter();
            Ok(all.map(|stored| stored.map(|stored| self.counted(stored))).collect())
        })
    }

    fn overgrown(&self, limit: GrowthLimit) -> Pending<'_, Vec<DocName>> {
        Box::pin(self.readers.read(move |connection| documents::overgrown(connection, limit)))
    }

    fn compact(&self, doc: DocName, snapshot: Snapshot) -> Pending<'_, ()> {
        Box::pin(self.writer.write(move |connection| compact::compact(connection, &doc, &snapshot), |()| ()))
    }

    fn mend(&self, doc: DocName) -> Pending<'_, Vec<String>> {
        Box::pin(async move { self.put_in_order(&doc).await })
    }

    fn adopt(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            for (doc, place) in self.readers.read(mend::waiting).await? {
                let before = self.tried.lock().unwrap_or_else(PoisonError::into_inner).insert(doc.clone(), place);
                // What waits finds nothing new where nothing is.
                if before != Some(place) {
                    self.take_back(&doc).await?;
                }
            }
            Ok(())
        })
    }

    fn lacks(&self, doc: &DocName) -> bool {
        self.lacking.lock().unwrap_or_else(PoisonError::into_inner).contains(doc)
    }

    fn note_held(&self, doc: DocName, heads: Vec<ChangeHash>) -> Pending<'_, ()> {
        let (lacking, name) = (Arc::clone(&self.lacking), doc.clone());
        let work = move |connection: &Connection| append::note_held(connection, &doc, &heads);
        let after = move |lacks: &bool| note_lacking(&lacking, &name, *lacks);
        Box::pin(async move { self.writer.write(work, after).await.map(drop) })
    }

    fn harmed(&self, since_ms: i64) -> Pending<'_, Option<BTreeSet<DocName>>> {
        Box::pin(self.readers.read(move |connection| lost::harmed(connection, since_ms)))
    }

    fn probe(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            self.writer.write(|connection| documents::count(connection).map(drop), |()| ()).await?;
            self.readers.read(|connection| documents::count(connection).map(drop)).await
        })
    }
}

impl SqliteStore {
    /// Counts a document as long as it is held.
    fn counted(&self, stored: Stored) -> Stored {
        Stored { held: Some(self.metrics.hold()), ..stored }
    }

    /// Takes back what waits in a document and has found what it builds on.
    async fn take_back(&self, doc: &DocName) -> Result<(), StoreError> {
        let (on_growth, lacking, name) = (Arc::clone(&self.on_growth), Arc::clone(&self.lacking), doc.clone());
        let asked = doc.clone();
        let work = move |connection: &Connection| {
            let growth = mend::adopt(connection, &asked)?;
            let document = documents::find(connection, &asked)?;
            Ok((growth, document.map_or(Ok(false), |document| lost::any(connection, document.id))?))
        };
        let after = move |(growth, lacks): &(Option<Growth>, bool)| {
            note_lacking(&lacking, &name, *lacks);
            growth.iter().cloned().for_each(|growth| on_growth(growth));
        };
        self.writer.write(work, after).await.map(drop)
    }
}

/// Notes whether a document lacks what it once had.
fn note_lacking(lacking: &Mutex<BTreeSet<DocName>>, doc: &DocName, lacks: bool) {
    let mut lacking = lacking.lock().unwrap_or_else(PoisonError::into_inner);
    if lacks {
        lacking.insert(doc.clone());
    } else {
        lacking.remove(doc);
    }
}

/// Makes a folder that its owner alone may look into: the hub's key lies in it.
///
/// # Errors
/// What the system says.
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::set_permissions(folder, Permissions::from_mode(0o700))
}

/// The file of a data folder that must be there.
fn existing(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = folder.join(FILE);
    if path.exists() {
        Ok(path)
    } else {
        Err(StoreError::Folder(format!("there is no {}; make a data folder with `hub init`", path.display())))
    }
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    // Of a new file only: pages that compaction has emptied can be given back.
    connection.pragma_update(None, "auto_vacuum", "incremental")?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}
