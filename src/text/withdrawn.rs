//! Words for what the county withdraws from the taskbook (停用) and takes up again (恢复).

use taizhang_ledger::retired::Need;

pub const WITHDRAW: &str = "停用";
pub const RESTORE: &str = "恢复使用";
/// Marks what is withdrawn.
pub const MARK: &str = "已停用";
/// The same behind a name.
pub const MARK_ASIDE: &str = "（已停用）";
/// The register's page, while it is withdrawn.
pub const REGISTER_RESTS: &str = "这本登记簿县里已停用：不再记，原来的记录留着，可以查看、打印、导出。";
/// The indicator's page, while it is withdrawn.
pub const INDICATOR_RESTS: &str = "这个指标县里已停用：指标、提醒里不再有它。";
pub const REGISTER: &str =
    "停用以后：各单位不再登记，也不再催；原来的记录一条不动，在“登记簿”页最下面“已停用”里看得到。";
pub const INDICATOR: &str = "停用以后：指标、月报和提醒里不再有它；记录不受影响，公式留着，以后可以恢复。";
pub const SUBMISSION: &str = "停用以后：各单位不再报，也不再算迟报、没报；已经报过的记录还在。";
pub const SCHEME: &str = "停用以后：不再记分、核算；已经公布的一分不变，还看得到。";
pub const REWARD: &str = "停用以后：不再申请、核算；已经公布的一分不变，还看得到。";
pub const ITEM: &str = "停用以后不能再按它下任务；已经下达的任务、登记簿和指标照旧。";
pub const DOMAIN: &str = "停用以后，工作项不能再归到这个领域；已经下达的任务照旧办，看板上看得到。";
pub const RESTORED: &str = "恢复以后和停用以前一样用。";

/// What is withdrawn, and how much of it there is.
pub fn fold(count: usize) -> String {
    format!("{MARK}（{count}）")
}

/// What needs that which is to be withdrawn, and what to do first.
pub fn need(need: &Need) -> String {
    match need {
        Need::Ledger => "这是台账自己要用的，不能停用。可以改名称和提示。".to_owned(),
        Need::Indicator(name) => format!("指标“{name}”要用它。请先停用这个指标，或者改它的公式。"),
        Need::Submission(name) => format!("报送“{name}”里有它。请先停用这项报送，或者从 tables 里去掉它。"),
        Need::Scheme(name) => format!("考评办法“{name}”按它计分。请先改这个办法，或者停用它。"),
        Need::WorkItem(name) => format!("工作项“{name}”属于这个领域。请先把它改到别的领域，或者停用它。"),
        Need::Reward(name) => format!("奖补办法“{name}”按它分钱。请先改这个办法，或者停用它。"),
    }
}
