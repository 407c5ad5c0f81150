//! The township's day: reminders, what waits for a verdict, who has signed, writing on behalf.

use taizhang_ledger::{Matter, Move, State, Tier, Timestamp};

use crate::state::{Given, GivenOrder};

pub const REMINDER: &str = "催办";
pub const REMIND: &str = "催办";
pub const REMIND_HINT: &str = "想对支部说的话";
pub const REMIND_DEFAULT: &str = "请尽快签收、办理，并把进展写进台账。";
pub const REMIND_NOW: &str = "发出催办";
pub const REMINDED_SECTION: &str = "上级提醒的";
pub const BEHALF: &str = "您现在写的会记为“代填”，署您的名字。支部自己能写的，请让支部写。";

/// Who reminds.
pub fn reminder_of(tier: Tier) -> &'static str {
    match tier {
        Tier::County => "县里提醒",
        _ => "乡镇提醒",
    }
}

/// A reminder as the branch reads it.
pub fn reminded(tier: Tier, text: &str) -> String {
    format!("{}：{text}", reminder_of(tier))
}

/// How often one was reminded of an item.
pub fn times(number: u32) -> String {
    format!("已催{number}次")
}

/// `chase_load`, given in hundredths, as words: reminders for each item.
pub fn chase_load(hundredths: u64) -> String {
    format!("每项{}.{:02}次", hundredths / 100, hundredths % 100)
}

/// Reminders of a line of the board for who hears it.
pub fn chase_said(who: &str, reminders: u32) -> String {
    format!("{who}，催办{reminders}次")
}

/// Branches were reminded.
pub fn sent(items: usize) -> String {
    if items == 1 {
        "已催办，支部打开台账就能看到".to_owned()
    } else {
        format!("已催办{items}项，支部打开台账就能看到")
    }
}

pub const INBOX_TITLE: &str = "待办核验";
pub const WAITING: &str = "项等您办";
pub const TO_INBOX: &str = "逐项核验";
pub const INBOX_EMPTY: &str = "没有等您核验的。支部申请销号、申请延期后，会出现在这里。";
pub const INBOX_HINT: &str = "点左边一行，看清要求、措施、进展和佐证，再决定。也可以按 j、k 上下走，按 Enter 打开。";
pub const BACK_TO_LIST: &str = "← 回到列表";
pub const DETAIL: &str = "这一项的内容";
pub const WHOLE_PAGE: &str = "打开整页（要改期限、暂停等，到整页里办）";
pub const DECIDE: &str = "核验";
pub const NO_LONGER: &str = "这一项现在不等您办了：可能已由别人办好，或支部又改了。";
pub const NEXT: &str = "看下一项";

/// How many wait.
pub fn waiting(number: usize) -> String {
    format!("{number}项等您办，等得最久的在前")
}

/// How long an item has waited.
pub fn waited(days: i64) -> String {
    if days == 0 { "今天送来".to_owned() } else { format!("等了{days}天") }
}

/// What is to be decided.
pub fn matter(matter: Matter, state: State) -> &'static str {
    match (matter, state) {
        (Matter::Contested, _) => "办理有冲突",
        (Matter::Extension, _) => "申请延期",
        (Matter::Verdict, State::CountyVerified) => "待销号",
        (Matter::Verdict, _) => "申请销号",
    }
}

/// Where one is in the list.
pub fn place(at: usize, of: usize) -> String {
    format!("第{at}项，共{of}项")
}

/// The day that is asked for.
pub fn asked_until(day: chrono::NaiveDate) -> String {
    format!("申请延到{}，原因见“办理过程”。", super::date(day))
}

/// What was done of what was to be done.
pub fn done_of(done: i64, target: i64, unit: &str) -> String {
    format!("完成{done}{unit}，目标{target}{unit}")
}

/// What passing leads to.
pub fn passing(act: Move, asked: Option<chrono::NaiveDate>) -> String {
    match (act, asked) {
        (Move::GrantExtension, Some(day)) => format!("同意后，完成时限改为{}。", super::date(day)),
        _ => super::act_explained(act).to_owned(),
    }
}

/// What the reason is for.
pub fn why(act: Move) -> String {
    format!("{}的原因（支部会看到，写清要补什么）", super::act(act))
}

/// A verdict was given.
pub fn decided(act: Move, branch: &str) -> String {
    format!("{branch}：已{}", super::act(act))
}

pub const GIVEN: &str = "已下达";
pub const GIVEN_SECTION: &str = "已下达，还有支部没签收或逾期的";
pub const ALL_GIVEN: &str = "看全部已下达的任务";
pub const NONE_GIVEN: &str = "还没有下达过任务。在“新增”里可以给支部下达。";
pub const SEE_SIGNED: &str = "看各支部签收情况";
pub const REMIND_UNSIGNED: &str = "催办未签收";
pub const REMIND_OVERDUE: &str = "催办逾期";
pub const BRANCH: &str = "支部";
pub const SIGNED: &str = "签收";
pub const STATE: &str = "状态";
pub const PROGRESS: &str = "进度";
pub const TARGET: &str = "目标";
pub const DONE: &str = "完成";
pub const DUE: &str = "时限";
pub const SUM: &str = "合计";

/// How many tasks.
pub fn tasks(number: usize) -> String {
    format!("共{number}项")
}

/// The last day of a task.
pub fn due(day: chrono::NaiveDate) -> String {
    format!("{}到期", super::date(day))
}

/// How many have not signed.
pub fn unsigned(number: usize) -> String {
    format!("{number}个未签收")
}

/// How many of all have signed.
pub fn signed_of(signed: usize, all: usize) -> String {
    format!("签收{signed}/{all}")
}

/// How many of all are closed.
pub fn closed_of(closed: usize, all: usize) -> String {
    format!("销号{closed}/{all}")
}

/// A share as two numbers.
pub fn of_all(part: usize, all: usize) -> String {
    format!("{part}/{all}")
}

/// How many are late.
pub fn overdue(number: usize) -> String {
    format!("逾期{number}个")
}

/// The mean progress.
pub fn average(percent: usize) -> String {
    format!("平均{percent}%")
}

/// A task in one line.
pub fn sums(given: &Given) -> String {
    let Given { all, signed, overdue, closed, due, .. } = given;
    format!("{}。{all}个支部，已签收{signed}个，已销号{closed}个，逾期{overdue}个。", self::due(*due))
}

/// When a branch signed.
pub fn signed_on(at: Timestamp) -> String {
    format!("{}已签收", super::date(at.date()))
}

/// A branch has not signed.
pub fn unsigned_for(days: i64) -> String {
    if days == 0 { "未签收，今天下达".to_owned() } else { format!("未签收，已下达{days}天") }
}

/// The button that reminds many.
pub fn remind_all(name: &str, number: usize) -> String {
    format!("{name}（{number}个）")
}

/// Some were reminded today already.
pub fn told_today(name: &str, number: usize) -> String {
    format!("{name}：{number}个今天已催过，明天才能再催")
}

/// An order of the branches.
pub fn order(order: GivenOrder) -> &'static str {
    match order {
        GivenOrder::State => "未签收、逾期的在前",
        GivenOrder::Progress => "进度慢的在前",
        GivenOrder::Due => "先到期的在前",
        GivenOrder::Roll => "按名录",
    }
}
