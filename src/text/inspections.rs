//! Words of inspections (督查).

use taizhang_ledger::record::InspectionWay;

pub const NAV: &str = "督查";
pub const TITLE: &str = "督查";
pub const TITLE_BRANCH: &str = "对我们的督查";
pub const NONE: &str = "还没有督查记录。";
pub const ADD: &str = "记一次督查";
pub const BRANCH: &str = "到了哪个支部";
pub const CHOOSE_BRANCH: &str = "请选择";
pub const DAY: &str = "哪一天去的";
pub const WAY: &str = "怎样去的";
pub const SEEN: &str = "看了什么";
pub const SEEN_HINT: &str = "去了哪里，问了谁，翻看了什么";
pub const FINDINGS: &str = "发现的问题";
pub const FINDINGS_EXPLAINED: &str =
    "每个问题会成为支部的一项任务，整改、核验、销号和其他任务一样。没有发现问题就不用加。";
pub const NO_FOLLOW_UP: &str = "您的岗位可以记督查，不能下达任务；发现的问题请交组织委员下达整改。";
pub const ADD_FINDING: &str = "加一个问题";
pub const REMOVE: &str = "去掉这个问题";
pub const PROBLEM: &str = "什么问题";
pub const PROBLEM_HINT: &str = "写具体，例如：三会一课记录缺两个月";
pub const REMEDY: &str = "整改要求";
pub const REMEDY_HINT: &str = "做到什么样算改好";
pub const DUE: &str = "整改时限";
pub const PROOF: &str = "佐证要求";
pub const SAVE: &str = "存到台账";
pub const SAVED: &str = "已记入台账，发现的问题已下达给支部";
pub const NO_DUE: &str = "每个问题都要有整改时限。";
pub const NO_DAY: &str = "请填哪一天去的。";
pub const UNKNOWN: &str = "这台设备上还没有这次督查。联网同步后再打开。";
pub const FOLLOW_UPS: &str = "整改情况";
pub const ALL_WELL: &str = "没有发现问题。";
pub const ORIGIN: &str = "督查发现的问题，看那次督查";
pub const PRINT: &str = "打印督查反馈单";
pub const SHEET: &str = "督查反馈单";
pub const BY: &str = "督查单位";
pub const INSPECTOR: &str = "督查人";

/// How an inspection came about.
pub fn way(way: InspectionWay) -> &'static str {
    match way {
        InspectionWay::Unannounced => "四不两直",
        InspectionWay::Planned => "专项督查",
        InspectionWay::Return => "回访",
    }
}

/// How many problems were found, and how many of them are struck off.
pub fn found(all: usize, closed: usize) -> String {
    match all {
        0 => ALL_WELL.to_owned(),
        _ => format!("发现{all}个问题，已销号{closed}个"),
    }
}

/// The heading of one problem of the form.
pub fn finding(number: usize) -> String {
    format!("问题{number}")
}

/// An inspection of late, on the branch's 今日.
pub fn of_late(by: &str, day: chrono::NaiveDate, found: &str) -> String {
    format!("{by}{}来督查，{found}", super::date(day))
}
