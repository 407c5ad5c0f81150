//! 以奖代补 by application: a branch asks by results that were verified, the township supports or returns, the county
//! divides, and each step is another person's.

use crate::support::{self, Tablet, county_with_task, day, meet, org};
use taizhang_ledger::{
    ApplicationCommand, Command, Definition, ItemKey, Move, PayRefusal, Refusal, Role, ScoreId,
    detect::{PayFinding, pay_findings},
    expr::Expr,
    points::{Applying, Left, Method, Reward, Share, Supposed, awarded},
    score::{Achievement, ApplicationState, ApplyDenied, ScoreMove},
};

/// 1,000 yuan in proportion to tasks that are closed, for who has applied.
fn reward(application: Option<Applying>) -> Reward {
    Reward { application, ..support::pay::reward(Method::Proportional, Expr::Number(1_000)) }
}

/// v1, v2 and v3 with their township and the county; v1 and v2 have closed a task each.
struct Scene {
    village: Tablet,
    other: Tablet,
    township: Tablet,
    county: Tablet,
    done: ItemKey,
}

impl Scene {
    fn new(application: Option<Applying>) -> Self {
        let (mut village, mut township, mut county, done) = county_with_task();
        let text = r#"{"id":"results","name":"成果","item":"X5","words":"销号的","unit":"项","better":"more",
            "across":"sums","value":{"name":"done"},"sums":[
            {"id":"due","name":"全部","source":"items","filter":{"truth":true},"value":{"number":1}},
            {"id":"done","name":"销号","source":"items","filter":{"row":"closed"},"value":{"number":1}}]}"#;
        county.run(Command::Define(Definition::Indicator(Box::new(serde_json::from_str(text).unwrap())))).unwrap();
        county.run(Command::Define(Definition::Reward(Box::new(reward(application))))).unwrap();
        let mut other = Tablet::new(5, "v2", Role::BranchSecretary, "林书记");
        other.pull(&mut county);
        let of_other = ItemKey { branch: org("v2"), task: done.task };
        for (tablet, item) in [(&mut village, &done), (&mut other, &of_other)] {
            tablet.act(item, Move::Acknowledge).unwrap();
            tablet.report(item, "全部办结", Some(100)).unwrap();
            tablet.act(item, Move::Submit).unwrap();
            meet(tablet, &mut township);
            township.act(item, Move::VerifyTownship).unwrap();
            meet(&mut township, &mut county);
            county.act(item, Move::VerifyCounty).unwrap();
            county.act(item, Move::Close).unwrap();
        }
        let mut all = Self { village, other, township, county, done };
        all.meet();
        all
    }

    fn meet(&mut self) {
        for _ in 0..2 {
            for tablet in [&mut self.village, &mut self.other, &mut self.township] {
                meet(tablet, &mut self.county);
            }
        }
    }

    fn shares(&self) -> Vec<Share> {
        let ledger = &self.county.ledger;
        awarded(ledger, ledger.reward("r").unwrap(), &org("county"), day(3, 1), &Supposed::new()).unwrap()
    }

    fn amounts(&self) -> Vec<i64> {
        self.shares().iter().map(|one| one.award.amount).collect()
    }
}

fn apply_with(
    tablet: &mut Tablet,
    branch: &str,
    asked: Option<i64>,
    results: Vec<Achievement>,
) -> Result<ScoreId, Refusal> {
    let (branch, reward, text) = (org(branch), "r".to_owned(), "硬化村道两公里，已两级核验".to_owned());
    let command = ApplicationCommand::Apply { branch: branch.clone(), reward, text, asked, results };
    tablet.run(Command::Application(command))?;
    Ok(tablet.ledger.applications(&branch)[0].application.id)
}

fn apply(tablet: &mut Tablet, done: &ItemKey) -> ScoreId {
    let at = tablet.who.org.clone();
    apply_with(tablet, at.as_str(), None, vec![Achievement::Task(done.task)]).unwrap()
}

fn act(tablet: &mut Tablet, branch: &str, application: ScoreId, act: ScoreMove) -> Result<(), Refusal> {
    let reason = act.needs_reason().then(|| "成果与奖补事项对不上".to_owned());
    let command = ApplicationCommand::Act { branch: org(branch), application, act, reason };
    tablet.run(Command::Application(command)).map(drop)
}

fn state(tablet: &Tablet, application: ScoreId) -> ApplicationState {
    tablet.ledger.application(&org("v1"), application).unwrap().life.standing.state
}

fn denied(why: ApplyDenied) -> Refusal {
    Refusal::ApplyDenied(why)
}

