//! 今日.

pub const TITLE: &str = "今日";
pub const OVERDUE: &str = "逾期";
pub const RETURNED: &str = "退回";
pub const NEW: &str = "待签收";
pub const OPEN: &str = "在办";
pub const VERDICT: &str = "待核验";
pub const CLOSED: &str = "已销号";
pub const CONFLICTS: &str = "两处改得不一样，请选定";
pub const RETURNED_SECTION: &str = "退回来要补的";
pub const OVERDUE_SECTION: &str = "已经逾期的";
pub const SOON_SECTION: &str = "七天内到期的";
pub const NEW_SECTION: &str = "新下达、待签收的";
pub const VERDICTS_SECTION: &str = "等您核验的";
pub const EXTENSIONS_SECTION: &str = "申请延期的";
pub const OVERDUE_BRANCHES: &str = "支部逾期的";
pub const NOTHING: &str = "今天没有要紧的事，手头的任务都在时限内。";
pub const NO_TASKS: &str = "还没有任务。下达后会出现在这里；支部也可以自己新增。";

/// Work has waited for a connection for too long.
pub fn waiting(changes: usize, days: i64) -> String {
    format!("有{changes}处修改只在这台设备上，最早的一处已等了{days}天。请带到有网的地方打开本应用，会自动送出。")
}

/// The way to the rest of a section.
pub fn more(number: usize) -> String {
    format!("还有{number}项，到台账里看")
}

/// What came of a branch's own score entries.
pub fn scores_news(count: usize) -> String {
    format!("有{count}笔记分有了结果，请看")
}

/// Score entries that wait for a look.
pub fn scores_waiting(count: usize) -> String {
    format!("有{count}笔记分等您办")
}
