//! Words of the four responsibilities (四个责任).

use chrono::NaiveDate;
use taizhang_ledger::responsibility::Duty;

pub const TITLE: &str = "四个责任";
pub const EXPLAINED: &str = "谁担哪份责任在登记簿里写一次；做了什么不用再填，由各人署名的办理、报告、走访、督查、登记自动归集。没登记责任人的，按岗位归。";
pub const REGISTER_WHO: &str = "登记责任人";
pub const NOBODY: &str = "还没有落到人，也没有署名的记录。";
pub const NOTHING: &str = "还没有记录";
pub const INSPECTION: &str = "督查";
pub const PRINT: &str = "打印";

/// One of the four.
pub const fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Main => "主体责任",
        Duty::FirstPerson => "第一责任人责任",
        Duty::DualDuty => "一岗双责",
        Duty::PartyWorker => "党务干部主责",
    }
}

/// A task that was issued.
pub fn issued(title: &str) -> String {
    format!("下达：{title}")
}

/// When something was done last, and how often.
pub fn done(day: NaiveDate, times: usize) -> String {
    if times > 1 { format!("{}，共{times}次", super::date(day)) } else { super::date(day) }
}

/// Records that are not named.
pub fn more(count: usize) -> String {
    format!("还有{count}条记录")
}

/// Which of the four have no name, and which no record.
pub fn lacks(unnamed: &[Duty], idle: &[Duty]) -> String {
    let names = |all: &[Duty]| all.iter().map(|one| duty(*one)).collect::<Vec<_>>().join("、");
    match (unnamed, idle) {
        ([], []) => "四个责任都有人、有记录".to_owned(),
        (unnamed, []) => format!("没有登记责任人：{}", names(unnamed)),
        ([], idle) => format!("没有记录：{}", names(idle)),
        (unnamed, idle) => format!("没有登记责任人：{}；没有记录：{}", names(unnamed), names(idle)),
    }
}
