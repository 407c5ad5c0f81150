//! 备份文件.

use taizhang_ledger::Timestamp;

pub const TITLE: &str = "备份";
pub const EXPLAINED: &str =
    "把本机的台账存成一个文件，没送出的修改也在里面。平板要送修、要换，或很久没有网，先存一份到U盘或另一台设备上。";
pub const WITHOUT_FILES: &str = "照片和扫描件不在文件里。文件里有台账内容，请当作工作材料保管。";
pub const SAVE: &str = "导出备份文件";
pub const RESTORE: &str = "从备份文件恢复";
pub const READING: &str = "正在处理……";
pub const PREVIEW: &str = "这份备份里有";
pub const MADE_BY: &str = "出自";
pub const MADE_AT: &str = "导出时间";
pub const DOCUMENTS: &str = "台账份数";
pub const CHANGES: &str = "本机还没有的修改";
pub const ONLY_THEIR_OWN: &str =
    "下面这些修改是别的设备写的。恢复后在本机都看得到，但只能由写它的那台设备送到中心，本机不能代送：";
pub const ONES_OWN_WAIT: &str = "中心要是还没收到它们，本机恢复之后在同一份台账里新写的内容也要等它们送到了才能送达，这之前一直存在本机。那台设备若还能开机，请先让它联网同步；若已经坏了，请先问乡镇再恢复。";
pub const NOTHING_OVERWRITTEN: &str = "本机已有的内容不会被覆盖，两边的都留着。";
pub const MERGE: &str = "恢复到本机";

/// What the file is called: `台账备份-上石村党总支-20261122-0905.taizhang`.
pub fn file_name(org: &str, at: Timestamp) -> String {
    format!("台账备份-{org}-{}.taizhang", at.local().format("%Y%m%d-%H%M"))
}

/// The file was handed to the browser.
pub fn saved(name: &str, size: &str) -> String {
    format!("已导出“{name}”（{size}），在浏览器的下载里。")
}

/// The file holds nothing that is not here.
pub fn nothing_new(documents: usize) -> String {
    format!("这份备份里的{documents}份台账，本机都有了，没有要恢复的。")
}

/// What one device wrote.
pub fn of_another(person: &str, changes: usize) -> String {
    format!("{person}的设备：{changes}处")
}

/// It was merged and stored.
pub fn brought_in(changes: usize, of_others: bool) -> String {
    let then = if of_others { "别的设备写的，请让那台设备联网送达。" } else { "" };
    format!("已恢复{changes}处修改，存在本机。{then}")
}
