//! 签名 with real keys: what a device wrote is signed by it, and what was written in its name is found.

use chrono::NaiveDate;
use taizhang_hub::{
    key::{DeviceKey, HubKey},
    sample::{self, Sample},
    taskbook::Taskbook,
};
use taizhang_ledger::{
    Author, Command, DeviceId, DocId, Domain, Ledger, Moment, NewTask, OrgId, OrgKind, Organisation, Role, Timestamp,
    record::EvidenceRule,
    seal::{Examined, Session, SessionVerdict},
};

const YEAR: u16 = 2026;

/// Whether a session's signature holds.
fn holds(session: &Session) -> bool {
    session
        .seal
        .as_ref()
        .is_some_and(|seal| DeviceKey::from_spki(&seal.key).is_ok_and(|key| key.verifies(&seal.bytes, &seal.signature)))
}

fn verdicts(examined: &Examined) -> Vec<SessionVerdict> {
    examined.sessions.iter().map(|session| session.verdict(holds(session))).collect()
}

/// A person with a device, its key and one session on it.
struct Person {
    key: HubKey,
    who: Author,
    ledger: Ledger,
    now: Timestamp,
}

impl Person {
    fn new(secret: u8, org: &str, role: Role, nonce: u8) -> Self {
        let key = HubKey::from_secret(&[secret; 32]).unwrap();
        let device = DeviceId(key.id().0);
        let who = Author { device, org: org.parse().unwrap(), role, person: format!("某{secret}") };
        let now = Timestamp::at(NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(), 9, 0);
        Self { key, who, ledger: Ledger::new(YEAR, device.actor([nonce; 4])), now }
    }

    fn run(&mut self, command: Command) {
        self.now.0 += 60_000;
        let base = u128::try_from(self.now.0).unwrap() + u128::from(self.who.device.0[0]) * 7919;
        let mut step = 0;
        let mut random = || {
            step += 1;
            base + (step << 70)
        };
        self.ledger.execute(&self.who, &mut Moment { now: self.now, random: &mut random }, command).unwrap();
    }

    fn set_task(&mut self, title: &str) {
        let branches = vec![(self.who.org.clone(), None)];
        self.run(Command::SetTask(NewTask {
            title: title.to_owned(),
            requirement: "按月开展".to_owned(),
            code: "R3".to_owned(),
            domain: Domain::RURAL,
            due: NaiveDate::from_ymd_opt(2026, 6, 30).unwrap(),
            unit: None,
            evidence: EvidenceRule::None,
            branches,
        }));
    }

    fn seal(&mut self) {
        for what in self.ledger.unsealed() {
            let signature = self.key.sign(&what.signed_bytes()).0;
            self.ledger.seal(&self.who, self.now, &what, self.key.public(), &signature).unwrap();
        }
    }

    fn pull(&mut self, other: &mut Self) {
        for id in other.ledger.documents().cloned().collect::<Vec<_>>() {
            let bytes = other.ledger.document_mut(&id).unwrap().save();
            self.ledger.merge(&id, &bytes).unwrap();
        }
    }

    fn examine(&mut self) -> Examined {
        self.ledger.examine(&branch()).unwrap()
    }
}

fn branch() -> DocId {
    DocId::branch(&"v1".parse().unwrap(), YEAR)
}

fn county() -> (Person, Person) {
    let mut county = Person::new(1, "county", Role::CountyOrgDept, 1);
    for (id, kind, parent) in [
        ("county", OrgKind::County, None),
        ("t1", OrgKind::Township, Some("county")),
        ("v1", OrgKind::Village, Some("t1")),
    ] {
        let parent: Option<OrgId> = parent.map(|id| id.parse().unwrap());
        county.run(Command::DefineOrganisation(Organisation {
            id: id.parse().unwrap(),
            name: id.to_owned(),
            kind,
            parent,
            households: None,
        }));
    }
    let mut village = Person::new(2, "v1", Role::BranchSecretary, 2);
    village.pull(&mut county);
    (county, village)
}

