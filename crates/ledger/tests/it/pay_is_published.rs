//! Who takes part is the roster; what they are paid is published, to each their own, and leaves when the year is settled.

use std::collections::BTreeSet;

use crate::support::{
    self, Tablet, county_with_task, day, meet, org,
    pay::{numbers, scheme},
    registers::{choice, column, register},
};
use chrono::NaiveDate;
use taizhang_ledger::{
    CaseCommand, Command, Definition, DocId, OrgKind, ParameterName, PayRefusal, Refusal, Register, RegisterCommand,
    Role, RowId, ScoreCommand, Tier, Timestamp, Written,
    access::{Access, access, readable},
    case::CaseMove,
    detect::{PayFinding, pay_findings},
    expr::{Exact, Expr, Operator},
    points::{
        Flat, Flaw, Method, Nothing, PartSource, Points, PointsError, ROSTER, Reach, Roster, Scheme, Subject, Supposed,
        Told, UnfitWhy, Why, awarded, differs, enrol, paid, scored_of, total, totals, weight_of,
    },
    record::Value,
    register::{Column, ColumnKind},
    score::ScoreMove,
};

fn roster() -> Register {
    let columns = vec![
        column("village", ColumnKind::Organisation),
        column("name", ColumnKind::Text),
        choice("sequence", &["q", "other"]),
        Column { required: false, ..column("months", ColumnKind::Count) },
        Column { required: false, ..choice("veto", &["none", "low", "mid", "of_another_scheme"]) },
    ];
    Register { kinds: vec![OrgKind::Township], sealed: true, ..register(ROSTER, "C3", Tier::Township, columns) }
}

