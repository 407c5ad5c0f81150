//! One Automerge document of the ledger: its bytes, its heads, its tables.

mod ahead;
mod extract;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use automerge::{
    ActorId, AutoCommit, AutomergeError, Change, ChangeHash, LoadOptions, ObjId, OnPartialLoad, Prop, ROOT,
    ReadDoc as _, Value as Found,
    legacy::{Key as LegacyKey, ObjectId as LegacyObjectId, OpId as LegacyOpId},
    transaction::CommitOptions,
};

use self::ahead::Ahead;
pub(crate) use self::ahead::{Hand, Values};
pub use self::extract::Extract;
use crate::{
    doc_id::{DocId, DocKind},
    ids::DeviceId,
    moment::Timestamp,
    problem::Problem,
    schema::{self, SCHEMA, SCHEMA_KEY, Table},
};

/// The most changes of one merge that are looked into; past it, reading all rows anew is cheaper.
const DECODE_MAX: usize = 500;

/// The hashes of the changes that begin every document of a kind, the genesis first; the only ones without an author.
pub fn beginning_hashes(kind: DocKind) -> Vec<ChangeHash> {
    schema::beginnings(kind).iter().map(automerge::Change::hash).collect()
}

/// A document with its name.
#[derive(Debug, Clone)]
pub struct Document {
    id: DocId,
    doc: AutoCommit,
    /// Rows that changes wrote to. Automerge's patches would miss a concurrent value that lost, and the choice of the
    /// value that already won.
    written: BTreeSet<(Table, String)>,
    /// What was written here by each actor and is not signed yet: the last change, and when.
    unsealed: BTreeMap<ActorId, (ChangeHash, Timestamp)>,
    /// A table that is being read.
    ahead: Option<Ahead>,
    /// What is read instead of the document, where this is none.
    extract: Option<Extract>,
}

impl Document {
    /// A document that holds its genesis alone.
    pub fn new(id: DocId, actor: ActorId) -> Self {
        Self::load(id, actor, std::iter::empty::<&[u8]>()).0
    }

