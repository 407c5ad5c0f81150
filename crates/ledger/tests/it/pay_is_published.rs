//! What people are paid is published, to each their own, and leaves when the year is settled.

use std::collections::BTreeSet;

use crate::support::{
    self, Tablet, day, org,
    pay::{numbers, scheme},
    payroll::{add, hear, line, lines, publish, set, three, with},
};
use chrono::NaiveDate;
use taizhang_ledger::{
    Command, Definition, DocId, OrgKind, PayRefusal, Refusal, RegisterCommand, Role, Timestamp,
    access::{Access, access},
    expr::Expr,
    points::{Flaw, Nothing, PartSource, Points, PointsError, Supposed, differs, paid, totals},
    record::Value,
};

#[test]
fn everybody_reads_their_own_and_the_township_all_of_its_own() {
    let (mut village, mut township, mut county) = three();
    let mut mate = Tablet::new(7, "v1", Role::BranchSecretary, "林某");
    let mut neighbour = Tablet::new(8, "v2", Role::BranchSecretary, "陈书记");
    let mut beyond = Tablet::new(9, "t2", Role::TownshipOrgOfficer, "周委员");
    add(&mut township, &mut county, "v1", "陈书记", &[("months", Value::Number(9))]);
    add(&mut township, &mut county, "v1", "林某", &[]);
    add(&mut township, &mut county, "v2", "黄某", &[]);
    let written = publish(&mut county).unwrap();
    let docs: BTreeSet<String> = written.changes().map(|(doc, _)| doc.to_string()).collect();
    assert_eq!(docs, ["sealed/v1/2026", "sealed/v2/2026"].map(str::to_owned).into());
    for one in [&mut village, &mut mate, &mut neighbour, &mut beyond, &mut township] {
        hear(one, &mut county, &written);
    }
    // All three who are ranked share the first place, and a third of them is no 30 %: middle, at 1.0.
    assert_eq!(lines(&village, "v1"), [line("陈书记", 900_000)]);
    assert_eq!(lines(&mate, "v1"), [line("林某", 1_200_000)]);
    // A name of another branch opens nothing, nor does another township's post.
    assert_eq!((lines(&neighbour, "v1"), lines(&neighbour, "v2")), (vec![], vec![]));
    assert_eq!(neighbour.ledger.locked_rows(&org("v2"), "~pay"), 1, "the row is there, and shut");
    assert!(beyond.ledger.documents().all(|id| !id.to_string().starts_with("sealed/v")));
    assert_eq!(lines(&township, "v1"), [line("林某", 1_200_000), line("陈书记", 900_000)]);
    assert_eq!(lines(&township, "v2"), [line("黄某", 1_200_000)]);
    // What stands in the document tells nobody a name or an amount.
    let document = village.ledger.document_mut(&DocId::sealed(&org("v1"), support::YEAR)).unwrap();
    let bytes: Vec<u8> = document.changes_since(&[]).iter().flat_map(|one| one.raw_bytes().to_vec()).collect();
    for secret in ["林某", "900000", "middle"] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn a_slip_says_all_that_is_needed_to_reckon_it_again() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[("months", Value::Number(7))]);
    publish(&mut county).unwrap();
    let one = county.ledger.standing_pay(&org("v1"), "s").remove(0);
    assert_eq!((one.by.person.as_str(), one.at), ("黄科长", county.clock));
    let slip = one.slip;
    assert_eq!((slip.name.as_str(), slip.rank, slip.months, slip.heads), ("考评", [1, 1, 1], 7, 1));
    assert_eq!(slip.tier, Some(("bottom".to_owned(), "三".to_owned())));
    assert_eq!(slip.parameters.get("base"), Some(&numbers("base").unwrap()));
    let (year, base, coefficient) =
        (slip.whole_year.exact().unwrap(), slip.base.exact().unwrap(), slip.coefficient.exact().unwrap());
    assert_eq!(base, year * i128::from(slip.months) / 12);
    assert!(slip.is_by_months());
    assert_eq!((base * coefficient).to_integer(), i128::from(slip.amount));
}

