//! Words of points, pay and rewards (积分考评, 以奖代补).

mod entries;
mod pay;
mod rewards;
mod trial;

use taizhang_ledger::{
    Ledger,
    expr::{Exact, Fault, rounded},
    points::{Flaw, PartKind, Points, PointsError, Rank, Scheme, Why},
    register::decimal,
};

pub use self::{entries::*, pay::*, rewards::*, trial::*};
pub use super::indicators::YUAN;
use super::{indicators, registers::grouped};

pub const NAV: &str = "考评";
pub const TITLE: &str = "积分考评和以奖代补";
pub const EXPLAINED: &str = "分数只来自核验过的结果，不看谁用系统多。每一分都能点开看来源。";
pub const NONE: &str = "任务书里还没有考评办法。联网同步后再看。";
pub const UNKNOWN: &str = "这台设备上没有这个考评办法。联网同步后再打开。";
pub const SCHEMES: &str = "积分制考评";
pub const REWARDS: &str = "以奖代补";
pub const PROVISIONAL: &str = "按这台设备上的记录算，是暂计；档次和金额由县里核定后公布。";
pub const SUM: &str = "合计";
pub const BUDGET: &str = "预算";
pub const NOT_SET: &str = "未设定";
pub const RULE: &str = "算法";
pub const HEADS: &str = "人数";
pub const RANKED_OF: &str = "参加排名的";
pub const BASE: &str = "基数（元）";
pub const PROVISIONAL_COUNTY: &str = "按已收到的记录试算，公布前都可以变。";
pub const PARTS: &str = "分数怎么来的";
pub const TOTAL: &str = "总分";
pub const RANK: &str = "名次";
pub const ORG: &str = "单位";
pub const TIER: &str = "档次";
pub const COEFFICIENT: &str = "系数";
pub const AMOUNT: &str = "金额（元）";
pub const WHY: &str = "依据";
pub const SEE_RECORDS: &str = "看来源记录";
pub const BUDGET_NOT_SET: &str = "县里还没有设定预算，比不出够不够。";
pub const SETTLE: &str = "到任务书设定";
pub const NO_TIER: &str = "不发";
pub const PRINT: &str = "打印";
pub const UP: &str = "回到名单";

/// A sum beside what there is.
pub fn beside(budget: Option<i64>, left: Option<i64>) -> String {
    match (budget, left) {
        (Some(budget), Some(left)) if left >= 0 => format!("预算{}元，还剩{}元。", money(budget), money(left)),
        (Some(budget), Some(left)) => format!("预算{}元，超出{}元。", money(budget), money(left.saturating_neg())),
        _ => BUDGET_NOT_SET.to_owned(),
    }
}

/// The unit of points.
pub const UNIT: &str = "分";

/// How much something open would add.
pub fn would_add(points: Points) -> String {
    format!("办成可加{points}分")
}

/// The hub's points of a part, beside others.
pub fn hub_part(points: Option<Points>) -> String {
    points.map_or_else(|| "县中心：没有分".to_owned(), |points| format!("县中心：{points}分"))
}

/// The hub's score is the same.
pub fn hub_same(points: Points, at: &str) -> String {
    format!("县中心确认{points}分，和本机相同（{at}）。")
}

/// The hub's score was reckoned on another day.
pub fn hub_then(points: Points, at: &str) -> String {
    format!("县中心{at}核算为{points}分。")
}

/// The hub's score is another, and why.
pub fn hub_other(points: Points, at: &str, behind: Option<&str>) -> String {
    let why = behind.unwrap_or("上级或别的设备刚写的还没到这台设备，稍等再看。");
    format!("县中心确认{points}分（{at}），和本机暂计不同：{why}")
}

/// What this device has not handed in or not got.
pub fn behind(unsent: usize, refused: usize, caught_up: bool) -> String {
    let mut said = Vec::new();
    if unsent > 0 {
        said.push(format!("本机有{unsent}处修改还没送到县中心"));
    }
    if refused > 0 {
        said.push(format!("有{refused}处修改县中心没有收下（在“同步”里看原因）"));
    }
    if !caught_up {
        said.push("本机还没有和县中心对齐（没有联网，或者正在同步）".to_owned());
    }
    format!("{}。", said.join("；"))
}

/// A number exactly: as a decimal where it has an end, or else as a fraction.
pub fn exact(number: Exact) -> String {
    let ends = (0..=9_u8).find_map(|places| {
        let unit = 10_i128.checked_pow(places.into())?;
        let whole = number.numer().checked_mul(unit).filter(|top| top % number.denom() == 0)? / number.denom();
        Some(decimal(i64::try_from(whole).ok()?, places))
    });
    ends.unwrap_or_else(|| format!("{}/{}", number.numer(), number.denom()))
}

