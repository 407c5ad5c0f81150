//! Rows about persons: who may see them, what everyone else gets of them, and that what is erased is gone.

use crate::support::{
    self, Tablet, county_with_task, meet, org,
    registers::{choice, column, register},
};
use taizhang_ledger::{
    Command, Definition, DocId, DocKind, Moment, OrgKind, Refusal, Register, RegisterCommand, Role, RowId, Tier,
    Written,
    access::{Access, access, readable},
    record::Value,
    register::{ColumnKind, Counted},
};

const LIST: &str = "reserve_list";

fn list() -> Register {
    let columns = vec![
        column("village", ColumnKind::Organisation),
        column("name", ColumnKind::Text),
        choice("state", &["filed", "ready"]),
    ];
    Register {
        kinds: vec![OrgKind::Township],
        sealed: true,
        counted: Some(Counted { branch: "village".to_owned(), by: "state".to_owned() }),
        ..register(LIST, "C1", Tier::Township, columns)
    }
}

fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    county.run(Command::Define(Definition::Register(list()))).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    (village, township, county)
}

fn add(tablet: &mut Tablet, name: &str, state: &str) -> Result<Written, Refusal> {
    let text = |id: &str, text: &str| (id.to_owned(), Value::Text(text.to_owned()));
    let cells = vec![text("village", "v1"), text("name", name), text("state", state)];
    tablet.run(Command::Register(RegisterCommand::Add { org: org("t1"), register: LIST.to_owned(), cells }))
}

fn erase(tablet: &mut Tablet, row: RowId) -> Result<Written, Refusal> {
    tablet.run(Command::Register(RegisterCommand::Erase { org: org("t1"), row }))
}

fn recount(tablet: &mut Tablet) -> Written {
    let mut random = || 0;
    let mut moment = Moment { now: tablet.clock, random: &mut random };
    tablet.ledger.recount(&tablet.who, &mut moment, &org("t1")).unwrap()
}

fn names(tablet: &Tablet) -> Vec<String> {
    let keeper = org("t1");
    let rows = tablet.ledger.register_rows(&keeper, LIST);
    rows.map(|row| row.value("name").unwrap().to_string()).collect()
}

fn counts(tablet: &Tablet) -> Vec<(String, i64)> {
    let village = org("v1");
    let all = tablet.ledger.counts(&village).filter(|one| one.register == LIST);
    all.map(|one| (one.choice.to_owned(), one.count)).collect()
}

/// Takes in what `of` has of the documents that `tablet` may read, as the hub would hand it on.
fn hear(tablet: &mut Tablet, of: &mut Tablet) {
    let granted = readable(of.ledger.orgs(), &tablet.who.org, tablet.who.role, support::YEAR);
    for (id, _) in granted {
        if let Some(document) = of.ledger.document_mut(&id) {
            let bytes = document.save();
            tablet.ledger.merge(&id, &bytes).unwrap();
        }
    }
}

#[test]
fn the_village_gets_a_number_and_nothing_else() {
    let (mut village, mut township, mut county) = three();
    let written = add(&mut township, "陈晓峰", "filed").unwrap();
    add(&mut township, "林秀珍", "ready").unwrap();
    add(&mut township, "黄志强", "ready").unwrap();
    assert_eq!(written.doc, DocId::sealed(&org("t1"), support::YEAR));
    hear(&mut village, &mut township);
    assert_eq!(counts(&village), [("filed".to_owned(), 1), ("ready".to_owned(), 2)]);
    assert!(village.ledger.documents().all(|id| id.kind() != DocKind::Sealed), "not even the encrypted rows");
    assert_eq!(names(&village), [""; 0]);
    // The county reads the document, and the rows once it has the keys.
    hear(&mut county, &mut township);
    assert_eq!((names(&county).len(), county.ledger.locked_rows(&org("t1"), LIST)), (0, 3));
    let touched = county.ledger.add_keys(written.keys.clone());
    assert_eq!(touched.registers.iter().collect::<Vec<_>>(), [&org("t1")]);
    assert_eq!((names(&county), county.ledger.locked_rows(&org("t1"), LIST)), (vec!["陈晓峰".to_owned()], 2));
}

