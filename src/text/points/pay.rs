//! Words of pay that is published, and of its slips.

use taizhang_ledger::{
    PayRefusal, Timestamp,
    expr::rounded,
    points::{Budgeting, Fraction, PointsError, Published, RoundMode, Scheme, Slip, Totals, Unfit, UnfitWhy, Unit},
};

use super::{NO_TIER, UNKNOWN, beside, coefficient, flaw, money};
use crate::text::{applications, date};

pub const PAY_TABLE: &str = "绩效核算表";
pub const PERSON: &str = "姓名";
pub const MONTHS: &str = "任职月数";
pub const PUBLISHED_AMOUNT: &str = "已公布金额（元）";
pub const PUBLISH: &str = "公布";
pub const PUBLISH_AGAIN: &str = "重新公布";
pub const PUBLISH_TITLE: &str = "公布绩效";
pub const PUBLISH_EXPLAINED: &str = "公布后，每个人只看得到自己的，乡镇和县里看得到全部。公布的不能改；有变化就重新公布，旧的留着备查。到下一年三月底全部从平板上清除。";
pub const PUBLISHED_NOW: &str = "已公布，联网后送到乡镇和本人";
pub const CANCEL: &str = "先不公布";
pub const NOT_PUBLISHED: &str = "还没有公布。";
pub const TODAY_DIFFERS: &str = "黄底的人，按现在的记录算和公布的不一样。要以现在的为准，请重新公布。";
pub const HISTORY: &str = "以前公布过的";
pub const MY_PAY: &str = "我的绩效";
pub const TEAM: &str = "（班子）";
pub const SLIPS: &str = "打印绩效通知条";
pub const SLIPS_EXPLAINED: &str = "没有平板的人，打印出来当面交给本人，一人一张，不要张贴。";
pub const SLIPS_DONE: &str = "回到名单";
pub const PUBLISHED_LINES: &str = "县里公布的绩效";
pub const ALL_SEQUENCES: &str = "各序列绩效合计";
pub const ALL_BUDGET_NOT_SET: &str = "县里还没有设定各序列合计的预算，比不出够不够。";
pub const TO_ROSTER: &str = "名册由乡镇在登记簿里登记";

/// Why pay was not published.
pub fn pay_refused(why: &PayRefusal) -> String {
    match why {
        PayRefusal::UnknownScheme => UNKNOWN.to_owned(),
        PayRefusal::YearOver => "这一年度的绩效到三月底已经结清，不能再在这里公布。".to_owned(),
        PayRefusal::Unreckoned(PointsError::Flawed(why)) => format!("没有公布：{}", flaw(why)),
        PayRefusal::Unreckoned(_) => "现在算不出来，没有公布。请看本页的说明。".to_owned(),
        PayRefusal::Unreadable(rows) => unreadable(*rows),
        PayRefusal::Unfit(rows) => format!("名册里有{rows}人对不上，没有公布。请乡镇改好名册再公布。"),
        PayRefusal::Changed => "刚才收到了新的记录，金额有变化，没有公布。请看过新的结果再公布。".to_owned(),
        PayRefusal::SamePerson => applications::SAME_PERSON.to_owned(),
        PayRefusal::Nobody => "名册里还没有人，没有可以公布的。".to_owned(),
    }
}

/// That rows of the roster cannot be read yet.
pub fn unreadable(rows: usize) -> String {
    format!("名册里有{rows}人在这台设备上还读不出来，联网同步后才能公布。")
}

/// Somebody on the roster who does not fit.
pub fn unfit(one: &Unfit) -> String {
    match one.why {
        UnfitWhy::Organisation => format!("{}：名册里写的单位不是本乡镇参加考评的单位", one.name),
        UnfitWhy::Veto => format!("{}：本办法没有名册里写的这一条一票否决", one.name),
    }
}

/// Where nobody is on the roster.
pub fn missing(names: &[&str]) -> String {
    let shown: Vec<&str> = names.iter().copied().take(20).collect();
    let more = if names.len() > shown.len() { "等" } else { "" };
    format!(
        "名册里没有的{}个单位：{}{more}。名册里没有人，就不排名、不核算、不公布。{TO_ROSTER}。",
        names.len(),
        shown.join("、")
    )
}

