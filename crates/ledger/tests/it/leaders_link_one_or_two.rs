//! Validation 3: a leader of the 两新工委 links 1 or 2 branches.

use crate::support::{
    Tablet, county_with_task, day, org,
    registers::{column, register},
};
use taizhang_ledger::{
    CaseCommand, Command, Definition, OrgKind, Organisation, Refusal, Register, RegisterCommand, Role, RowId, Tier,
    detect::{LinkFinding, link_findings},
    expr::{Expr, Operator},
    record::Value,
    register::{ColumnKind, RowRule, TOGETHER},
};

const SAY: &str = "一位领导联系1至2个支部";

fn links() -> Register {
    let most = Expr::Both(Operator::AtMost, Box::new((Expr::Name(TOGETHER.to_owned()), Expr::Number(2))));
    let columns = vec![column("leader", ColumnKind::Text), column("branch", ColumnKind::Organisation)];
    Register {
        kinds: vec![OrgKind::Committee],
        together: Some("leader".to_owned()),
        rules: vec![RowRule { holds: most, say: SAY.to_owned() }],
        ..register("leader_link", "N7", Tier::Township, columns)
    }
}

/// A county with a committee of four enterprises, and the committee.
fn two() -> (Tablet, Tablet) {
    let (_, _, mut county, _) = county_with_task();
    let enterprises =
        [("e1", "w1"), ("e2", "w1"), ("e3", "w1"), ("e4", "w1")].map(|(id, up)| (id, OrgKind::TwoNew, up));
    for (id, kind, up) in [("w1", OrgKind::Committee, "county")].into_iter().chain(enterprises) {
        let one = Organisation { id: org(id), name: id.to_owned(), kind, parent: Some(org(up)), households: None };
        county.run(Command::DefineOrganisation(one)).unwrap();
    }
    county.run(Command::Define(Definition::Register(links()))).unwrap();
    let mut committee = Tablet::new(4, "w1", Role::SectorCommittee, "林委员");
    committee.pull(&mut county);
    (committee, county)
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn enter(committee: &mut Tablet, leader: &str, branch: &str) -> RowId {
    let cells = vec![("leader".to_owned(), text(leader)), ("branch".to_owned(), text(branch))];
    let add = RegisterCommand::Add { org: org("w1"), register: "leader_link".to_owned(), cells };
    committee.run(Command::Register(add)).unwrap().row.unwrap()
}

/// What is missing of each row.
fn gaps(tablet: &Tablet) -> Vec<usize> {
    let register = links();
    let committee = org("w1");
    let rows = tablet.ledger.register_rows(&committee, "leader_link");
    rows.filter(|row| row.struck_out().is_none())
        .map(|row| row.gaps(&register, &tablet.ledger, day(3, 1)).len())
        .collect()
}

/// What is told of a row while it is typed.
fn told(tablet: &Tablet, leader: &str) -> Vec<String> {
    let (register, leader) = (links(), text(leader));
    let value = |column: &str| (column == "leader").then_some(&leader);
    register.gaps(value, &tablet.ledger, None, day(3, 1)).into_iter().map(|rule| rule.say.clone()).collect()
}

#[test]
fn the_third_link_is_told_where_it_is_entered_and_to_the_county() {
    let (mut committee, mut county) = two();
    let none = Vec::<LinkFinding>::new();
    for branch in ["e1", "e2"] {
        assert_eq!(told(&committee, "黄主任"), Vec::<String>::new());
        enter(&mut committee, "黄主任", branch);
    }
    enter(&mut committee, "吴局长", "e3");
    assert_eq!((gaps(&committee), link_findings(&committee.ledger)), (vec![0, 0, 0], none.clone()));

    assert_eq!(told(&committee, "黄主任"), [SAY]);
    assert_eq!(told(&committee, "吴局长"), Vec::<String>::new());
    let third = enter(&mut committee, "黄主任", "e4");
    assert_eq!(gaps(&committee), [1, 1, 0, 1], "each of the three, and not the other leader's");
    county.pull(&mut committee);
    let found = LinkFinding { leader: "黄主任".to_owned(), branches: 3, min: 1, max: 2 };
    assert_eq!(link_findings(&county.ledger), [found]);

    let strike = RegisterCommand::StrikeOut { org: org("w1"), row: third, reason: Some("记错了".to_owned()) };
    committee.run(Command::Register(strike)).unwrap();
    assert_eq!((gaps(&committee), link_findings(&committee.ledger)), (vec![0, 0, 0], none));
}

#[test]
fn leaders_with_devices_count_by_their_links() {
    let (mut committee, mut county) = two();
    for (id, name) in [("leader-01", "黄主任"), ("leader-02", "县委常委")] {
        let kind = OrgKind::Leader;
        let one =
            Organisation { id: org(id), name: name.to_owned(), kind, parent: Some(org("county")), households: None };
        county.run(Command::DefineOrganisation(one)).unwrap();
    }
    let link = |county: &mut Tablet, leader: &str, branch: &str, linked| {
        let link = CaseCommand::Link { leader: org(leader), branch: org(branch), linked };
        county.run(Command::Case(link)).unwrap();
    };
    let found = |county: &Tablet| {
        link_findings(&county.ledger).into_iter().map(|one| (one.leader, one.branches)).collect::<Vec<_>>()
    };
    let named = |name: &str, branches: usize| (name.to_owned(), branches);
    assert_eq!(found(&county), [named("县委常委", 0), named("黄主任", 0)], "linked to nothing yet");

    // Who leads cases of villages is no leader of the 两新工委, however many these are.
    for branch in ["v1", "v2", "v3"] {
        link(&mut county, "leader-02", branch, true);
    }
    link(&mut county, "leader-01", "e1", true);
    assert_eq!(found(&county), []);

    // The same leader's links in the register are the same leader's.
    committee.pull(&mut county);
    enter(&mut committee, "黄主任", "e1");
    enter(&mut committee, "黄主任", "e2");
    county.pull(&mut committee);
    assert_eq!(found(&county), [], "one of the two stands in both");
    link(&mut county, "leader-01", "e3", true);
    assert_eq!(found(&county), [named("黄主任", 3)]);

    // The county may say otherwise.
    let set = |county: &mut Tablet, name: &str, value: i64| {
        county.run(Command::SetParameter { name: name.to_owned(), value }).unwrap();
    };
    set(&mut county, "linked_branches_max", 3);
    assert_eq!(found(&county), []);
    link(&mut county, "leader-02", "e4", true);
    set(&mut county, "linked_branches_min", 2);
    assert_eq!(found(&county), [named("县委常委", 1)]);
}

#[test]
fn rows_belong_together_by_a_column_of_theirs() {
    let (_, mut county) = two();
    let wrong = Register { together: Some("who".to_owned()), ..links() };
    let refused = county.run(Command::Define(Definition::Register(wrong))).unwrap_err();
    assert_eq!(refused, Refusal::BadDefinition("together"));
    let without = Register { together: None, ..links() };
    let refused = county.run(Command::Define(Definition::Register(without))).unwrap_err();
    assert!(matches!(refused, Refusal::BadRegister(_)), "rules may ask only where rows belong together: {refused:?}");
}
