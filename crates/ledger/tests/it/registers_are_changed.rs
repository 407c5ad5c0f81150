//! Registers that the county changes: what that would do to rows is told before, and old rows stay readable.

use crate::support::{
    Tablet, county_with_task, day, meet, org,
    registers::{column, income},
};
use taizhang_ledger::{
    Command, Definition, Domain, OrgKind, ParameterName, Refusal, Register, RegisterCommand, Tier, WorkItem,
    expr::{Expr, Operator},
    record::{EvidenceRule, Value},
    register::{Column, ColumnKind, Effect, Extent, Flaw, FlawKind, Mistake, MistakeKind, RowRule, Unchangeable},
};

fn optional(id: &str) -> Column {
    Column { required: false, ..column(id, ColumnKind::Text) }
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn cells(kind: &str, fen: i64, note: Option<&str>) -> Vec<(String, Value)> {
    let cells = [("day", text("2026-03-01")), ("kind", text(kind)), ("amount", Value::Number(fen))];
    let note = note.map(|note| ("note", text(note)));
    cells.into_iter().chain(note).map(|(id, value)| (id.to_owned(), value)).collect()
}

fn add(tablet: &mut Tablet, at: &str, cells: Vec<(String, Value)>) -> taizhang_ledger::RowId {
    let register = "collective_income".to_owned();
    let add = RegisterCommand::Add { org: org(at), register, cells };
    tablet.run(Command::Register(add)).unwrap().row.unwrap()
}

fn publish(county: &mut Tablet, register: Register) -> Result<(), Refusal> {
    county.run(Command::Define(Definition::Register(register))).map(drop)
}

/// The county, which sees three rows in force and one struck out of v1, all written by its township.
fn county_with_rows() -> (Tablet, taizhang_ledger::RowId) {
    let (_, mut township, mut county, _) = county_with_task();
    publish(&mut county, income()).unwrap();
    meet(&mut county, &mut township);
    let first = add(&mut township, "v1", cells("operating", 5_000_000, Some("果园")));
    add(&mut township, "v1", cells("operating", 100, None));
    add(&mut township, "v1", cells("subsidy", 100, None));
    let out = add(&mut township, "v1", cells("subsidy", 100, Some("记错了")));
    let strike = RegisterCommand::StrikeOut { org: org("v1"), row: out, reason: Some("记错".to_owned()) };
    township.run(Command::Register(strike)).unwrap();
    meet(&mut county, &mut township);
    (county, first)
}

fn extent(rows: usize, orgs: usize) -> Extent {
    Extent { rows, orgs }
}

#[test]
fn what_a_change_would_do_is_told_before_it_is_done() {
    let (county, _) = county_with_rows();
    let effect = |change: fn(&mut Register)| {
        let mut changed = income();
        change(&mut changed);
        county.ledger.effect_of(&changed, day(4, 1))
    };
    let none = effect(|_| ());
    assert!(none.is_none() && none.all == extent(3, 1));
    assert!(effect(|one| one.name = "收入".to_owned()).is_none());
    assert!(effect(|one| one.columns.push(optional("payer"))).is_none());

    let flaw = |column: &str, kind| Flaw { column: column.to_owned(), kind };
    let asked = effect(|one| one.columns.push(column("payer", ColumnKind::Text)));
    assert_eq!(asked.flawed, [(flaw("payer", FlawKind::Missing), extent(3, 1))]);
    let required = effect(|one| one.columns[3].required = true);
    assert_eq!(required.flawed, [(flaw("note", FlawKind::Missing), extent(2, 1))]);
    let bounded = effect(|one| one.columns[2].max = Some(100));
    assert_eq!(bounded.flawed, [(flaw("amount", FlawKind::TooLarge(100)), extent(1, 1))]);
    let retired = effect(|one| one.columns.retain(|column| column.id != "note"));
    assert_eq!(retired.hidden, [("note".to_owned(), extent(1, 1))]);
    let chosen = effect(|one| one.columns[1].choices.retain(|choice| choice.id != "operating"));
    assert_eq!(chosen.choices, [(("kind".to_owned(), "operating".to_owned()), extent(2, 1))]);
    assert!(chosen.flawed.is_empty(), "a choice that is gone is told by itself");
    let others = effect(|one| one.kinds = vec![OrgKind::Community]);
    assert_eq!(others.left, extent(3, 1));
    let ruled = effect(|one| {
        let sides = Box::new((Expr::Row("amount".to_owned()), Expr::Number(1)));
        one.rules.push(RowRule { holds: Expr::Both(Operator::Greater, sides), say: "金额太小".to_owned() });
    });
    assert_eq!(ruled.gaps, [("金额太小".to_owned(), extent(2, 1))], "an amount of 100 fen is 1 yuan");
    let mut new = income();
    new.id = "new".to_owned();
    assert_eq!(county.ledger.effect_of(&new, day(4, 1)), Effect::default());
}

#[test]
fn what_is_not_asked_for_any_more_stays_under_its_heading() {
    let (mut county, row) = county_with_rows();
    let mut changed = income();
    changed.columns.retain(|column| column.id != "note");
    changed.columns[1].choices.retain(|choice| choice.id != "operating");
    publish(&mut county, changed.clone()).unwrap();
    let stands = county.ledger.register("collective_income").unwrap().clone();
    assert_eq!(stands.column("note"), None);
    assert_eq!(stands.ever("note").unwrap().name, "栏note");
    assert_eq!(stands.column("kind").unwrap().choice("operating").unwrap().name, "选operating");
    let seen = county.ledger.row(&org("v1"), row).unwrap();
    assert_eq!(seen.others(&stands).collect::<Vec<_>>(), [("note", &text("果园"))]);
    assert_eq!(seen.flaws(&stands), [Flaw { column: "kind".to_owned(), kind: FlawKind::NoChoice }]);
    // Whoever writes it anew from a file without what was kept beside it changes nothing.
    assert_eq!(changed.following(&stands), stands);
    // What is asked for again is former no more.
    publish(&mut county, income()).unwrap();
    assert_eq!(county.ledger.register("collective_income"), Some(&income()));
}

#[test]
fn what_rows_hold_never_becomes_something_else() {
    let (mut county, _) = county_with_rows();
    let mut refused = |change: fn(&mut Register)| {
        let mut changed = income();
        change(&mut changed);
        match publish(&mut county, changed) {
            Err(Refusal::RegisterStands(why)) => why,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        refused(|one| {
            one.columns[0].kind = ColumnKind::Text;
            one.columns[2].kind = ColumnKind::Count;
        }),
        [Unchangeable::Kind("day".to_owned()), Unchangeable::Kind("amount".to_owned())]
    );
    assert_eq!(refused(|one| one.columns[3].id = "remark".to_owned()), [Unchangeable::Id("note".to_owned())]);
    assert_eq!(
        refused(|one| one.columns[1].choices[0].id = "own".to_owned()),
        [Unchangeable::ChoiceId("kind".to_owned(), "operating".to_owned())]
    );
    assert_eq!(refused(|one| (one.keeper, one.kinds) = (Tier::Township, Vec::new())), [Unchangeable::Keeper]);
    let mut retired = income();
    retired.columns.retain(|column| column.id != "note");
    publish(&mut county, retired).unwrap();
    let mut again = income();
    again.columns[3].kind = ColumnKind::Count;
    let why = publish(&mut county, again);
    assert_eq!(why, Err(Refusal::RegisterStands(vec![Unchangeable::Kind("note".to_owned())])), "retired or not");
}

#[test]
fn what_the_ledger_looks_at_is_not_retired() {
    let (mut county, _) = county_with_rows();
    let mut handed = income();
    handed.id = "submission".to_owned();
    handed.columns = vec![column("form", ColumnKind::Text), optional("note")];
    publish(&mut county, handed.clone()).unwrap();
    let mut without = handed.clone();
    without.columns.retain(|column| column.id != "form");
    let why = publish(&mut county, without);
    assert_eq!(why, Err(Refusal::RegisterStands(vec![Unchangeable::Needed("form".to_owned())])));
    handed.columns.retain(|column| column.id != "note");
    publish(&mut county, handed).unwrap();
}

#[test]
fn every_mistake_of_a_register_is_named() {
    let (mut county, _) = county_with_rows();
    let mut wrong = income();
    wrong.name = " ".to_owned();
    wrong.kinds = vec![OrgKind::Township];
    wrong.columns[0].name = "栏kind".to_owned();
    wrong.columns[1].choices.clear();
    (wrong.columns[2].min, wrong.columns[2].max) = (Some(5), Some(1));
    wrong.columns[3].id = "day".to_owned();
    let of = |column: Option<&str>, kind| Mistake { column: column.map(str::to_owned), kind };
    let mistakes = wrong.mistakes(&[]);
    assert_eq!(
        mistakes,
        [
            of(None, MistakeKind::NoName),
            of(None, MistakeKind::NotOfTier(OrgKind::Township)),
            of(Some("kind"), MistakeKind::SameName),
            of(Some("kind"), MistakeKind::NoChoices),
            of(Some("amount"), MistakeKind::Bounds),
            of(Some("day"), MistakeKind::Twice),
        ]
    );
    wrong.name = "收入".to_owned();
    assert!(matches!(publish(&mut county, wrong), Err(Refusal::BadRegister(all)) if all.len() == 5));
    assert!(income().mistakes(&[]).is_empty());
    let known = county.ledger.register_mistakes(&income());
    assert_eq!(known, [of(None, MistakeKind::NoItem("R2".to_owned()))], "this taskbook has no work items");
}

#[test]
fn a_work_item_says_what_proves_its_tasks() {
    let (mut county, _) = county_with_rows();
    let mut item = WorkItem {
        code: "R9".to_owned(),
        name: "乡村治理".to_owned(),
        domain: Domain::RURAL,
        requirement: "村规民约有人管".to_owned(),
        evidence: None,
        retired: false,
    };
    let define = |county: &mut Tablet, item: &WorkItem| county.run(Command::DefineWorkItem(item.clone())).map(drop);
    define(&mut county, &item).unwrap();
    assert_eq!(county.ledger.work_items().find(|one| one.code == "R9"), Some(&item), "as written before");
    (item.evidence, item.domain) = (Some(EvidenceRule::Onsite), Domain::URBAN);
    define(&mut county, &item).unwrap();
    assert_eq!(county.ledger.work_items().find(|one| one.code == "R9"), Some(&item));
    item.code = "R/9".to_owned();
    assert_eq!(define(&mut county, &item), Err(Refusal::BadDefinition("code")));
}

#[test]
fn who_wrote_a_definition_last_is_known() {
    let (mut county, _) = county_with_rows();
    let stands = Command::Define(Definition::Register(income()));
    assert_eq!(county.ledger.definers(&stands), [county.who.device]);
    let mut other = income();
    other.id = "other".to_owned();
    assert_eq!(county.ledger.definers(&Command::Define(Definition::Register(other))), []);
}

#[test]
fn a_number_is_supposed_before_it_is_set() {
    let (mut county, _) = county_with_rows();
    let name = ParameterName { id: "least".to_owned(), name: "最少".to_owned(), unit: "元".to_owned() };
    county.run(Command::Define(Definition::Parameter(name))).unwrap();
    let mut ruled = income();
    let sides = Box::new((Expr::Row("amount".to_owned()), Expr::Param("least".to_owned())));
    ruled.rules.push(RowRule { holds: Expr::Both(Operator::AtLeast, sides), say: "金额太小".to_owned() });
    publish(&mut county, ruled).unwrap();
    let missing = |ledger: &taizhang_ledger::Ledger| ledger.rows_missing("least", &org("county"), day(4, 1));
    assert_eq!(missing(&county.ledger), 0, "what is not set is missed by nobody");
    assert_eq!(county.ledger.supposing("least", 10, missing), 2);
    assert_eq!(county.ledger.parameter("least"), None, "it was only supposed");
    county.run(Command::SetParameter { name: "least".to_owned(), value: 1 }).unwrap();
    assert_eq!(county.ledger.supposing("least", 1_000_000, missing), 3);
    assert_eq!(county.ledger.parameter("least"), Some(1));
}
