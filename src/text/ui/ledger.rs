//! 任务台账.

use crate::state::{Group, Span};

pub const TITLE: &str = "任务台账";
pub const SEARCH: &str = "搜名称、责任人、编号、支部，或拼音首字母";
pub const STATES: &str = "按状态";
pub const DOMAIN: &str = "领域";
pub const DUE: &str = "时限";
pub const BRANCH: &str = "支部";
pub const ANY_BRANCH: &str = "全部支部";
pub const NONE: &str = "没有符合条件的任务。换个条件试试，或清空搜索。";

/// How many items were found.
pub fn found(number: usize) -> String {
    format!("共{number}项")
}

/// The button that shows more rows.
pub fn more(number: usize) -> String {
    format!("再显示一些（还有{number}项）")
}

/// A group of states.
pub fn group(group: Group) -> &'static str {
    match group {
        Group::All => "全部",
        Group::Counted => "应办",
        Group::NotStarted => "未启动",
        Group::ClosedLate => "迟办",
        Group::ToAcknowledge => "待签收",
        Group::Open => "在办",
        Group::Overdue => "逾期",
        Group::Returned => "退回",
        Group::Verdict => "待核验",
        Group::Closed => "已销号",
        Group::Reminded => "催过的",
        Group::Aside => "暂停、取消",
    }
}

/// A span of last days.
pub fn span(span: Span) -> &'static str {
    match span {
        Span::Any => "不限时限",
        Span::Week => "七天内到期",
        Span::Month => "三十天内到期",
    }
}

/// The word of a span in an address.
pub fn span_word(span: Span) -> &'static str {
    match span {
        Span::Any => "",
        Span::Week => "week",
        Span::Month => "month",
    }
}
