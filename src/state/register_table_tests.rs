//! A table that is read in a second time brings nothing, whatever has become of its rows since.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use taizhang_ledger::{Command, Definition, RegisterCommand, RowId};
use taizhang_sheets::read;

use super::*;
use crate::state::support::{Tablet, county_with_task, meet, org};

const REGISTER: &str = r#"{"id":"book","name":"收支","item":"R2","keeper":"branch","kinds":["village"],"why":"算账",
    "columns":[{"id":"day","name":"日期","kind":"date","required":true},
    {"id":"amount","name":"金额","kind":"money","required":true},{"id":"note","name":"备注","kind":"text"}]}"#;
const SEALED: &str = r#"{"id":"list","name":"名单","item":"C1","keeper":"township","why":"只有乡镇和县里看得到","sealed":true,
    "columns":[{"id":"name","name":"姓名","kind":"text","required":true}]}"#;

fn tablets() -> (Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    for register in [REGISTER, SEALED] {
        let register = serde_json::from_str(register).unwrap();
        county.run(Command::Define(Definition::Register(register))).unwrap();
    }
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    (village, township)
}

/// What a file would bring to an organisation.
fn planned(tablet: &Tablet, at: &str, register: &str, file: &str) -> Plan {
    let sheets = [read::csv(file.as_bytes(), &read::Limits::default()).unwrap()];
    let register = tablet.ledger.register(register).unwrap();
    plan(&tablet.ledger, register, &[org(at)], &sheets).unwrap()
}

/// Brings in what was planned, as the page does.
fn bring_all(tablet: &mut Tablet, plan: Plan) {
    for (_, command) in plan.commands("book") {
        tablet.run(Command::Register(command)).unwrap();
    }
}

/// Brings it in; the rows in the order of the file.
fn bring_in(tablet: &mut Tablet, at: &str, register: &str, file: &str) -> Vec<RowId> {
    let rows = planned(tablet, at, register, file).rows.remove(&org(at)).unwrap_or_default();
    let before: Vec<RowId> = ids(tablet, at, register);
    let many = RegisterCommand::AddMany { org: org(at), register: register.to_owned(), rows };
    tablet.run(Command::Register(many)).unwrap();
    ids(tablet, at, register).into_iter().filter(|id| !before.contains(id)).collect()
}

fn ids(tablet: &Tablet, at: &str, register: &str) -> Vec<RowId> {
    tablet.ledger.register_rows(&org(at), register).map(|row| row.record.id).collect()
}

fn edit(tablet: &mut Tablet, at: &str, row: RowId, column: &str, value: Value) {
    let edit = RegisterCommand::Edit { org: org(at), row, column: column.to_owned(), value: Some(value) };
    tablet.run(Command::Register(edit)).unwrap();
}

const FILE: &str = "日期,金额,备注\n2026-03-01,100.00,果园\n2026-03-01,100.00,果园\n2026-03-02,50.00,\n";

#[test]
fn a_second_time_brings_nothing_though_rows_were_edited_and_struck_out() {
    let (mut village, _) = tablets();
    let rows = bring_in(&mut village, "v1", "book", FILE);
    assert_eq!(rows.len(), 3, "the same twice in a file is two rows");
    edit(&mut village, "v1", rows[0], "amount", Value::Number(12_000));
    edit(&mut village, "v1", rows[2], "note", Value::Text("鱼塘".to_owned()));
    let strike = RegisterCommand::StrikeOut { org: org("v1"), row: rows[1], reason: Some("记错".to_owned()) };
    village.run(Command::Register(strike)).unwrap();
    let again = planned(&village, "v1", "book", FILE);
    assert_eq!((again.count(), again.known), (0, 3));
    // A third one of the kind is a third one.
    let more = planned(&village, "v1", "book", &format!("{FILE}2026-03-01,100.00,果园\n"));
    assert_eq!((more.count(), more.known), (1, 3));
    // What one of them reads as now is known too, but stands for one row of the file alone.
    let edited = "日期,金额,备注\n2026-03-01,120.00,果园\n";
    assert_eq!(planned(&village, "v1", "book", edited).known, 1);
    assert_eq!(planned(&village, "v1", "book", &format!("{FILE}2026-03-01,120.00,果园\n")).count(), 1);
}

