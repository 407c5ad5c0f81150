//! A scheme by the default practice, and people in it.

use taizhang_ledger::{
    OrgId, OrgKind,
    expr::{Exact, Expr, Operator},
    points::{Method, Participant, Points, Reward, Scheme, Scored, Unit},
};

/// 30 % at 1.2, up to 70 % at 1.0, the others at 0.8; 12,000 yuan a year. `small` stands as it is given.
pub fn scheme(small: &str) -> Scheme {
    let percent = |number: i64| format!(r#"{{"both":["div",[{{"number":{number}}},{{"number":100}}]]}}"#);
    let text = format!(
        r#"{{"id":"s","name":"考评","sequence":{{"id":"q","name":"序列"}},"subject":"person","why":"干多干少不一样",
        "kinds":["village"],"full":10000,"parts":[
          {{"id":"basic","name":"基础","words":"","kind":"basic","max":4000,"source":"entries"}},
          {{"id":"duty","name":"履职","words":"","kind":"duty","max":6000,"source":"entries"}},
          {{"id":"more","name":"加分","words":"","kind":"bonus","max":500,"source":"entries"}},
          {{"id":"less","name":"扣分","words":"","kind":"deduction","max":1000,"source":"entries"}}],
        "vetoes":[{{"id":"none","name":"处分","effect":"no_pay"}},{{"id":"low","name":"造假","effect":"lowest_tier"}},
          {{"id":"mid","name":"整顿","effect":{{"at_most":"middle"}}}}],
        "vetoed_rank":"keep","within":"county","ties":"best","tiers":[
          {{"id":"top","name":"一","reach":{{"share":{}}},"coefficient":{}}},
          {{"id":"middle","name":"二","reach":{{"share":{}}},"coefficient":{}}},
          {{"id":"bottom","name":"三","reach":"rest","coefficient":{}}}],
        {small}"base":{{"both":["div",[{{"both":["mul",[{{"both":["mul",[{{"param":"base"}},{{"name":"heads"}}]]}},
          {{"name":"months"}}]]}},{{"number":12}}]]}},
        "budget":{{"param":"budget"}},"within_budget":"as_is","rounding":{{"unit":"yuan","mode":"half_up"}},
        "appeal_days":5,"of_a_later_version":[1,2]}}"#,
        percent(30),
        percent(120),
        percent(70),
        percent(100),
        percent(80),
    );
    serde_json::from_str(&text).unwrap()
}

/// Up to seven people go by floors of 90 and 75.
pub const BY_SCORE: &str = r#""small":{"up_to":7,"rule":{"by_score":[{"tier":"top","floor":{"number":90}},
    {"tier":"middle","floor":{"number":75}}]}},"#;
/// Up to seven people are all in the middle tier.
pub const ALL_IN: &str = r#""small":{"up_to":7,"rule":{"all_in":"middle"}},"#;

/// Someone with a score in hundredths, who serves alone and all year in a village of the first township.
pub fn person(id: &str, score: i64) -> Participant {
    Participant {
        id: id.to_owned(),
        org: org("v1"),
        township: Some(org("t1")),
        scored: Scored::Total(Points(score)),
        vetoes: Vec::new(),
        heads: 1,
        months: 12,
        size: None,
    }
}

/// People with these scores, called `p00` and so on.
pub fn people(scores: &[i64]) -> Vec<Participant> {
    scores.iter().enumerate().map(|(place, score)| person(&format!("p{place:02}"), *score)).collect()
}

/// A base of 12,000 yuan, and no budget.
pub fn numbers(name: &str) -> Option<i64> {
    (name == "base").then_some(12_000)
}

pub fn whole(number: i128) -> Exact {
    Exact::from_integer(number)
}

pub fn percent(number: i64) -> Expr {
    let hundred = Box::new((Expr::Number(number), Expr::Number(100)));
    Expr::Both(taizhang_ledger::expr::Operator::Over, hundred)
}

fn org(id: &str) -> OrgId {
    id.parse().unwrap()
}

/// A reward of villages by their results: what is done in proportion to what is due.
pub fn reward(method: impl FnOnce(Expr) -> Method, budget: Expr) -> Reward {
    let (done, due) = (Expr::Name("done".to_owned()), Expr::Name("due".to_owned()));
    Reward {
        id: "r".to_owned(),
        name: "以奖代补".to_owned(),
        why: "大干大支持".to_owned(),
        kinds: vec![OrgKind::Village],
        indicator: "results".to_owned(),
        completion: Expr::Both(Operator::Over, Box::new((done.clone(), due))),
        floor: percent(0),
        method: method(done),
        budget,
        unit: Unit::Yuan,
        application: None,
        retired: false,
    }
}