#[test]
fn who_has_not_applied_is_given_nothing_and_the_others_get_the_rest() {
    let mut all = Scene::new(Some(Applying::Needed));
    assert_eq!(all.amounts(), [0, 0, 0], "nobody has applied");
    let own = apply(&mut all.village, &all.done);
    all.meet();
    assert_eq!(all.amounts(), [0, 0, 0], "to apply is not to be supported");
    act(&mut all.township, "v1", own, ScoreMove::Check).unwrap();
    all.meet();
    assert_eq!(all.amounts(), [100_000, 0, 0]);
    let reward = reward(Some(Applying::Needed));
    let left: Vec<Option<Left>> = all.shares().iter().map(|one| one.left_out(&reward)).collect();
    assert_eq!(left, [None, Some(Left::NotApplied), Some(Left::NotApplied)]);
    let of_other = apply(&mut all.other, &all.done);
    all.meet();
    act(&mut all.township, "v2", of_other, ScoreMove::Check).unwrap();
    all.meet();
    assert_eq!(all.amounts(), [50_000, 50_000, 0]);
    // What it rests on is taken up again: it counts no more.
    let item = ItemKey { branch: org("v2"), task: all.done.task };
    all.county.act(&item, Move::Reopen).unwrap();
    assert_eq!(all.amounts(), [100_000, 0, 0]);
    let view = all.county.ledger.application_for(&org("v2"), "r").unwrap();
    assert_eq!((view.life.standing.state, view.verified, view.counts()), (ApplicationState::Supported, 0, false));
}

#[test]
fn a_reward_of_an_earlier_version_needs_no_application() {
    let mut all = Scene::new(None);
    assert_eq!(all.amounts(), [50_000, 50_000, 0]);
    let text = serde_json::to_string(&reward(None)).unwrap();
    assert!(!text.contains("application"), "{text}");
    assert_eq!(serde_json::from_str::<Reward>(&text).unwrap(), reward(None));
    let results = vec![Achievement::Task(all.done.task)];
    assert_eq!(apply_with(&mut all.village, "v1", None, results), Err(denied(ApplyDenied::NotNeeded)));
}

#[test]
fn it_rests_on_results_of_its_own_that_were_verified() {
    let mut all = Scene::new(Some(Applying::WithAmount));
    let mut with = |asked, results| apply_with(&mut all.village, "v1", asked, results);
    let good = Achievement::Task(all.done.task);
    assert_eq!(with(Some(500_000), vec![]), Err(denied(ApplyDenied::NoResult)));
    for amount in [None, Some(0), Some(-1)] {
        assert_eq!(with(amount, vec![good]), Err(denied(ApplyDenied::Amount)));
    }
    let nobodys = Achievement::Task(taizhang_ledger::TaskId::new(uuid::Uuid::nil()));
    assert_eq!(with(Some(1), vec![good, nobodys]), Err(denied(ApplyDenied::Unverified)));
    let open = all.township.run(Command::SetTask(support::new_task(&["v1"]))).unwrap().task.unwrap();
    all.meet();
    let mut with = |asked, results| apply_with(&mut all.village, "v1", asked, results);
    assert_eq!(with(Some(1), vec![Achievement::Task(open)]), Err(denied(ApplyDenied::Unverified)), "not closed yet");
    with(Some(500_000), vec![good, good]).unwrap();
    assert_eq!(with(Some(500_000), vec![good]), Err(denied(ApplyDenied::Open)));
    assert_eq!(all.village.ledger.achievements(&org("v1")), [good]);
    let view = all.village.ledger.application_for(&org("v1"), "r").unwrap();
    assert_eq!((view.application.asked, view.application.results, view.verified), (Some(500_000), vec![good], 1));
    let nobody = apply_with(&mut all.village, "v2", Some(1), vec![good]);
    assert!(matches!(nobody, Err(Refusal::NoRight(_))), "of another branch: {nobody:?}");
    let above = apply_with(&mut all.county, "v1", Some(1), vec![good]);
    assert!(matches!(above, Err(Refusal::NoRight(_) | Refusal::ApplyDenied(ApplyDenied::Open))), "{above:?}");
}

#[test]
fn the_applicant_decides_nothing() {
    let mut all = Scene::new(Some(Applying::Needed));
    let own = apply(&mut all.village, &all.done);
    assert_eq!(act(&mut all.village, "v1", own, ScoreMove::Check), Err(denied(ApplyDenied::Authority)));
    assert_eq!(act(&mut all.village, "v1", own, ScoreMove::Reject), Err(denied(ApplyDenied::Authority)));
    all.meet();
    assert_eq!(act(&mut all.county, "v1", own, ScoreMove::Check), Err(denied(ApplyDenied::Authority)));
    assert_eq!(
        all.township.ledger.possible_application_acts(
            &all.township.who,
            &all.township.ledger.application(&org("v1"), own).unwrap(),
            all.township.clock
        ),
        [ScoreMove::Check, ScoreMove::Reject, ScoreMove::Withdraw]
    );
    // Who writes it on the village's behalf does not support it, and whoever supports it does not divide.
    act(&mut all.village, "v1", own, ScoreMove::Withdraw).unwrap();
    all.meet();
    let results = vec![Achievement::Task(all.done.task)];
    let on_behalf = apply_with(&mut all.township, "v1", None, results).unwrap();
    assert_eq!(act(&mut all.township, "v1", on_behalf, ScoreMove::Check), Err(denied(ApplyDenied::SamePerson)));
    let mut secretary = Tablet::new(6, "t1", Role::TownshipSecretary, "周书记");
    secretary.pull(&mut all.township);
    act(&mut secretary, "v1", on_behalf, ScoreMove::Check).unwrap();
    all.county.pull(&mut secretary);
    let publish = Command::PublishReward { reward: "r".to_owned(), seen: 100_000 };
    all.county.who.device = secretary.who.device;
    all.county.ledger.set_actor(secretary.who.device.actor([9; 4]));
    let refused = all.county.run(publish.clone()).unwrap_err();
    assert_eq!(refused, Refusal::PayRefused(PayRefusal::SamePerson), "the same device at another post");
    let mut county = Tablet::new(7, "county", Role::CountyOrgDept, "许科长");
    county.pull(&mut all.county);
    county.run(publish).unwrap();
    let given = county.ledger.given("r").unwrap();
    let share = given.shares[&org("v1")].application.clone().unwrap();
    assert_eq!((share.id, share.by.as_str(), share.supported_by.as_str()), (on_behalf, "林委员", "周书记"));
    assert_eq!((share.asked, share.results, given.application), (None, 1, Some(Applying::Needed)));
    assert!(given.shares[&org("v2")].application.is_none() && given.shares[&org("v2")].amount == 0);
}

