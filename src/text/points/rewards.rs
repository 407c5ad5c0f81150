//! Words of rewards (以奖代补).

use taizhang_ledger::{
    expr::{Exact, rounded},
    points::{Fraction, Given, GivenShare, Unit},
    register::decimal,
};

use super::{exact, money};
use crate::text::{applications, date, registers::grouped};

pub const CODE: &str = "编号";
pub const WEIGHT: &str = "权数";
pub const FLOOR: &str = "最低完成率";
pub const REWARD_PUBLISH_EXPLAINED: &str = "公布后，各村、各乡镇都看得到各家做了多少、得多少。记录有变化可以重新公布。";
pub const REWARD_PUBLISHED_NOW: &str = "已公布，联网后各村各乡镇都看得到";
pub const REWARD_DIFFERS: &str = "按现在的记录算和公布的不一样。要以现在的为准，请重新公布。";
pub const REWARD_PUBLISHED: &str = "公布的分配结果";
pub const COMPLETION: &str = "完成率";
pub const DONE: &str = "完成的数";
pub const REWARD_SHARE: &str = "奖补（元）";
pub const REWARD_TRIED: &str = "试算奖补（元）";
pub const NOTHING_DONE: &str = "没有完成到规定比例，不奖补";
pub const NONE_GIVEN: &str = "没有单位达到规定的完成率，一分也不发。";
pub const REWARD_TABLE: &str = "以奖代补分配表";

/// How shares come of the table.
pub fn reward_rule(steps: bool, unit: Unit) -> String {
    let unit = match unit {
        Unit::Fen => "分",
        Unit::Yuan => "元",
    };
    let weight = if steps { "完成率达到的档次的权数" } else { "完成的数" };
    format!(
        "完成率达到最低完成率的，权数＝{weight}，没有达到的权数是0；预算按权数的比例分：先取整到{unit}，余下的按余数从大到小各加一{unit}，余数相同的编号在前的先得"
    )
}

/// A share, as a percentage to one place, rounded down.
pub fn share(exact: Exact) -> String {
    let down = exact.numer().checked_mul(1000).map(|top| top.div_euclid(*exact.denom()));
    down.and_then(|number| i64::try_from(number).ok())
        .map_or_else(String::new, |number| format!("{}%", decimal(number, 1)))
}

/// How much was done: a whole number mostly.
pub fn done(exact: Exact) -> String {
    let places = if exact.is_integer() { 0 } else { 2 };
    rounded(exact, places).map(|number| grouped(&decimal(number, places))).unwrap_or_default()
}

/// What was published of a reward.
pub fn reward_published(given: &Given) -> String {
    format!("{}由{}公布，共{}元，预算{}元。", date(given.at.date()), given.by, money(given.sum()), money(given.budget))
}

/// What is about to be published of a reward.
pub fn reward_to_publish(sum: i64, to: usize) -> String {
    format!("公布以奖代补分配结果：共{}元，发给{to}个单位。", money(sum))
}

/// How an organisation's share came about.
pub fn reward_basis(given: &Given, share: &GivenShare) -> String {
    let said = |fraction: Fraction| fraction.exact().map(exact).unwrap_or_default();
    let percent = share.completion.exact().map(self::share).unwrap_or_default();
    let applied = share.application.as_ref().map(applications::given_for).unwrap_or_default();
    if given.application.is_some() && share.application.is_none() {
        return format!("完成{}（完成率{percent}）：{}", said(share.done), applications::NOT_APPLIED);
    }
    let basis = match share.weight.exact() {
        Some(weight) if *weight.numer() > 0 => format!(
            "完成{}（完成率{percent}），权数{}÷全部权数{}×预算{}元＝{}元",
            said(share.done),
            said(share.weight),
            exact(given.weights()),
            money(given.budget),
            money(share.amount)
        ),
        _ => format!("完成{}（完成率{percent}）：{NOTHING_DONE}", said(share.done)),
    };
    format!("{applied}{basis}")
}

/// By which weight a part of the budget is given.
pub fn by_weight(weight: Exact, all: Exact) -> String {
    format!("权数{}÷全部权数{}×预算", exact(weight), exact(all))
}

/// A reward without a result.
pub fn without_result(name: &str, amount: i64, completion: Exact, min: Exact) -> String {
    format!("{name}：奖补{}元，完成率只有{}，不到{}。", money(amount), share(completion), share(min))
}

/// What all rewards come to.
pub fn given(sum: i64, to: usize, of: usize) -> String {
    match of - to {
        0 => format!("共{}元，发给{to}个单位。", money(sum)),
        rest => format!("共{}元，发给{to}个单位；另有{rest}个单位不发，原因看“依据”。", money(sum)),
    }
}
