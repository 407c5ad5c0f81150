//! A flipped byte in what is stored reaches no tablet, does not end the hub, is told by `hub check`, and what it hit
//! comes back from the tablets.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::support::{
    COUNTY, Client, Hub, Stopped, TOWNSHIP, Tablet, VILLAGE, Writer, hub_command, metric, name, stored_hashes,
};
use rusqlite::Connection;
use taizhang_hub::{
    compact,
    store::{GrowthLimit, SqliteStore, sqlite::Options},
};
use taizhang_sync::{ChangeHash, DocName, RefusalReason, wire::HubFrame};

const METRICS: [&str; 2] = ["--metrics-listen", "127.0.0.1:0"];

fn branch() -> DocName {
    name("branch/t01-v01/2026")
}

/// Flips one bit in the middle of the blob that a query selects together with its rowid.
fn flip(data: &str, table: &str, which: &str, doc: &DocName) {
    let connection = Connection::open(Path::new(data).join("hub.db")).unwrap();
    let rowid = if table == "snapshots" { "doc" } else { "rowid" };
    let query = format!(
        "SELECT {rowid}, bytes FROM {table} WHERE doc = (SELECT id FROM documents WHERE name = ?1) AND {which} LIMIT 1"
    );
    let (id, mut bytes): (i64, Vec<u8>) =
        connection.query_row(&query, [doc.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    let update = format!("UPDATE {table} SET bytes = ?2 WHERE {rowid} = ?1");
    assert_eq!(connection.execute(&update, (id, bytes)).unwrap(), 1);
}

async fn compacted(stopped: &Stopped) {
    let store = SqliteStore::open(Path::new(&stopped.data()), Options::default()).unwrap();
    compact::all(&store, GrowthLimit { changes: 0, bytes: 0 }).await.unwrap();
    store.close().await;
}

fn check(stopped: &Stopped) -> (bool, String) {
    let checked = hub_command(&["check", "--data", &stopped.data()]);
    (checked.status.success(), String::from_utf8(checked.stdout).unwrap())
}

/// Three tablets of which two write the same document.
struct People {
    village: Client,
    deputy: Client,
    township: Client,
}

impl People {
    async fn at(hub: &Hub) -> Self {
        Self {
            village: Client::enrolled(hub, VILLAGE).await,
            deputy: Client::enrolled(hub, VILLAGE).await,
            township: Client::enrolled(hub, TOWNSHIP).await,
        }
    }

    fn all(&self) -> [&Client; 3] {
        [&self.village, &self.deputy, &self.township]
    }

    /// Everybody writes in turns and sees the others' changes, so that each builds on the others'.
    async fn write(&self, rounds: usize) {
        for _ in 0..rounds {
            for client in self.all() {
                client.edit(&branch(), 120);
                client.settle().await;
            }
        }
        self.agree().await;
    }

    async fn agree(&self) {
        let heads = |client: &Client| {
            let mut heads = client.heads(&branch());
            heads.sort();
            heads
        };
        let mut attempts = 0;
        loop {
            for client in self.all() {
                client.settle().await;
            }
            if heads(&self.village) == heads(&self.deputy) && heads(&self.village) == heads(&self.township) {
                return;
            }
            attempts += 1;
            assert!(attempts < 1000, "they do not come to agree");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn follow(&self, hub: &Hub) {
        self.all().into_iter().for_each(|client| client.follow(hub));
    }

    /// Every receipt was void and given anew.
    async fn receipted_anew(&self) {
        for client in self.all() {
            client.until("told that receipts are void", |held| held.voids > 0).await;
            client.until("receipted", |held| held.receipts.contains_key(&branch())).await;
        }
        self.agree().await;
        for client in self.all() {
            assert_eq!(client.owes(&branch()), 0);
            assert!(client.held().refused.is_empty());
        }
    }

    /// What a data folder holds is what they hold.
    async fn is_all_in(&self, stopped: &Stopped) {
        let stored = stored_hashes(Path::new(&stopped.data()), &branch()).await;
        let mut held = self.village.held();
        let all = held.docs.get_mut(&branch()).unwrap().get_changes(&[]);
        assert_eq!(stored.len(), all.len());
        assert!(all.iter().all(|change| stored.contains(&change.hash())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_change_comes_back_and_takes_nothing_with_it() {
    let hub = Hub::start();
    let people = People::at(&hub).await;
    people.write(8).await;
    let stopped = hub.terminate();
    flip(&stopped.data(), "log", "seq = 9", &branch());
    let (well, said) = check(&stopped);
    assert!(!well && said.contains("branch/t01-v01/2026: change 9 is damaged"), "{said}");
    assert!(said.contains("asks the tablets"), "{said}");
    let before = std::fs::read(Path::new(&stopped.data()).join("hub.db")).unwrap();
    check(&stopped);
    assert!(before == std::fs::read(Path::new(&stopped.data()).join("hub.db")).unwrap(), "checking changes nothing");

    let hub = stopped.start_with(&METRICS);
    people.follow(&hub);
    people.receipted_anew().await;
    assert_eq!(metric(&hub, "taizhang_damaged_rows_total{kind=\"change\"}").await, Some(1.0));
    assert_eq!(metric(&hub, "taizhang_documents_mended_total").await, Some(1.0));
    people.write(1).await;
    let stopped = hub.terminate();
    people.is_all_in(&stopped).await;
    let (well, said) = check(&stopped);
    assert!(well && said.contains("1 damaged rows"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_comes_back_and_with_it_the_work_of_a_tablet_that_is_gone() {
    let hub = Hub::start();
    let people = People::at(&hub).await;
    // More than the log keeps beside a snapshot.
    (0..90).for_each(|_| people.village.edit(&branch(), 40));
    people.write(3).await;
    let stopped = hub.terminate();
    compacted(&stopped).await;
    let hub = stopped.start();
    people.follow(&hub);
    people.agree().await;
    // What it writes builds on what is in the snapshot, and it never comes back to hand it in again.
    let gone = Client::enrolled(&hub, VILLAGE).await;
    gone.settle().await;
    gone.edit(&branch(), 100);
    gone.settle().await;
    let of_gone = gone.heads(&branch());
    drop(gone);
    people.write(2).await;

    let stopped = hub.kill();
    flip(&stopped.data(), "snapshots", "true", &branch());
    let (well, said) = check(&stopped);
    assert!(!well && said.contains("branch/t01-v01/2026: the snapshot up to change "), "{said}");
    let hub = stopped.start_with(&METRICS);
    people.follow(&hub);
    people.receipted_anew().await;
    assert_eq!(metric(&hub, "taizhang_damaged_rows_total{kind=\"snapshot\"}").await, Some(1.0));
    // Waiting changes are taken back within seconds.
    let began = Instant::now();
    while tablet_heads(&hub, &branch(), &of_gone).await.is_none() {
        assert!(began.elapsed() < Duration::from_secs(30), "what waits is not taken back");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    people.agree().await;
    let stopped = hub.terminate();
    people.is_all_in(&stopped).await;
    let (well, said) = check(&stopped);
    assert!(well && said.contains("and 0 sound changes"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_device_wrote_is_brought_back_by_another() {
    let hub = Hub::start();
    let village = Client::enrolled(&hub, VILLAGE).await;
    let township = Client::enrolled(&hub, TOWNSHIP).await;
    // More than one frame takes.
    for round in 0..4 {
        (0..60).for_each(|_| village.edit(&branch(), 500));
        village.settle().await;
        until_alike(&village, &township).await;
        township.edit(&branch(), 100 + round);
        township.settle().await;
        until_alike(&village, &township).await;
    }
    let stopped = hub.terminate();
    compacted(&stopped).await;
    let hub = stopped.start();
    village.follow(&hub);
    township.follow(&hub);
    village.edit(&branch(), 100);
    village.settle().await;
    until_alike(&village, &township).await;
    let written = village.heads(&branch());
    let device = village.tablet.device.to_string();
    drop(village);

    let stopped = hub.kill();
    assert!(hub_command(&["revoke", "--data", &stopped.data(), "--device", &device]).status.success());
    flip(&stopped.data(), "snapshots", "true", &branch());
    let hub = stopped.start_with(&METRICS);
    township.follow(&hub);
    township.until("told that receipts are void", |held| held.voids > 0).await;
    township.until("receipted", |held| held.receipts.contains_key(&branch())).await;
    assert!(township.held().refused.is_empty());
    tablet_heads(&hub, &branch(), &written).await.expect("everything is back");
    let stopped = hub.terminate();
    let stored = stored_hashes(Path::new(&stopped.data()), &branch()).await;
    let mut held = township.held();
    let all = held.docs.get_mut(&branch()).unwrap().get_changes(&[]);
    assert_eq!(stored.len(), all.len());
    assert!(all.iter().all(|change| stored.contains(&change.hash())));
    drop(held);
    let (well, said) = check(&stopped);
    assert!(well && said.contains("and 0 sound changes"), "{said}");
}

/// The township writes its document and the county the taskbook; then both are gone, and something of both documents is
/// damaged. The village, which may only read them, gives it back.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_lost_comes_back_from_a_tablet_that_may_only_read_it() {
    let hub = Hub::start();
    let village = Client::enrolled(&hub, VILLAGE).await;
    let documents = [(TOWNSHIP, name("township/t01/2026")), (COUNTY, name("taskbook/2026"))];
    let mut written = Vec::new();
    let mut gone = Vec::new();
    for (post, doc) in &documents {
        let client = Client::enrolled(&hub, *post).await;
        client.settle().await;
        for _ in 0..6 {
            client.edit(doc, 300);
            client.settle().await;
        }
        until_alike_in(doc, &client, &village).await;
        written.push(client.heads(doc));
        gone.push(client.tablet.device.to_string());
    }
    village.settle().await;

    let stopped = hub.kill();
    for device in &gone {
        assert!(hub_command(&["revoke", "--data", &stopped.data(), "--device", device]).status.success());
    }
    for (_, doc) in &documents {
        flip(&stopped.data(), "log", "seq = (SELECT seq FROM documents WHERE id = doc) - 2", doc);
    }
    let hub = stopped.start_with(&METRICS);
    let found = Instant::now();
    while metric(&hub, "taizhang_damaged_rows_total{kind=\"change\"}").await != Some(2.0) {
        assert!(found.elapsed() < Duration::from_secs(60), "the damage is not found");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for (_, doc) in &documents {
        nothing_else_is_taken_of_a_reader(&hub, doc).await;
    }
    village.follow(&hub);
    for ((_, doc), heads) in documents.iter().zip(&written) {
        let began = Instant::now();
        while tablet_heads(&hub, doc, heads).await.is_none() {
            assert!(began.elapsed() < Duration::from_secs(60), "{doc} does not come back");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
    village.settle().await;
    assert!(village.held().refused.is_empty());
    assert_eq!(village.held().voids, 0, "it has no receipt of what it only reads");
    let stopped = hub.terminate();
    for (_, doc) in &documents {
        let stored = stored_hashes(Path::new(&stopped.data()), doc).await;
        let mut held = village.held();
        let all = held.docs.get_mut(doc).unwrap().get_changes(&[]);
        assert_eq!(stored.len(), all.len());
        assert!(all.iter().all(|change| stored.contains(&change.hash())));
    }
    let (well, said) = check(&stopped);
    assert!(well && said.contains("and 0 sound changes"), "{said}");
}

/// A village's tablet hands in what it wrote itself, and what it says that another wrote, while something is lost.
async fn nothing_else_is_taken_of_a_reader(hub: &Hub, doc: &DocName) {
    let reader = Tablet::enrolled(hub, VILLAGE).await;
    let other = Tablet::new();
    let changes = [Writer::new(doc, reader.device).edit(50), Writer::new(doc, other.device).edit(50)];
    let heads: Vec<ChangeHash> = changes.iter().map(automerge::Change::hash).collect();
    let mut line = reader.connect(hub).await;
    line.hello(&[]).await;
    line.push(doc, &changes, &heads).await;
    for hash in heads {
        let HubFrame::Refused { hash: refused, reason, .. } = line.expect().await else { panic!("taken: {hash}") };
        assert_eq!((refused, reason), (hash, RefusalReason::NotWritable));
    }
}

/// Waits until one holds what the other does of the branch's document.
async fn until_alike(one: &Client, other: &Client) {
    until_alike_in(&branch(), one, other).await;
}

async fn until_alike_in(doc: &DocName, one: &Client, other: &Client) {
    let heads = one.heads(doc);
    other
        .until("as far as the other", |held| {
            let document = held.docs.get_mut(doc);
            document.is_some_and(|document| heads.iter().all(|head| document.get_change_by_hash(head).is_some()))
        })
        .await;
}

/// A fresh tablet reads everything of a document and finds these changes in it.
async fn tablet_heads(hub: &Hub, doc: &DocName, wanted: &[ChangeHash]) -> Option<()> {
    let county = Tablet::enrolled(hub, COUNTY).await;
    let mut line = county.connect(hub).await;
    let place = line.subscribe(doc).await;
    let mut read = automerge::AutoCommit::new();
    if place.seq > 0 {
        line.pull(&mut read, place.seq).await;
    }
    wanted.iter().all(|head| read.get_change_by_hash(head).is_some()).then_some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn damage_under_a_running_hub_reaches_no_tablet() {
    let hub = Hub::start();
    let people = People::at(&hub).await;
    people.write(6).await;
    flip(&hub.data(), "log", "seq = 4", &branch());
    // The first to read it finds it; it gets the whole document all the same.
    let late = Client::enrolled(&hub, TOWNSHIP).await;
    people.receipted_anew().await;
    let heads = people.village.heads(&branch());
    late.until("as far as the others", |held| {
        let document = held.docs.get_mut(&branch());
        document.is_some_and(|document| heads.iter().all(|head| document.get_change_by_hash(head).is_some()))
    })
    .await;
    let stopped = hub.terminate();
    people.is_all_in(&stopped).await;
    assert!(check(&stopped).0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_taskbook_is_whole_without_anybodys_help() {
    let stopped = Stopped::new();
    let doc = name("taskbook/2026");
    let before = stored_hashes(Path::new(&stopped.data()), &doc).await;
    flip(&stopped.data(), "snapshots", "true", &doc);
    let hub = stopped.start();
    let village = Client::enrolled(&hub, VILLAGE).await;
    village.edit(&branch(), 50);
    village.settle().await;
    assert_eq!(village.owes(&branch()), 0, "who may write what is known");
    let stopped = hub.terminate();
    assert_eq!(stored_hashes(Path::new(&stopped.data()), &doc).await, before);
    assert!(check(&stopped).0);
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_what_to_do() {
    let stopped = Stopped::new();
    let file = Path::new(&stopped.data()).join("hub.db");
    let mut bytes = std::fs::read(&file).unwrap();
    bytes.iter_mut().take(100).for_each(|byte| *byte = 0x55);
    std::fs::write(&file, bytes).unwrap();
    let checked = hub_command(&["check", "--data", &stopped.data()]);
    let said = String::from_utf8(checked.stderr).unwrap();
    assert!(!checked.status.success() && said.contains("hub restore"), "{said}");
}
