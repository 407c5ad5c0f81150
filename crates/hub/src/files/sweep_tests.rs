//! What a journal refers to stays; what nothing refers to goes, once it has waited long enough.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, sync::Arc};

use sha2::{Digest as _, Sha256};
use taizhang_ledger::{
    Author, Command, DeviceId, DocId, Domain, ItemKey, Ledger, Moment, NewTask, OrgId, OrgKind, Organisation, Role,
    Timestamp, Written,
    record::{EvidenceRule, FileHash, FileRef, Media},
};
use taizhang_sync::{DocName, change::ParsedChange};

use super::{sweep::sweep_once, *};
use crate::store::{
    Append, SqliteStore, Store as _,
    sqlite::{Meta, Options},
};

const DAY_MS: i64 = 24 * 3_600_000;

struct Hand {
    ledger: Ledger,
    author: Author,
    drawn: u128,
}

impl Hand {
    fn new(number: u8, org: &str, role: Role) -> Self {
        let device = DeviceId([number; 16]);
        let author = Author { device, org: org.parse().unwrap(), role, person: "某".into() };
        Self { ledger: Ledger::new(2026, device.actor([0; 4])), author, drawn: u128::from(number) << 32 }
    }

    fn run(&mut self, command: Command) -> Written {
        let mut draw = || {
            // An id takes the first ten bytes.
            self.drawn += 1 << 64;
            self.drawn
        };
        let mut moment = Moment { now: Timestamp(1_770_000_000_000), random: &mut draw };
        self.ledger.execute(&self.author, &mut moment, command).unwrap()
    }
}

/// The branch document of a village with one evidence that names a file.
fn journal(org: &OrgId, hash: FileHash) -> (DocId, Vec<ParsedChange>) {
    let mut county = Hand::new(1, "county", Role::CountyOrgDept);
    let define = |id: &str, kind, parent: Option<&str>| {
        let parent = parent.map(|id| id.parse().unwrap());
        Command::DefineOrganisation(Organisation {
            id: id.parse().unwrap(),
            name: id.into(),
            kind,
            parent,
            households: None,
        })
    };
    county.run(define("county", OrgKind::County, None));
    county.run(define("t1", OrgKind::Township, Some("county")));
    county.run(define(org.as_str(), OrgKind::Village, Some("t1")));
    let mut village = Hand::new(2, org.as_str(), Role::BranchSecretary);
    let taskbook = DocId::taskbook(2026);
    village.ledger.merge(&taskbook, &county.ledger.document_mut(&taskbook).unwrap().save()).unwrap();
    let task = NewTask {
        title: "走访".into(),
        requirement: "走访".into(),
        code: "R1".into(),
        domain: Domain::RURAL,
        due: chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
        unit: None,
        evidence: EvidenceRule::None,
        branches: vec![(org.clone(), None)],
    };
    let task = village.run(Command::SetTask(task)).task.unwrap();
    let file = Some(FileRef { hash, thumb: None, media: Media::Pdf, name: "a.pdf".into(), bytes: 9 });
    let item = ItemKey { branch: org.clone(), task };
    village.run(Command::AddEvidence { item: item.clone(), caption: "记录".into(), reference: None, file });
    // More than a log keeps beside a snapshot.
    for _ in 0..20 {
        village.run(Command::Report { item: item.clone(), text: "走访了几户".into(), percent: None });
    }
    let id = DocId::branch(org, 2026);
    let changes = village.ledger.document_mut(&id).unwrap().changes_since(&[]);
    (id, changes.iter().map(|change| ParsedChange::parse(change.raw_bytes()).unwrap()).collect())
}