/// A scheme over one parameter that is set, so that it can stand in the taskbook.
fn three() -> (Tablet, Tablet, Tablet) {
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

fn set(county: &mut Tablet, name: &str, value: i64) {
    county.run(Command::SetParameter { name: name.to_owned(), value }).unwrap();
}

fn on_roster(at: &str, name: &str, more: &[(&str, Value)]) -> RegisterCommand {
    let text = |id: &str, text: &str| (id.to_owned(), Value::Text(text.to_owned()));
    let mut cells = vec![text("village", at), text("name", name), text("sequence", "q")];
    cells.extend(more.iter().map(|(id, value)| ((*id).to_owned(), value.clone())));
    RegisterCommand::Add { org: org("t1"), register: ROSTER.to_owned(), cells }
}

/// Puts somebody on the township's roster; the county hears of it and gets the key.
fn add(township: &mut Tablet, county: &mut Tablet, at: &str, name: &str, more: &[(&str, Value)]) -> RowId {
    let written = township.run(Command::Register(on_roster(at, name, more))).unwrap();
    county.pull(township);
    county.ledger.add_keys(written.keys.clone());
    written.row.unwrap()
}

fn publish(county: &mut Tablet) -> Result<Written, Refusal> {
    let scheme = county.ledger.scheme("s").unwrap().clone();
    let reckoned = paid(&county.ledger, &scheme, &org("county"), county.clock.date(), &Supposed::new()).unwrap();
    let seen = reckoned.simulation.sum;
    county.run(Command::PublishPay { scheme: "s".to_owned(), seen })
}

/// Takes in what the hub would hand on: the documents that the post may read, and of a branch the person's own keys.
fn hear(tablet: &mut Tablet, of: &mut Tablet, written: &Written) {
    for (id, _) in readable(of.ledger.orgs(), &tablet.who.org, tablet.who.role, support::YEAR) {
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

fn lines(tablet: &Tablet, at: &str) -> Vec<(Option<String>, i64)> {
    let standing = tablet.ledger.standing_pay(&org(at), "s");
    let mut lines: Vec<_> = standing.into_iter().map(|one| (one.slip.person, one.slip.amount)).collect();
    lines.sort();
    lines
}

fn line(name: &str, amount: i64) -> (Option<String>, i64) {
    (Some(name.to_owned()), amount)
}

fn with(change: impl FnOnce(&mut Scheme)) -> Scheme {
    let mut made = scheme("");
    change(&mut made);
    made
}

#[test]
fn each_row_of_the_roster_is_one_who_takes_part() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[("months", Value::Number(7))]);
    add(&mut township, &mut county, "v1", "林某", &[("veto", Value::Text("low".to_owned()))]);
    add(&mut township, &mut county, "v1", "旁人", &[("sequence", Value::Text("other".to_owned()))]);
    let gone = add(&mut township, &mut county, "v1", "离任", &[]);
    let strike = RegisterCommand::StrikeOut { org: org("t1"), row: gone, reason: Some("调走".to_owned()) };
    township.run(Command::Register(strike)).unwrap();
    county.pull(&mut township);
    let members = [org("v1"), org("v2"), org("v3")];
    let roll = enrol(&scheme(""), &members, &county.ledger.roster(&org("county")));
    let seen: Vec<_> = roll
        .takers
        .iter()
        .map(|one| (one.org.as_str(), one.person.as_deref(), one.heads, one.months, one.vetoes.clone()))
        .collect();
    assert_eq!(
        seen,
        [("v1", Some("陈某"), 1, 7, vec![]), ("v1", Some("林某"), 1, 12, vec!["low".to_owned()]),],
        "nobody is made up where nobody is on the roster"
    );
    assert_eq!((roll.missing, roll.unfit.len(), roll.unreadable), (vec![org("v2"), org("v3")], 0, 0));
    // Of a team the rows are its heads, and what rules it out stands in any of them.
    let team = enrol(&with(|one| one.subject = Subject::Team), &members, &county.ledger.roster(&org("county")));
    let told: Vec<_> = team.takers.iter().map(|one| (one.id.as_str(), one.heads, one.months, &one.vetoes)).collect();
    assert_eq!(told, [("v1", 2, 12, &vec!["low".to_owned()])]);
    assert_eq!(team.missing, [org("v2"), org("v3")]);
    assert_eq!(enrol(&scheme(""), &[], &Roster::default()).takers, []);
}

/// Points that the county confirms, for all of a village or for one of its people.
fn scored(township: &mut Tablet, county: &mut Tablet, points: i64, participant: Option<String>) -> Result<(), Refusal> {
    let entry = ScoreCommand::Propose {
        branch: org("v1"),
        scheme: "s".to_owned(),
        part: "duty".to_owned(),
        points: Points(points),
        text: "办实事，见台账".to_owned(),
        task: None,
        row: None,
        participant,
        on: day(2, 20),
    };
    township.run(Command::Score(entry))?;
    county.pull(township);
    let (branch, act) = (org("v1"), ScoreMove::Confirm);
    let entry = county.ledger.scores(&branch).iter().map(|one| one.entry.id).max().unwrap();
    county.run(Command::Score(ScoreCommand::Act { branch, entry, act, reason: None })).map(drop)
}

#[test]
fn two_of_one_village_are_scored_apart_by_entries_about_one_of_them() {
    let (mut village, mut township, mut county) = three();
    let ours = add(&mut township, &mut county, "v1", "陈书记", &[]).to_string();
    let theirs = add(&mut township, &mut county, "v1", "林某", &[]).to_string();
    scored(&mut township, &mut county, 1_000, None).unwrap();
    scored(&mut township, &mut county, 500, Some(ours.clone())).unwrap();
    assert_eq!(scored(&mut township, &mut county, 500, Some("nobody".to_owned())), Err(Refusal::UnknownParticipant));
    let all = paid(&county.ledger, &scheme(""), &org("county"), day(3, 1), &Supposed::new()).unwrap();
    let scores: Vec<_> = all.outcomes().take(2).map(|(one, who, _)| (who.id.clone(), one.score.0)).collect();
    assert_eq!(scores, [(ours.clone(), 1_500), (theirs.clone(), 1_000)]);
    let one = scored_of(&county.ledger, &scheme(""), &org("v1"), &ours, day(3, 1));
    assert_eq!(total(&scheme(""), &one), Ok(Points(1_500)));
    // The village's own device knows nobody of the roster before their slip is published, and its own person alone then.
    let own = scheme("");
    let written = publish(&mut county).unwrap();
    assert_eq!(village.ledger.people_of(&own, &org("v1")), []);
    hear(&mut village, &mut county, &written);
    assert_eq!(village.ledger.people_of(&own, &org("v1")), [(ours, "陈书记".to_owned())]);
    let said: Vec<_> = village.ledger.scores(&org("v1")).into_iter().map(|one| format!("{:?}", one.entry)).collect();
    assert!(said.iter().all(|said| !said.contains("陈书记")), "no name in what the village holds");
    assert_eq!(county.ledger.people_of(&own, &org("v1")).len(), 2);
}

#[test]
fn months_and_vetoes_come_from_the_roster() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[("months", Value::Number(7))]);
    add(&mut township, &mut county, "v2", "林某", &[("veto", Value::Text("none".to_owned()))]);
    let all = paid(&county.ledger, &scheme(""), &org("county"), day(3, 1), &Supposed::new()).unwrap();
    let amounts: Vec<_> = all.outcomes().map(|(one, who, _)| (who.person.clone(), one.amount)).collect();
    // Nobody has points: both share the first place of two, and one of two is within 70 %: middle, at 1.0.
    assert_eq!(amounts, [(Some("陈某".to_owned()), 700_000), (Some("林某".to_owned()), 0)]);
    assert_eq!((all.simulation.sum, all.roll.missing.as_slice()), (700_000, [org("v3")].as_slice()));
}

