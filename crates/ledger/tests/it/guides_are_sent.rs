//! N5: who has no guide is told to those above.

use crate::support::{
    Tablet, county_with_task, day, org,
    registers::{column, register},
};
use taizhang_ledger::{
    Command, Definition, OrgKind, Organisation, Register, RegisterCommand, RowId, Tier,
    detect::unguided,
    record::Value,
    register::{Column, ColumnKind},
};

fn guides() -> Register {
    let until = Column { required: false, ..column("until", ColumnKind::Date) };
    let columns = vec![column("branch", ColumnKind::Organisation), column("appointed_on", ColumnKind::Date), until];
    register("instructor", "N5", Tier::Township, columns)
}

fn send(township: &mut Tablet, branch: &str, cells: &[(&str, &str)]) -> RowId {
    let of = [("branch", branch)];
    let cells = of.iter().chain(cells).map(|(id, text)| ((*id).to_owned(), Value::Text((*text).to_owned()))).collect();
    let add = RegisterCommand::Add { org: org("t1"), register: "instructor".to_owned(), cells };
    township.run(Command::Register(add)).unwrap().row.unwrap()
}

#[test]
fn a_two_new_branch_without_a_guide_in_office_is_told_of() {
    let (_, mut township, mut county, _) = county_with_task();
    for id in ["e1", "e2", "e3"] {
        let (kind, parent) = (OrgKind::TwoNew, Some(org("t1")));
        let one = Organisation { id: org(id), name: id.to_owned(), kind, parent, households: None };
        county.run(Command::DefineOrganisation(one)).unwrap();
    }
    township.pull(&mut county);
    let told = |tablet: &Tablet, at: &str, on| {
        unguided(&tablet.ledger, &org(at), on).into_iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(told(&county, "county", day(6, 1)).is_empty(), "nobody keeps guides there");
    county.run(Command::Define(Definition::Register(guides()))).unwrap();
    township.pull(&mut county);
    assert_eq!(told(&township, "t1", day(6, 1)), ["e1", "e2", "e3"], "and no village");

    send(&mut township, "e1", &[("appointed_on", "2026-03-01")]);
    send(&mut township, "e2", &[("appointed_on", "2026-03-01"), ("until", "2026-05-31")]);
    let third = send(&mut township, "e3", &[("appointed_on", "2026-06-01")]);
    assert_eq!(told(&township, "t1", day(5, 31)), ["e3"], "from the day on which one is sent");
    assert_eq!(told(&township, "t1", day(6, 1)), ["e2"], "to the day on which the time ends");
    let reason = Some("没有到岗".to_owned());
    let strike = RegisterCommand::StrikeOut { org: org("t1"), row: third, reason };
    township.run(Command::Register(strike)).unwrap();
    assert_eq!(told(&township, "t1", day(6, 1)), ["e2", "e3"]);
    county.pull(&mut township);
    assert_eq!(told(&county, "county", day(6, 1)), ["e2", "e3"]);
    assert!(told(&county, "e3", day(6, 1)).is_empty(), "a branch does not read what others keep");
}
