//! The township's day: reminders, what waits for a verdict, who has signed, writing on behalf.

use taizhang_ledger::Tier;

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

/// Branches were reminded.
pub fn sent(items: usize) -> String {
    if items == 1 {
        "已催办，支部打开台账就能看到".to_owned()
    } else {
        format!("已催办{items}项，支部打开台账就能看到")
    }
}