/// What is about to be published.
pub fn to_publish(people: usize, sum: i64) -> String {
    format!("公布{people}个对象的绩效，合计{}元。", money(sum))
}

/// When and by whom something was published.
pub fn published_by(at: Timestamp, person: &str) -> String {
    format!("{}由{person}公布", date(at.date()))
}

/// How many slips of the newest publication there are, and what they come to.
pub fn published_sum(people: usize, sum: i64) -> String {
    format!("公布了{people}个对象，合计{}元。", money(sum))
}

/// An older slip.
pub fn older(one: &Published) -> String {
    let said = if one.slip.withdrawn { "撤回".to_owned() } else { format!("{}元", money(one.slip.amount)) };
    format!("{}：{said}，{}", one.slip.person.as_deref().unwrap_or(TEAM), published_by(one.at, &one.by.person))
}

/// The tier and coefficient of a slip.
pub fn slip_tier(slip: &Slip) -> String {
    let tier = slip.tier.as_ref().map_or(NO_TIER, |(_, name)| name.as_str());
    let rank = match slip.rank {
        [first, last, of] if first == last => format!("{of}个对象中第{first}名"),
        [first, _, of] => format!("{of}个对象中并列第{first}名"),
    };
    let veto = slip.veto.as_ref().map(|name| format!("；一票否决：{name}")).unwrap_or_default();
    format!("{tier}（{}分，{rank}{veto}）", slip.score)
}

/// How the amount of a slip comes about.
pub fn slip_formula(slip: &Slip) -> String {
    let yuan = |fraction: Fraction| {
        let fen = fraction.exact().and_then(|exact| rounded(exact, 0));
        fen.map(money).unwrap_or_default()
    };
    let by = slip.coefficient.exact().map(coefficient).unwrap_or_default();
    let heads = if slip.heads > 1 { format!("×{}人", slip.heads) } else { String::new() };
    if slip.is_by_months() {
        format!("全年基数{}元{heads}×{}/12个月×系数{by}＝{}元", yuan(slip.whole_year), slip.months, money(slip.amount))
    } else {
        format!("基数{}元×系数{by}＝{}元（任职{}个月）", yuan(slip.base), money(slip.amount), slip.months)
    }
}

/// The points of a slip, part by part.
pub fn slip_parts(slip: &Slip) -> String {
    let parts: Vec<String> = slip.parts.iter().map(|part| format!("{}{}分", part.name, part.points)).collect();
    parts.join("，")
}

/// One scheme among all.
pub fn of_all(name: &str, sum: Option<i64>, published: bool) -> String {
    match sum {
        Some(sum) if published => format!("{name}：{}元（已公布）", money(sum)),
        Some(sum) => format!("{name}：{}元（试算，未公布）", money(sum)),
        None => format!("{name}：还算不出来"),
    }
}

/// All schemes beside what there is for all of them.
pub fn all_sums(totals: &Totals) -> String {
    let sum = money(totals.sum);
    match totals.budget.zip(totals.left()) {
        Some((budget, left)) => format!("合计{sum}元。{}", beside(Some(budget), Some(left))),
        None => format!("合计{sum}元。{ALL_BUDGET_NOT_SET}"),
    }
}

/// Why pay is not published now.
pub fn not_while_behind(behind: &str) -> String {
    format!("现在不能公布绩效：{behind}对齐以后再公布，免得公布的数和县中心的不一样。")
}

/// How amounts come of the table, so that anybody can reckon them again.
pub fn pay_rule(scheme: &Scheme) -> String {
    let unit = match scheme.rounding.unit {
        Unit::Fen => "分",
        Unit::Yuan => "元",
    };
    let mode = match scheme.rounding.mode {
        RoundMode::Down => "尾数舍去",
        RoundMode::HalfUp => "四舍五入",
    };
    match scheme.within_budget {
        Budgeting::AsIs => format!("金额＝基数×系数，{mode}到{unit}"),
        Budgeting::Scale => {
            format!(
                "预算按基数×系数的比例分完：先取整到{unit}，余下的按余数从大到小各加一{unit}，余数相同的编号在前的先得"
            )
        }
    }
}
