//! Registers: rows typed by the taskbook, corrected cell by cell, struck out and never deleted.

use crate::support::{
    Tablet, county_with_task, meet, org,
    registers::{self, column},
};
use taizhang_ledger::{
    Command, Definition, OrgKind, Refusal, Register, RegisterCommand, RowId, Tier, Written,
    record::Value,
    register::{ColumnKind, Flaw, FlawKind, ROWS_MAX, source_of},
};

/// No income is of nothing.
fn income() -> Register {
    let mut register = registers::income();
    register.columns[2].min = Some(1);
    register
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn cells(day: &str, kind: &str, fen: i64) -> Vec<(String, Value)> {
    let cells = [("day", text(day)), ("kind", text(kind)), ("amount", Value::Number(fen))];
    cells.into_iter().map(|(id, value)| (id.to_owned(), value)).collect()
}

fn add(tablet: &mut Tablet, cells: Vec<(String, Value)>) -> Result<Written, Refusal> {
    let register = "collective_income".to_owned();
    tablet.run(Command::Register(RegisterCommand::Add { org: org("v1"), register, cells }))
}

fn edit(tablet: &mut Tablet, row: RowId, column: &str, value: Option<Value>) -> Result<Written, Refusal> {
    tablet.run(Command::Register(RegisterCommand::Edit { org: org("v1"), row, column: column.to_owned(), value }))
}

fn strike(tablet: &mut Tablet, row: RowId, reason: Option<&str>) -> Result<Written, Refusal> {
    let reason = reason.map(str::to_owned);
    tablet.run(Command::Register(RegisterCommand::StrikeOut { org: org("v1"), row, reason }))
}

/// Village, township and county, who know the register.
fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    county.run(Command::Define(Definition::Register(income()))).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    (village, township, county)
}

#[test]
fn a_row_reaches_those_above_with_its_author() {
    let (mut village, mut township, _) = three();
    assert_eq!(village.ledger.registers_of(&org("v1")).len(), 1);
    let written = add(&mut village, cells("2026-03-01", "operating", 1_250_000)).unwrap();
    assert_eq!(written.touched.registers.iter().collect::<Vec<_>>(), [&org("v1")]);
    meet(&mut village, &mut township);
    let rows: Vec<_> = township.ledger.register_rows(&org("v1"), "collective_income").collect();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].value("amount"), Some(&Value::Number(1_250_000)));
    assert_eq!(rows[0].record.author.person, "陈书记");
    assert!(rows[0].flaws(&income()).is_empty());
}

