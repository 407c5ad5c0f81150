//! 同步.

use taizhang_ledger::DocKind;

use crate::state::{Link, Outstanding};

pub const TITLE: &str = "同步";
pub const STORED: &str = "已存本机";
pub const NOT_STORED: &str = "没有存上";
pub const DELIVERED: &str = "已送达";
pub const NOW: &str = "立即同步";
pub const NO_RECEIPT: &str = "还没有收到过中心的回执。";
pub const NOTHING_WRITTEN: &str = "本机还没有写过内容，所以还没有回执。";
pub const RECEIPT_EXPLAINED: &str = "只有收到中心签名的回执，才显示“已送达”。";
pub const ONLY_HERE: &str = "只在本机的修改";
pub const ONLY_HERE_EXPLAINED: &str = "这些内容已经存好，关机也不会丢；有网时会自动送到中心。";
pub const UNSAVED_EXPLAINED: &str =
    "本机存储空间不够，还没有存上的关掉就会丢。请先清理本机的照片和视频，再按“再存一次”；在那之前不要关掉本应用。";
pub const UNKNOWN_ITEM: &str = "其他内容";
pub const REFUSED: &str = "中心没有收的内容";
pub const DOCUMENTS: &str = "每份台账的情况";
pub const DOCUMENT: &str = "台账";
pub const UNSENT: &str = "只在本机";
pub const RECEIPT: &str = "最近回执";
pub const NONE_WRITTEN: &str = "本机没有写过";
pub const UNTRUSTED: &str = "对方的回执签名不对，可能不是原来的中心。内容仍算“已存本机”，请联系乡镇。";
pub const STALLED: &str = "本机存储空间不够，中心送来的内容暂时存不下。请清理本机的照片和视频，再按“立即同步”。";
pub const NOT_ENROLLED: &str = "中心没有本机的登记，可能刚从备份恢复过。请乡镇重新发一个邀请链接，在本机上打开。";
pub const NOT_FETCHED: &str = "负责送达的程序没有取到，写下的都已存本机。请关掉台账的其他窗口，有网时再打开一次。";

/// How long the oldest change without a receipt has waited.
pub fn waited(days: i64) -> String {
    match days {
        ..1 => "最早的一处是今天写的。".to_owned(),
        _ => format!("最早的一处已等了{days}天。"),
    }
}

/// The oldest change has waited for longer than it should.
pub fn waited_long(at: &str, days: i64) -> String {
    format!(
        "最早的一处是{at}写的，已等了{days}天，太久了。请把这台平板带到乡镇（街道），连上那里的网，打开本应用，\
        等这里显示“全部内容已送达”；还送不出去，就请乡镇组织委员帮忙看。在那之前不要清理网站数据。"
    )
}

/// Files that are to be sent and are nowhere.
pub fn missing_files(count: usize) -> String {
    format!("有{count}个照片或扫描件没有传到中心，本机也找不到了；请打开那条佐证，把同一张再加一次。")
}

/// A document, by its kind.
pub fn document(kind: DocKind) -> &'static str {
    match kind {
        DocKind::Taskbook => "任务书",
        DocKind::Township => "下达的任务",
        DocKind::Branch => "工作台账",
        DocKind::Review => "乡镇核验记录",
        DocKind::CountyReview => "县级核验记录",
        DocKind::Leader => "挂钩领导记录",
        DocKind::Sealed => "保密名单",
    }
}

/// The state of sync in a few words.
pub fn pill(link: Link, out: Outstanding) -> String {
    match (link, out) {
        (_, Outstanding { saving: 1.., .. }) => "正在存……".to_owned(),
        (_, Outstanding { unsaved: unsaved @ 1.., .. }) => format!("{unsaved}处没有存上"),
        (Link::Stopped, _) => "不能同步".to_owned(),
        (Link::InSync, Outstanding { unsent: 0, files: 0, .. }) => "已全部送达".to_owned(),
        (Link::InSync, Outstanding { unsent: 0, .. }) => "正在传照片、文件".to_owned(),
        (Link::CatchingUp | Link::InSync, _) => "正在同步……".to_owned(),
        (_, Outstanding { unsent: 0, files: 0, .. }) => "离线，可照常使用".to_owned(),
        (_, Outstanding { unsent: 0, .. }) => "离线，照片、文件待传".to_owned(),
        (_, Outstanding { unsent, .. }) => format!("离线，{unsent}处已存本机"),
    }
}

/// The state of sync as a headline.
pub fn title(link: Link, out: Outstanding) -> String {
    match (link, out) {
        (_, Outstanding { unsaved: unsaved @ 1.., .. }) => format!("有{unsaved}处修改没有存上"),
        (Link::Stopped, _) => "不能同步".to_owned(),
        (Link::InSync, Outstanding { unsent: 0, files: 0, .. }) => "全部内容已送达".to_owned(),
        (Link::CatchingUp, Outstanding { unsent: 0, files: 0, .. }) => "正在取最新内容".to_owned(),
        (Link::CatchingUp | Link::InSync, Outstanding { unsent: 0, .. }) => "照片和扫描件还在传".to_owned(),
        (Link::CatchingUp | Link::InSync, Outstanding { unsent, .. }) => format!("正在送出{unsent}处修改"),
        (Link::Offline | Link::Connecting, Outstanding { unsent: 0, files: 0, .. }) => "现在没有连上中心".to_owned(),
        (Link::Offline | Link::Connecting, Outstanding { unsent: 0, .. }) => "有照片或扫描件只在本机".to_owned(),
        (Link::Offline | Link::Connecting, Outstanding { unsent, .. }) => format!("{unsent}处修改只在本机"),
    }
}

/// What the state means for the person.
pub fn explained(link: Link, out: Outstanding) -> &'static str {
    match (link, out) {
        (_, Outstanding { unsaved: 1.., .. }) => UNSAVED_EXPLAINED,
        (Link::Stopped, _) => "没有送出的内容仍留在本机。",
        (Link::InSync, Outstanding { unsent: 0, files: 0, .. }) => {
            "本机写的都已收到中心回执，中心的新内容也都取回来了。"
        }
        (Link::InSync, Outstanding { unsent: 0, .. }) => {
            "文字都已送达，照片和扫描件还在传。没传完前请不要清理网站数据，也不要把平板交出去。"
        }
        (Link::InSync | Link::CatchingUp, _) => "请稍等，可以照常使用。",
        (_, Outstanding { unsent: 0, files: 0, .. }) => "可以照常查看和填写，连上网会自动同步。",
        (_, _) => "已经存好，不会丢。到有网的地方打开本应用，会自动送出。",
    }
}

/// The last receipt.
pub fn receipt(at: &str, since: &str) -> String {
    format!("最近一次中心回执：{at}（{since}）")
}
