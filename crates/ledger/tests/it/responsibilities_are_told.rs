//! 四个责任: names from the register, what they did from what they signed; and how far a demonstration site is.

use crate::support::{Tablet, county_with_task, meet, org};
use taizhang_ledger::{
    Command, Definition, Indicator, Move, Reckoner, Register, RegisterCommand, Role, RowId, Timestamp,
    demo::DemoState,
    expr::Exact,
    record::Value,
    responsibility::{DeedOf, Duty, Responsibility},
};

const WHO: &str = r#"{"id":"four_responsibilities","name":"四个责任","item":"P1","keeper":"branch","why":"谁担","columns":[
    {"id":"kind","name":"责任","kind":"choice","required":true,"choices":[{"id":"main","name":"主体责任"},
    {"id":"first_person","name":"第一责任人"},{"id":"dual_duty","name":"一岗双责"},{"id":"party_worker","name":"党务干部"}]},
    {"id":"person","name":"责任人","kind":"text","required":true},{"id":"since","name":"从哪天起","kind":"date"}]}"#;

/// How many of the four somebody did something of.
const ACTED: &str = r#"{"id":"acted","name":"落实项数","item":"P1","words":"有记录的","unit":"项","better":"more",
    "across":"values","value":{"name":"first"},"sums":[{"id":"first","name":"第一责任人","source":"deeds","day":"day",
    "filter":{"both":["eq",[{"row":"duty"},{"text":"first_person"}]]},"value":{"number":1}}]}"#;

const SITES: &str = r#"{"id":"demo_site","name":"示范点","item":"D1","keeper":"branch","why":"一点一行","columns":[
    {"id":"name","name":"名称","kind":"text","required":true},{"id":"planned_on","name":"定方案","kind":"date"},
    {"id":"started_on","name":"动工","kind":"date"},{"id":"applied_on","name":"申请","kind":"date"}]}"#;

const REVIEWS: &str = r#"{"id":"demo_review","name":"复核","item":"D1","keeper":"county","why":"记在一处","columns":[
    {"id":"branch","name":"党组织","kind":"organisation","required":true},{"id":"site","name":"名称","kind":"text"},
    {"id":"reviewed_on","name":"日期","kind":"date"},{"id":"verdict","name":"结论","kind":"choice","choices":[
    {"id":"accepted","name":"合格"},{"id":"named","name":"命名"},{"id":"kept","name":"保留"},
    {"id":"improve","name":"整改"},{"id":"removed","name":"摘牌"}]}]}"#;

fn define(county: &mut Tablet, registers: &[&str]) {
    for text in registers {
        let register: Register = serde_json::from_str(text).unwrap();
        county.run(Command::Define(Definition::Register(register))).unwrap();
    }
}

fn add(tablet: &mut Tablet, at: &str, register: &str, cells: &[(&str, &str)]) -> RowId {
    let cells = cells.iter().map(|(id, text)| ((*id).to_owned(), Value::Text((*text).to_owned()))).collect();
    let add = RegisterCommand::Add { org: org(at), register: register.to_owned(), cells };
    tablet.run(Command::Register(add)).unwrap().row.unwrap()
}

/// Who it is, whether the register says so, and of how many records.
type Told<'a> = Vec<(&'a str, bool, usize)>;

fn told(all: &[Responsibility]) -> Vec<(Duty, Told<'_>)> {
    all.iter()
        .map(|one| {
            let people = one.people.iter().map(|who| (who.name.as_str(), who.row.is_some(), who.done.len()));
            (one.duty, people.collect())
        })
        .collect()
}

