//! Words of points, pay and rewards (积分制考评, 以奖代补).

use taizhang_ledger::{
    Ledger, PayRefusal, Timestamp,
    expr::{Exact, Fault},
    points::{
        Budgeting, Flat, Flaw, Fraction, Given, GivenShare, PartKind, Points, PointsError, Published, Rank, RoundMode,
        Scheme, Simulation, Slip, Spread, Supposed, Totals, Unfit, UnfitWhy, Unit, Why,
    },
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
pub const SUM: &str = "合计";
pub const BUDGET: &str = "预算";
pub const NOT_SET: &str = "未设定";
pub const RULE: &str = "算法";
pub const HEADS: &str = "人数";
pub const RANKED_OF: &str = "参加排名的";
pub const BASE: &str = "基数（元）";
pub const CODE: &str = "编号";
pub const WEIGHT: &str = "权数";
pub const FLOOR: &str = "最低完成率";
pub const BY_SIZE: &str = "不同规模的村（社区）";
pub const TRIED_FAIR: &str = "试算后";
pub const REWARD_PUBLISH_EXPLAINED: &str = "公布后，各村、各乡镇都看得到各家做了多少、得多少。记录有变化可以重新公布。";
pub const REWARD_PUBLISHED_NOW: &str = "已公布，联网后各村各乡镇都看得到";
pub const REWARD_DIFFERS: &str = "按现在的记录算和公布的不一样。要以现在的为准，请重新公布。";
pub const REWARD_PUBLISHED: &str = "公布的分配结果";
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

pub use super::indicators::YUAN;

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
        PayRefusal::SamePerson => super::applications::SAME_PERSON.to_owned(),
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

/// A sum beside what there is.
pub fn beside(budget: Option<i64>, left: Option<i64>) -> String {
    match (budget, left) {
        (Some(budget), Some(left)) if left >= 0 => format!("预算{}元，还剩{}元。", money(budget), money(left)),
        (Some(budget), Some(left)) => format!("预算{}元，超出{}元。", money(budget), money(left.saturating_neg())),
        _ => BUDGET_NOT_SET.to_owned(),
    }
}

/// When and by whom something was published.
pub fn published_by(at: Timestamp, person: &str) -> String {
    format!("{}由{person}公布", super::date(at.date()))
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
        let fen = fraction.exact().and_then(|exact| taizhang_ledger::expr::rounded(exact, 0));
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

pub const EVIDENCE: &str = "凭哪条记录（可不选）";
pub const NO_EVIDENCE: &str = "不选";
pub const EVIDENCE_TASKS: &str = "任务";
pub const EVIDENCE_ROWS: &str = "登记簿";
pub const EVIDENCE_IS: &str = "凭：";
pub const WHOM: &str = "记给谁";
pub const WHOM_ALL: &str = "本单位参加这项考评的每个人";
pub const APPEALS: &str = "申诉";
pub const APPEAL_NEW: &str = "对得分、公布的绩效或没有记的分提出申诉";
pub const APPEAL_EXPLAINED: &str =
    "已公布的记分单，在那一笔下面直接申诉。这里写的，本单位、乡镇和县里都看得到，不要写金额。";
pub const APPEAL_AGAINST: &str = "对什么有不同意见";
pub const APPEAL_OPEN: &str = "等县里答复";
pub const APPEAL_GRANTED: &str = "县里采纳";
pub const APPEAL_UPHELD: &str = "县里维持";
pub const ANSWER_REASON: &str = "答复和理由";
pub const GRANT: &str = "采纳，由县里更正";
pub const UPHOLD: &str = "维持";
pub const ANSWERED: &str = "已答复";
pub const SCORED_APART: &str = "有单独记分的人：";
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
        ScoreMove::See => "已看到",
        ScoreMove::Grant => GRANT,
        ScoreMove::Withdraw => "撤回",
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
        ScoreMove::See => "已看到",
        ScoreMove::Grant => ANSWERED,
        ScoreMove::Withdraw => "已撤回",
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

/// Until when it can be appealed against, and whether a device of the branch has shown it.
pub fn appeal_until(day: chrono::NaiveDate, seen: bool) -> String {
    let seen = if seen { "" } else { "（村里的设备还没有打开看过，期限从看到那天算）" };
    format!("{}前可以申诉{seen}。", super::date(day))
}

/// An appeal that may have come after the days were over here.
pub fn appealed_late(on: chrono::NaiveDate, until: chrono::NaiveDate, reason: Option<&str>) -> String {
    let reason = reason.map(because).unwrap_or_default();
    format!("{reason}（申诉是{}在村里提出的，期限到{}，联网后才送到，算数。）", super::date(on), super::date(until))
}

/// Whom alone an entry counts for; by name to who may know it.
pub fn about(name: Option<&str>) -> String {
    name.map_or_else(|| "只记其中一人".to_owned(), |name| format!("只记{name}"))
}

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

/// Why pay is not published now.
pub fn not_while_behind(behind: &str) -> String {
    format!("现在不能公布绩效：{behind}对齐以后再公布，免得公布的数和县中心的不一样。")
}

/// What an appeal is against: a part.
pub fn against_part(name: &str) -> String {
    format!("“{name}”的得分")
}

/// What an appeal is against: a published slip, and when that was.
pub fn against_slip(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "公布的绩效".to_owned(), |at| format!("{}公布的绩效", super::date(at.date())))
}

/// What an appeal is against: an entry that was turned down.
pub fn against_entry(text: &str) -> String {
    let mut short: String = text.chars().take(30).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("没有记的分：{short}")
}

/// The county's answer.
pub fn answered(granted: bool, reason: &str) -> String {
    format!("{}：{reason}", if granted { APPEAL_GRANTED } else { APPEAL_UPHELD })
}

/// An appeal that waits for the county.
pub fn appeal_waits(text: &str) -> String {
    format!("等您答复申诉：{text}")
}

/// Appeals without an answer, before pay is published.
pub fn open_appeals(count: usize) -> String {
    format!("还有{count}件申诉没有答复，建议先答复再公布。")
}

/// The score of one of a branch's people, where it differs from the others'.
pub fn person_score(name: &str, points: Points) -> String {
    format!("{name}：{points}分")
}

/// Why something was done.
pub fn because(reason: &str) -> String {
    format!("理由：{reason}")
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

/// A heading or a title of what rests on numbers that nobody has set.
pub fn tried(said: &str) -> String {
    format!("试算：{said}")
}

/// A number that nobody has set.
pub fn is_supposed(said: &str) -> String {
    format!("{said}（假设）")
}

/// The name of a parameter among the rows of a table.
pub fn parameter_row(name: &str) -> String {
    format!("参数：{name}")
}

/// The weight of a part.
pub fn weight(part: &str) -> String {
    format!("{part}的分值")
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

/// That what is shown rests on numbers that nobody has set.
pub fn supposed(ledger: &Ledger, supposed: &Supposed) -> String {
    let parameters = ledger.parameter_names().filter_map(|one| Some((one, supposed.get(&one.id)?)));
    let said: Vec<String> = parameters.map(|(one, value)| format!("{}{value}{}", one.name, one.unit)).collect();
    let weights = if said.len() < supposed.len() { "和假设的分值" } else { "" };
    format!("试算：以下按假设的参数（{}）{weights}算，不是真实的数，不能作为依据。", said.join("，"))
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

/// In which tier most are.
pub fn largest_tier(scheme: &Scheme, tier: &str, count: usize, of: usize) -> String {
    format!("人最多的是{}，{of}个里有{count}个。", self::tier(scheme, Some(tier)))
}

/// How places of a size fare: by how many of the bounds they reach.
pub fn size(band: usize, bounds: &[i64], spread: &Spread, paid: i128) -> String {
    let from = band.checked_sub(1).and_then(|at| bounds.get(at));
    let name = match (from, bounds.get(band)) {
        (None, Some(to)) => format!("不到{to}户"),
        (Some(from), Some(to)) => format!("{from}户到{}户", to.saturating_sub(1)),
        (Some(from), None) => format!("{from}户以上"),
        (None, None) => "全部".to_owned(),
    };
    township(&name, spread, paid)
}

/// That some places have no size.
pub fn unsized_places(number: usize) -> String {
    format!("另有{number}个没有登记户数，没有算在里面。")
}

/// What was published of a reward.
pub fn reward_published(given: &Given) -> String {
    format!(
        "{}由{}公布，共{}元，预算{}元。",
        super::date(given.at.date()),
        given.by,
        money(given.sum()),
        money(given.budget)
    )
}

/// What is about to be published of a reward.
pub fn reward_to_publish(sum: i64, to: usize) -> String {
    format!("公布以奖代补分配结果：共{}元，发给{to}个单位。", money(sum))
}

/// How an organisation's share came about.
pub fn reward_basis(given: &Given, share: &GivenShare) -> String {
    let said = |fraction: Fraction| fraction.exact().map(exact).unwrap_or_default();
    let percent = share.completion.exact().map(self::share).unwrap_or_default();
    let applied = share.application.as_ref().map(super::applications::given_for).unwrap_or_default();
    if given.application.is_some() && share.application.is_none() {
        return format!("完成{}（完成率{percent}）：{}", said(share.done), super::applications::NOT_APPLIED);
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
        rest => format!("共{}元，发给{to}个单位；另有{rest}个单位不发，原因看“依据”。", money(sum)),
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
