//! 督查: an inspection is written down by those above, and what it found becomes items of the branch.

use crate::support::{Tablet, county_with_task, day, meet, org};
use taizhang_ledger::{
    Command, Domain, InspectionId, Move, NewFinding, NewInspection, Refusal, Role, State, Written,
    record::{EvidenceRule, InspectionWay, Media},
};

fn finding(problem: &str) -> NewFinding {
    NewFinding {
        problem: problem.to_owned(),
        remedy: "补齐记录，每月15日公开一次".to_owned(),
        due: day(4, 30),
        evidence: EvidenceRule::Onsite,
    }
}

fn new(branch: &str, findings: &[&str]) -> NewInspection {
    NewInspection {
        branch: org(branch),
        way: InspectionWay::Unannounced,
        day: day(3, 1),
        seen: "直接到村部，查会议记录本，问了三名党员".to_owned(),
        findings: findings.iter().map(|problem| finding(problem)).collect(),
    }
}

fn inspect(tablet: &mut Tablet, branch: &str, findings: &[&str]) -> Result<Written, Refusal> {
    tablet.run(Command::Inspect(new(branch, findings)))
}

#[test]
fn each_finding_is_an_item_of_the_branch_that_is_worked_on_and_closed_like_any_other() {
    let (mut village, mut township, mut county, _) = county_with_task();
    let written = inspect(&mut township, "v1", &["三会一课记录缺两个月", "党务公开栏半年未更新"]).unwrap();
    assert_eq!(written.changes().count(), 2, "the record, and the items");
    let id: InspectionId = written.inspection.unwrap();
    meet(&mut village, &mut township);

    let seen = village.ledger.inspection(id).unwrap().clone();
    assert_eq!((seen.branch.clone(), seen.day, seen.way), (org("v1"), day(3, 1), InspectionWay::Unannounced));
    assert_eq!(seen.author.person, "林委员");
    let items = village.ledger.follow_ups(&seen);
    let mut titles: Vec<_> = items.iter().map(|key| village.ledger.item(key).unwrap().summary.title).collect();
    titles.sort();
    assert_eq!(titles, ["三会一课记录缺两个月", "党务公开栏半年未更新"]);
    let item = village.ledger.item(&items[0]).unwrap();
    assert_eq!((item.inspection, item.summary.state), (Some(id), State::Issued));
    assert_eq!((item.summary.code.as_str(), item.summary.domain), ("X2", Domain::SUPPORT));
    assert_eq!(item.requirement, "补齐记录，每月15日公开一次");

    village.report(&items[0], "已补", Some(100)).unwrap();
    assert_eq!(village.act(&items[0], Move::Submit).unwrap_err(), Refusal::NoPhoto, "its evidence is a photo");
    village.show(&items[0], Media::Jpeg).unwrap();
    village.act(&items[0], Move::Submit).unwrap();
    meet(&mut village, &mut township);
    township.act(&items[0], Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&items[0], Move::VerifyCounty).unwrap();
    county.act(&items[0], Move::Close).unwrap();
    assert_eq!(county.state(&items[0]), State::Closed);
}

#[test]
fn the_county_inspects_in_its_own_document_and_all_tiers_see_it() {
    let (mut village, mut township, mut county, _) = county_with_task();
    inspect(&mut township, "v1", &[]).unwrap();
    meet(&mut township, &mut county);
    inspect(&mut county, "v1", &["阵地被占用"]).unwrap();
    township.pull(&mut county);
    village.pull(&mut township);
    for tablet in [&village, &township, &county] {
        let all = tablet.ledger.inspections();
        assert_eq!(all.len(), 2);
        let found: Vec<_> = all.iter().map(|one| tablet.ledger.follow_ups(one).len()).collect();
        assert_eq!(found, [1, 0], "the latest first, and no findings is an inspection too");
        assert_eq!(tablet.ledger.problems().count(), 0);
    }
}

#[test]
fn who_may_not_and_what_is_missing() {
    let (mut village, mut township, _, _) = county_with_task();
    assert!(matches!(inspect(&mut village, "v1", &[]), Err(Refusal::NoRight(_))));
    assert!(!village.ledger.may_inspect(&village.who, &org("v1")));
    assert!(matches!(inspect(&mut township, "v3", &[]), Err(Refusal::NotABranch(_))), "another township's branch");
    let tomorrow = NewInspection { day: day(3, 2), ..new("v1", &[]) };
    assert_eq!(township.run(Command::Inspect(tomorrow)).unwrap_err(), Refusal::NotYet(day(3, 2)));
    let silent = NewInspection { seen: "  ".to_owned(), ..new("v1", &[]) };
    assert_eq!(township.run(Command::Inspect(silent)).unwrap_err(), Refusal::Empty("seen"));
    assert_eq!(inspect(&mut township, "v1", &["好好的", " "]).unwrap_err(), Refusal::Empty("problem"));
    assert_eq!(township.ledger.inspections().len(), 0, "nothing is written by halves");

    // The secretary writes reviews and no tasks: what was seen yes, items no.
    let mut secretary = Tablet::new(9, "t1", Role::TownshipSecretary, "吴书记");
    secretary.pull(&mut township);
    assert!(matches!(inspect(&mut secretary, "v1", &["阵地被占用"]), Err(Refusal::NoRight(_))));
    assert!(!secretary.ledger.may_follow_up(&secretary.who));
    inspect(&mut secretary, "v1", &[]).unwrap();
    assert_eq!(secretary.ledger.inspections().len(), 1);
}
