//! The words of the screens, a module each.

pub mod backup;
pub mod board;
pub mod devices;
pub mod enrol;
pub mod files;
pub mod item;
pub mod keys;
pub mod ledger;
pub mod nav;
pub mod new_task;
pub mod settings;
pub mod sync;
pub mod today;

pub use super::day;

/// Words that every screen uses.
pub mod common {
    pub const CANCEL: &str = "取消";
    pub const CLOSE: &str = "关闭";
    pub const PUT_AWAY: &str = "知道了";
    pub const SAVE_AGAIN: &str = "再存一次";
}

/// A page whose code comes when it is opened.
pub mod later {
    pub const COMING: &str = "正在打开……";
    pub const FAILED: &str =
        "这一页没有取到，可能还没有下载到本机。请检查网络后再试；仍这样，请刷新网页。已存本机的内容都还在。";
    pub const AGAIN: &str = "再试一次";
}

/// 支部.
pub mod branches {
    pub const TITLE: &str = "所属支部";
    pub const BRANCH: &str = "支部";
    pub const ALL: &str = "任务";
    pub const OVERDUE: &str = "逾期";
    pub const RETURNED: &str = "退回";
    pub const VERDICT: &str = "待核验";
    pub const CLOSED: &str = "已销号";
    pub const LATE: &str = "其中迟办";
    pub const NONE: &str = "还没有所属支部的台账。联网同步后会出现在这里。";
}

/// A new version of the app.
pub mod update {
    pub const READY: &str = "新版本已就绪。正在填写的内容会先存好，再重新打开。";
    pub const APPLY: &str = "更新并重新打开";
}

/// Opening the app.
pub mod boot {
    pub const NO_CODE: &str = "台账的程序还没有下载完整。请检查网络后再试；已存本机的内容都还在。";
    pub const DAMAGED: &str = "本机有几处存储损坏，已单独保管，联网后会从中心补回。";
    pub const LEFT_UNSENT: &str = "换岗位前在保密登记簿里写的，有的还没有送出。本机不再有权保存，已经清除；请告诉乡镇或县里，由现在管这本登记簿的同志补记。";

    /// The store could not be opened.
    pub fn store_failed(why: &str) -> String {
        format!("打不开本机存储（{why}）。已存的内容没有动。请关掉其他台账窗口后重试；无痕模式下不能使用。")
    }
}
