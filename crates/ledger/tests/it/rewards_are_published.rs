//! What a reward came to is published, and what is wrong with it told.

use crate::support::{
    self, Tablet, day, meet, org,
    payroll::{add, set, three},
};
use taizhang_ledger::{
    Command, Definition, PayRefusal, Refusal,
    detect::{PayFinding, pay_findings},
    expr::{Exact, Expr, Operator},
    points::{Flat, Method, Points, Supposed, awarded},
};

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