    /// The document made of stored chunks: snapshots and changes, in any order, any number of times. Damaged
    /// chunks are left out and reported.
    pub fn load<'a>(id: DocId, actor: ActorId, chunks: impl IntoIterator<Item = &'a [u8]>) -> (Self, Vec<Problem>) {
        let chunks: Vec<&[u8]> = chunks.into_iter().collect();
        let (mut doc, mut problems) = match load_at_once(&chunks) {
            Some(doc) => (doc, Vec::new()),
            None => load_one_by_one(&id, &chunks),
        };
        begin(&mut doc, id.kind());
        doc.set_actor(actor);
        let missing = doc.get_missing_deps(&[]);
        if !missing.is_empty() {
            problems.push(Problem::Incomplete { doc: id.clone(), missing });
        }
        let loaded = Self { doc, ..Self::empty(id) };
        let schema = loaded.schema();
        if schema > SCHEMA {
            problems.push(Problem::NewerSchema { doc: loaded.id.clone(), schema });
        }
        (loaded, problems)
    }

    /// The document that comes from elsewhere and is not here yet: read in one go, since of what is merged into a document
    /// each change is looked at by itself.
    ///
    /// # Errors
    /// When the bytes are not Automerge data.
    pub(crate) fn received(id: DocId, actor: ActorId, bytes: &[u8]) -> Result<Self, AutomergeError> {
        let Some(mut doc) = load_at_once(&[bytes]) else {
            // Changes that build on the beginnings, or damage.
            let mut document = Self::new(id, actor);
            document.merge(bytes)?;
            document.written.clear();
            return Ok(document);
        };
        begin(&mut doc, id.kind());
        doc.set_actor(actor);
        Ok(Self { doc, ..Self::empty(id) })
    }

    /// Nothing, not even its beginnings.
    fn empty(id: DocId) -> Self {
        let (written, unsealed) = (BTreeSet::new(), BTreeMap::new());
        Self { id, doc: AutoCommit::new(), written, unsealed, ahead: None, extract: None }
    }

    /// The document's name.
    pub fn id(&self) -> &DocId {
        &self.id
    }

    /// The schema version it was last written with.
    pub fn schema(&self) -> u64 {
        self.doc.get(ROOT, SCHEMA_KEY).ok().flatten().and_then(|(value, _)| value.as_u64()).unwrap_or(1)
    }

    /// Takes in a snapshot or changes from elsewhere; what is already here changes nothing.
    ///
    /// # Errors
    /// When the bytes are not Automerge data; the document is as it was.
    pub fn merge(&mut self, bytes: &[u8]) -> Result<(), AutomergeError> {
        let before = self.doc.get_heads();
        self.doc.load_incremental(bytes)?;
        let written = self.rows_written_since(&before);
        self.written.extend(written);
        Ok(())
    }

    /// The rows that changes since `before` wrote to; all rows when there are too many changes to look into.
    fn rows_written_since(&mut self, before: &[ChangeHash]) -> BTreeSet<(Table, String)> {
        let changes = self.doc.get_changes(before);
        if changes.len() > DECODE_MAX {
            let tables = Table::of(self.id.kind());
            return tables.flat_map(|table| self.keys(table).into_iter().map(move |key| (table, key))).collect();
        }
        self.rows_written_by(&changes)
    }

    /// The rows that changes wrote to, or into.
    pub(crate) fn rows_written_by(&self, changes: &[Change]) -> BTreeSet<(Table, String)> {
        let tables: Vec<(Table, ObjId)> = Table::of(self.id.kind())
            .flat_map(|table| self.maps(table).unwrap_or_default().into_iter().map(move |map| (table, map)))
            .collect();
        let mut rows = BTreeSet::new();
        let mut inside = HashSet::new();
        for operation in changes.iter().flat_map(|change| change.decode().operations) {
            match (tables.iter().find(|(_, object)| is_object(object, &operation.obj)), operation.key) {
                (Some((table, _)), LegacyKey::Map(key)) => {
                    rows.insert((*table, key.to_string()));
                }
                (Some(_), LegacyKey::Seq(_)) => {}
                (None, _) => {
                    inside.insert(operation.obj);
                }
            }
        }
        rows.extend(inside.iter().filter_map(|object| self.row_around(&tables, object)));
        rows
    }

    /// The row in which an object stands.
    fn row_around(&self, tables: &[(Table, ObjId)], object: &LegacyObjectId) -> Option<(Table, String)> {
        let LegacyObjectId::Id(LegacyOpId(number, author)) = object else { return None };
        let mut parents = self.doc.parents(ObjId::Id(*number, author.clone(), 0)).ok()?;
        parents.find_map(|parent| match (tables.iter().find(|(_, table)| *table == parent.obj), parent.prop) {
            (Some((table, _)), Prop::Map(key)) => Some((*table, key)),
            _ => None,
        })
    }

    /// The heads: hashes of the changes that no other builds on.
    pub fn heads(&mut self) -> Vec<ChangeHash> {
        self.doc.get_heads()
    }

    /// Changes that are referred to but not here.
    pub fn missing(&mut self) -> Vec<ChangeHash> {
        self.doc.get_missing_deps(&[])
    }

    /// The changes that are not ancestors of `heads`, oldest first. Unknown heads are passed over.
    pub fn changes_since(&mut self, heads: &[ChangeHash]) -> Vec<Change> {
        let known: Vec<ChangeHash> =
            heads.iter().copied().filter(|hash| self.doc.get_change_meta_by_hash(hash).is_some()).collect();
        self.doc.get_changes(&known)
    }

    /// The changes since `heads` that `device` may hand in: its own, and the beginnings.
    pub fn own_changes_since(&mut self, device: DeviceId, heads: &[ChangeHash]) -> Vec<Change> {
        own_changes_since(&mut self.doc, self.id.kind(), device, heads)
    }

    /// The changes named by `wanted` and all that they build on: [`changes_behind`].
    pub fn changes_behind(&mut self, wanted: &[ChangeHash], heads: &[ChangeHash]) -> Vec<Change> {
        changes_behind(&mut self.doc, wanted, heads)
    }

    /// How many changes it holds.
    pub fn change_count(&mut self) -> usize {
        self.doc.get_changes_meta(&[]).len()
    }

    /// The whole document as one chunk.
    pub fn save(&mut self) -> Vec<u8> {
        self.doc.save()
    }

    /// Lets edits from now on carry `actor`.
    pub(crate) fn set_actor(&mut self, actor: &ActorId) {
        if self.doc.get_actor() != actor {
            self.doc.set_actor(actor.clone());
        }
    }

    /// Ends the current edit as one change; `None` when nothing was written.
    pub(crate) fn commit(&mut self, now: Timestamp) -> Option<Change> {
        self.doc.commit_with(CommitOptions::default().with_time(now.0.div_euclid(1000)))?;
        let change = self.doc.get_last_local_change()?;
        let written = self.rows_written_by(std::slice::from_ref(&change));
        self.written.extend(written);
        self.unsealed.insert(change.actor_id().clone(), (change.hash(), now));
        Some(change)
    }

    /// What was written here and is not signed yet, by actor.
    pub(crate) fn unsealed(&self) -> &BTreeMap<ActorId, (ChangeHash, Timestamp)> {
        &self.unsealed
    }

    /// Sets what `actor` has written here and not signed yet.
    pub(crate) fn set_unsealed(&mut self, actor: &ActorId, newest: Option<(ChangeHash, Timestamp)>) {
        match newest {
            Some(newest) => self.unsealed.insert(actor.clone(), newest),
            None => self.unsealed.remove(actor),
        };
    }

    /// Takes back what was written since the last commit.
    pub(crate) fn rollback(&mut self) {
        self.doc.rollback();
    }

    pub(crate) fn doc(&self) -> &AutoCommit {
        &self.doc
    }

    pub(crate) fn doc_mut(&mut self) -> &mut AutoCommit {
        &mut self.doc
    }

    /// The same document holding something else.
    pub(crate) fn with_doc(&self, doc: AutoCommit) -> Self {
        Self { doc, ..Self::empty(self.id.clone()) }
    }

    /// The object of a table.
    pub(crate) fn table(&self, table: Table) -> Result<ObjId, Problem> {
        self.map(table.name()).ok_or_else(|| self.no_table(table))
    }

    /// The maps in which the cells of a table stand: its own, where an earlier version put all of them, and its drawers.
    pub(crate) fn maps(&self, table: Table) -> Result<Vec<ObjId>, Problem> {
        let own = self.table(table)?;
        let drawers = table.drawers().filter_map(|drawer| self.map(&drawer));
        Ok(std::iter::once(own).chain(drawers).collect())
    }

    /// The maps in which one cell of a table may stand: the table's own, and the drawer for it.
    pub(crate) fn maps_for(&self, table: Table, key: &str) -> Result<(ObjId, Option<ObjId>), Problem> {
        Ok((self.table(table)?, table.drawer_of(key).and_then(|drawer| self.map(&drawer))))
    }

    /// A map in the root.
    fn map(&self, name: &str) -> Option<ObjId> {
        let (value, object) = self.doc.get(ROOT, name).ok()??;
        value.is_object().then_some(object)
    }

    /// What stood at a key of a table when the document had these heads; heads that are not here are passed over.
    pub(crate) fn stood(&self, table: Table, key: &str, heads: &[ChangeHash]) -> Option<Found<'_>> {
        let (own, drawer) = self.maps_for(table, key).ok()?;
        let found = |map: ObjId| self.doc.get_at(&map, key, heads).ok().flatten();
        drawer.and_then(found).or_else(|| found(own)).map(|(value, _)| value)
    }

    fn no_table(&self, table: Table) -> Problem {
        Problem::NoTable { doc: self.id.clone(), table: table.name() }
    }

    /// All keys of a table; one that stands both in its own map and in a drawer is told twice.
    pub(crate) fn keys(&self, table: Table) -> Vec<String> {
        let maps = self.maps(table).unwrap_or_default();
        maps.into_iter().flat_map(|map| self.doc.keys(map)).collect()
    }

    /// The rows that changed since this was last asked.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<(Table, String)> {
        std::mem::take(&mut self.written)
    }

    /// When the change that put a value there was committed, by its author's clock.
    pub(crate) fn time_of(&mut self, hand: &Hand<'_>) -> Option<Timestamp> {
        match hand {
            Hand::Operation(operation) => self.committed_at(operation),
            Hand::Kept(_, at) => *at,
        }
    }

    fn committed_at(&mut self, operation: &ObjId) -> Option<Timestamp> {
        let hash = self.doc.hash_for_opid(operation)?;
        let meta = self.doc.get_change_meta_by_hash(&hash)?;
        Some(Timestamp(meta.timestamp.saturating_mul(1000)))
    }
}

