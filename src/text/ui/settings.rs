//! 设置.

use crate::{platform::install::Surroundings, state::TypeSize};

pub const TITLE: &str = "设置";
pub const SIZE: &str = "字的大小";
pub const INSTALL: &str = "装到桌面";
pub const INSTALLED: &str = "已经装在这台设备上了。";
pub const INSTALL_WHY: &str = "装到桌面后，点图标就能打开，没有网也能用。";
pub const INSTALL_NOW: &str = "装到桌面";
pub const STORAGE: &str = "本机存储";
pub const DOCUMENTS: &str = "台账份数";
pub const ROOM: &str = "空间";
pub const UNKNOWN: &str = "浏览器没有说明";
pub const KEPT: &str = "长期保存";
pub const ASK: &str = "请浏览器长期保存";
pub const KEYS_WHY: &str = "有键盘时，不用鼠标也能办。";
pub const NOT_GRANTED: &str = "浏览器没有答应长期保存。请把本应用装到桌面，并经常同步，内容就不会丢。";
pub const DEVICE: &str = "本机";
pub const PERSON: &str = "使用人";
pub const ORG: &str = "单位";
pub const ROLE: &str = "岗位";
pub const YEAR: &str = "年度";
pub const DEVICE_ID: &str = "设备编号";
pub const VERSION: &str = "版本";

/// A size of the type.
pub fn size(size: TypeSize) -> &'static str {
    match size {
        TypeSize::Normal => "标准",
        TypeSize::Elder => "长辈版",
        TypeSize::Largest => "长辈版（特大）",
    }
}

/// How much room is used and left.
pub fn room(used: &str, left: &str) -> String {
    format!("已用{used}，还可用{left}")
}

/// Whether the browser promised to keep what is stored.
pub fn kept(granted: Option<bool>) -> &'static str {
    match granted {
        Some(true) => "浏览器已答应",
        Some(false) => "浏览器还没有答应，空间紧张时可能被清理",
        None => "正在查询",
    }
}

/// How to install where the browser does not offer it.
pub fn install_steps(surroundings: Surroundings) -> &'static [&'static str] {
    match surroundings {
        Surroundings::WeChat => {
            &["点右上角的“…”。", "选“在浏览器打开”。", "在浏览器里再来这一页安装。微信里不能安装，也不能长期保存。"]
        }
        Surroundings::HarmonyOs => &["点浏览器下方或右上角的菜单。", "选“添加到桌面”。", "点“添加”。"],
        Surroundings::Browser => &["点浏览器右上角的菜单（三个点）。", "选“安装应用”或“添加到主屏幕”。", "点“安装”。"],
    }
}
