//! Documents go into the store as a tablet's would: change by change, then a snapshot as the hub's compaction makes it.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use taizhang_hub::store::{Append, Snapshot, SqliteStore, Store as _};
use taizhang_ledger::{Author, Command, DeviceId, DocId, Document, Ledger, Moment, Organisation, Role, Timestamp};
use taizhang_sync::{DocName, Place, change::ParsedChange, hub::Outcome};

use super::YEAR;
use crate::{
    document,
    failure::Failure,
    workload::{Scale, Village},
};

/// How many changes are stored in one go.
const BATCH: usize = 500;

/// One history, ready to be stored under any number of names.
struct History {
    changes: Vec<ParsedChange>,
    /// A save of it all; its place is that of the log it goes to.
    snapshot: Snapshot,
}

impl History {
    fn draw(id: &DocId, village: u32, scale: &Scale) -> Result<Self, Failure> {
        let mut doc = document::build(id, &Village::draw(village, scale))?;
        let changes = doc.get_changes(&[]);
        let parsed = changes.iter().map(|change| ParsedChange::parse(change.raw_bytes()));
        let snapshot = Snapshot {
            place: Place::ZERO,
            bytes: doc.save(),
            hashes: changes.iter().map(automerge::Change::hash).collect(),
            heads: doc.get_heads(),
        };
        Ok(Self { changes: parsed.collect::<Result<_, _>>()?, snapshot })
    }
}

/// Stores every village's ledger; answers with the sum of their saves in bytes.
pub(super) async fn put_ledgers(store: &SqliteStore, ids: &[DocId], scale: &Scale) -> Result<u64, Failure> {
    let mut histories = BTreeMap::new();
    let mut saves = 0;
    for (id, village) in ids.iter().zip(0..) {
        let seed = village % scale.histories;
        let history = match histories.entry(seed) {
            Entry::Occupied(drawn) => drawn.into_mut(),
            Entry::Vacant(empty) => empty.insert(History::draw(id, village, scale)?),
        };
        let place = put(store, id, &history.changes).await?;
        saves += history.snapshot.bytes.len() as u64;
        // A log that is not overgrown stays a log.
        if history.changes.len() as u64 > taizhang_hub::compact::LIMIT.changes {
            let snapshot = Snapshot { place, ..history.snapshot.clone() };
            store.compact(DocName::new(id.to_string())?, snapshot).await?;
        }
    }
    Ok(saves)
}

/// Stores the taskbook: the organisations, in the hub's own hand.
pub(super) async fn put_taskbook(store: &SqliteStore, orgs: &[Organisation], hub: DeviceId) -> Result<(), Failure> {
    let county = orgs.first().ok_or("there are no organisations")?;
    let author =
        Author { device: hub, org: county.id.clone(), role: Role::CountyOrgDept, person: "县委组织部".into() };
    let mut ledger = Ledger::new(YEAR, hub.actor([0; 4]));
    let mut number = 0;
    for org in orgs {
        let mut random = || {
            number += 1;
            number
        };
        let mut moment = Moment { now: Timestamp(1_767_225_600_000), random: &mut random };
        let written = ledger.execute(&author, &mut moment, Command::DefineOrganisation(org.clone()));
        written.map_err(|why| format!("{}: {why}", org.id))?;
    }
    let id = DocId::taskbook(YEAR);
    let changes = ledger.document_mut(&id).map(|document: &mut Document| document.changes_since(&[]));
    let changes = changes.ok_or("the taskbook is empty")?;
    let parsed = changes.iter().map(|change| ParsedChange::parse(change.raw_bytes())).collect::<Result<Vec<_>, _>>()?;
    put(store, &id, &parsed).await?;
    Ok(taizhang_hub::compact::compact(store, &DocName::new(id.to_string())?).await?)
}

/// Stores a document's changes.
///
/// # Errors
/// What the store says.
pub async fn put(store: &SqliteStore, id: &DocId, changes: &[ParsedChange]) -> Result<Place, Failure> {
    let doc = DocName::new(id.to_string())?;
    let mut place = Place::ZERO;
    for batch in changes.chunks(BATCH) {
        let append = Append {
            origin: 0,
            doc: doc.clone(),
            changes: batch.to_vec(),
            heads: Vec::new(),
            foreign: BTreeSet::new(),
        };
        let committed = store.append(append).await?;
        if let Some(outcome) = committed.outcomes.iter().find(|outcome| !matches!(outcome, Outcome::Stored { .. })) {
            return Err(format!("{doc}: {outcome:?}").into());
        }
        place = committed.place;
    }
    Ok(place)
}