#[test]
fn what_is_wrong_is_named_by_column_and_nothing_is_written() {
    let (mut village, ..) = three();
    let flaws = |refused: Result<Written, Refusal>| match refused {
        Err(Refusal::BadRow(flaws)) => {
            flaws.into_iter().map(|Flaw { column, kind }| (column, kind)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let of = |column: &str, kind| (column.to_owned(), kind);
    assert_eq!(
        flaws(add(&mut village, vec![("day".to_owned(), text("2026-02-30")), ("kind".to_owned(), text("gift"))])),
        [of("day", FlawKind::WrongKind), of("kind", FlawKind::NoChoice), of("amount", FlawKind::Missing)]
    );
    assert_eq!(flaws(add(&mut village, cells("2026-03-01", "operating", 0))), [of("amount", FlawKind::TooSmall(1))]);
    let long = [cells("2026-03-01", "operating", 5), vec![("note".to_owned(), text(&"长".repeat(501)))]].concat();
    assert_eq!(flaws(add(&mut village, long)), [of("note", FlawKind::TooLong(500))]);
    let unknown = [cells("2026-03-01", "operating", 5), vec![("phone".to_owned(), text("1"))]].concat();
    assert_eq!(add(&mut village, unknown).unwrap_err(), Refusal::UnknownColumn("phone".to_owned()));
    assert_eq!(village.ledger.register_rows(&org("v1"), "collective_income").count(), 0);
}

#[test]
fn many_rows_come_in_as_one_change_or_not_at_all() {
    let (mut village, ..) = three();
    let many = |rows| RegisterCommand::AddMany { org: org("v1"), register: "collective_income".to_owned(), rows };
    let row = |fen| cells("2026-03-01", "operating", fen);
    assert!(matches!(village.run(Command::Register(many(vec![row(1), row(0)]))), Err(Refusal::BadRow(_))));
    assert_eq!(village.ledger.register_rows(&org("v1"), "collective_income").count(), 0);
    let written = village.run(Command::Register(many((1..=100).map(row).collect()))).unwrap();
    assert_eq!(written.changes().count(), 1);
    assert!(written.change.unwrap().raw_bytes().len() < 1 << 17);
    assert_eq!(village.ledger.register_rows(&org("v1"), "collective_income").count(), 100);
    let too_many = many((0..101).map(|_| row(1)).collect());
    assert!(
        matches!(village.run(Command::Register(too_many)), Err(Refusal::TooManyAtOnce(100))),
        "the register is not full"
    );
    assert_eq!(village.ledger.register_rows(&org("v1"), "collective_income").count(), 100);
}

#[test]
fn a_register_takes_ten_thousand_rows_a_year_and_says_when_it_is_full() {
    let (mut village, ..) = three();
    let many = |rows| RegisterCommand::AddMany { org: org("v1"), register: "collective_income".to_owned(), rows };
    let some = |count| (0..count).map(|_| cells("2026-03-01", "operating", 1)).collect::<Vec<_>>();
    for _ in 0..ROWS_MAX / 100 - 1 {
        village.run(Command::Register(many(some(100)))).unwrap();
    }
    village.run(Command::Register(many(some(99)))).unwrap();
    assert_eq!(village.ledger.room(&org("v1"), "collective_income"), 1);
    let refused = village.run(Command::Register(many(some(2)))).unwrap_err();
    assert_eq!(refused, Refusal::RegisterFull(10_000), "all of them or none");
    add(&mut village, cells("2026-03-02", "operating", 1)).unwrap();
    assert_eq!(add(&mut village, cells("2026-03-02", "operating", 1)).unwrap_err(), Refusal::RegisterFull(10_000));
    assert_eq!(village.ledger.room(&org("v1"), "collective_income"), 0);
}

#[test]
fn what_was_read_in_tells_from_what_whatever_becomes_of_it() {
    let (mut village, mut township, _) = three();
    let brought = cells("2026-03-01", "operating", 100);
    let typed = add(&mut village, brought.clone()).unwrap().row.unwrap();
    let (org_of, register) = (org("v1"), "collective_income".to_owned());
    let many = RegisterCommand::AddMany { org: org_of, register, rows: vec![brought.clone()] };
    let row = village.run(Command::Register(many)).unwrap().row.unwrap();
    edit(&mut village, row, "amount", Some(Value::Number(150))).unwrap();
    strike(&mut village, row, Some("重了")).unwrap();
    meet(&mut village, &mut township);
    let source = |tablet: &Tablet, row| tablet.ledger.row(&org("v1"), row).unwrap().source().map(str::to_owned);
    assert_eq!(source(&township, row), Some(source_of(&brought)));
    assert_eq!(source(&township, typed), None, "what is typed has none");
    let turned: Vec<_> = brought.iter().rev().cloned().chain([("note".to_owned(), text(" "))]).collect();
    assert_eq!(source_of(&turned), source_of(&brought), "in whatever order, and without what is blank");
    assert_ne!(source_of(&cells("2026-03-01", "operating", 101)), source_of(&brought));
    let seen = township.ledger.row(&org("v1"), row).unwrap();
    assert_eq!(seen.others(&income()).count(), 0, "it is no cell that people read");
}

#[test]
fn two_who_correct_different_cells_do_not_meet_and_the_same_cell_shows_both() {
    let (mut village, mut township, _) = three();
    let row = add(&mut village, cells("2026-03-01", "operating", 100)).unwrap().row.unwrap();
    meet(&mut village, &mut township);
    edit(&mut village, row, "amount", Some(Value::Number(200))).unwrap();
    edit(&mut village, row, "note", Some(text("果园承包"))).unwrap();
    edit(&mut township, row, "amount", Some(Value::Number(300))).unwrap();
    edit(&mut township, row, "kind", Some(text("subsidy"))).unwrap();
    meet(&mut village, &mut township);
    for tablet in [&village, &township] {
        let seen = tablet.ledger.row(&org("v1"), row).unwrap();
        assert_eq!(seen.value("kind"), Some(&text("subsidy")));
        assert_eq!(seen.value("note"), Some(&text("果园承包")));
        assert_eq!(seen.cell("amount").unwrap().conflict().len(), 2);
    }
    // Somebody chooses.
    edit(&mut township, row, "amount", Some(Value::Number(200))).unwrap();
    meet(&mut village, &mut township);
    assert!(village.ledger.row(&org("v1"), row).unwrap().cell("amount").unwrap().conflict().is_empty());
}

#[test]
fn a_row_is_struck_out_with_a_reason_and_taken_up_again() {
    let (mut village, ..) = three();
    let row = add(&mut village, cells("2026-03-01", "operating", 100)).unwrap().row.unwrap();
    assert!(matches!(strike(&mut village, row, Some(" ")), Err(Refusal::Empty(_))));
    strike(&mut village, row, Some("重复登记")).unwrap();
    assert_eq!(village.ledger.row(&org("v1"), row).unwrap().struck_out(), Some("重复登记"));
    assert_eq!(edit(&mut village, row, "amount", Some(Value::Number(1))).unwrap_err(), Refusal::StruckOut);
    strike(&mut village, row, None).unwrap();
    assert_eq!(village.ledger.row(&org("v1"), row).unwrap().struck_out(), None);
    edit(&mut village, row, "amount", Some(Value::Number(1))).unwrap();
    // A column that must be filled cannot be emptied; another can.
    assert!(matches!(edit(&mut village, row, "amount", None), Err(Refusal::BadRow(_))));
    edit(&mut village, row, "note", Some(text("更正"))).unwrap();
    edit(&mut village, row, "note", None).unwrap();
    assert_eq!(village.ledger.row(&org("v1"), row).unwrap().value("note"), None);
}

#[test]
fn a_register_that_changes_leaves_its_rows_readable() {
    let (mut village, mut township, mut county) = three();
    let row = add(&mut village, cells("2026-03-01", "operating", 100)).unwrap().row.unwrap();
    let mut changed = income();
    changed.columns.retain(|column| column.id != "kind");
    changed.columns.push(column("payer", ColumnKind::Text));
    county.run(Command::Define(Definition::Register(changed.clone()))).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    let seen = village.ledger.row(&org("v1"), row).unwrap();
    assert_eq!(seen.others(&changed).collect::<Vec<_>>(), [("kind", &text("operating"))]);
    assert_eq!(seen.flaws(&changed), [Flaw { column: "payer".to_owned(), kind: FlawKind::Missing }]);
    // What the register asks for now does not stand in the way of correcting the rest.
    edit(&mut village, row, "amount", Some(Value::Number(150))).unwrap();
}

#[test]
fn only_who_keeps_it_writes_it_and_only_the_county_defines_it() {
    let (mut village, mut township, mut county) = three();
    let defined = Definition::Register(income());
    assert!(matches!(township.run(Command::Define(defined)), Err(Refusal::NoRight(_))));
    let away = RegisterCommand::Add {
        org: org("v2"),
        register: "collective_income".to_owned(),
        cells: cells("2026-03-01", "operating", 100),
    };
    assert!(matches!(village.run(Command::Register(away)), Err(Refusal::NoRight(_))));
    assert!(matches!(add(&mut county, cells("2026-03-01", "operating", 100)), Err(Refusal::NoRight(_))));
    // On behalf of the branch (代填), marked by its author.
    let row = add(&mut township, cells("2026-03-01", "operating", 100)).unwrap().row.unwrap();
    assert_eq!(township.ledger.row(&org("v1"), row).unwrap().record.author.org, org("t1"));
}

#[test]
fn a_village_reads_what_those_above_wrote_about_it() {
    let (mut village, mut township, mut county) = three();
    let review = Register {
        id: "review".to_owned(),
        keeper: Tier::County,
        kinds: Vec::new(),
        together: None,
        columns: vec![column("branch", ColumnKind::Organisation), column("note", ColumnKind::Text)],
        ..income()
    };
    county.run(Command::Define(Definition::Register(review))).unwrap();
    let mut write = |branch: &str, note: &str| {
        let cells = vec![("branch".to_owned(), text(branch)), ("note".to_owned(), text(note))];
        let add = RegisterCommand::Add { org: org("county"), register: "review".to_owned(), cells };
        county.run(Command::Register(add)).unwrap().row.unwrap()
    };
    let gone = write("v1", "记错了");
    write("v2", "别的村");
    write("v1", "合格");
    let reason = Some("记错了".to_owned());
    let strike = RegisterCommand::StrikeOut { org: org("county"), row: gone, reason };
    county.run(Command::Register(strike)).unwrap();
    meet(&mut county, &mut township);
    meet(&mut township, &mut village);
    let own = org("v1");
    let about = village.ledger.rows_about(&own);
    let said: Vec<_> = about
        .iter()
        .map(|(keeper, register, row)| (keeper.as_str(), register.id.as_str(), row.value("note")))
        .collect();
    assert_eq!(said, [("county", "review", Some(&text("合格")))]);
}

#[test]
fn a_definition_of_a_later_version_is_read_as_far_as_it_is_known() {
    let json = r#"{"id":"a","name":"甲","item":"R2","keeper":"branch","why":"试","new_key":1,
        "columns":[{"id":"x","name":"栏","kind":"hologram","sparkle":true}]}"#;
    let read: Register = serde_json::from_str(json).unwrap();
    assert_eq!(read.columns[0].kind, ColumnKind::Text);
    assert!(
        read.is_kept_by(OrgKind::School) && !read.is_kept_by(OrgKind::Township) && !read.is_kept_by(OrgKind::Leader)
    );
}

#[test]
fn the_county_alone_answers_what_a_branch_says() {
    let (mut village, mut township, mut county) = three();
    let row = add(&mut village, cells("2026-03-01", "operating", 100)).unwrap().row.unwrap();
    county.pull(&mut village);
    let answer = |text: &str| Command::Define(Definition::Answer { org: org("v1"), row, text: text.to_owned() });
    county.run(answer("下月起并成一张表")).unwrap();
    village.pull(&mut county);
    let read = village.ledger.answer(&org("v1"), row).unwrap();
    assert_eq!((read.text.as_str(), read.by.as_str()), ("下月起并成一张表", "黄科长"));
    township.pull(&mut village);
    for tablet in [&mut village, &mut township] {
        assert!(matches!(tablet.run(answer("不")), Err(Refusal::NoRight(_))));
    }
    assert!(matches!(county.run(answer(" ")), Err(Refusal::Empty(_))));
}

#[test]
fn an_id_number_is_refused_and_a_mobile_number_is_not() {
    let (mut village, _, _) = three();
    let with_note = |note: &str| {
        let mut cells = cells("2026-03-02", "operating", 100);
        cells.push(("note".to_owned(), text(note)));
        cells
    };
    let flaw = Flaw { column: "note".to_owned(), kind: FlawKind::IdentityNumber };
    let refused = add(&mut village, with_note("经办人身份证11010519491231002X"));
    assert!(matches!(refused, Err(Refusal::BadRow(flaws)) if flaws == [flaw.clone()]));
    let row = add(&mut village, with_note("经办人13800138000")).unwrap().row.unwrap();
    let (column, value) = ("note".to_owned(), Some(text("110105 19491231 002x")));
    let edit = RegisterCommand::Edit { org: org("v1"), row, column, value };
    assert!(matches!(village.run(Command::Register(edit)), Err(Refusal::BadRow(flaws)) if flaws == [flaw]));
}