#[tokio::test]
async fn what_nothing_refers_to_goes_after_a_month() {
    let folder = tempfile::tempdir().unwrap();
    let meta = Meta { key: vec![7; 32], epoch: 1, year: 2026, public_url: None };
    SqliteStore::create(folder.path(), &meta).unwrap();
    let store = Arc::new(SqliteStore::open(folder.path(), Options::default()).unwrap());
    let files = Files::open(folder.path(), store.clone());
    let org: OrgId = "t1-v1".parse().unwrap();
    let (kept, orphan) = ("%PDF-1.7 kept here", "%PDF-1.7 an orphan");
    let hash = |text: &str| FileHash(Sha256::digest(text).into());
    for text in [kept, orphan] {
        let length = text.len() as u64;
        let received = files.receive(&org, hash(text), 0, length, text.into()).await;
        assert_eq!(received, Ok(Received::Whole));
    }
    let (id, changes) = journal(&org, hash(kept));
    let doc = DocName::new(id.to_string()).unwrap();
    store.append(Append { origin: 0, doc, changes, heads: Vec::new(), foreign: BTreeSet::new() }).await.unwrap();

    let now = now_ms();
    assert_eq!(sweep_once(&files, store.as_ref(), now + 29 * DAY_MS).await, Ok(0));
    assert_eq!(sweep_once(&files, store.as_ref(), now + 31 * DAY_MS).await, Ok(1));
    assert_eq!(files.read(hash(kept)).await.unwrap().as_deref(), Some(kept.as_bytes()));
    assert_eq!(files.read(hash(orphan)).await, Ok(None));
    assert_eq!(files.find(&org, hash(orphan)).await, Ok(None));

    // `hub check` finds what is damaged and what is gone.
    let rows = store.files().await.unwrap();
    assert!(verify(folder.path(), &rows).is_empty());
    std::fs::write(files.disk.whole(hash(kept)), "%PDF-1.7 kept Here").unwrap();
    assert!(verify(folder.path(), &rows).iter().any(|finding| finding.what.contains("damaged")));
    std::fs::remove_file(files.disk.whole(hash(kept))).unwrap();
    assert!(verify(folder.path(), &rows).iter().any(|finding| finding.what.contains("cannot be read")));
}

#[tokio::test]
async fn what_a_damaged_document_may_have_named_stays() {
    let folder = tempfile::tempdir().unwrap();
    let meta = Meta { key: vec![7; 32], epoch: 1, year: 2026, public_url: None };
    SqliteStore::create(folder.path(), &meta).unwrap();
    let store = Arc::new(SqliteStore::open(folder.path(), Options::default()).unwrap());
    let files = Files::open(folder.path(), store.clone());
    let (org, other): (OrgId, OrgId) = ("t1-v1".parse().unwrap(), "t1-v2".parse().unwrap());
    let text = "%PDF-1.7 named by what is damaged";
    let hash = FileHash(Sha256::digest(text).into());
    for org in [&org, &other] {
        assert_eq!(files.receive(org, hash, 0, text.len() as u64, text.into()).await, Ok(Received::Whole));
    }
    let (id, changes) = journal(&org, hash);
    let doc = DocName::new(id.to_string()).unwrap();
    let asked = |changes| Append { origin: 0, doc: doc.clone(), changes, heads: Vec::new(), foreign: BTreeSet::new() };
    store.append(asked(changes.clone())).await.unwrap();
    crate::compact::compact(store.as_ref(), &doc).await.unwrap();
    let database = rusqlite::Connection::open(folder.path().join("hub.db")).unwrap();
    let flipped = "UPDATE snapshots SET bytes = CAST(substr(bytes, 1, 40) || x'ff' || substr(bytes, 42) AS BLOB)";
    assert_eq!(database.execute(flipped, []).unwrap(), 1);
    assert!(!store.mend(doc.clone()).await.unwrap().is_empty());

    // The document reads as if nobody had written it. The other organisation is whole, and nothing there names the file.
    let now = now_ms();
    assert_eq!(sweep_once(&files, store.as_ref(), now + 31 * DAY_MS).await, Ok(1));
    assert_eq!(sweep_once(&files, store.as_ref(), now + 400 * DAY_MS).await, Ok(0));
    assert!(files.find(&org, hash).await.unwrap().is_some());
    assert!(files.find(&other, hash).await.unwrap().is_none());
    assert_eq!(files.read(hash).await.unwrap().as_deref(), Some(text.as_bytes()));

    // What was lost has come again, but for what was written since and went with it, perhaps: it stays for a month.
    store.append(asked(changes)).await.unwrap();
    assert!(!store.lacks(&doc));
    let found = |at| store.harmed(at - 30 * DAY_MS);
    assert_eq!(found(now + 29 * DAY_MS).await, Ok(Some([doc.clone()].into())));
    assert_eq!(found(now + 31 * DAY_MS).await, Ok(Some(BTreeSet::new())));
    // A restored hub may have lost anything.
    store.new_epoch(2).await.unwrap();
    assert_eq!(found(now + 29 * DAY_MS).await, Ok(None));
    assert_eq!(sweep_once(&files, store.as_ref(), now + 29 * DAY_MS).await, Ok(0));
}
