//! What did not change is read from extracts, and comes to the same.
#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use taizhang_ledger::{
    Author, Command, DeviceId, Domain, Extract, Ledger, Moment, NewTask, OrgKind, Role, Timestamp, record::EvidenceRule,
};
use taizhang_sync::change::ParsedChange;

use super::*;
use crate::store::{
    Append, KeptExtract, Pending, SqliteStore,
    sqlite::{Meta, Options},
};

const YEAR: u16 = 2026;
const BRANCHES: [&str; 3] = ["t1-v1", "t1-v2", "t1-v3"];

/// Counts what it had.
struct Counting(Arc<SqliteStore>, AtomicUsize);

impl ExtractShelf for Counting {
    fn extracts(&self, docs: Vec<(DocName, Place)>) -> Pending<'_, Vec<Option<Extract>>> {
        Box::pin(async move {
            let found = self.0.extracts(docs).await?;
            self.1.fetch_add(found.iter().flatten().count(), Relaxed);
            Ok(found)
        })
    }

    fn keep_extracts(&self, all: Vec<KeptExtract>) -> Pending<'_, ()> {
        self.0.keep_extracts(all)
    }
}

fn org(id: &str) -> OrgId {
    id.parse().unwrap()
}

/// The county with one ledger for everybody.
struct County {
    ledger: Ledger,
    drawn: u128,
}

impl County {
    fn run(&mut self, at: &str, role: Role, command: Command) {
        let author = Author { device: DeviceId([3; 16]), org: org(at), role, person: "某".into() };
        let mut draw = || {
            self.drawn += 1 << 64;
            self.drawn
        };
        let mut moment = Moment { now: Timestamp(1_770_000_000_000), random: &mut draw };
        self.ledger.execute(&author, &mut moment, command).unwrap();
    }

    fn give_out(&mut self, at: &str, role: Role, branches: &[&str]) {
        let task = NewTask {
            title: "走访".into(),
            requirement: "走访".into(),
            code: "R1".into(),
            domain: Domain::RURAL,
            due: NaiveDate::from_ymd_opt(2026, 6, 1).unwrap(),
            unit: None,
            evidence: EvidenceRule::None,
            branches: branches.iter().map(|id| (org(id), None)).collect(),
        };
        self.run(at, role, Command::SetTask(task));
    }

    async fn store(&mut self, store: &SqliteStore) {
        let ids: Vec<DocId> = self.ledger.documents().cloned().collect();
        for id in ids {
            let changes = self.ledger.document_mut(&id).unwrap().changes_since(&[]);
            let changes = changes.iter().map(|change| ParsedChange::parse(change.raw_bytes()).unwrap()).collect();
            let doc = doc_name(&id).unwrap();
            let asked =
                Append { origin: 0, doc, changes, heads: Vec::new(), foreign: std::collections::BTreeSet::new() };
            store.append(asked).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_second_reading_is_of_extracts() {
    let folder = tempfile::tempdir().unwrap();
    SqliteStore::create(folder.path(), &Meta { key: vec![7; 32], epoch: 1, year: YEAR, public_url: None }).unwrap();
    let store = Arc::new(SqliteStore::open(folder.path(), Options::default()).unwrap());
    let mut county = County { ledger: Ledger::new(YEAR, DeviceId([3; 16]).actor([0; 4])), drawn: 0 };
    let all = [("county", OrgKind::County, None), ("t1", OrgKind::Township, Some("county"))];
    let villages = BRANCHES.map(|id| (id, OrgKind::Village, Some("t1")));
    for (id, kind, parent) in all.into_iter().chain(villages) {
        let organisation =
            Organisation { id: org(id), name: id.into(), kind, parent: parent.map(org), households: None };
        county.run("county", Role::CountyOrgDept, Command::DefineOrganisation(organisation));
    }
    for branch in BRANCHES {
        county.give_out(branch, Role::BranchSecretary, &[branch]);
    }
    county.give_out("county", Role::CountyOrgDept, &BRANCHES);
    county.store(&store).await;
    let orgs = county.ledger.orgs().clone();
    let branches: Vec<Organisation> = orgs.branches_of(&org("county")).cloned().collect();
    let today = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
    let shelf = Arc::new(Counting(Arc::clone(&store), AtomicUsize::default()));
    let boards = || Boards::new(Arc::clone(&store) as Arc<_>, Arc::clone(&shelf) as Arc<_>);
    let ask = async |boards: &Boards| boards.board(&orgs, YEAR, &branches, today).await.unwrap();

    let first = boards();
    let read = ask(&first).await;
    assert_eq!(read, Board::of(&county.ledger, &org("county"), today));
    assert_eq!(read.total().all, 6);
    // Of the two that read, one may find the county's list as the other has just kept it.
    assert!(shelf.1.swap(0, Relaxed) <= 1);
    // Another hub on the same folder: three branches' documents, and the county's list for whoever reads.
    assert_eq!(ask(&boards()).await, read);
    assert!(shelf.1.swap(0, Relaxed) >= 4);
    // The county gives out another task: every branch is read anew, its own document from the extract.
    county.give_out("county", Role::CountyOrgDept, &BRANCHES);
    county.store(&store).await;
    let more = ask(&first).await;
    assert_eq!(more, Board::of(&county.ledger, &org("county"), today));
    assert_eq!(more.total().all, 9);
    assert!(shelf.1.swap(0, Relaxed) >= 3);
    store.close().await;
}
