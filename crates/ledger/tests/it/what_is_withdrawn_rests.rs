//! 停用: what the county withdraws is not asked for any more, stays readable, and comes back; what others need stays.

use crate::support::{
    Tablet, county_with_task, day, meet, org,
    registers::{column, income, register},
};
use taizhang_ledger::{
    Command, Definition, Domain, Indicator, Reckoner, Refusal, Register, RegisterCommand, RowId, Tier, WorkItem,
    points::{Reward, Scheme},
    record::Value,
    register::{ColumnKind, Extent},
    retired::Need,
    submission::{Every, Submission},
};

fn define(county: &mut Tablet, definition: Definition) -> Result<(), Refusal> {
    county.run(Command::Define(definition)).map(drop)
}

fn add(tablet: &mut Tablet) -> Result<RowId, Refusal> {
    let cells = [
        ("day", Value::Text("2026-03-01".to_owned())),
        ("kind", Value::Text("operating".to_owned())),
        ("amount", Value::Number(100)),
    ];
    let cells = cells.into_iter().map(|(id, value)| (id.to_owned(), value)).collect();
    let register = "collective_income".to_owned();
    let add = RegisterCommand::Add { org: org("v1"), register, cells };
    tablet.run(Command::Register(add)).map(|written| written.row.unwrap())
}

fn sum_over(source: &str) -> Indicator {
    let text = format!(
        r#"{{"id":"income","name":"收入","item":"R2","words":"全部收入","unit":"笔","better":"more","across":"sums",
        "value":{{"name":"all"}},"sums":[
          {{"id":"all","name":"全部","source":"{source}","filter":{{"truth":true}},"value":{{"number":1}}}}],
        "alarm":{{"rule":"none","name":"没有收入","at":["branch"],"say":"没有收入","next":"找产业",
          "when":{{"both":["le",[{{"name":"value"}},{{"number":9}}]]}}}}}}"#
    );
    serde_json::from_str(&text).unwrap()
}

fn quarterly() -> Submission {
    Submission {
        id: "quarterly".to_owned(),
        name: "收支季报".to_owned(),
        every: Every::Quarter,
        days: 10,
        since: 1,
        kinds: vec![taizhang_ledger::OrgKind::Village],
        tables: vec!["collective_income".to_owned()],
        why: "按季看进度".to_owned(),
        retired: false,
    }
}

fn withdrawn(register: Register) -> Definition {
    Definition::Register(Register { retired: true, ..register })
}

/// Village, township and county, who know the register; a row stands in it.
fn three() -> (Tablet, Tablet, Tablet, RowId) {
    let (mut village, mut township, mut county, _) = county_with_task();
    define(&mut county, Definition::Register(income())).unwrap();
    meet(&mut county, &mut township);
    meet(&mut township, &mut village);
    let row = add(&mut village).unwrap();
    meet(&mut township, &mut village);
    meet(&mut county, &mut township);
    (village, township, county, row)
}

#[test]
fn a_withdrawn_register_is_read_and_kept_no_more() {
    let (mut village, mut township, mut county, row) = three();
    let Definition::Register(would) = withdrawn(income()) else { unreachable!() };
    let effect = county.ledger.effect_of(&would, day(4, 1));
    assert_eq!(effect.left, Extent { rows: 1, orgs: 1 }, "told before it is done");
    define(&mut county, withdrawn(income())).unwrap();
    meet(&mut county, &mut township);
    meet(&mut township, &mut village);
    let kept = |tablet: &Tablet| tablet.ledger.registers_of(&org("v1")).len();
    assert_eq!(kept(&village), 0);
    assert_eq!(add(&mut village), Err(Refusal::Retired));
    let value = Some(Value::Number(200));
    let edit = RegisterCommand::Edit { org: org("v1"), row, column: "amount".to_owned(), value };
    assert_eq!(village.run(Command::Register(edit)).map(drop), Err(Refusal::Retired));
    let stands = village.ledger.register("collective_income").unwrap();
    assert!(stands.is_for(taizhang_ledger::OrgKind::Village));
    assert_eq!(village.ledger.register_rows(&org("v1"), "collective_income").count(), 1, "it can be read");
    define(&mut county, Definition::Register(income())).unwrap();
    meet(&mut county, &mut township);
    meet(&mut township, &mut village);
    assert_eq!(kept(&village), 1);
    add(&mut village).unwrap();
}

#[test]
fn what_others_need_is_not_withdrawn() {
    let (_, _, mut county, _) = three();
    define(&mut county, Definition::Indicator(Box::new(sum_over("collective_income")))).unwrap();
    define(&mut county, Definition::Submission(quarterly())).unwrap();
    let needs = vec![Need::Indicator("收入".to_owned()), Need::Submission("收支季报".to_owned())];
    assert_eq!(county.ledger.still_needed(&withdrawn(income())), needs);
    assert_eq!(define(&mut county, withdrawn(income())), Err(Refusal::StillNeeded(needs)));
    let indicator = Indicator { retired: true, ..sum_over("collective_income") };
    define(&mut county, Definition::Indicator(Box::new(indicator.clone()))).unwrap();
    define(&mut county, Definition::Submission(Submission { retired: true, ..quarterly() })).unwrap();
    define(&mut county, withdrawn(income())).unwrap();
    // Nothing is taken up again over what is withdrawn.
    let again = Definition::Indicator(Box::new(sum_over("collective_income")));
    assert_eq!(define(&mut county, again.clone()), Err(Refusal::BadDefinition("formula")));
    let handed = Definition::Submission(quarterly());
    assert_eq!(define(&mut county, handed), Err(Refusal::BadDefinition("submission")));
    define(&mut county, Definition::Indicator(Box::new(indicator))).unwrap();
    define(&mut county, Definition::Register(income())).unwrap();
    define(&mut county, again).unwrap();
    let own = register("submission", "Z2", Tier::Branch, vec![column("form", ColumnKind::Text)]);
    assert_eq!(define(&mut county, withdrawn(own)), Err(Refusal::StillNeeded(vec![Need::Ledger])));
}