#[test]
fn what_was_typed_is_known_as_long_as_it_reads_the_same() {
    let (mut village, _) = tablets();
    let cells = [("day", Value::Text("2026-03-02".to_owned())), ("amount", Value::Number(5_000))];
    let cells = cells.map(|(id, value)| (id.to_owned(), value)).to_vec();
    let add = RegisterCommand::Add { org: org("v1"), register: "book".to_owned(), cells };
    let row = village.run(Command::Register(add)).unwrap().row.unwrap();
    assert_eq!(planned(&village, "v1", "book", FILE).known, 1);
    edit(&mut village, "v1", row, "amount", Value::Number(6_000));
    assert_eq!(planned(&village, "v1", "book", FILE).known, 0, "nobody knows that it was this one");
}

#[test]
fn a_sealed_register_knows_its_rows_and_its_document_does_not_tell() {
    let (_, mut township) = tablets();
    let file = "姓名\n陈晓峰\n林秀珍\n";
    let rows = bring_in(&mut township, "t1", "list", file);
    edit(&mut township, "t1", rows[0], "name", Value::Text("陈小峰".to_owned()));
    assert_eq!(planned(&township, "t1", "list", file).count(), 0);
    let source = source_of(&[("name".to_owned(), Value::Text("陈晓峰".to_owned()))]);
    let row = township.ledger.row(&org("t1"), rows[0]).unwrap();
    assert_eq!((row.source(), row.record.source.as_deref()), (Some(source.as_str()), None));
    let sealed = taizhang_ledger::DocId::sealed(&org("t1"), crate::state::support::YEAR);
    let changes = township.ledger.document_mut(&sealed).unwrap().changes_since(&[]);
    let bytes: Vec<u8> = changes.iter().flat_map(|one| one.raw_bytes().to_vec()).collect();
    assert!(!bytes.windows(source.len()).any(|part| part == source.as_bytes()), "who guesses a name learns nothing");
    // Who is erased is not known any more, and may come in again.
    township.run(Command::Register(RegisterCommand::Erase { org: org("t1"), row: rows[0] })).unwrap();
    assert_eq!(planned(&township, "t1", "list", file).count(), 1);
}

/// A file of so many rows, the first of them so.
fn file_of(from: usize, count: usize) -> String {
    let line = |n: usize| format!("2026-{:02}-{:02},{n}.50,第{n}笔\n", n % 12 + 1, n % 28 + 1);
    std::iter::once("日期,金额,备注\n".to_owned()).chain((from..from + count).map(line)).collect()
}

#[test]
fn five_thousand_rows_come_in_and_what_does_not_fit_is_told_beforehand() {
    let (mut village, _) = tablets();
    let mut file = file_of(0, 5_000);
    file.push_str(&"2026-02-30,1.00,没有这一天\n".repeat(150));
    let plan = planned(&village, "v1", "book", &file);
    assert_eq!((plan.count(), plan.known, plan.over, plan.bad.len()), (5_000, 0, 0, 150));
    bring_all(&mut village, plan);
    assert_eq!(ids(&village, "v1", "book").len(), 5_000);
    // The same file once more, and as many again with some too many.
    let plan = planned(&village, "v1", "book", &file);
    assert_eq!((plan.count(), plan.known, plan.over), (0, 5_000, 0), "what is there takes no room");
    let plan = planned(&village, "v1", "book", &file_of(2_500, 7_503));
    assert_eq!((plan.count(), plan.known, plan.over), (5_000, 2_500, 3));
    bring_all(&mut village, plan);
    assert_eq!(village.ledger.room(&org("v1"), "book"), 0, "all that was promised came in");
}