#[test]
fn what_was_done_comes_from_what_was_signed() {
    let (mut village, mut township, mut county, item) = county_with_task();
    define(&mut county, &[WHO]);
    let acted: Indicator = serde_json::from_str(ACTED).unwrap();
    county.run(Command::Define(Definition::Indicator(Box::new(acted)))).unwrap();
    meet(&mut county, &mut village);
    village.act(&item, Move::Acknowledge).unwrap();
    village.report(&item, "走访党员12人", None).unwrap();
    village.report(&item, "开了党员大会", None).unwrap();
    // Nobody is named: the secretary answers by the post, and the branch for all of it.
    let all = village.ledger.responsibilities(&org("v1"));
    let by_post = [
        (Duty::Main, vec![("v1", false, 1)]),
        (Duty::FirstPerson, vec![("陈书记", false, 1)]),
        (Duty::DualDuty, vec![]),
        (Duty::PartyWorker, vec![]),
    ];
    assert_eq!(told(&all), by_post);
    let done = &all[1].people[0].done[0];
    assert_eq!(
        (&done.of, done.times),
        (&DeedOf::Item(item.clone()), 4),
        "one record: signed for, begun, reported on twice"
    );
    let reckoned = |tablet: &Tablet| {
        let indicator = tablet.ledger.indicator("acted").unwrap().clone();
        Reckoner::new(&tablet.ledger, tablet.clock.date()).figure(&indicator, &org("v1")).unwrap().value
    };
    assert_eq!(reckoned(&village), Ok(Exact::from_integer(1)));
    // The register moves what somebody did to what they answer for, and names who did nothing.
    add(&mut village, "v1", "four_responsibilities", &[("kind", "party_worker"), ("person", " 陈书记 ")]);
    add(&mut village, "v1", "four_responsibilities", &[("kind", "first_person"), ("person", "吴某")]);
    // An old row for each act of the same person is one person.
    add(&mut village, "v1", "four_responsibilities", &[("kind", "first_person"), ("person", "吴某")]);
    let named = [
        (Duty::Main, vec![("v1", false, 1)]),
        (Duty::FirstPerson, vec![("吴某", true, 0)]),
        (Duty::DualDuty, vec![]),
        (Duty::PartyWorker, vec![("陈书记", true, 1)]),
    ];
    assert_eq!(told(&village.ledger.responsibilities(&org("v1"))), named);
    assert_eq!(reckoned(&village), Ok(Exact::from_integer(0)));
    // The township's own: what it issued and decided, by post.
    meet(&mut village, &mut township);
    township.act(&item, Move::Suspend).unwrap();
    let mut secretary = Tablet::new(8, "t1", Role::TownshipSecretary, "许书记");
    secretary.pull(&mut township);
    secretary.clock = Timestamp(township.clock.0 + 60_000);
    secretary.act(&item, Move::Resume).unwrap();
    let all = secretary.ledger.responsibilities(&org("t1"));
    let of = |duty: Duty| all.iter().find(|one| one.duty == duty).unwrap();
    assert_eq!(told(&[of(Duty::FirstPerson).clone()])[0].1, [("许书记", false, 1)]);
    let officer = &of(Duty::PartyWorker).people[0];
    assert_eq!(
        (officer.name.as_str(), officer.done.len()),
        ("林委员", 2),
        "the task that it issued, and its act on the item"
    );
    assert_eq!(
        told(&secretary.ledger.responsibilities(&org("v1"))),
        named,
        "an act of the township is not the village's"
    );
}

#[test]
fn how_far_a_site_is_follows_from_what_was_written_of_it() {
    let (mut village, _, mut county, _) = county_with_task();
    define(&mut county, &[SITES, REVIEWS]);
    meet(&mut county, &mut village);
    let site = add(&mut village, "v1", "demo_site", &[("name", "示范点")]);
    let set = |village: &mut Tablet, column: &str| {
        let (org, column, value) = (org("v1"), column.to_owned(), Value::Text("2026-02-01".to_owned()));
        village.run(Command::Register(RegisterCommand::Edit { org, row: site, column, value: Some(value) })).unwrap();
    };
    let state = |tablet: &Tablet| tablet.ledger.demo_state(&org("v1"), site).unwrap();
    assert_eq!(state(&village), DemoState::NotStarted);
    for (column, then) in
        [("planned_on", DemoState::Planned), ("started_on", DemoState::Building), ("applied_on", DemoState::Applied)]
    {
        set(&mut village, column);
        assert_eq!(state(&village), then);
    }
    meet(&mut village, &mut county);
    for (day, verdict, then) in [
        ("2026-03-01", "improve", DemoState::Applied),
        ("2026-04-01", "accepted", DemoState::Accepted),
        ("2026-04-20", "named", DemoState::Named),
        ("2026-05-01", "improve", DemoState::Reviewed),
        ("2026-06-01", "kept", DemoState::Reviewed),
        ("2026-07-01", "removed", DemoState::Removed),
        ("2026-08-01", "improve", DemoState::Removed),
    ] {
        let cells = [("branch", "v1"), ("site", "示范点"), ("reviewed_on", day), ("verdict", verdict)];
        add(&mut county, "county", "demo_review", &cells);
        assert_eq!(state(&county), then, "{day}");
    }
    assert_eq!(county.ledger.demo_state(&org("v2"), site), None);
}
