//! A county that pays by a roster, and what people do about it.

use super::{
    Tablet, YEAR, county_with_task, meet, org,
    pay::scheme,
    registers::{choice, column, register},
};
use taizhang_ledger::{
    Command, Definition, OrgKind, ParameterName, Refusal, Register, RegisterCommand, RowId, Tier, Written,
    access::{Access, access, readable},
    points::{ROSTER, Scheme, Supposed, paid},
    record::Value,
    register::{Column, ColumnKind},
};

pub fn roster() -> Register {
    let columns = vec![
        column("village", ColumnKind::Organisation),
        column("name", ColumnKind::Text),
        choice("sequence", &["q", "other"]),
        Column { required: false, ..column("months", ColumnKind::Count) },
        Column { required: false, ..choice("veto", &["none", "low", "mid", "of_another_scheme"]) },
    ];
    Register { kinds: vec![OrgKind::Township], sealed: true, ..register(ROSTER, "C3", Tier::Township, columns) }
}

/// A village, a township and a county with a scheme and a parameter that is set, so that it can stand in the taskbook.
pub fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    county.run(Command::Define(Definition::Register(roster()))).unwrap();
    for id in ["base", "budget", "pay_budget"] {
        let name = ParameterName { id: id.to_owned(), name: id.to_owned(), unit: "元".to_owned() };
        county.run(Command::Define(Definition::Parameter(name))).unwrap();
    }
    set(&mut county, "base", 12_000);
    county.run(Command::Define(Definition::Scheme(Box::new(scheme(""))))).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    (village, township, county)
}

pub fn set(county: &mut Tablet, name: &str, value: i64) {
    county.run(Command::SetParameter { name: name.to_owned(), value }).unwrap();
}

pub fn on_roster(at: &str, name: &str, more: &[(&str, Value)]) -> RegisterCommand {
    let text = |id: &str, text: &str| (id.to_owned(), Value::Text(text.to_owned()));
    let mut cells = vec![text("village", at), text("name", name), text("sequence", "q")];
    cells.extend(more.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    RegisterCommand::Add { org: org("t1"), register: ROSTER.to_owned(), cells }
}

/// Puts somebody on the township's roster; the county hears of it and gets the key.
pub fn add(township: &mut Tablet, county: &mut Tablet, at: &str, name: &str, more: &[(&str, Value)]) -> RowId {
    let written = township.run(Command::Register(on_roster(at, name, more))).unwrap();
    county.pull(township);
    county.ledger.add_keys(written.keys.clone());
    written.row.unwrap()
}

pub fn publish(county: &mut Tablet) -> Result<Written, Refusal> {
    let scheme = county.ledger.scheme("s").unwrap().clone();
    let reckoned = paid(&county.ledger, &scheme, &org("county"), county.clock.date(), &Supposed::new()).unwrap();
    let seen = reckoned.simulation.sum;
    county.run(Command::PublishPay { scheme: "s".to_owned(), seen })
}

/// Takes in what the hub would hand on: the documents that the post may read, and of a branch the person's own keys.
pub fn hear(tablet: &mut Tablet, of: &mut Tablet, written: &Written) {
    for (id, _) in readable(of.ledger.orgs(), &tablet.who.org, tablet.who.role, YEAR) {
        if let Some(document) = of.ledger.document_mut(&id) {
            let bytes = document.save();
            tablet.ledger.merge(&id, &bytes).unwrap();
        }
    }
    let branch = tablet.who.role.tier() == Tier::Branch;
    let mine = |key: &&taizhang_ledger::sealed::NewKey| {
        let granted = access(of.ledger.orgs(), &tablet.who.org, tablet.who.role, &key.doc) != Access::None;
        granted && (!branch || key.person.as_ref() == Some(&tablet.who.person))
    };
    tablet.ledger.add_keys(written.keys.iter().filter(mine).cloned());
}

pub fn lines(tablet: &Tablet, at: &str) -> Vec<(Option<String>, i64)> {
    let standing = tablet.ledger.standing_pay(&org(at), "s");
    let mut lines: Vec<_> = standing.into_iter().map(|one| (one.slip.person, one.slip.amount)).collect();
    lines.sort();
    lines
}

pub fn line(name: &str, amount: i64) -> (Option<String>, i64) {
    (Some(name.to_owned()), amount)
}

pub fn with(change: impl FnOnce(&mut Scheme)) -> Scheme {
    let mut made = scheme("");
    change(&mut made);
    made
}
