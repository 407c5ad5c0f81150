//! Words of points, pay and rewards (积分制考评, 以奖代补).

use taizhang_ledger::{
    Ledger,
    expr::{Exact, Fault},
    points::{Flat, PartKind, Points, PointsError, Rank, Scheme, Simulation, Spread, Why},
    register::decimal,
    score::{ScoreDenied, ScoreMove, ScoreState},
};

use super::{indicators, registers::grouped};

pub const NAV: &str = "考评";
pub const TITLE: &str = "积分考评和以奖代补";
pub const EXPLAINED: &str = "分数只来自核验过的结果，不看谁用系统多。每一分都能点开看来源。";
pub const NONE: &str = "任务书里还没有考评办法。联网同步后再看。";
pub const UNKNOWN: &str = "这台设备上没有这个考评办法。联网同步后再打开。";
pub const SCHEMES: &str = "积分制考评";
pub const REWARDS: &str = "以奖代补";
pub const PROVISIONAL: &str = "按这台设备上的记录算，是暂计；档次和金额由县里核定后公布。";
pub const PROVISIONAL_COUNTY: &str = "按已收到的记录试算，公布前都可以变。";
pub const PARTS: &str = "分数怎么来的";
pub const TOTAL: &str = "总分";
pub const RANK: &str = "名次";
pub const ORG: &str = "单位";
pub const TIER: &str = "档次";
pub const COEFFICIENT: &str = "系数";
pub const AMOUNT: &str = "金额（元）";
pub const TRIED: &str = "试算金额（元）";
pub const WHY: &str = "依据";
pub const NO_ENTRIES: &str = "这一项凭记分单，还没有记分";
pub const BY_ENTRIES: &str = "凭记分单的项目，只算县里确认过的。";
pub const SEE_RECORDS: &str = "看来源记录";
pub const TRIAL: &str = "试一试：改了参数会怎样";
pub const TRIAL_EXPLAINED: &str = "只是试算，不会保存。要改请到任务书里改。";
pub const CLEAR: &str = "恢复原数";
pub const FAIR: &str = "公不公平";
pub const BY_TOWNSHIP: &str = "各乡镇";
pub const ALL_TOLD_APART: &str = "分数拉开了差距。";
pub const BUDGET_NOT_SET: &str = "县里还没有设定预算，比不出够不够。";
pub const SETTLE: &str = "到任务书设定";
pub const NO_TIER: &str = "不发";
pub const COMPLETION: &str = "完成率";
pub const DONE: &str = "完成的数";
pub const REWARD_SHARE: &str = "奖补（元）";
pub const REWARD_TRIED: &str = "试算奖补（元）";
pub const NOTHING_DONE: &str = "没有完成到规定比例，不奖补";
pub const NONE_GIVEN: &str = "没有单位达到规定的完成率，一分也不发。";
pub const PRINT: &str = "打印";
pub const PAY_TABLE: &str = "绩效核算表";
pub const REWARD_TABLE: &str = "以奖代补分配表";
pub const UP: &str = "回到名单";

pub const WAITING: &str = "等您办的记分单";
pub const PROPOSE: &str = "记一笔分";
pub const PROPOSE_NOW: &str = "提出";
pub const PROPOSED: &str = "已提出，等核对";
pub const ENTRY_TEXT: &str = "做了什么、凭什么（文件、记录、台账）";
pub const ENTRY_DAY: &str = "哪一天";
pub const BAD_POINTS: &str = "请填分数，例如 2 或 2.5，最多两位小数；日期也要填。";
pub const CONTESTED: &str = "有不同意见";
/// The unit of points.
pub const UNIT: &str = "分";

/// What is done to an entry.
pub const fn act(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Check => "核对属实",
        ScoreMove::Confirm => "确认",
        ScoreMove::Publish => "公布",
        ScoreMove::Appeal => "申诉",
        ScoreMove::Uphold => "维持原分",
        ScoreMove::Reject => "不予记分",
    }
}

/// What was done to an entry.
pub const fn acted(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Check => "已核对，等县里确认",
        ScoreMove::Confirm => "已确认，计入总分",
        ScoreMove::Publish => "已公布",
        ScoreMove::Appeal => "已申诉，等县里答复",
        ScoreMove::Uphold => "已维持原分",
        ScoreMove::Reject => "已定为不予记分",
    }
}

/// What must be said with an act.
pub const fn reason_for(act: ScoreMove) -> &'static str {
    match act {
        ScoreMove::Appeal => "为什么不同意",
        _ => "理由",
    }
}

/// The state of an entry.
pub const fn state(state: ScoreState) -> &'static str {
    match state {
        ScoreState::Proposed => "等乡镇核对",
        ScoreState::EvidenceChecked => "等县里确认",
        ScoreState::Confirmed => "已确认",
        ScoreState::Published => "已公布",
        ScoreState::Appealed => "申诉中",
        ScoreState::Final => "已定",
        ScoreState::Rejected => "不予记分",
    }
}

/// Its colour.
pub const fn tone(state: ScoreState) -> &'static str {
    match state {
        ScoreState::Proposed | ScoreState::EvidenceChecked => "wait",
        ScoreState::Confirmed | ScoreState::Published | ScoreState::Final => "done",
        ScoreState::Appealed => "new",
        ScoreState::Rejected => "danger",
    }
}

