//! A rectification case of v1, and how it comes along.

use taizhang_ledger::{
    CaseCommand, CaseId, CaseState, Command, OrgKind, Organisation, Refusal, Role, Written,
    case::{Ballot, CaseField, CaseMove, Subject},
};

use super::{Tablet, county_with_task, day, meet, org};

pub const PASSED: Ballot = Ballot { score: 85, voters: 40, dissatisfied: 4 };

pub fn run(tablet: &mut Tablet, command: CaseCommand) -> Result<Written, Refusal> {
    tablet.run(Command::Case(command))
}

pub fn act(tablet: &mut Tablet, case: CaseId, act: CaseMove) -> Result<Written, Refusal> {
    let reason = act.needs_reason().then(|| "现场看过".to_owned());
    let ballot = (act == CaseMove::Accept).then_some(PASSED);
    let until = act.needs_date().then(|| day(12, 20));
    run(tablet, CaseCommand::Act { case, act, reason, ballot, until })
}

pub fn set(
    tablet: &mut Tablet,
    case: CaseId,
    subject: Subject,
    field: CaseField,
    value: &str,
) -> Result<Written, Refusal> {
    run(tablet, CaseCommand::Edit { case, subject, field, value: value.to_owned() })
}

pub fn state(tablet: &Tablet, case: CaseId) -> CaseState {
    tablet.ledger.case(case).unwrap().state()
}

/// A case of v1 that the county has listed; a linked leader with a tablet of their own.
pub fn listed() -> (Tablet, Tablet, Tablet, Tablet, CaseId) {
    let (mut village, mut township, mut county, _) = county_with_task();
    let (leader, case) = list(&mut village, &mut township, &mut county);
    (village, township, county, leader, case)
}

/// Screens v1, lists it and links a leader.
pub fn list(village: &mut Tablet, township: &mut Tablet, county: &mut Tablet) -> (Tablet, CaseId) {
    let leader = Organisation {
        id: org("leader-1"),
        name: "县委常委郑某".to_owned(),
        kind: OrgKind::Leader,
        parent: Some(org("county")),
        households: None,
    };
    county.run(Command::DefineOrganisation(leader)).unwrap();
    let symptom = "班子不团结，半年没有开过支部党员大会".to_owned();
    let screened = run(township, CaseCommand::Screen { branch: org("v1"), symptom, deadline: None });
    let case = screened.unwrap().case.unwrap();
    county.pull(township);
    act(county, case, CaseMove::List).unwrap();
    let link = CaseCommand::Link { leader: org("leader-1"), branch: org("v1"), linked: true };
    run(county, link).unwrap();
    meet(township, county);
    village.pull(county);
    let mut leader = Tablet::new(4, "leader-1", Role::LinkedLeader, "郑某");
    leader.pull(county);
    (leader, case)
}

/// Fills the slots (by the township) and one problem with one measure (by the village).
pub fn plan(village: &mut Tablet, township: &mut Tablet, case: CaseId) {
    for (field, who) in [
        (CaseField::TownshipMember, "镇党委副书记周某"),
        (CaseField::FirstSecretary, "第一书记吴某"),
        (CaseField::PairedUnit, "县农业农村局"),
    ] {
        set(township, case, Subject::Case(case), field, who).unwrap();
    }
    run(village, CaseCommand::AddProblem(case)).unwrap();
    let problem = village.ledger.case(case).unwrap().problems[0].id;
    set(village, case, Subject::Problem(problem), CaseField::Category, "组织生活").unwrap();
    set(village, case, Subject::Problem(problem), CaseField::Description, "三会一课半年未开").unwrap();
    run(village, CaseCommand::AddMeasure(case, problem)).unwrap();
    let measure = Subject::Measure(village.ledger.case(case).unwrap().problems[0].measures[0].id);
    for (field, value) in [
        (CaseField::Measure, "每月15日召开支部党员大会"),
        (CaseField::Owner, "陈书记"),
        (CaseField::Due, "2026-09-30"),
        (CaseField::Deliverable, "会议记录6份"),
        (CaseField::Standard, "到会率八成以上"),
    ] {
        set(village, case, measure, field, value).unwrap();
    }
    meet(village, township);
}

pub fn assessed() -> (Tablet, Tablet, Tablet, Tablet, CaseId) {
    let (mut village, mut township, county, leader, case) = listed();
    plan(&mut village, &mut township, case);
    for one in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start, CaseMove::SelfAssess] {
        act(&mut village, case, one).unwrap();
    }
    township.pull(&mut village);
    (village, township, county, leader, case)
}

/// A case that was struck off; township and county hold all of it.
pub fn closed() -> (Tablet, Tablet, Tablet, Tablet, CaseId) {
    let (mut village, mut township, mut county, leader, case) = assessed();
    strike_off(&mut township, &mut county, case);
    village.pull(&mut county);
    (village, township, county, leader, case)
}

/// Checks, accepts and strikes off a case that the branch has assessed, which the township holds.
pub fn strike_off(township: &mut Tablet, county: &mut Tablet, case: CaseId) {
    act(township, case, CaseMove::Check).unwrap();
    county.pull(township);
    act(county, case, CaseMove::Accept).unwrap();
    act(county, case, CaseMove::Close).unwrap();
    township.pull(county);
}