/// Puts the beginnings into a document that lacks them.
fn begin(doc: &mut AutoCommit, kind: DocKind) {
    let lacking = schema::beginnings(kind).iter();
    let lacking = lacking.filter(|change| doc.get_change_meta_by_hash(&change.hash()).is_none());
    let lacking: Vec<_> = lacking.cloned().collect();
    // They depend on each other alone, so they always apply.
    let _ = doc.apply_changes(lacking);
}

/// All chunks in one pass: their changes are sorted into what is there once instead of chunk by chunk. `None` when a chunk
/// is damaged, or changes come first and build on what is not there.
fn load_at_once(chunks: &[&[u8]]) -> Option<AutoCommit> {
    let options = || LoadOptions::new().on_partial_load(OnPartialLoad::Error);
    match chunks {
        [] => Some(AutoCommit::new()),
        [one] => AutoCommit::load_with_options(one, options()).ok(),
        many => AutoCommit::load_with_options(&many.concat(), options()).ok(),
    }
}

/// Each chunk by itself, but for those that are damaged.
fn load_one_by_one(id: &DocId, chunks: &[&[u8]]) -> (AutoCommit, Vec<Problem>) {
    let mut doc = AutoCommit::new();
    let mut problems = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        if let Err(why) = doc.load_incremental(chunk) {
            problems.push(Problem::DamagedChunk { doc: id.clone(), index, why: why.to_string() });
        }
    }
    (doc, problems)
}

