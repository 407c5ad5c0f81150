//! Score entries: proposed by one, checked by another, confirmed by a third, published, appealed, final.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::{Tablet, branch_doc, county_with_task, day, meet, org};
use taizhang_ledger::{
    Command, Definition, OrgKind, Refusal, Role, ScoreCommand, ScoreId, Timestamp,
    expr::Expr,
    points::{
        Budgeting, Part, PartKind, PartSource, PayTier, Points, Reach, RoundMode, Rounding, Scheme, Sequence, Subject,
        Ties, Unit, VetoedRank, Within,
    },
    score::{ScoreDenied, ScoreMove, ScoreState},
};

fn part(id: &str, kind: PartKind, max: i64) -> Part {
    let (id, name, words) = (id.to_owned(), "办实事".to_owned(), "凭记录记分".to_owned());
    Part { id, name, words, kind, max: Points(max), source: PartSource::Entries }
}

fn scheme() -> Scheme {
    Scheme {
        id: "village".to_owned(),
        name: "村级考评".to_owned(),
        sequence: Sequence { id: "village".to_owned(), name: "村".to_owned() },
        subject: Subject::Team,
        why: "干多干少不一样".to_owned(),
        kinds: vec![OrgKind::Village],
        full: Points(10_000),
        parts: vec![part("deeds", PartKind::Duty, 10_000), part("criticism", PartKind::Deduction, 1_000)],
        vetoes: Vec::new(),
        vetoed_rank: VetoedRank::Keep,
        within: Within::County,
        tiers: vec![PayTier {
            id: "all".to_owned(),
            name: "一档".to_owned(),
            reach: Reach::Rest,
            coefficient: Expr::Number(1),
        }],
        ties: Ties::Best,
        small: None,
        base: Expr::Number(1_000),
        budget: Expr::Number(100_000),
        within_budget: Budgeting::AsIs,
        rounding: Rounding { unit: Unit::Yuan, mode: RoundMode::HalfUp },
        appeal_days: 5,
    }
}

fn three() -> (Tablet, Tablet, Tablet) {
    let (mut village, mut township, mut county, _) = county_with_task();
    county.run(Command::Define(Definition::Scheme(Box::new(scheme())))).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    (village, township, county)
}

fn propose(tablet: &mut Tablet, part: &str, points: i64) -> Result<ScoreId, Refusal> {
    let command = ScoreCommand::Propose {
        branch: org("v1"),
        scheme: "village".to_owned(),
        part: part.to_owned(),
        points: Points(points),
        text: "调解矛盾12起，见台账".to_owned(),
        task: None,
        on: day(2, 20),
    };
    tablet.run(Command::Score(command))?;
    Ok(tablet.ledger.scores(&org("v1")).iter().map(|one| one.entry.id).max().unwrap())
}

fn act(tablet: &mut Tablet, entry: ScoreId, act: ScoreMove) -> Result<(), Refusal> {
    let reason = act.needs_reason().then(|| "理由".to_owned());
    tablet.run(Command::Score(ScoreCommand::Act { branch: org("v1"), entry, act, reason })).map(drop)
}

fn state(tablet: &Tablet, entry: ScoreId) -> ScoreState {
    tablet.ledger.score(&org("v1"), entry).unwrap().life.standing.state
}

fn points(tablet: &Tablet) -> Vec<i64> {
    tablet.ledger.confirmed_points(&org("v1"), "village", "deeds").iter().map(|one| one.0).collect()
}

#[test]
fn it_counts_when_two_tiers_have_looked() {
    let (mut village, mut township, mut county) = three();
    let entry = propose(&mut village, "deeds", 350).unwrap();
    assert_eq!(village.ledger.score(&org("v1"), entry).unwrap().entry.author.person, "陈书记");
    meet(&mut village, &mut township);
    assert_eq!(act(&mut township, entry, ScoreMove::Confirm), Err(Refusal::ScoreDenied(ScoreDenied::Authority)));
    act(&mut township, entry, ScoreMove::Check).unwrap();
    assert_eq!((state(&township, entry), points(&township)), (ScoreState::EvidenceChecked, vec![]));
    meet(&mut township, &mut county);
    assert_eq!(act(&mut county, entry, ScoreMove::Publish).unwrap_err(), denied(ScoreState::EvidenceChecked));
    act(&mut county, entry, ScoreMove::Confirm).unwrap();
    assert_eq!(points(&county), [350]);
    act(&mut county, entry, ScoreMove::Publish).unwrap();
    meet(&mut county, &mut village);
    assert_eq!((state(&village, entry), points(&village)), (ScoreState::Published, vec![350]));
    let standing = village.ledger.score(&org("v1"), entry).unwrap().life.standing;
    let until = standing.appeal_until().unwrap();
    assert_eq!(until, day(3, 6), "published on March 1");
    assert_eq!((standing.on(until), standing.on(day(3, 7))), (ScoreState::Published, ScoreState::Final));
    assert!(village.ledger.heads(&branch_doc("v1")).len() == 1);
}

