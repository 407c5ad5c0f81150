//! A small county, and devices that hold copies of its ledger.

pub mod cases;
pub mod pay;
pub mod payroll;
pub mod registers;

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, Command, DeviceId, DocId, Domain, ItemKey, Ledger, Moment, Move, NewTask, OrgId, OrgKind, Organisation,
    Refusal, Role, TaskId, Timestamp, Touched, Written,
    record::{EvidenceRule, Field, FileHash, FileRef, Media, Value},
};

pub const YEAR: u16 = 2026;

pub fn org(id: &str) -> OrgId {
    id.parse().unwrap()
}

pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// A device with its person and its copy of the ledger.
pub struct Tablet {
    pub who: Author,
    pub ledger: Ledger,
    pub clock: Timestamp,
    random: u128,
}

impl Tablet {
    pub fn new(number: u8, at: &str, role: Role, person: &str) -> Self {
        let device = DeviceId([number; 16]);
        let who = Author { device, org: org(at), role, person: person.to_owned() };
        let ledger = Ledger::new(YEAR, device.actor([number; 4]));
        Self { who, ledger, clock: Timestamp::at(day(3, 1), 9, 0), random: u128::from(number) << 96 }
    }

    pub fn village() -> Self {
        Self::new(1, "v1", Role::BranchSecretary, "陈书记")
    }

    pub fn township() -> Self {
        Self::new(2, "t1", Role::TownshipOrgOfficer, "林委员")
    }

    pub fn county() -> Self {
        Self::new(3, "county", Role::CountyOrgDept, "黄科长")
    }

    pub fn run(&mut self, command: Command) -> Result<Written, Refusal> {
        self.clock.0 += 60_000;
        self.random += 1;
        let base = self.random;
        let mut step = 0;
        let mut random = || {
            step += 1;
            base + (step << 64)
        };
        let mut moment = Moment { now: self.clock, random: &mut random };
        self.ledger.execute(&self.who, &mut moment, command)
    }

    pub fn act(&mut self, item: &ItemKey, act: Move) -> Result<Written, Refusal> {
        let reason = act.needs_reason().then(|| "理由".to_owned());
        let until = act.needs_date().then(|| day(12, 20));
        self.run(Command::Act { item: item.clone(), act, reason, until })
    }

    pub fn edit(&mut self, item: &ItemKey, field: Field, text: &str) -> Result<Written, Refusal> {
        self.run(Command::Edit { item: item.clone(), field, value: Value::Text(text.to_owned()) })
    }

    pub fn report(&mut self, item: &ItemKey, text: &str, percent: Option<u8>) -> Result<Written, Refusal> {
        self.run(Command::Report { item: item.clone(), text: text.to_owned(), percent })
    }

    /// Adds a file as evidence; its bytes are never asked for here.
    pub fn show(&mut self, item: &ItemKey, media: Media) -> Result<Written, Refusal> {
        let file = FileRef { hash: FileHash([7; 32]), thumb: None, media, name: "IMG_1.jpg".to_owned(), bytes: 4_000 };
        self.run(Command::AddEvidence {
            item: item.clone(),
            caption: "现场".to_owned(),
            reference: None,
            file: Some(file),
        })
    }

    /// Takes in everything that `other` holds.
    pub fn pull(&mut self, other: &mut Self) -> Touched {
        let mut touched = Touched::default();
        for id in other.ledger.documents().cloned().collect::<Vec<_>>() {
            let bytes = other.ledger.document_mut(&id).unwrap().save();
            touched.extend(self.ledger.merge(&id, &bytes).unwrap());
        }
        touched
    }

    pub fn state(&self, item: &ItemKey) -> taizhang_ledger::State {
        self.ledger.item(item).unwrap().summary.state
    }
}

/// Both take in what the other holds.
pub fn meet(a: &mut Tablet, b: &mut Tablet) {
    a.pull(b);
    b.pull(a);
}

pub fn new_task(branches: &[&str]) -> NewTask {
    NewTask {
        title: "整顿软弱涣散党组织".to_owned(),
        requirement: "制定一村一策方案，落实四个一挂钩帮扶。".to_owned(),
        code: "R1".to_owned(),
        domain: Domain::RURAL,
        due: day(11, 30),
        unit: None,
        evidence: EvidenceRule::Document,
        branches: branches.iter().map(|id| (org(id), None)).collect(),
    }
}

/// A county, a township with two villages, and a task issued to both: all three devices hold it.
pub fn county_with_task() -> (Tablet, Tablet, Tablet, ItemKey) {
    let (mut village, mut township, mut county) = (Tablet::village(), Tablet::township(), Tablet::county());
    for (id, kind, parent) in [
        ("county", OrgKind::County, None),
        ("t1", OrgKind::Township, Some("county")),
        ("t2", OrgKind::Township, Some("county")),
        ("v1", OrgKind::Village, Some("t1")),
        ("v2", OrgKind::Village, Some("t1")),
        ("v3", OrgKind::Village, Some("t2")),
    ] {
        let org = Organisation { id: org(id), name: id.to_owned(), kind, parent: parent.map(org), households: None };
        county.run(Command::DefineOrganisation(org)).unwrap();
    }
    township.pull(&mut county);
    let task = township.run(Command::SetTask(new_task(&["v1", "v2"]))).unwrap().task.unwrap();
    village.pull(&mut township);
    county.pull(&mut township);
    (village, township, county, ItemKey { branch: org("v1"), task })
}

pub fn branch_doc(id: &str) -> DocId {
    DocId::branch(&org(id), YEAR)
}

pub fn key(branch: &str, task: TaskId) -> ItemKey {
    ItemKey { branch: org(branch), task }
}
