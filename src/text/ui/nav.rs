//! What stands around the pages.

pub const MARK: &str = "台账";
pub const LABEL: &str = "主菜单";
pub const SKIP: &str = "跳到正文";
pub const TODAY: &str = "今日";
pub const LEDGER: &str = "台账";
pub const BRANCHES: &str = "支部";
pub const INBOX: &str = "核验";
pub const BOARD: &str = "看板";
pub const NEW: &str = "新增";
pub const SYNC: &str = "同步";
pub const SETTINGS: &str = "设置";
pub const NOT_FOUND: &str = "没有这个页面";
pub const NOT_FOUND_NEXT: &str = "回到“今日”";
