//! 意见建议: what a branch says stands where its township may write too, and is not the township's to change or to hide.

use crate::support::{
    Tablet, county_with_task, org,
    registers::{column, register},
};
use taizhang_ledger::{
    Command, Definition, Refusal, RegisterCommand, RowId, Tier,
    answer::{SUGGESTIONS, TOWNSHIP_SUGGESTIONS},
    record::Value,
    register::ColumnKind,
};

fn county() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    for (id, keeper) in [(SUGGESTIONS, Tier::Branch), (TOWNSHIP_SUGGESTIONS, Tier::Township)] {
        county
            .run(Command::Define(Definition::Register(register(
                id,
                "Z2",
                keeper,
                vec![column("matter", ColumnKind::Text)],
            ))))
            .unwrap();
    }
    village.pull(&mut county);
    township.pull(&mut county);
    (village, township, county)
}

fn say(tablet: &mut Tablet, at: &str) -> RowId {
    let register = tablet.ledger.suggestions_of(&org(at)).unwrap().id.clone();
    let cells = vec![("matter".to_owned(), Value::Text("同一件事填两本".to_owned()))];
    tablet.run(Command::Register(RegisterCommand::Add { org: org(at), register, cells })).unwrap().row.unwrap()
}

fn strike(tablet: &mut Tablet, at: &str, row: RowId) -> Result<taizhang_ledger::Written, Refusal> {
    let reason = Some("不属实".to_owned());
    tablet.run(Command::Register(RegisterCommand::StrikeOut { org: org(at), row, reason }))
}

fn reword(tablet: &mut Tablet, row: RowId) -> Result<taizhang_ledger::Written, Refusal> {
    let (column, value) = ("matter".to_owned(), Some(Value::Text("没有意见".to_owned())));
    tablet.run(Command::Register(RegisterCommand::Edit { org: org("v1"), row, column, value }))
}

#[test]
fn a_township_neither_rewords_nor_strikes_out_what_a_branch_said() {
    let (mut village, mut township, _) = county();
    let row = say(&mut village, "v1");
    township.pull(&mut village);
    assert!(matches!(strike(&mut township, "v1", row), Err(Refusal::NotYours)));
    assert!(matches!(reword(&mut township, row), Err(Refusal::NotYours)));
    reword(&mut village, row).unwrap();
    strike(&mut village, "v1", row).unwrap();
}

#[test]
fn who_said_it_takes_it_back_and_it_stays_to_be_seen() {
    let (mut village, _, mut county) = county();
    let row = say(&mut village, "v1");
    county.pull(&mut village);
    let waits = |tablet: &Tablet| tablet.ledger.suggestions(&org("county")).iter().filter(|one| one.waits()).count();
    assert_eq!(waits(&county), 1);
    strike(&mut village, "v1", row).unwrap();
    county.pull(&mut village);
    let all = county.ledger.suggestions(&org("county"));
    let struck = all[0].struck_out.unwrap();
    assert_eq!((struck.by.unwrap().person.as_str(), struck.why, struck.own), ("陈书记", "不属实", true));
    assert_eq!(waits(&county), 0);
}

/// As an older version let it, or a changed one might.
#[test]
fn struck_out_by_another_it_still_waits_and_tells_by_whom() {
    let (mut village, mut township, mut county) = county();
    let row = say(&mut village, "v1");
    township.pull(&mut village);
    // The township's device, as if its person sat at the branch while it writes; then as what it is.
    let post = township.who.clone();
    township.who.org = org("v1");
    township.who.role = taizhang_ledger::Role::BranchSecretary;
    strike(&mut township, "v1", row).unwrap();
    township.who = post;
    let note = Command::Register(RegisterCommand::Add {
        org: org("v1"),
        register: SUGGESTIONS.to_owned(),
        cells: vec![("matter".to_owned(), Value::Text("另一条".to_owned()))],
    });
    township.run(note).unwrap();
    county.pull(&mut township);
    let all = county.ledger.suggestions(&org("county"));
    let one = all.iter().find(|one| one.row.record.id == row).unwrap();
    let struck = one.struck_out.unwrap();
    assert_eq!((struck.by.unwrap().person.as_str(), struck.own), ("林委员", false));
    assert!(one.waits());
}

#[test]
fn a_township_speaks_for_itself_and_on_behalf_of_a_branch() {
    let (_, mut township, mut county) = county();
    say(&mut township, "t1");
    say(&mut township, "v1");
    county.pull(&mut township);
    let all = county.ledger.suggestions(&org("county"));
    let who: Vec<_> = all.iter().map(|one| (one.org.as_str(), one.row.record.author.org.as_str())).collect();
    assert_eq!(who, [("t1", "t1"), ("v1", "t1")]);
    assert_eq!(county.ledger.suggestions(&org("v1")).len(), 1);
}
