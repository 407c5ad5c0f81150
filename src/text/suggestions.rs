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

pub const BEHALF: &str = "代填";
pub const WHO: &str = "谁提的";
pub const OWN: &str = "本单位";
pub const BY_UNKNOWN: &str = "查不到的设备";

/// How many the county has still to answer.
pub fn unanswered(count: usize) -> String {
    format!("有{count}条意见建议还没有答复")
}

/// How many answers have come that nobody here has looked at.
pub fn newly_answered(count: usize) -> String {
    format!("意见建议有{count}条新答复")
}

/// Taken back by who said it.
pub fn taken_back(by: &str, why: &str) -> String {
    format!("提出的单位已收回（{by}）：{why}")
}

/// Struck out by somebody else: it stands all the same.
pub fn struck_out(by: &str, why: &str) -> String {
    format!("被别的单位作废（{by}），意见仍然有效：{why}")
}

/// A person and their organisation.
pub fn person(person: &str, org: &str) -> String {
    format!("{org}{person}")
}

/// Who said it, and when.
pub fn by(org: &str, day: &str) -> String {
    format!("{org} · {day}")
}

/// Who answered, and when.
pub fn answered(by: &str, day: &str, text: &str) -> String {
    format!("{by} {day}答复：{text}")
}