/// The changes of a document since `heads` that `device` may hand in: its own, and the beginnings. Oldest first; unknown
/// heads are passed over.
///
/// Only what is new since the device's first such change is put together, since that costs as much as loading it: a
/// tablet that has just read a year's work from the hub has nothing to do with it here.
pub fn own_changes_since(doc: &mut AutoCommit, kind: DocKind, device: DeviceId, heads: &[ChangeHash]) -> Vec<Change> {
    let known: Vec<_> = heads.iter().copied().filter(|hash| doc.get_change_meta_by_hash(hash).is_some()).collect();
    let beginnings = beginning_hashes(kind);
    let is_own = |actor: &ActorId| DeviceId::of_actor(actor.to_bytes()) == Some(device);
    let metas = doc.get_changes_meta(&known);
    let begins: Vec<_> = metas.iter().map(|change| change.hash).filter(|hash| beginnings.contains(hash)).collect();
    // Oldest first, so no change of the device's is among the ancestors of what this one builds on.
    let first = metas.iter().find(|change| is_own(&change.actor)).map(|change| change.deps.clone());
    drop(metas);
    let mut own: Vec<_> = begins.iter().filter_map(|hash| doc.get_change_by_hash(hash)).collect();
    if let Some(deps) = first {
        let since: Vec<_> = known.into_iter().chain(deps).collect();
        own.extend(doc.get_changes(&since).into_iter().filter(|change| is_own(change.actor_id())));
    }
    own
}

/// The changes named by `wanted`, whoever made them, and all that they build on, but for what `heads` cover; each after
/// what it builds on.
pub fn changes_behind(doc: &mut AutoCommit, wanted: &[ChangeHash], heads: &[ChangeHash]) -> Vec<Change> {
    let known: Vec<_> = heads.iter().copied().filter(|hash| doc.get_change_meta_by_hash(hash).is_some()).collect();
    let mut needed: BTreeSet<ChangeHash> = wanted.iter().copied().collect();
    let is_needed = |change: &Change| {
        let is_needed = needed.contains(&change.hash());
        if is_needed {
            needed.extend(change.deps());
        }
        is_needed
    };
    let mut behind: Vec<_> = doc.get_changes(&known).into_iter().rev().filter(is_needed).collect();
    behind.reverse();
    behind
}

pub(crate) fn is_object(object: &ObjId, named: &LegacyObjectId) -> bool {
    match (object, named) {
        (ObjId::Id(counter, actor, _), LegacyObjectId::Id(LegacyOpId(number, author))) => {
            counter == number && actor == author
        }
        _ => false,
    }
}

/// The device that made an operation, told from its actor.
fn device_of(operation: &ObjId) -> Option<DeviceId> {
    match operation {
        ObjId::Id(_, actor, _) => DeviceId::of_actor(actor.to_bytes()),
        ObjId::Root => None,
    }
}
