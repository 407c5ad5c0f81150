//! Score entries: proposed by one, checked by another, confirmed by a third, published, appealed, final.

use crate::support::{Tablet, branch_doc, county_with_task, day, meet, org};
use taizhang_ledger::{
    Command, Definition, OrgKind, Refusal, Role, ScoreCommand, ScoreId, Timestamp,
    expr::Expr,
    points::{
        Budgeting, Part, PartKind, PartSource, PayTier, Points, Reach, RoundMode, Rounding, Scheme, Sequence, Subject,
        Ties, Unit, VetoedRank, Within,
    },
    score::{Against, ScoreDenied, ScoreMove, ScoreState},
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
        retired: false,
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
        row: None,
        participant: None,
        on: day(2, 20),
    };
    tablet.run(Command::Score(command))?;
    Ok(tablet.ledger.scores(&org("v1")).iter().map(|one| one.entry.id).max().unwrap())
}

fn act(tablet: &mut Tablet, entry: ScoreId, act: ScoreMove) -> Result<(), Refusal> {
    let reason = act.needs_reason().then(|| "理由".to_owned());
    tablet.run(Command::Score(ScoreCommand::Act { branch: org("v1"), entry, act, reason })).map(drop)
}

/// What the app does when it shows what was published.
fn see(tablet: &mut Tablet) -> usize {
    let unseen = tablet.ledger.unseen_scores(&tablet.who, &org("v1"), tablet.clock);
    for entry in &unseen {
        act(tablet, *entry, ScoreMove::See).unwrap();
    }
    unseen.len()
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
    let standing = |village: &Tablet| village.ledger.score(&org("v1"), entry).unwrap().life.standing;
    assert_eq!(standing(&village).appeal_until(), Some(day(4, 30)), "published on March 1, and nobody has seen it");
    see(&mut village);
    let standing = standing(&village);
    let until = standing.appeal_until().unwrap();
    assert_eq!(until, day(3, 6), "seen on March 1");
    assert_eq!((standing.on(until), standing.on(day(3, 7))), (ScoreState::Published, ScoreState::Final));
    assert!(village.ledger.heads(&branch_doc("v1")).len() == 1);
}

fn denied(state: ScoreState) -> Refusal {
    Refusal::ScoreDenied(ScoreDenied::State(state))
}

/// Entries that the county has published, and the village has not seen.
fn published<const N: usize>(three: &mut (Tablet, Tablet, Tablet), points: [i64; N]) -> [ScoreId; N] {
    let (village, township, county) = three;
    points.map(|points| {
        let entry = propose(township, "deeds", points).unwrap();
        meet(township, county);
        act(county, entry, ScoreMove::Confirm).unwrap();
        act(county, entry, ScoreMove::Publish).unwrap();
        meet(county, village);
        entry
    })
}