/// Why an act on an entry does not count.
pub const fn denied(denied: ScoreDenied) -> &'static str {
    match denied {
        ScoreDenied::State(_) => "这笔分的状态已经变了，现在不能这样办。请看一下最新的状态。",
        ScoreDenied::Authority => "这一步由别的层级来办。",
        ScoreDenied::SamePerson => "提出、核对、确认要三个不同的人，请换一位同志来办。",
        ScoreDenied::NoReason => "请写明理由。",
        ScoreDenied::TooLate => "申诉的期限已过。",
    }
}

/// The points of an entry.
pub fn entry_points(kind: PartKind, points: Points) -> String {
    if kind == PartKind::Deduction { format!("扣{points}分") } else { format!("{points}分") }
}

/// Who proposed an entry, and of which day.
pub fn entry_by(person: &str, on: chrono::NaiveDate) -> String {
    format!("{person}，{}", super::date(on))
}

/// Until when it can be appealed against.
pub fn appeal_until(day: chrono::NaiveDate) -> String {
    format!("{}前可以申诉。", super::date(day))
}

/// Why something was done.
pub fn because(reason: &str) -> String {
    format!("理由：{reason}")
}

/// Points that wait.
pub fn pending(kind: PartKind, points: Points) -> String {
    if kind == PartKind::Deduction { format!("另有扣{points}分在核") } else { format!("另有{points}分在核") }
}

/// What waits to be done with an entry.
pub fn waits(next: ScoreMove, kind: PartKind, points: Points, text: &str) -> String {
    format!("等您{}：{}，{text}", act(next), entry_points(kind, points))
}

/// The field of points.
pub fn points_up_to(max: Points) -> String {
    format!("分数（最多{max}分）")
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
    taizhang_ledger::expr::rounded(exact, 2).map(|number| decimal(number, 2)).unwrap_or_default()
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
    taizhang_ledger::expr::rounded(exact, places).map(|number| grouped(&decimal(number, places))).unwrap_or_default()
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

/// The sum beside the budget, and whether the tiers only move money about.
pub fn sums(simulation: &Simulation) -> Vec<String> {
    let mut said = vec![format!("合计{}元，{}个对象。", money(simulation.sum), simulation.outcomes.len())];
    said.push(match (simulation.budget, simulation.left()) {
        (Some(budget), Some(left)) if left >= 0 => format!("预算{}元，还剩{}元。", money(budget), money(left)),
        (Some(budget), Some(left)) => format!("预算{}元，超出{}元。", money(budget), money(-left)),
        _ => BUDGET_NOT_SET.to_owned(),
    });
    said.push(match simulation.tilt() {
        0 => "分档没有让总额变化：有人多拿的，正是有人少拿的。".to_owned(),
        more @ 1.. => format!("分档让总额比都按系数1多{}元。", money(more)),
        less => format!("分档让总额比都按系数1少{}元。", money(-less)),
    });
    said
}

/// How scores are spread.
pub fn spread(spread: &Spread) -> String {
    let middle = |exact| coefficient(exact);
    format!(
        "最高{}分，最低{}分，相差{}分；平均{}分，中间{}分。",
        spread.max,
        spread.min,
        spread.width(),
        middle(spread.mean),
        middle(spread.median)
    )
}

/// Why it is all the same how much one does.
pub fn flat(scheme: &Scheme, flat: &Flat) -> String {
    match flat {
        Flat::NarrowSpread { spread, min } => {
            format!("干多干少一个样：最高分和最低分只差{spread}分，不到{min}分。")
        }
        Flat::OneTier { tier: id, count, of, max } => {
            format!("干多干少一个样：{of}个里有{count}个都在{}，超过{}。", tier(scheme, Some(id)), share(*max))
        }
    }
}

/// How a township fares.
pub fn township(name: &str, spread: &Spread, paid: i128) -> String {
    let paid = i64::try_from(paid).unwrap_or(i64::MAX);
    format!("{name}：{}个，平均{}分，合计{}元", spread.count, coefficient(spread.mean), money(paid))
}

/// What other parameters would do.
pub fn compared(sum_by: i64, changed: usize, tiers: usize) -> String {
    match changed {
        0 => "谁的钱都不变。".to_owned(),
        _ => format!("总额{}；{changed}个对象的分数、名次或金额有变化，其中{tiers}个换了档次。", money_by(sum_by)),
    }
}

/// What all rewards come to.
pub fn given(sum: i64, to: usize, of: usize) -> String {
    match of - to {
        0 => format!("共{}元，发给{to}个单位。", money(sum)),
        rest => format!("共{}元，发给{to}个单位；另有{rest}个单位没有完成到规定比例，不发。", money(sum)),
    }
}

/// Why it cannot be told.
pub fn error(ledger: &Ledger, why: &PointsError) -> String {
    match why {
        PointsError::Formula { fault: fault @ Fault::NotSet(_), .. } => {
            format!("{}，设定后才能算。", indicators::fault(ledger, fault))
        }
        PointsError::Formula { fault, .. } => format!("算不出来：{}。", indicators::fault(ledger, fault)),
        PointsError::TooLarge | PointsError::TooMany(_) => "数太大，算不了，请告诉县里。".to_owned(),
        _ => "考评办法里有对不上的地方，请县里检查任务书。".to_owned(),
    }
}
