#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use automerge::{ActorId, AutoCommit, Change, ROOT, transaction::Transactable as _};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{ChangeHash, RefusalReason, change::ParsedChange, hub::Outcome};
use tempfile::TempDir;

use super::*;
use crate::compact;

fn doc() -> DocName {
    DocName::new("branch/t01-v01/2026").unwrap()
}

/// A document that three authors write in turns, now and then beside each other.
struct Authors {
    copies: Vec<AutoCommit>,
    edits: i64,
}

impl Authors {
    fn new() -> Self {
        let copy = |actor| AutoCommit::new().with_actor(ActorId::from([actor; 20]));
        Self { copies: (1..=3).map(copy).collect(), edits: 0 }
    }

    fn write(&mut self, count: usize, rng: &mut ChaCha8Rng) {
        for _ in 0..count {
            let (who, from) = (rng.random_range(0..3), rng.random_range(0..3));
            let mut other = self.copies[from].clone();
            self.copies[who].merge(&mut other).unwrap();
            self.edits += 1;
            self.copies[who].put(ROOT, format!("key-{}", self.edits % 17), self.edits).unwrap();
            self.copies[who].commit();
        }
    }

    /// Everything that anybody wrote.
    fn whole(&mut self) -> AutoCommit {
        let mut whole = AutoCommit::new();
        for copy in &mut self.copies {
            whole.merge(copy).unwrap();
        }
        whole
    }
}

async fn append(store: &SqliteStore, changes: &[Change]) -> Vec<Outcome> {
    let changes = changes.iter().map(|change| ParsedChange::parse(change.raw_bytes()).unwrap()).collect();
    store
        .append(Append { origin: 1, doc: doc(), changes, heads: Vec::new(), foreign: BTreeSet::new() })
        .await
        .unwrap()
        .outcomes
}

async fn loaded(store: &SqliteStore) -> AutoCommit {
    let mut whole = AutoCommit::new();
    for chunk in store.load(&doc()).await.unwrap().unwrap().chunks {
        whole.load_incremental(&chunk).unwrap();
    }
    assert!(whole.get_missing_deps(&[]).is_empty());
    whole
}

fn hashes(of: &mut AutoCommit) -> BTreeSet<ChangeHash> {
    of.get_changes(&[]).iter().map(Change::hash).collect()
}

/// Does one piece of damage, at random.
fn harm(connection: &Connection, rng: &mut ChaCha8Rng) -> String {
    let count: i64 = connection.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).unwrap();
    let row = rng.random_range(0..count.max(1));
    let row = format!("rowid = (SELECT rowid FROM log ORDER BY seq LIMIT 1 OFFSET {row})");
    let (blob, which) = match rng.random_range(0..8) {
        0 | 1 => ("log.bytes", row),
        2 => ("log.hash", row),
        3 => ("snapshots.bytes", "true".to_owned()),
        4 => ("snapshots.known", "true".to_owned()),
        5 => {
            connection.execute(&format!("DELETE FROM log WHERE {row}"), []).unwrap();
            return format!("a row is gone: {row}");
        }
        6 => {
            connection
                .execute("UPDATE actors SET seq = seq + 3 WHERE actor = (SELECT min(actor) FROM actors)", [])
                .unwrap();
            return "an author's number".into();
        }
        _ => {
            connection.execute("UPDATE documents SET seq = seq + 1", []).unwrap();
            return "the document's place".into();
        }
    };
    let (table, column) = blob.split_once('.').unwrap();
    let found = connection.query_row(&format!("SELECT {column} FROM {table} WHERE {which}"), [], |row| row.get(0));
    let Ok(mut bytes): Result<Vec<u8>, _> = found else { return "nothing".into() };
    let at = rng.random_range(0..bytes.len());
    bytes[at] ^= 1 << rng.random_range(0..8);
    connection.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {which}"), [bytes]).unwrap();
    format!("{blob}, byte {at}, where {which}")
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    SqliteStore::create(folder.path(), &Meta { key: vec![1; 32], epoch: 7, year: 2026, public_url: None }).unwrap();
    folder
}

/// `SEEDS=1000` for longer, `SEED=n` for one alone.
#[tokio::test]
async fn whatever_is_hit_the_rest_stays_and_the_lost_can_be_handed_in_again() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = number("SEED").map_or(0..number("SEEDS").unwrap_or(40), |seed| seed..seed + 1);
    for seed in seeds {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let folder = folder();
        let store = SqliteStore::open(folder.path(), Options::default()).unwrap();
        let mut authors = Authors::new();
        authors.write(rng.random_range(1..120), &mut rng);
        append(&store, &authors.whole().get_changes(&[])).await;
        if rng.random_bool(0.7) {
            compact::compact(&store, &doc()).await.unwrap();
            authors.write(rng.random_range(0..60), &mut rng);
            let heads = loaded(&store).await.get_heads();
            append(&store, &authors.whole().get_changes(&heads)).await;
        }
        store.close().await;
        let connection = Connection::open(folder.path().join(FILE)).unwrap();
        let harms: Vec<_> = (0..rng.random_range(1..4)).map(|_| harm(&connection, &mut rng)).collect();
        drop(connection);

        let store = SqliteStore::open(folder.path(), Options::default()).unwrap();
        let before = store.places().await.unwrap().of(&doc());
        store.mend(doc()).await.unwrap();
        assert_eq!(store.verify().await.unwrap().findings, [], "seed {seed}: {harms:?}");
        let all = authors.whole().get_changes(&[]);
        let hashes_of_all: BTreeSet<_> = all.iter().map(Change::hash).collect();
        let left = hashes(&mut loaded(&store).await);
        assert!(left.is_subset(&hashes_of_all), "seed {seed}: {harms:?}");
        let place = store.places().await.unwrap().of(&doc());
        let whole = left.len() == all.len();
        assert!(whole || place.epoch != before.epoch, "seed {seed}: lost without a new epoch: {harms:?}");
        // A second look finds nothing to do.
        assert_eq!(store.mend(doc()).await.unwrap(), Vec::<String>::new());
        assert_eq!(store.places().await.unwrap().of(&doc()), place);

        // What tablets do then; each has its own changes, and all of them have come.
        let refused = Outcome::Refused(RefusalReason::Policy);
        assert!(!append(&store, &all).await.contains(&refused), "seed {seed}: {harms:?}");
        store.adopt().await.unwrap();
        assert_eq!(hashes(&mut loaded(&store).await), hashes_of_all, "seed {seed}: {harms:?}");
        let verified = store.verify().await.unwrap();
        assert_eq!((verified.findings.len(), verified.waiting), (0, 0), "seed {seed}: {harms:?}");
        store.close().await;
    }
}
