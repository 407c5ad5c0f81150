#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::sync::Mutex;

use automerge::{ActorId, AutoCommit, Change, ROOT, transaction::Transactable as _};
use taizhang_sync::{ChangeHash, Place, RefusalReason, change::ParsedChange, hub::Outcome};
use tempfile::TempDir;

use super::*;
use crate::{compact, store::TAIL};

const EPOCH: u64 = 77;

fn doc() -> DocName {
    DocName::new("branch/t01-v01/2026").unwrap()
}

fn meta() -> Meta {
    Meta { key: vec![1; 32], epoch: EPOCH, year: 2026, public_url: None }
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    SqliteStore::create(folder.path(), &meta()).unwrap();
    folder
}

fn open(folder: &TempDir) -> SqliteStore {
    SqliteStore::open(folder.path(), Options::default()).unwrap()
}

/// `count` changes of one actor, one after the other.
fn edits(actor: u8, count: usize) -> Vec<Change> {
    let mut doc = AutoCommit::new().with_actor(ActorId::from([actor; 20]));
    more_edits(&mut doc, count)
}

fn more_edits(doc: &mut AutoCommit, count: usize) -> Vec<Change> {
    let before = doc.get_heads();
    for number in 0..count {
        doc.put(ROOT, "key", i64::try_from(number).unwrap()).unwrap();
        doc.commit().unwrap();
    }
    doc.get_changes(&before)
}

fn asked(changes: &[Change], heads: &[ChangeHash]) -> Append {
    let parse = |change: &Change| ParsedChange::parse(change.raw_bytes()).unwrap();
    Append {
        origin: 5,
        doc: doc(),
        changes: changes.iter().map(parse).collect(),
        heads: heads.to_vec(),
        foreign: BTreeSet::new(),
    }
}

async fn append(store: &SqliteStore, changes: &[Change]) -> Committed {
    store.append(asked(changes, &[])).await.unwrap()
}

/// What a fresh tablet would read, and how many reads that took.
async fn pull(store: &SqliteStore, mut after: u64) -> (AutoCommit, usize) {
    let mut pulled = AutoCommit::new();
    for reads in 0.. {
        let part = store.read(&doc(), after).await.unwrap();
        if part.seq <= after {
            return (pulled, reads);
        }
        pulled.load_incremental(&part.bytes).unwrap();
        after = part.seq;
    }
    unreachable!()
}

#[tokio::test]
async fn what_is_stored_twice_is_there_once() {
    let folder = folder();
    let store = open(&folder);
    let changes = edits(1, 3);
    let first = append(&store, &changes).await;
    assert_eq!(first.place, Place { epoch: EPOCH, seq: 3 });
    assert_eq!(first.outcomes, [1, 2, 3].map(|seq| Outcome::Stored { seq }));
    let second = append(&store, &changes).await;
    assert_eq!(second.place, first.place);
    assert_eq!(second.outcomes, [Outcome::Duplicate, Outcome::Duplicate, Outcome::Duplicate]);
}

#[tokio::test]
async fn a_change_waits_for_what_it_builds_on() {
    let folder = folder();
    let store = open(&folder);
    let changes = edits(1, 3);
    let head = changes[2].hash();
    let early = store.append(asked(&changes[1..], &[head])).await.unwrap();
    let missing = |index: usize| Outcome::MissingDeps(vec![changes[index].hash()]);
    assert_eq!(early.outcomes, [missing(0), missing(1)]);
    assert_eq!(early.missing_heads, [head]);
    assert_eq!(early.place, Place { epoch: EPOCH, seq: 0 });
    assert_eq!(store.places().await.unwrap().docs.len(), 0);
    let whole = store.append(asked(&changes, &[head])).await.unwrap();
    assert!(whole.missing_heads.is_empty());
    assert_eq!(whole.place.seq, 3);
}

#[tokio::test]
async fn two_changes_with_one_number_are_refused() {
    let folder = folder();
    let store = open(&folder);
    append(&store, &edits(1, 2)).await;
    let mut fork = AutoCommit::new().with_actor(ActorId::from([1; 20]));
    fork.put(ROOT, "other", 1).unwrap();
    fork.commit();
    let forked = append(&store, &fork.get_changes(&[])).await;
    assert_eq!(forked.outcomes, [Outcome::Refused(RefusalReason::Policy)]);
}