#[test]
fn what_is_returned_says_why_and_is_filed_anew() {
    let mut all = Scene::new(Some(Applying::Needed));
    let first = apply(&mut all.village, &all.done);
    all.meet();
    let branch = org("v1");
    let silent = ApplicationCommand::Act { branch, application: first, act: ScoreMove::Reject, reason: None };
    let refused = all.township.run(Command::Application(silent)).unwrap_err();
    assert_eq!(refused, denied(ApplyDenied::NoReason));
    act(&mut all.township, "v1", first, ScoreMove::Reject).unwrap();
    all.meet();
    let view = all.village.ledger.application(&org("v1"), first).unwrap();
    assert_eq!(view.life.standing.state, ApplicationState::Returned);
    assert_eq!(view.last().unwrap().reason.as_deref(), Some("成果与奖补事项对不上"));
    let again = act(&mut all.township, "v1", first, ScoreMove::Check);
    assert_eq!(again, Err(denied(ApplyDenied::State(ApplicationState::Returned))));
    let second = apply(&mut all.village, &all.done);
    all.meet();
    act(&mut all.township, "v1", second, ScoreMove::Check).unwrap();
    all.meet();
    assert_eq!(all.amounts(), [100_000, 0, 0]);
    // The county may return what the township supports.
    act(&mut all.county, "v1", second, ScoreMove::Reject).unwrap();
    assert_eq!((state(&all.county, second), all.amounts()), (ApplicationState::Returned, vec![0, 0, 0]));
}

/// Two of the township who do not know of each other: the more cautious has the last word, in whatever order it comes.
#[test]
fn any_order_of_arrival_gives_the_same_state() {
    let mut all = Scene::new(Some(Applying::Needed));
    let own = apply(&mut all.village, &all.done);
    all.meet();
    let mut secretary = Tablet::new(6, "t1", Role::TownshipSecretary, "周书记");
    secretary.pull(&mut all.township);
    act(&mut all.township, "v1", own, ScoreMove::Check).unwrap();
    act(&mut secretary, "v1", own, ScoreMove::Reject).unwrap();
    act(&mut all.village, "v1", own, ScoreMove::Withdraw).unwrap();
    let mut states = Vec::new();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut reader = Tablet::new(8, "county", Role::CountyOrgDept, "许科长");
        reader.pull(&mut all.county);
        for from in order {
            let all = [&mut all.township, &mut secretary, &mut all.village];
            reader.pull(all[from]);
        }
        let view = reader.ledger.application(&org("v1"), own).unwrap();
        states.push((view.life.standing.state, view.life.contested));
    }
    states.dedup();
    assert_eq!(states, [(ApplicationState::Withdrawn, false)]);
}

#[test]
fn an_application_for_too_little_is_found() {
    let mut all = Scene::new(Some(Applying::Needed));
    let found = |all: &Scene| {
        let found = pay_findings(&all.county.ledger, &org("county"), day(3, 1)).into_iter();
        let of_application = |one| match one {
            PayFinding::AppliedWithoutResult { org, found, .. } => Some((org, found.amount, found.completion)),
            _ => None,
        };
        found.filter_map(of_application).collect::<Vec<_>>()
    };
    let own = apply(&mut all.village, &all.done);
    all.meet();
    assert_eq!(found(&all), [], "all is done");
    all.township.run(Command::SetTask(support::new_task(&["v1"]))).unwrap();
    all.meet();
    assert_eq!(found(&all), [(org("v1"), 0, taizhang_ledger::expr::Exact::new(1, 2))], "half is under 60 %");
    act(&mut all.township, "v1", own, ScoreMove::Reject).unwrap();
    all.meet();
    assert_eq!(found(&all), [], "it was returned");
}
