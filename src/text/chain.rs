//! Words of 核对记录: whether every change is whole and signed.

pub const TITLE: &str = "核对记录";
pub const EXPLAINED: &str =
    "每台设备写下的每一处改动都由这台设备签名，改动之间环环相扣。核对一遍，就知道有没有人冒名写过、改过。不用联网。";
pub const START: &str = "开始核对";
pub const AGAIN: &str = "再核对一遍";
pub const WHOLE: &str = "每一处改动都接得上，没有缺损。";
pub const BROKEN: &str = "有台账的改动接不上，内容可能被动过。请连上中心同步；仍这样，请联系县里的管理员。";
pub const ALL_SIGNED: &str = "全部改动都有本人设备的签名。";
pub const FORGED: &str = "签名不对";
pub const FORGED_NEXT: &str = "下面这些改动用了别人的名义，签名却不是那台设备的。请不要据此办理，并告诉县里的管理员。";
pub const UNSIGNED: &str = "没有签名";
pub const UNSIGNED_NEXT: &str = "刚写下的内容，离开页面或停笔一分钟后会自动签名。很久以前的内容没有签名，多半是设备当时突然断电；如果本人说没写过，请告诉县里的管理员。";
pub const LIST: &str = "要留意的";

/// How far looking has come.
pub fn looking(done: usize, all: usize) -> String {
    format!("正在核对，{done}/{all}份…")
}

/// What was looked over.
pub fn looked(documents: usize, changes: usize) -> String {
    format!("核对了{documents}份台账，{changes}处改动。")
}

/// So many changes.
pub fn changes(number: usize) -> String {
    format!("{number}处")
}

/// From when to when.
pub fn between(first: &str, last: &str) -> String {
    if first == last { first.to_owned() } else { format!("{first} 到 {last}") }
}