#[tokio::test]
async fn compaction_gives_the_room_of_the_log_back() {
    let folder = folder();
    let store = open(&folder);
    let changes = edits(1, 3_000);
    append(&store, &changes).await;
    compact::all(&store, compact::LIMIT).await.unwrap();
    drop(store);
    let file = rusqlite::Connection::open(folder.path().join("hub.db")).unwrap();
    let pages = |name: &str| file.pragma_query_value(None, name, |row| row.get::<_, u64>(0)).unwrap();
    assert!(pages("freelist_count") <= super::compact::SPARE, "{} pages lie idle", pages("freelist_count"));
    assert!(pages("page_count") < 64, "{} pages", pages("page_count"));
}

#[tokio::test]
async fn compaction_keeps_everything() {
    let folder = folder();
    let store = open(&folder);
    let mut writer = AutoCommit::new().with_actor(ActorId::from([1; 20]));
    let changes = more_edits(&mut writer, 300);
    append(&store, &changes).await;
    assert_eq!(store.overgrown(compact::LIMIT).await.unwrap(), [doc()]);
    compact::all(&store, compact::LIMIT).await.unwrap();
    assert!(store.overgrown(GrowthLimit { changes: 0, bytes: 0 }).await.unwrap().is_empty());
    append(&store, &more_edits(&mut writer, 10)).await;

    let (mut fresh, reads) = pull(&store, 0).await;
    assert_eq!(fresh.get_heads(), writer.get_heads());
    assert_eq!(reads, 2, "a snapshot and a tail");
    // Who is a little behind gets changes alone, who is far behind the snapshot.
    assert_eq!(store.read(&doc(), 300 - TAIL).await.unwrap().seq, 310);
    assert_eq!(store.read(&doc(), 300 - TAIL - 1).await.unwrap().seq, 300);

    // What is in the snapshot alone still counts as held, and is stored again rather than dropped.
    let again = store.append(asked(&changes[..1], &[changes[0].hash(), changes[299].hash()])).await.unwrap();
    assert_eq!(again.outcomes, [Outcome::Stored { seq: 311 }]);
    assert!(again.missing_heads.is_empty());
    compact::compact(&store, &doc()).await.unwrap();
    assert_eq!(pull(&store, 0).await.0.get_heads(), writer.get_heads());
    let verified = store.verify().await.unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!((verified.documents, verified.changes), (1, 310));
}

#[tokio::test]
async fn changes_that_come_during_a_compaction_are_kept() {
    let folder = folder();
    let store = open(&folder);
    let mut writer = AutoCommit::new().with_actor(ActorId::from([1; 20]));
    append(&store, &more_edits(&mut writer, 200)).await;
    let snapshot = {
        let mut copy = writer.fork();
        let hashes = copy.get_changes_meta(&[]).iter().map(|change| change.hash).collect();
        Snapshot { place: Place { epoch: EPOCH, seq: 200 }, bytes: copy.save(), hashes, heads: copy.get_heads() }
    };
    append(&store, &more_edits(&mut writer, 150)).await;
    store.compact(doc(), snapshot.clone()).await.unwrap();
    assert_eq!(pull(&store, 0).await.0.get_heads(), writer.get_heads());
    // A later snapshot is not undone by an earlier one.
    compact::compact(&store, &doc()).await.unwrap();
    store.compact(doc(), snapshot).await.unwrap();
    assert_eq!(store.read(&doc(), 0).await.unwrap().seq, 350);
    assert_eq!(store.verify().await.unwrap().findings, []);
}