#[test]
fn who_does_not_fit_the_scheme_is_told_and_nothing_is_published() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[("veto", Value::Text("of_another_scheme".to_owned()))]);
    // A village of another township is not this one's to enter.
    add(&mut township, &mut county, "v3", "林某", &[]);
    let all = paid(&county.ledger, &scheme(""), &org("county"), day(3, 1), &Supposed::new()).unwrap();
    let unfit: Vec<_> = all.roll.unfit.iter().map(|one| (one.name.as_str(), one.why)).collect();
    assert_eq!(unfit, [("陈某", UnfitWhy::Veto), ("林某", UnfitWhy::Organisation)]);
    assert_eq!(publish(&mut county).unwrap_err(), Refusal::PayRefused(PayRefusal::Unfit(2)));
}

#[test]
fn a_row_that_cannot_be_read_stops_the_publication() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[]);
    township.run(Command::Register(on_roster("v1", "林某", &[]))).unwrap();
    county.pull(&mut township);
    assert_eq!(publish(&mut county).unwrap_err(), Refusal::PayRefused(PayRefusal::Unreadable(1)));
}

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

/// Lists a village for rectification, to be done by a day.
fn list_for_rectification(township: &mut Tablet, county: &mut Tablet, at: &str, deadline: NaiveDate) {
    let screen =
        CaseCommand::Screen { branch: org(at), symptom: "班子不团结".to_owned(), deadline: Some(deadline) };
    let case = township.run(Command::Case(screen)).unwrap().case.unwrap();
    county.pull(township);
    let list = CaseCommand::Act { case, act: CaseMove::List, reason: None, ballot: None, until: None };
    county.run(Command::Case(list)).unwrap();
}

