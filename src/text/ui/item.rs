//! One task.

use taizhang_ledger::{Move, State, record::Field};

pub const CHANGED: &str = "批后有改动：核验以后又改过下面这些，请看过再核验一次。";
pub const CHANGED_REQUIREMENT: &str = "任务要求改过";
pub const UNKNOWN: &str = "这台设备上还没有这项任务。联网同步后再打开。";
pub const ACTS: &str = "办理";
pub const LATE: &str = "迟办";
pub const CLOSED_LATE: &str = "逾期完成";
pub const CONFLICT: &str = "待选定";
pub const CONFLICT_TITLE: &str = "两处改得不一样，请选定";
pub const CONFLICT_EXPLAINED: &str = "同一处内容在两台设备上分别改过。下面都留着，请选一个；没选之前谁的都不会丢。";
pub const CHOOSE: &str = "用这个";
pub const CHOSEN: &str = "已选定";
pub const CONTESTED: &str = "有人在不同地方同时办理，结果不一致。请看“办理过程”，按实际情况再办一次。";
pub const EXTENSION_ASKED: &str = "已申请延期，等乡镇决定。";
pub const UNKNOWN_AUTHOR: &str = "另一台设备";
pub const EMPTY: &str = "（空）";
pub const REQUIREMENT: &str = "工作要求";
pub const PROOF: &str = "佐证";
pub const TARGET: &str = "目标";
pub const SET_AT: &str = "下达时间";
pub const WORK: &str = "办理情况";
pub const JOURNAL: &str = "进展与佐证";
pub const HISTORY: &str = "办理过程";
pub const NO_ENTRIES: &str = "还没有进展记录。";
pub const PROGRESS: &str = "进展";
pub const NOTE: &str = "备注";
pub const EVIDENCE: &str = "佐证";
pub const ON_BEHALF: &str = "代填";
pub const NOT_FILLED: &str = "未填";
pub const EDIT: &str = "修改";
pub const SAVE: &str = "保存";
pub const UNTIL: &str = "延到哪一天";
pub const REASON: &str = "原因";
pub const ADD_PROGRESS: &str = "报进展";
pub const ADD_EVIDENCE: &str = "加佐证";
pub const ADD_NOTE: &str = "写备注";
pub const HINT_PROGRESS: &str = "做了什么，做到哪一步";
pub const HINT_EVIDENCE: &str = "佐证是什么，例如：党员大会会议记录";
pub const HINT_NOTE: &str = "需要说明的情况";
pub const PLACE: &str = "存放位置";
pub const PLACE_HINT: &str = "例如：党建档案盒3号";
pub const SAVE_ENTRY: &str = "存到台账";
pub const ENTRY_SAVED: &str = "已记入台账";
pub const NO_PHOTO: &str = "还缺现场照片：这项任务要有现场照片才能申请销号。请先加一张照片、存到台账，再申请。没有网也能加，照片先存在本机，有网自动上传。";
pub const ADD_PHOTO: &str = "加现场照片";
/// What was typed for something that cannot be done now.
pub const KEPT: &str = "写好的字还在本机，关掉也不会丢。";
pub const NO_PHOTO_SEEN: &str = "这项任务要求有现场照片，台账里还没有。请核实后再定。";

/// Who set a task for whom.
pub fn set_by(issuer: &str, branch: &str) -> String {
    format!("{issuer}下达给{branch}")
}

/// A branch's own task.
pub fn set_by_branch(branch: &str) -> String {
    format!("{branch}自定")
}

/// Why it was returned.
pub fn returned(why: &str) -> String {
    format!("退回原因：{why}")
}

/// Where an evidence is kept.
pub fn kept_at(place: &str) -> String {
    format!("存放：{place}")
}

/// The day of an extension.
pub fn until(day: chrono::NaiveDate) -> String {
    format!("到{}", crate::text::date(day))
}

/// The button that does an act.
pub fn confirm(act: Move) -> String {
    format!("确定{}", crate::text::act(act))
}

/// The state has become another while a form was open in which an act is still possible.
pub fn meanwhile(state: State) -> String {
    format!("您填写时情况有变：这项任务现在是“{}”。请看清楚再定。", crate::text::state(state))
}

/// The act that was being filled in is not possible any more.
pub fn no_longer(state: State, act: Move) -> String {
    let (state, gone) = (crate::text::state(state), crate::text::act(act));
    let kept = if act.needs_reason() { KEPT } else { "" };
    format!("您填写时情况有变：这项任务现在是“{state}”，不能“{gone}”了。{kept}")
}

/// Nothing can be written into the journal any more.
pub fn entry_no_longer(state: State) -> String {
    format!("您填写时情况有变：这项任务现在是“{}”，不能再写了。{KEPT}", crate::text::state(state))
}

/// An act was done.
pub fn acted(act: Move) -> String {
    format!("已{}", crate::text::act(act))
}

/// A field was saved.
pub fn saved(field: Field) -> String {
    format!("已改好{}", crate::text::field(field))
}

/// How far it is.
pub fn progress(percent: u8) -> String {
    format!("进度{percent}%")
}

/// A field that is not as the verdict saw it.
pub fn changed_field(field: &str, before: &str, now: &str) -> String {
    let said = |value: &str| if value.is_empty() { EMPTY.to_owned() } else { format!("“{value}”") };
    format!("{field}：原来是{}，现在是{}", said(before), said(now))
}

/// An entry that the verdict did not see.
pub fn changed_entry(who: &str, text: &str) -> String {
    format!("{who}又写了：{text}")
}
