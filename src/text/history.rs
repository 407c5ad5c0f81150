//! Words of history: who wrote what, and the ledger of a past day.

use chrono::NaiveDate;
use taizhang_ledger::DeviceId;

pub const TITLE: &str = "往日台账";
pub const NAV: &str = "往日";
pub const EXPLAINED: &str = "选一天，看那天结束时台账是什么样。不用联网，看的是这台设备上的记录；只能看，不能改。";
pub const DAY: &str = "哪一天";
pub const LOOK: &str = "看这一天";
pub const MONTH_ENDS: &str = "各月月末";
pub const BACK: &str = "回到今天";
pub const OTHER_DAY: &str = "换一天";
pub const NOTHING: &str = "那一天，这台设备上还没有台账。";
pub const BY_CLOCKS: &str = "时间以写下记录的设备当时的钟为准。";
pub const EDITS: &str = "修改记录";
pub const SHOW_EDITS: &str = "看谁改过什么";
pub const HIDE_EDITS: &str = "收起";
pub const NO_EDITS: &str = "各栏没有人改过。";
pub const NOT_A_DAY: &str = "请选今年的一天，最晚到今天。";
pub const MORE: &str = "更多";

/// The banner over everything.
pub fn looking_at(day: NaiveDate) -> String {
    format!("正在看{}结束时的台账，只能看。", super::date(day))
}

/// How far reading has come.
pub fn reading(done: usize, all: usize) -> String {
    format!("正在翻看往日记录，{done}/{all}份…")
}

/// A month's last day.
pub fn month_end(month: u32) -> String {
    format!("{month}月末")
}

/// A device by the first digits of its id.
pub fn device(device: &DeviceId) -> String {
    format!("设备{}", device.to_string().chars().take(6).collect::<String>())
}

/// What stood in a field, and what stands there since.
pub fn from_to(from: &str, to: &str) -> String {
    format!("{from} → {to}")
}