#[test]
fn a_veto_that_records_tell_of_is_asked_of_nobody() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[]);
    add(&mut township, &mut county, "v2", "林某", &[]);
    let text = r#"{"id":"not_turned","name":"没有按期转化","item":"R1","words":"逾期没有销号的","unit":"件","better":"less",
        "across":"sums","value":{"name":"late"},"sums":[{"id":"late","name":"逾期","source":"cases","filter":{"both":["lt",
        [{"row":"deadline"},"today"]]},"value":{"number":1}}]}"#;
    county.run(Command::Define(Definition::Indicator(Box::new(serde_json::from_str(text).unwrap())))).unwrap();
    let when = Expr::Both(Operator::Greater, Box::new((Expr::Name("late".to_owned()), Expr::Number(0))));
    let told = Told { indicator: "not_turned".to_owned(), when };
    for subject in [Subject::Person, Subject::Team] {
        let made = with(|one| {
            one.subject = subject;
            one.vetoes[2].told = Some(told.clone());
            one.tiers[0].reach = Reach::Share(Expr::Number(1));
        });
        county.run(Command::Define(Definition::Scheme(Box::new(made.clone())))).unwrap();
        assert_eq!(county.ledger.scheme("s"), Some(&made));
        let tiers = |county: &Tablet, on| {
            let all = paid(&county.ledger, &made, &org("county"), on, &Supposed::new()).unwrap();
            all.simulation.outcomes.iter().map(|one| (one.tier.clone().unwrap(), one.why.clone())).collect::<Vec<_>>()
        };
        let top = || ("top".to_owned(), Why::Share);
        if subject == Subject::Person {
            assert_eq!(tiers(&county, day(12, 1)), [top(), top()]);
            list_for_rectification(&mut township, &mut county, "v2", day(11, 30));
        }
        assert_eq!(tiers(&county, day(11, 30)), [top(), top()], "its time is not over");
        let vetoed = ("middle".to_owned(), Why::Veto("mid".to_owned()));
        assert_eq!(tiers(&county, day(12, 1)), [top(), vetoed]);
    }
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

/// A reward for villages by tasks that are closed, over what is due, with 1,000 yuan.
fn with_reward(county: &mut Tablet) {
    let text = r#"{"id":"results","name":"成果","item":"X5","words":"销号的","unit":"项","better":"more","across":"sums",
        "value":{"name":"done"},"sums":[
        {"id":"due","name":"全部","source":"items","filter":{"truth":true},"value":{"number":1}},
        {"id":"done","name":"销号","source":"items","filter":{"row":"closed"},"value":{"number":1}}]}"#;
    county.run(Command::Define(Definition::Indicator(Box::new(serde_json::from_str(text).unwrap())))).unwrap();
    let one_more = |done| Method::Proportional(Expr::Both(Operator::Plus, Box::new((done, Expr::Number(1)))));
    let reward = support::pay::reward(one_more, Expr::Param("budget".to_owned()));
    county.run(Command::Define(Definition::Reward(Box::new(reward)))).unwrap();
    set(county, "budget", 1_000);
}

#[test]
fn what_a_reward_came_to_is_published_for_all_to_read() {
    let (mut village, mut township, mut county) = three();
    with_reward(&mut county);
    let publish =
        |tablet: &mut Tablet, seen| tablet.run(Command::PublishReward { reward: "r".to_owned(), seen }).map(drop);
    assert_eq!(publish(&mut county, 1), Err(Refusal::PayRefused(PayRefusal::Changed)));
    publish(&mut county, 100_000).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    let given = village.ledger.given("r").unwrap().clone();
    assert_eq!((given.by.as_str(), given.budget, given.sum()), ("黄科长", 100_000, 100_000));
    assert_eq!(given.parameters, [("budget".to_owned(), 1_000)].into());
    let share = &given.shares[&org("v1")];
    // 1,000 yuan in three equal parts, in whole yuan: the first by name gets the one that is left.
    assert_eq!(
        (share.amount, share.weight.exact(), share.completion.exact()),
        (33_400, Some(1.into()), Some(0.into()))
    );
    assert_eq!(given.weights(), 3.into());
    let now = |county: &Tablet| {
        let reward = county.ledger.reward("r").unwrap();
        awarded(&county.ledger, reward, &org("county"), day(3, 1), &Supposed::new()).unwrap()
    };
    assert!(!given.differs(&now(&county)));
    // What was published stays as it is when numbers change, and that they did is told.
    set(&mut county, "budget", 2_000);
    assert!(given.differs(&now(&county)));
    assert_eq!(county.ledger.given("r"), Some(&given));
    for tablet in [&mut village, &mut township] {
        assert!(matches!(publish(tablet, 100_000), Err(Refusal::NoRight(_) | Refusal::PayRefused(_))));
    }
}