#[test]
fn a_newer_slip_supersedes_and_the_older_stays_as_it_was() {
    let (mut village, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈书记", &[]);
    let leaving = add(&mut township, &mut county, "v2", "林某", &[]);
    let first = publish(&mut county).unwrap();
    hear(&mut village, &mut county, &first);
    let reckon = |county: &Tablet| {
        let all = paid(&county.ledger, &scheme(""), &org("county"), day(3, 1), &Supposed::new()).unwrap();
        let standing = county.ledger.standing_pay(&org("v1"), "s").remove(0);
        differs(&all.simulation.outcomes[0], &standing.slip)
    };
    assert!(!reckon(&county));
    set(&mut county, "base", 24_000);
    assert!(reckon(&county), "what was published stays, and is told to be another thing by now");
    let strike = RegisterCommand::StrikeOut { org: org("t1"), row: leaving, reason: Some("不在册".to_owned()) };
    township.run(Command::Register(strike)).unwrap();
    county.pull(&mut township);
    let second = publish(&mut county).unwrap();
    hear(&mut village, &mut county, &second);
    assert_eq!(lines(&village, "v1"), [line("陈书记", 1_920_000)]);
    let history: Vec<i64> = county.ledger.published(&org("v1"), "s").iter().map(|one| one.slip.amount).collect();
    assert_eq!(history, [1_920_000, 1_200_000]);
    // Who is not on the roster any more is told that it was taken back.
    assert_eq!(lines(&county, "v2"), []);
    assert_eq!(county.ledger.published(&org("v2"), "s").iter().filter(|one| one.slip.withdrawn).count(), 1);
    assert_eq!(second.keys.iter().filter(|one| one.person.as_deref() == Some("林某")).count(), 1);
}

#[test]
fn nobody_edits_a_slip_and_nobody_but_the_county_publishes() {
    let (mut village, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈书记", &[]);
    let written = publish(&mut county).unwrap();
    let row = written.keys[0].row;
    let edit = RegisterCommand::Edit {
        org: org("v1"),
        row,
        column: "slip".to_owned(),
        value: Some(Value::Text("{}".to_owned())),
    };
    for command in [edit, RegisterCommand::Erase { org: org("v1"), row }] {
        assert_eq!(county.run(Command::Register(command)).unwrap_err(), Refusal::UnknownRegister);
    }
    hear(&mut village, &mut county, &written);
    hear(&mut township, &mut county, &written);
    for tablet in [&mut village, &mut township] {
        let scheme = tablet.ledger.scheme("s").unwrap().clone();
        let all = paid(&tablet.ledger, &scheme, &tablet.who.org, day(3, 1), &Supposed::new()).unwrap();
        let seen = all.simulation.sum;
        let refused = tablet.run(Command::PublishPay { scheme: "s".to_owned(), seen }).unwrap_err();
        assert!(matches!(refused, Refusal::NoRight(_) | Refusal::PayRefused(PayRefusal::Nobody)), "{refused:?}");
    }
    let other = Command::PublishPay { scheme: "s".to_owned(), seen: 1 };
    assert_eq!(county.run(other).unwrap_err(), Refusal::PayRefused(PayRefusal::Changed));
}

#[test]
fn two_of_one_name_at_a_branch_are_told_on_paper() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈书记", &[]);
    add(&mut township, &mut county, "v1", "陈书记", &[("months", Value::Number(3))]);
    add(&mut township, &mut county, "v2", "陈书记", &[]);
    let written = publish(&mut county).unwrap();
    let readers: Vec<_> = written.keys.iter().map(|one| (one.doc.to_string(), one.person.as_deref())).collect();
    let paper = ("sealed/v1/2026".to_owned(), None);
    assert_eq!(readers, [paper.clone(), paper, ("sealed/v2/2026".to_owned(), Some("陈书记"))]);
    assert_eq!(lines(&county, "v1").len(), 2);
}

#[test]
fn after_the_next_march_it_leaves_and_nothing_more_is_published() {
    let (village, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈书记", &[]);
    let leaves = |id: &str, on: (i32, u32, u32)| {
        let day = NaiveDate::from_ymd_opt(on.0, on.1, on.2).unwrap();
        village.ledger.leaves(&id.parse().unwrap(), day)
    };
    assert!(!leaves("sealed/v1/2026", (2027, 3, 31)));
    assert!(leaves("sealed/v1/2026", (2027, 4, 1)));
    assert!(leaves("sealed/v1/2026", (2028, 1, 1)));
    assert!(!leaves("sealed/t1/2026", (2027, 4, 1)), "the township's own lists are its work");
    assert!(!leaves("branch/v1/2026", (2027, 4, 1)));
    let published = publish(&mut county).unwrap();
    let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let leaving = |day| county.ledger.leaving(day).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(leaving(on(2027, 3, 31)), Vec::<String>::new());
    assert_eq!(leaving(on(2027, 4, 1)), ["sealed/v1/2026"], "of what this device holds, that alone");
    assert_eq!(lines(&county, "v1").len(), 1);
    county.ledger.drop_keys(&published.keys.iter().map(|one| one.row).collect::<Vec<_>>());
    assert_eq!(lines(&county, "v1"), [], "without its key it says nothing");
    county.clock = Timestamp::at(NaiveDate::from_ymd_opt(2027, 4, 1).unwrap(), 9, 0);
    let late = county.run(Command::PublishPay { scheme: "s".to_owned(), seen: 1_200_000 });
    assert_eq!(late.unwrap_err(), Refusal::PayRefused(PayRefusal::YearOver));
}

#[test]
fn all_sequences_together_stand_beside_the_budget() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈书记", &[]);
    let other = with(|one| {
        one.id = "s2".to_owned();
        one.name = "另一序列".to_owned();
        one.sequence.id = "other".to_owned();
    });
    county.run(Command::Define(Definition::Scheme(Box::new(other)))).unwrap();
    let of = |county: &Tablet| totals(&county.ledger, &org("county"), day(3, 1));
    assert_eq!((of(&county).sum, of(&county).left()), (960_000, None), "nobody is of the other sequence");
    add(&mut township, &mut county, "v1", "旁人", &[("sequence", Value::Text("other".to_owned()))]);
    assert_eq!(of(&county).sum, 2 * 960_000);
    set(&mut county, "pay_budget", 50_000);
    publish(&mut county).unwrap();
    let all = of(&county);
    let expected = [("考评".to_owned(), Some(960_000), true), ("另一序列".to_owned(), Some(960_000), false)];
    assert_eq!((all.schemes.as_slice(), all.left()), (expected.as_slice(), Some(3_080_000)));
    assert_eq!(county.ledger.standing_pay(&org("v1"), "s")[0].slip.score, Points::ZERO);
}

#[test]
fn a_linked_leader_learns_nothing_of_pay() {
    let (_, _, mut county) = three();
    let leader = taizhang_ledger::Organisation {
        id: org("leader-1"),
        name: "郑某".to_owned(),
        kind: OrgKind::Leader,
        parent: Some(org("county")),
        households: None,
    };
    county.run(Command::DefineOrganisation(leader)).unwrap();
    let link = taizhang_ledger::CaseCommand::Link { leader: org("leader-1"), branch: org("v1"), linked: true };
    county.run(Command::Case(link)).unwrap();
    let may = |at: &str, role| access(county.ledger.orgs(), &org(at), role, &DocId::sealed(&org("v1"), support::YEAR));
    assert_eq!(may("leader-1", Role::LinkedLeader), Access::None);
    assert_eq!(may("county", Role::CountyOrgDept), Access::Write);
    assert_eq!(may("t1", Role::TownshipOrgOfficer), Access::Read);
    assert_eq!(may("t1", Role::TownshipSecretary), Access::Read);
    assert_eq!(may("t2", Role::TownshipOrgOfficer), Access::None);
    assert_eq!(may("v1", Role::BranchSecretary), Access::Read);
    assert_eq!(may("v2", Role::BranchSecretary), Access::None);
}

#[test]
fn nobody_is_paid_by_a_scheme_that_does_not_fit_any_more() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[]);
    let indicator = |source: &str| {
        let text = format!(
            r#"{{"id":"done","name":"完成","item":"C3","words":"办结","unit":"项","better":"more","across":"sums",
            "value":{{"name":"all"}},"sums":[{{"id":"all","name":"全部","source":"{source}","filter":{{"truth":true}},
            "value":{{"number":1}}}}]}}"#
        );
        Command::Define(Definition::Indicator(Box::new(serde_json::from_str(&text).unwrap())))
    };
    county.run(indicator("items")).unwrap();
    let made = with(|one| {
        let (id, points) = ("done".to_owned(), Expr::Name("value".to_owned()));
        one.parts[1].source = PartSource::Indicator { id, points, nothing: Nothing::Zero };
    });
    county.run(Command::Define(Definition::Scheme(Box::new(made)))).unwrap();
    publish(&mut county).unwrap();
    // Its indicator turns to what a branch says of itself.
    let own = r#"{"id":"own_book","name":"台账","item":"R2","keeper":"branch","why":"记",
        "columns":[{"id":"day","name":"日期","kind":"date"}]}"#;
    county.run(Command::Define(Definition::Register(serde_json::from_str(own).unwrap()))).unwrap();
    county.run(indicator("own_book")).unwrap();
    let scheme = county.ledger.scheme("s").unwrap().clone();
    let flaw = Flaw::Unverified { sum: "全部".to_owned(), register: "own_book".to_owned() };
    let flawed = PointsError::Flawed(Box::new(flaw));
    let told = paid(&county.ledger, &scheme, &org("county"), day(3, 1), &Supposed::new());
    assert_eq!(told.unwrap_err(), flawed);
    let refused = county.run(Command::PublishPay { scheme: "s".to_owned(), seen: 0 }).unwrap_err();
    assert_eq!(refused, Refusal::PayRefused(PayRefusal::Unreckoned(flawed)));
}