#[test]
fn an_appeal_is_decided_by_the_county_and_comes_in_time() {
    let mut three = three();
    let [upheld, taken_back, late] = published(&mut three, [100, 200, 300]);
    let (mut village, _, mut county) = three;
    assert_eq!((see(&mut village), see(&mut village)), (3, 0), "it is written once");
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
fn what_the_passing_of_days_made_final_is_final_for_the_county_too() {
    let mut three = three();
    let [seen, unseen, taken_back] = published(&mut three, [100, 200, 300]);
    let (mut village, _, mut county) = three;
    act(&mut village, seen, ScoreMove::See).unwrap();
    meet(&mut village, &mut county);
    county.clock = Timestamp::at(day(3, 6), 9, 0);
    act(&mut county, taken_back, ScoreMove::Reject).unwrap();
    county.clock = Timestamp::at(day(3, 7), 9, 0);
    assert_eq!(act(&mut county, seen, ScoreMove::Reject).unwrap_err(), denied(ScoreState::Final));
    // The days of what no device of the village has shown run longer, and not for ever.
    act(&mut county, unseen, ScoreMove::Reject).unwrap();
    assert_eq!(points(&county), [100]);
}

#[test]
fn a_village_that_was_offline_for_weeks_has_its_days_and_its_appeal_counts_when_it_arrives() {
    let mut three = three();
    let [entry, never] = published(&mut three, [100, 200]);
    let (mut village, _, mut county) = three;
    // It sees on March 20 what was published on March 1, appeals on the 24th, and is heard on April 10.
    village.clock = Timestamp::at(day(3, 20), 9, 0);
    act(&mut village, entry, ScoreMove::See).unwrap();
    meet(&mut village, &mut county);
    village.clock = Timestamp::at(day(3, 24), 9, 0);
    act(&mut village, entry, ScoreMove::Appeal).unwrap();
    let here = county.ledger.score(&org("v1"), entry).unwrap().life.standing;
    assert_eq!(here.on(day(4, 10)), ScoreState::Final, "as far as the county can know");
    meet(&mut village, &mut county);
    let there = county.ledger.score(&org("v1"), entry).unwrap().life;
    assert_eq!((there.standing.on(day(4, 10)), there.standing.appealed_on), (ScoreState::Appealed, Some(day(3, 24))));
    // What nobody has seen is final in the end.
    let never = county.ledger.score(&org("v1"), never).unwrap().life.standing;
    assert_eq!((never.on(day(4, 30)), never.on(day(5, 1))), (ScoreState::Published, ScoreState::Final));
}

#[test]
fn a_part_and_a_rejected_proposal_are_appealed_against_by_entries_of_their_own() {
    let (mut village, mut township, mut county) = three();
    let entry = propose(&mut village, "deeds", 350).unwrap();
    let against = |against: Against, text: &str| {
        let (branch, scheme, text) = (org("v1"), "village".to_owned(), text.to_owned());
        Command::Score(ScoreCommand::Appeal { branch, scheme, against, text })
    };
    let rejected = || against(Against::Entry(entry), "记录在台账里");
    assert_eq!(village.run(rejected()).unwrap_err(), denied(ScoreState::Proposed), "nothing to appeal against yet");
    meet(&mut village, &mut township);
    act(&mut township, entry, ScoreMove::Reject).unwrap();
    meet(&mut village, &mut township);
    village.run(rejected()).unwrap();
    village.run(against(Against::Part("deeds".to_owned()), "少算了一次")).unwrap();
    assert_eq!(village.run(rejected()).unwrap_err(), Refusal::AppealOpen);
    let none = against(Against::Part("nothing".to_owned()), "…");
    assert_eq!(village.run(none).unwrap_err(), Refusal::UnknownPart);
    assert!(matches!(county.run(against(Against::Part("deeds".to_owned()), "…")).unwrap_err(), Refusal::NoRight(_)));
    meet(&mut village, &mut township);
    meet(&mut township, &mut county);
    assert_eq!(county.ledger.open_appeals(&org("county"), "village"), 2);
    assert_eq!(county.ledger.problems().count(), 0);
    let appeals = county.ledger.appeals(&org("v1"));
    let answer = |appeal: ScoreId, grant: bool, reason: &str| {
        Command::Score(ScoreCommand::Answer { branch: org("v1"), appeal, grant, reason: reason.to_owned() })
    };
    let (of_part, of_entry) = (appeals[0].appeal.id, appeals[1].appeal.id);
    let authority = Refusal::ScoreDenied(ScoreDenied::Authority);
    assert_eq!(township.run(answer(of_part, true, "是")).unwrap_err(), authority);
    assert_eq!(county.run(answer(of_part, true, " ")).unwrap_err(), Refusal::ScoreDenied(ScoreDenied::NoReason));
    county.run(answer(of_part, true, "补记一次")).unwrap();
    county.run(answer(of_entry, false, "没有文件")).unwrap();
    assert!(county.run(answer(of_part, false, "又不是")).is_err(), "it was answered");
    meet(&mut county, &mut village);
    let said: Vec<_> = village.ledger.appeals(&org("v1"));
    assert_eq!(said[0].answered(), Some((ScoreMove::Grant, "补记一次")));
    assert_eq!(said[1].answered(), Some((ScoreMove::Uphold, "没有文件")));
    assert_eq!(village.ledger.open_appeals(&org("v1"), "village"), 0);
    village.run(rejected()).unwrap();
    assert_eq!(village.ledger.scores(&org("v1")).len(), 1, "an appeal is no entry");
}

/// The county may change a scheme in the app: what was proposed and looked at is not lost by it.
#[test]
fn a_part_that_entries_are_for_cannot_leave_its_scheme() {
    let (mut village, mut township, mut county) = three();
    let mut without = scheme();
    without.parts.retain(|part| part.id != "criticism");
    assert_eq!(county.ledger.entries_without(&without), [], "nothing was proposed yet");
    propose(&mut township, "criticism", 100).unwrap();
    meet(&mut county, &mut township);
    meet(&mut village, &mut township);
    let mut define = |scheme: &Scheme| county.run(Command::Define(Definition::Scheme(Box::new(scheme.clone()))));
    let stands = Refusal::SchemeStands(vec![("办实事".to_owned(), 1)]);
    assert_eq!(define(&without).map(drop), Err(stands));
    let mut renamed = scheme();
    renamed.name = "改了名".to_owned();
    define(&renamed).unwrap();
    assert_eq!(county.ledger.scheme("village").unwrap().name, "改了名");
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
            row: None,
            participant: None,
            on,
        })
    };
    assert_eq!(village.run(command("v1", day(3, 2), "明天的事")).unwrap_err(), Refusal::NotYet(day(3, 2)));
    assert_eq!(village.run(command("v1", day(2, 2), " ")).unwrap_err(), Refusal::Empty("text"));
    assert!(matches!(village.run(command("v2", day(2, 2), "别村的")).unwrap_err(), Refusal::NoRight(_)));
    assert!(matches!(township.run(command("v3", day(2, 2), "别镇的")).unwrap_err(), Refusal::NoRight(_)));
}