#[test]
fn nothing_that_was_typed_stands_in_the_document() {
    let (_, mut township, _) = three();
    let row = add(&mut township, "PLAINNAME", "filed").unwrap().row.unwrap();
    let edit = RegisterCommand::Edit {
        org: org("t1"),
        row,
        column: "name".to_owned(),
        value: Some(Value::Text("OTHERNAME".to_owned())),
    };
    let edited = township.run(Command::Register(edit)).unwrap();
    let strike = RegisterCommand::StrikeOut { org: org("t1"), row, reason: Some("PLAINREASON".to_owned()) };
    township.run(Command::Register(strike)).unwrap();
    assert_eq!(names(&township), ["OTHERNAME"]);
    let document = township.ledger.document_mut(&edited.doc).unwrap();
    let changes: Vec<u8> = document.changes_since(&[]).iter().flat_map(|one| one.raw_bytes().to_vec()).collect();
    for secret in ["PLAINNAME", "OTHERNAME", "PLAINREASON", "filed"] {
        assert!(!changes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn what_is_erased_is_gone_for_who_keeps_the_document() {
    let (mut village, mut township, mut county) = three();
    let kept = add(&mut township, "陈晓峰", "filed").unwrap();
    let gone = add(&mut township, "林秀珍", "filed").unwrap();
    hear(&mut county, &mut township);
    county.ledger.add_keys(kept.keys.into_iter().chain(gone.keys.clone()));
    assert_eq!(names(&county).len(), 2);

    let row = gone.row.unwrap();
    erase(&mut township, row).unwrap();
    assert_eq!(names(&township), ["陈晓峰"]);
    hear(&mut county, &mut township);
    assert_eq!(names(&county), ["陈晓峰"]);
    assert_eq!(county.ledger.erased_rows().map(|(_, row)| row).collect::<Vec<_>>(), [row]);
    // A key that somebody kept does not bring it back, and the row is not waiting for one.
    county.ledger.add_keys(gone.keys);
    assert_eq!((names(&county).len(), county.ledger.locked_rows(&org("t1"), LIST)), (1, 0));
    hear(&mut village, &mut township);
    assert_eq!(counts(&village)[0], ("filed".to_owned(), 1));
}

#[test]
fn dropping_a_key_shuts_the_row() {
    let (_, mut township, _) = three();
    let row = add(&mut township, "陈晓峰", "filed").unwrap().row.unwrap();
    township.ledger.drop_keys(&[row]);
    assert_eq!((names(&township).len(), township.ledger.locked_rows(&org("t1"), LIST)), (0, 1));
    let cell = RegisterCommand::Edit { org: org("t1"), row, column: "name".to_owned(), value: None };
    assert_eq!(township.run(Command::Register(cell)).unwrap_err(), Refusal::UnknownRow);
    // What cannot be read is not counted as nothing.
    assert!(recount(&mut township).others.is_empty());
}

#[test]
fn two_who_count_at_once_end_with_the_same_number() {
    let (mut village, mut one, _) = three();
    let mut other = Tablet::new(7, "t1", Role::TownshipOrgOfficer, "周干事");
    other.pull(&mut one);
    let first = add(&mut one, "陈晓峰", "filed").unwrap();
    let second = add(&mut other, "林秀珍", "filed").unwrap();
    one.ledger.add_keys(second.keys);
    other.ledger.add_keys(first.keys);
    meet(&mut one, &mut other);
    assert_eq!(counts(&one), [("filed".to_owned(), 1)], "each has counted one");
    assert_eq!(recount(&mut one).others.len(), 1);
    assert_eq!(recount(&mut other).others.len(), 1);
    meet(&mut one, &mut other);
    assert!(recount(&mut one).others.is_empty(), "it ends after one turn");
    hear(&mut village, &mut one);
    assert_eq!(counts(&village), [("filed".to_owned(), 2)]);
}

#[test]
fn who_may_see_and_who_may_write() {
    let (_, _, county) = three();
    let doc = |owner: &str| DocId::sealed(&org(owner), support::YEAR);
    let may = |at: &str, role, owner: &str| access(county.ledger.orgs(), &org(at), role, &doc(owner));
    assert_eq!(may("t1", Role::TownshipOrgOfficer, "t1"), Access::Write);
    assert_eq!(may("t1", Role::TownshipSecretary, "t1"), Access::Read);
    assert_eq!(may("t2", Role::TownshipOrgOfficer, "t1"), Access::None);
    assert_eq!(may("county", Role::CountyOrgDept, "t1"), Access::Read);
    assert_eq!(may("county", Role::CountyOrgDept, "county"), Access::Write);
    assert_eq!(may("t1", Role::TownshipOrgOfficer, "county"), Access::None);
    assert_eq!(may("v1", Role::BranchSecretary, "t1"), Access::None);
    // A branch's own document is the county's to write: each person's pay.
    assert_eq!(may("v1", Role::BranchSecretary, "v1"), Access::Read);
    assert_eq!(may("t1", Role::TownshipOrgOfficer, "v1"), Access::Read);
    assert_eq!(may("county", Role::CountyOrgDept, "v1"), Access::Write);
}

#[test]
fn a_register_that_cannot_be_sealed_is_refused() {
    let (_, _, mut county) = three();
    let mut refused = |change: fn(&mut Register)| {
        let mut register = list();
        change(&mut register);
        let result = county.run(Command::Define(Definition::Register(register)));
        matches!(result, Err(Refusal::BadDefinition("sealed")))
    };
    assert!(refused(|one| one.keeper = Tier::Branch), "nobody but the branch could read it");
    assert!(refused(|one| one.sealed = false), "counted, but open");
    assert!(refused(|one| one.columns.push(column("photo", ColumnKind::Photo))), "a photo is not encrypted");
    assert!(refused(|one| one.columns[0].required = false), "a row of no branch");
    assert!(!refused(|one| one.counted = None));
}