#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let folder = folder();
    let store = SqliteStore::open(folder.path(), Options { max_pages: Some(60), ..Options::default() }).unwrap();
    let mut writer = AutoCommit::new().with_actor(ActorId::from([1; 20]));
    let mut acknowledged = 0;
    let refused = loop {
        let changes = more_edits(&mut writer, 20);
        match store.append(asked(&changes, &[])).await {
            Ok(committed) => acknowledged = committed.place.seq,
            Err(why) => break why,
        }
    };
    assert_eq!(refused, StoreError::Full);
    assert!(acknowledged > 0);
    assert_eq!(store.places().await.unwrap().of(&doc()).seq, acknowledged);
    store.close().await;

    let store = open(&folder);
    assert_eq!(store.verify().await.unwrap().findings, []);
    let held = pull(&store, 0).await.0.get_changes_meta(&[]).len();
    assert_eq!(held as u64, acknowledged);
    // With space again, the rest goes through.
    let rest = append(&store, &writer.get_changes(&[])).await;
    assert_eq!(rest.place.seq, writer.get_changes_meta(&[]).len() as u64);
}

#[tokio::test]
async fn many_writers_share_commits_and_hear_of_them_in_order() {
    let folder = folder();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&heard);
    let on_growth: OnGrowth =
        Arc::new(move |growth| listener.lock().unwrap().push((growth.doc, growth.first, growth.last)));
    let options = Options { on_growth: Some(on_growth), ..Options::default() };
    let store = Arc::new(SqliteStore::open(folder.path(), options).unwrap());
    let mut tasks = tokio::task::JoinSet::new();
    for actor in 1..=40 {
        let store = Arc::clone(&store);
        tasks.spawn(async move {
            for change in edits(actor, 5) {
                assert!(matches!(append(&store, &[change]).await.outcomes[..], [Outcome::Stored { .. }]));
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let heard = heard.lock().unwrap();
    let expected: Vec<_> = (1..=200).map(|seq| (doc(), seq, seq)).collect();
    assert_eq!(*heard, expected);
}

#[tokio::test]
async fn a_restored_hub_has_another_epoch() {
    let folder = folder();
    let store = open(&folder);
    append(&store, &edits(1, 2)).await;
    store.new_epoch(99).await.unwrap();
    assert_eq!(store.places().await.unwrap().of(&doc()), Place { epoch: 99, seq: 2 });
    assert_eq!(store.read(&doc(), 0).await.unwrap().epoch, 99);
    let other = DocName::new("branch/other/2026").unwrap();
    assert_eq!(store.places().await.unwrap().of(&other), Place { epoch: 99, seq: 0 });
}

#[tokio::test]
async fn damage_is_found() {
    let folder = folder();
    let store = open(&folder);
    append(&store, &edits(1, 5)).await;
    store.close().await;
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection.execute("DELETE FROM log WHERE seq = 3", []).unwrap();
    drop(connection);
    let findings = open(&folder).verify().await.unwrap().findings;
    assert!(findings.iter().any(|finding| finding.what == "change 3 is gone"), "{findings:?}");
}

#[tokio::test]
async fn a_newer_file_is_left_alone() {
    let folder = folder();
    let connection = Connection::open(folder.path().join(FILE)).unwrap();
    connection.pragma_update(None, "user_version", 1000).unwrap();
    drop(connection);
    assert_eq!(SqliteStore::open(folder.path(), Options::default()).unwrap_err(), StoreError::Newer(1000));
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let folder = folder();
    let store = open(&folder);
    store.close().await;
    assert_eq!(store.append(asked(&edits(1, 1), &[])).await.unwrap_err(), StoreError::Closed);
    assert_eq!(store.places().await.unwrap_err(), StoreError::Closed);
    assert!(!folder.path().join("hub.db-wal").exists());
}

#[tokio::test]
async fn the_write_ahead_log_is_moved_when_nobody_waits() {
    let folder = folder();
    let store = open(&folder);
    let file = || std::fs::read(folder.path().join(FILE)).unwrap();
    let holds = |url: &str| file().windows(url.len()).any(|part| part == url.as_bytes());
    for number in 0..200 {
        store.set_public_url(format!("https://hub-{number:03}.example")).await.unwrap();
    }
    // Far fewer pages than make a commit do it.
    assert!((0..200).any(|number| holds(&format!("https://hub-{number:03}.example"))));
    store.close().await;
}