fn denied(state: ScoreState) -> Refusal {
    Refusal::ScoreDenied(ScoreDenied::State(state))
}

#[test]
fn an_appeal_is_decided_by_the_county_and_comes_in_time() {
    let (mut village, mut township, mut county) = three();
    let mut published = |points| {
        let entry = propose(&mut township, "deeds", points).unwrap();
        meet(&mut township, &mut county);
        act(&mut county, entry, ScoreMove::Confirm).unwrap();
        act(&mut county, entry, ScoreMove::Publish).unwrap();
        meet(&mut county, &mut village);
        entry
    };
    let (upheld, taken_back, late) = (published(100), published(200), published(300));
    for entry in [upheld, taken_back] {
        act(&mut village, entry, ScoreMove::Appeal).unwrap();
    }
    village.clock = Timestamp::at(day(3, 7), 9, 0);
    assert_eq!(act(&mut village, late, ScoreMove::Appeal), Err(Refusal::ScoreDenied(ScoreDenied::TooLate)));
    meet(&mut village, &mut county);
    act(&mut county, upheld, ScoreMove::Uphold).unwrap();
    act(&mut county, taken_back, ScoreMove::Reject).unwrap();
    assert_eq!((state(&county, upheld), state(&county, taken_back)), (ScoreState::Final, ScoreState::Rejected));
    assert_eq!(points(&county).iter().sum::<i64>(), 400);
    assert_eq!(act(&mut county, upheld, ScoreMove::Reject).unwrap_err(), denied(ScoreState::Final));
}

#[test]
fn nobody_looks_at_their_own_and_nobody_takes_from_themselves() {
    let (mut village, mut township, mut county) = three();
    let own = propose(&mut township, "deeds", 100).unwrap();
    assert_eq!(state(&township, own), ScoreState::EvidenceChecked, "the county is the second to look");
    let theirs = propose(&mut county, "deeds", 200).unwrap();
    assert_eq!(act(&mut county, theirs, ScoreMove::Confirm), Err(Refusal::ScoreDenied(ScoreDenied::SamePerson)));
    let mut other = Tablet::new(9, "county", Role::CountyOrgDept, "吴科员");
    other.pull(&mut county);
    act(&mut other, theirs, ScoreMove::Confirm).unwrap();
    let refused = propose(&mut village, "criticism", 100).unwrap_err();
    assert!(matches!(refused, Refusal::NoRight(_)), "{refused:?}");
    propose(&mut township, "criticism", 100).unwrap();
}

#[test]
fn a_rejection_by_the_township_at_the_same_time_does_not_undo_the_countys_word_unseen() {
    let (mut village, mut township, mut county) = three();
    let entry = propose(&mut township, "deeds", 100).unwrap();
    meet(&mut township, &mut county);
    act(&mut county, entry, ScoreMove::Confirm).unwrap();
    act(&mut township, entry, ScoreMove::Reject).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    for tablet in [&village, &township, &county] {
        let view = tablet.ledger.score(&org("v1"), entry).unwrap();
        assert_eq!(view.life.standing.state, ScoreState::Confirmed);
        assert!(view.life.contested, "somebody should look");
    }
}

#[test]
fn what_cannot_be_proposed_is_refused() {
    let (mut village, mut township, _) = three();
    assert_eq!(propose(&mut village, "nothing", 100), Err(Refusal::UnknownPart));
    for points in [0, -100, 10_001] {
        assert_eq!(propose(&mut village, "deeds", points), Err(Refusal::BadPoints(Points(10_000))));
    }
    let command = |branch: &str, on, text: &str| {
        Command::Score(ScoreCommand::Propose {
            branch: org(branch),
            scheme: "village".to_owned(),
            part: "deeds".to_owned(),
            points: Points(100),
            text: text.to_owned(),
            task: None,
            on,
        })
    };
    assert_eq!(village.run(command("v1", day(3, 2), "明天的事")).unwrap_err(), Refusal::NotYet(day(3, 2)));
    assert_eq!(village.run(command("v1", day(2, 2), " ")).unwrap_err(), Refusal::Empty("text"));
    assert!(matches!(village.run(command("v2", day(2, 2), "别村的")).unwrap_err(), Refusal::NoRight(_)));
    assert!(matches!(township.run(command("v3", day(2, 2), "别镇的")).unwrap_err(), Refusal::NoRight(_)));
}