#[test]
fn the_county_is_told_of_the_same_pay_for_all_and_of_rewards_without_a_result() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[]);
    assert_eq!(pay_findings(&county.ledger, &org("county"), day(3, 1)), [], "one alone is no finding");
    add(&mut township, &mut county, "v2", "林某", &[]);
    let narrow = Flat::NarrowSpread { spread: Points::ZERO, min: Points(5_00) };
    let crowded = Flat::OneTier { tier: "middle".to_owned(), count: 2, of: 2, max: Exact::new(4, 5) };
    let flat = |flat| PayFinding::Flat { scheme: "s".to_owned(), flat };
    assert_eq!(pay_findings(&county.ledger, &org("county"), day(3, 1)), [flat(narrow.clone()), flat(crowded.clone())]);
    with_reward(&mut county);
    let found = pay_findings(&county.ledger, &org("county"), day(3, 1));
    let orgs: Vec<&str> = found
        .iter()
        .filter_map(|one| match one {
            PayFinding::WithoutResult { org, found, .. } if found.amount > 0 => Some(org.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!((found.len(), orgs), (5, vec!["v1", "v2", "v3"]), "each would be given a third for nothing");
}

#[test]
fn weights_and_sizes_are_tried_before_they_are_set() {
    let (_, mut township, mut county) = three();
    add(&mut township, &mut county, "v1", "陈某", &[]);
    add(&mut township, &mut county, "v2", "林某", &[]);
    township.run(Command::SetTask(support::new_task(&["v1"]))).unwrap();
    county.pull(&mut township);
    let text = r#"{"id":"given","name":"下达","item":"C3","words":"下达的","unit":"项","better":"more","across":"sums",
        "value":{"name":"all"},"sums":[{"id":"all","name":"全部","source":"items","filter":{"truth":true},
        "value":{"number":1}}]}"#;
    county.run(Command::Define(Definition::Indicator(Box::new(serde_json::from_str(text).unwrap())))).unwrap();
    let made = with(|one| {
        let points = Expr::Both(Operator::Times, Box::new((Expr::Name("value".to_owned()), Expr::Number(30))));
        one.parts[1].source = PartSource::Indicator { id: "given".to_owned(), points, nothing: Nothing::Zero };
    });
    county.run(Command::Define(Definition::Scheme(Box::new(made.clone())))).unwrap();
    let sized = taizhang_ledger::Organisation {
        id: org("v1"),
        name: "v1".to_owned(),
        kind: OrgKind::Village,
        parent: Some(org("t1")),
        households: Some(420),
    };
    county.run(Command::DefineOrganisation(sized)).unwrap();
    let scores = |supposed: &[(&str, i64)]| {
        let supposed: Supposed = supposed.iter().map(|(part, weight)| (weight_of(part), *weight)).collect();
        let all = paid(&county.ledger, &made, &org("county"), day(3, 1), &supposed).unwrap();
        (all.simulation.outcomes.iter().map(|one| one.score).collect::<Vec<_>>(), all.simulation)
    };
    let (now, simulation) = scores(&[]);
    assert_eq!(now, [Points(60_00), Points(30_00)], "two tasks and one");
    assert_eq!(scores(&[("duty", 80), ("basic", 20)]).0, [Points(80_00), Points(40_00)]);
    assert_eq!(scores(&[("duty", 0)]).0, [Points::ZERO, Points::ZERO]);
    let reckoned: Vec<_> = simulation.outcomes.iter().map(|one| one.size).collect();
    assert_eq!(reckoned, [Some(420), None]);
    assert_eq!(simulation.by_size(&[300, 800]).into_keys().collect::<Vec<_>>(), [1]);
    // First of two is within 70 %, second is not.
    assert_eq!(simulation.largest_tier(), Some(("middle", 1, 2)));
}
