//! 看板.

use taizhang_ledger::Tally;

use crate::{platform::PlatformError, state::Order};

pub const TITLE: &str = "看板";
pub const BRANCH: &str = "支部";
pub const TOWNSHIP: &str = "乡镇、系统";
pub const WHOLE: &str = "合计";
pub const CLOSED: &str = "已销号";
pub const COUNTED: &str = "应办";
pub const OVERDUE: &str = "逾期";
pub const SOON: &str = "七天内到期";
pub const SOON_SHORT: &str = "七天内";
pub const NOT_STARTED: &str = "未启动";
pub const AWAITING: &str = "待核验";
pub const LATE: &str = "迟办";
pub const RETURNED: &str = "退回";
pub const FIELDS: &str = "领域";
pub const LINES: &str = "范围";
pub const ORDER: &str = "排序";
pub const ALL_TOWNSHIPS: &str = "各乡镇、系统汇总";
pub const ALL_BRANCHES: &str = "全部支部";
pub const PRINT: &str = "打印";
pub const REFRESH: &str = "取最新的";
pub const ASKING: &str = "正在向中心取看板……";
pub const LOCAL: &str = "按本机台账统计，随办随变。";
pub const LEGEND: &str = "格内为“已销号/应办”，点数字可看是哪些任务。";
pub const DAMAGED: &str = "台账没读全";
pub const NONE: &str = "还没有看板。联网后会自动取来；取过一次，没有网也能看。";
pub const NO_LINES: &str = "没有符合条件的支部。换个领域或范围试试。";

/// Until when the numbers are right.
pub fn as_of(at: &str) -> String {
    format!("截至{at}的数据")
}

/// The numbers are of this device alone, since the hub has never sent any.
pub fn only_here(at: &str) -> String {
    format!("截至{at}，只按本机已有的台账统计")
}

/// Why there is no newer one.
pub fn not_renewed(why: &PlatformError) -> String {
    match why {
        PlatformError::Offline => "连不上中心，连上后自动更新".to_owned(),
        other => crate::text::http_failed(other),
    }
}

/// Done of all, as a cell shows it.
pub fn done(tally: &Tally) -> String {
    format!("{}/{}", tally.closed, tally.all)
}

/// The same for who hears it.
pub fn done_said(who: &str, what: &str, tally: &Tally) -> String {
    format!("{who}，{what}：应办{}项，已销号{}项", tally.all, tally.closed)
}

/// A number for who hears it.
pub fn said(who: &str, what: &str, number: u32) -> String {
    format!("{who}，{what}{number}项")
}

/// The overdue ones of a cell.
pub fn overdue(number: u32) -> String {
    format!("逾期{number}")
}

/// The button that shows more lines.
pub fn more(number: usize) -> String {
    format!("再显示一些（还有{number}行）")
}

/// An order of the lines.
pub fn order(order: Order) -> &'static str {
    match order {
        Order::Roll => "按名录",
        Order::Overdue => "逾期多的在前",
        Order::LeastClosed => "销号率低的在前",
        Order::MostClosed => "销号率高的在前",
    }
}
