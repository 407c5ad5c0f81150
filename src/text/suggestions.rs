//! Words of 意见建议.

pub const TITLE: &str = "意见建议";
pub const EXPLAINED: &str = "哪里填得多、哪里不好用、哪里不合实际，直接说。县里看得到，答复各单位都能看到。";
pub const KIND: &str = "关于什么";
pub const MATTER: &str = "意见";
pub const WISH: &str = "希望怎么办（可不填）";
pub const SEND: &str = "提交";
pub const SENT: &str = "已记下，同步后送到县里";
pub const OURS: &str = "提过的";
pub const ALL: &str = "各单位提的";
pub const WAITING: &str = "还没有答复";
pub const ANSWER: &str = "答复";
pub const ANSWERED: &str = "已答复，同步后下发";
pub const NONE: &str = "还没有人提。";
pub const MISSING: &str = "请先选关于什么，再写意见。";

/// Who said it, and when.
pub fn by(org: &str, day: &str) -> String {
    format!("{org} · {day}")
}

/// Who answered, and when.
pub fn answered(by: &str, day: &str, text: &str) -> String {
    format!("{by} {day}答复：{text}")
}
