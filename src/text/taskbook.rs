//! Words of the taskbook's own page (任务书).

use super::registers::grouped;

pub const TITLE: &str = "任务书";
pub const EXPLAINED: &str = "县里定的数都在这里改。改之前先看会影响什么；存了就下发到各单位，旧记录不动。";
pub const PARAMETERS: &str = "县里定的数，没有设定的在前";
pub const NOT_SET: &str = "未设定";
pub const EDIT: &str = "修改";
pub const PREVIEW: &str = "改了以后（按现有记录算）：";
pub const NO_EFFECT: &str = "没有指标用到它；存了以后按新数办理和查找问题，已经办的不变。";
pub const LOOK_FURTHER: &str = "再看问题、要补的记录和钱会怎样变";
pub const SAVE: &str = "存并下发";
pub const BAD_NUMBER: &str = "请填整数，例如 50000。";
pub const BAD_DAY: &str = "请填月-日，例如 11-30。";
pub const SAVED: &str = "已存，同步后下发";
pub const TO_TARGETS: &str = "各单位的任务数和去年数，在每个指标的页面上定。";
pub const SET_TARGET: &str = "今年任务数";
pub const SET_BEFORE: &str = "去年数";
pub const GOALS: &str = "县里定的数";
pub const BAD_GOAL: &str = "请填数字，例如 12.5；最多两位小数。";
/// The unit of a parameter that is a day of the year.
pub const DAY_UNIT: &str = "日期";

/// A parameter's value with its unit.
pub fn value(value: i64, unit: &str) -> String {
    if unit == DAY_UNIT {
        return super::date_of_year(value);
    }
    format!("{}{unit}", grouped(&value.to_string()))
}

/// A parameter's value as it is typed.
pub fn typed(value: i64, unit: &str) -> String {
    if unit == DAY_UNIT { format!("{:02}-{:02}", value / 100, value % 100) } else { value.to_string() }
}

/// What an indicator would become.
pub fn becomes(name: &str, now: &str, then: &str) -> String {
    if now == then { format!("{name}：{now}，不变") } else { format!("{name}：{now} → {then}") }
}

/// How many problems are found, now and then.
pub fn problems_become(now: usize, then: usize) -> String {
    if now == then {
        format!("系统查到的问题：{now}个，不变。")
    } else {
        format!("系统查到的问题：{now}个 → {then}个。")
    }
}

/// How many rows something is missing from, now and then.
pub fn gaps_become(now: usize, then: usize) -> String {
    if now == then {
        format!("显示“要补”的记录：{now}条，不变。")
    } else {
        format!("显示“要补”的记录：{now}条 → {then}条。")
    }
}

/// What is paid by a scheme or given by a reward, now and then.
pub fn money_becomes(name: &str, now: &str, then: &str) -> String {
    if now == then { format!("{name}：{now}，不变。") } else { format!("{name}：{now} → {then}。") }
}

/// For how many somebody's money is another.
pub fn money_of(name: &str, concerned: usize) -> String {
    match concerned {
        0 => format!("{name}：谁的钱都不变。"),
        _ => format!("{name}：{concerned}个对象的钱有变化。"),
    }
}

/// Money that is paid in all.
pub fn yuan(fen: i64) -> String {
    format!("共{}元", super::points::money(fen))
}
