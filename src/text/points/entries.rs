//! Words of score entries (记分单) and appeals.

use taizhang_ledger::{
    Timestamp,
    points::{PartKind, Points},
    score::{ScoreDenied, ScoreMove, ScoreState},
};

use crate::text::date;

pub const NO_ENTRIES: &str = "这一项凭记分单，还没有记分";
pub const BY_ENTRIES: &str = "凭记分单的项目，只算县里确认过的。";
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
    format!("{person}，{}", date(on))
}

/// Until when it can be appealed against, and whether a device of the branch has shown it.
pub fn appeal_until(day: chrono::NaiveDate, seen: bool) -> String {
    let seen = if seen { "" } else { "（村里的设备还没有打开看过，期限从看到那天算）" };
    format!("{}前可以申诉{seen}。", date(day))
}

/// An appeal that may have come after the days were over here.
pub fn appealed_late(on: chrono::NaiveDate, until: chrono::NaiveDate, reason: Option<&str>) -> String {
    let reason = reason.map(because).unwrap_or_default();
    format!("{reason}（申诉是{}在村里提出的，期限到{}，联网后才送到，算数。）", date(on), date(until))
}

/// Whom alone an entry counts for; by name to who may know it.
pub fn about(name: Option<&str>) -> String {
    name.map_or_else(|| "只记其中一人".to_owned(), |name| format!("只记{name}"))
}

/// What an appeal is against: a part.
pub fn against_part(name: &str) -> String {
    format!("“{name}”的得分")
}

/// What an appeal is against: a published slip, and when that was.
pub fn against_slip(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "公布的绩效".to_owned(), |at| format!("{}公布的绩效", date(at.date())))
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