#[test]
fn what_was_written_is_signed_up_to_the_last_change() {
    let (mut reader, mut village) = county();
    village.set_task("主题党日");
    village.set_task("党员大会");
    assert_eq!(village.ledger.unsealed().len(), 1);
    village.seal();
    assert_eq!(village.ledger.unsealed(), [], "a signature asks for no other");
    village.set_task("支委会");
    reader.pull(&mut village);
    let examined = reader.examine();
    assert!(examined.whole);
    assert_eq!(verdicts(&examined), [SessionVerdict { signed: 2, unsigned: 1, forged: false }]);
    assert_eq!(examined.sessions[0].author.as_ref().unwrap().person, "某2");
    village.seal();
    reader.pull(&mut village);
    assert_eq!(verdicts(&reader.examine()), [SessionVerdict { signed: 3, unsigned: 0, forged: false }]);
}

#[test]
fn what_is_written_while_the_device_signs_is_signed_next_time() {
    let (_, mut village) = county();
    village.set_task("主题党日");
    let what = village.ledger.unsealed().remove(0);
    village.set_task("党员大会");
    let signature = village.key.sign(&what.signed_bytes()).0;
    village.ledger.seal(&village.who, village.now, &what, village.key.public(), &signature).unwrap();
    assert_eq!(verdicts(&village.examine()), [SessionVerdict { signed: 1, unsigned: 1, forged: false }]);
    village.seal();
    assert_eq!(verdicts(&village.examine()), [SessionVerdict { signed: 2, unsigned: 0, forged: false }]);
}

#[test]
fn what_others_write_in_a_devices_name_is_not_signed_and_a_false_signature_is_found() {
    let (mut reader, mut village) = county();
    village.set_task("主题党日");
    village.seal();
    reader.pull(&mut village);

    // The same device's name under another session, as who holds the hub could write it; without the key.
    let mut forger = Person::new(2, "v1", Role::BranchSecretary, 9);
    forger.pull(&mut reader);
    forger.set_task("没有的事");
    reader.pull(&mut forger);
    let found = verdicts(&reader.examine());
    let honest = SessionVerdict { signed: 1, unsigned: 0, forged: false };
    assert_eq!(found, [honest, SessionVerdict { signed: 0, unsigned: 1, forged: false }]);

    // Signed with a key that is not the device's.
    forger.key = HubKey::from_secret(&[7; 32]).unwrap();
    forger.seal();
    reader.pull(&mut forger);
    let found = verdicts(&reader.examine());
    assert!(found.contains(&SessionVerdict { signed: 0, unsigned: 1, forged: true }), "{found:?}");
    assert!(found.contains(&honest), "what the device did sign stays signed: {found:?}");
}

#[test]
fn a_signature_of_another_document_or_session_does_not_hold() {
    let (_, mut village) = county();
    village.set_task("主题党日");
    let what = village.ledger.unsealed().remove(0);
    let mut other = what.clone();
    other.doc = DocId::branch(&"v2".parse().unwrap(), YEAR);
    let signature = village.key.sign(&other.signed_bytes()).0;
    village.ledger.seal(&village.who, village.now, &what, village.key.public(), &signature).unwrap();
    assert_eq!(verdicts(&village.examine()), [SessionVerdict { signed: 0, unsigned: 1, forged: true }]);
}

#[test]
fn the_sample_county_is_signed_throughout() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../taskbook");
    let taskbook = Taskbook::load(&root).unwrap();
    let sample = Sample::load(&root.join("sample"), &taskbook).unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 5, 20).unwrap();
    let documents = sample::build(&taskbook, &sample, YEAR, today, 5).unwrap();
    let mut ledger = Ledger::new(YEAR, DeviceId([9; 16]).actor([0; 4]));
    let mut signed = 0;
    for document in &documents {
        ledger.open(&document.id, [document.snapshot.as_slice()]);
        let examined = ledger.examine(&document.id).unwrap();
        assert!(examined.whole);
        for session in &examined.sessions {
            let verdict = session.verdict(holds(session));
            assert_eq!((verdict.unsigned, verdict.forged), (0, false), "{} {:?}", document.id, session.author);
            signed += verdict.signed;
        }
    }
    assert!(signed > 1000, "{signed}");
}