#[test]
fn a_withdrawn_indicator_is_neither_listed_nor_alarmed() {
    let (_, _, mut county, _) = three();
    let one = sum_over("collective_income");
    define(&mut county, Definition::Indicator(Box::new(one.clone()))).unwrap();
    let alarms = |county: &Tablet| Reckoner::new(&county.ledger, day(4, 1)).alarms(&org("v1")).len();
    assert_eq!((county.ledger.indicators().len(), alarms(&county)), (1, 1));
    let gone = Indicator { retired: true, ..one };
    define(&mut county, Definition::Indicator(Box::new(gone))).unwrap();
    assert_eq!((county.ledger.indicators().len(), alarms(&county)), (0, 0));
    assert!(Reckoner::new(&county.ledger, day(4, 1)).all(&org("v1")).is_empty());
    assert_eq!(county.ledger.all_indicators().len(), 1);
    assert!(county.ledger.indicator("income").is_some(), "it can be opened");
}

#[test]
fn schemes_and_rewards_hold_their_indicators_until_they_are_withdrawn() {
    let (_, _, mut county, _) = three();
    let one = sum_over("items");
    define(&mut county, Definition::Indicator(Box::new(one.clone()))).unwrap();
    let text = r#"{"id":"r","name":"奖补","why":"大干大支持","kinds":["village"],"indicator":"income",
        "completion":{"name":"value"},"floor":{"number":0},"method":{"proportional":{"name":"all"}},
        "budget":{"number":100},"unit":"yuan"}"#;
    let reward: Reward = serde_json::from_str(text).unwrap();
    define(&mut county, Definition::Reward(Box::new(reward.clone()))).unwrap();
    let gone = Definition::Indicator(Box::new(Indicator { retired: true, ..one }));
    assert_eq!(define(&mut county, gone.clone()), Err(Refusal::StillNeeded(vec![Need::Reward("奖补".to_owned())])));
    let withdrawn = Reward { retired: true, ..reward.clone() };
    define(&mut county, Definition::Reward(Box::new(withdrawn))).unwrap();
    assert_eq!((county.ledger.rewards().count(), county.ledger.all_rewards().count()), (0, 1));
    let publish = Command::PublishReward { reward: "r".to_owned(), seen: 0 };
    assert!(matches!(county.run(publish), Err(Refusal::PayRefused(_))), "nothing is given by it any more");
    define(&mut county, gone).unwrap();
    let again = define(&mut county, Definition::Reward(Box::new(reward)));
    assert_eq!(again, Err(Refusal::BadDefinition("points")), "its indicator is withdrawn");
    let stays: Scheme = crate::support::pay::scheme("");
    for id in ["base", "budget"] {
        let name = taizhang_ledger::ParameterName { id: id.to_owned(), name: id.to_owned(), unit: "元".to_owned() };
        define(&mut county, Definition::Parameter(name)).unwrap();
    }
    define(&mut county, Definition::Scheme(Box::new(stays.clone()))).unwrap();
    define(&mut county, Definition::Scheme(Box::new(Scheme { retired: true, ..stays }))).unwrap();
    assert_eq!((county.ledger.schemes().count(), county.ledger.all_schemes().count()), (0, 1));
}

#[test]
fn a_withdrawn_submission_is_due_of_nobody() {
    let (_, _, mut county, _) = three();
    define(&mut county, Definition::Submission(quarterly())).unwrap();
    assert_eq!(county.ledger.dues(&org("v1"), day(12, 31)).len(), 4);
    define(&mut county, Definition::Submission(Submission { retired: true, ..quarterly() })).unwrap();
    assert_eq!(county.ledger.dues(&org("v1"), day(12, 31)), []);
}

#[test]
fn a_work_item_is_withdrawn_and_taken_up_again() {
    let (_, _, mut county, _) = three();
    let mut item = WorkItem {
        code: "R9".to_owned(),
        name: "乡村治理".to_owned(),
        domain: Domain::RURAL,
        requirement: "村规民约有人管".to_owned(),
        evidence: None,
        retired: false,
    };
    for retired in [false, true, false] {
        item.retired = retired;
        county.run(Command::DefineWorkItem(item.clone())).unwrap();
        assert_eq!(county.ledger.work_items().find(|one| one.code == "R9"), Some(&item));
    }
}

#[test]
fn what_is_not_withdrawn_stands_in_documents_as_before() {
    let text = serde_json::to_string(&income()).unwrap();
    assert!(!text.contains("retired"));
    assert!(!serde_json::from_str::<Register>(&text).unwrap().retired);
}