/// What a part is.
pub const fn kind(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Basic => "基础积分",
        PartKind::Duty => "履职积分",
        PartKind::Bonus => "加分",
        PartKind::Deduction => "扣分",
    }
}

/// Points of a part, and the most there are.
pub fn of(kind: PartKind, points: Points, max: Points) -> String {
    match kind {
        PartKind::Deduction if points == Points::ZERO => format!("不扣（最多扣{max}分）"),
        PartKind::Deduction => format!("扣{points}分（最多扣{max}分）"),
        _ => format!("{points}分（满分{max}分）"),
    }
}

/// A score.
pub fn score(points: Points) -> String {
    format!("{points}分")
}

/// What could still be added.
pub fn open(points: Points) -> String {
    format!("还可以加{points}分")
}

/// A place, shared or not.
pub fn rank(rank: Rank) -> String {
    if rank.first == rank.last { rank.first.to_string() } else { format!("{}（并列）", rank.first) }
}

/// An amount of money in yuan.
pub fn money(fen: i64) -> String {
    grouped(&decimal(fen, 2))
}

/// By how much more or less money it is.
pub fn money_by(fen: i64) -> String {
    match fen {
        0 => "不变".to_owned(),
        ..0 => format!("少{}元", money(-fen)),
        _ => format!("多{}元", money(fen)),
    }
}

/// The name of a tier.
pub fn tier(scheme: &Scheme, id: Option<&str>) -> String {
    let name = |id: &str| scheme.tiers.iter().find(|one| one.id == id).map_or(id, |one| one.name.as_str()).to_owned();
    id.map_or_else(|| NO_TIER.to_owned(), name)
}

/// A coefficient, to two places.
pub fn coefficient(exact: Exact) -> String {
    rounded(exact, 2).map(|number| decimal(number, 2)).unwrap_or_default()
}

/// Why somebody is in their tier.
pub fn why(scheme: &Scheme, why: &Why) -> String {
    match why {
        Why::Share => "按名次".to_owned(),
        Why::Floor => "按分数".to_owned(),
        Why::Rest => "其余".to_owned(),
        Why::SmallByScore => "人数少，按分数".to_owned(),
        Why::SmallAll => "人数少，同一档".to_owned(),
        Why::Veto(id) => {
            let name = scheme.veto(id).map_or(id.as_str(), |veto| veto.name.as_str());
            format!("一票否决：{name}")
        }
    }
}

/// What does not fit the taskbook any more, so that nobody is paid by it.
pub fn flaw(flaw: &Flaw) -> String {
    let why = match flaw {
        Flaw::Unverified { sum, .. } => format!("“{sum}”看的是支部自己填的登记簿，没有经过核验"),
        Flaw::OwnWord { sum, .. } => format!("“{sum}”看的是支部自己填的数，没有经过核验"),
        Flaw::Use(word) => format!("“{word}”是看怎么用系统，不能计分"),
        Flaw::UnknownIndicator(id) => format!("任务书里没有指标“{id}”了"),
        Flaw::NotOf(_) => "指标对参加的单位没有数".to_owned(),
        Flaw::FullMarks { sum, full } => format!("基础积分和履职积分合计{sum}分，不是满分{full}分"),
        Flaw::UnknownTier(id) => format!("没有“{id}”这一档"),
        Flaw::Formula(_)
        | Flaw::Today
        | Flaw::Count { .. }
        | Flaw::Twice(_)
        | Flaw::Rest
        | Flaw::Mixed
        | Flaw::NotAbove
        | Flaw::NothingFull => "算法里有对不上的地方".to_owned(),
    };
    format!("这个办法和现在的任务书对不上：{why}。请县里把任务书改好，改好前不核算、不公布。")
}

/// Why it cannot be told.
pub fn error(ledger: &Ledger, why: &PointsError) -> String {
    match why {
        PointsError::Formula { fault: fault @ Fault::NotSet(_), .. } => {
            format!("{}，设定后才能算。", indicators::fault(ledger, fault))
        }
        PointsError::Formula { fault, .. } => format!("算不出来：{}。", indicators::fault(ledger, fault)),
        PointsError::Flawed(why) => flaw(why),
        PointsError::TooLarge | PointsError::TooMany(_) => "数太大，算不了，请告诉县里。".to_owned(),
        _ => "考评办法里有对不上的地方，请县里检查任务书。".to_owned(),
    }
}
