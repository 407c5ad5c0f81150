//! Who takes part is the roster, row by row; whoever does not fit the scheme is told.

use crate::support::{
    self, Tablet, day, org,
    pay::scheme,
    payroll::{add, hear, on_roster, publish, three, with},
};
use chrono::NaiveDate;
use taizhang_ledger::{
    CaseCommand, Command, Definition, OrgKind, PayRefusal, Refusal, RegisterCommand, ScoreCommand,
    case::CaseMove,
    expr::{Expr, Operator},
    points::{
        Nothing, PartSource, Points, Reach, Roster, Subject, Supposed, Told, UnfitWhy, Why, enrol, paid, scored_of,
        total, weight_of,
    },
    record::Value,
    score::ScoreMove,
};

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
