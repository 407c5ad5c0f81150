//! 设备.

pub const TITLE: &str = "设备";
pub const OPEN: &str = "查看设备";
pub const SEARCH: &str = "输入姓名或单位，也可以用拼音首字母";
pub const WHY: &str = "谁的设备在用、最近什么时候联系过、写的内容是否都送达了。";
pub const INVITE: &str = "邀请新设备";
pub const INVITE_WHY: &str = "每个邀请只能在一台设备上用一次，24小时内有效。请当面扫码，或把链接单独发给本人。";
pub const ORG: &str = "单位";
pub const ROLE: &str = "岗位";
pub const NAME: &str = "使用人姓名";
pub const NAME_INVITE: &str = "由您填写，本人不能改；填了，本人的设备才收得到只给本人看的绩效。不填，由本人自己填。";
pub const NAME_MOVE: &str = "核实本人后填写，本人不能改；不填，姓名不变。";
pub const NOT_NAMED: &str = "姓名是本人自己填的，收不到本人绩效";
pub const MAKE: &str = "生成邀请";
pub const COPY: &str = "复制链接";
pub const COPIED: &str = "链接已复制";
pub const NOT_COPIED: &str = "没能复制，请长按链接自己复制。";
pub const QR: &str = "邀请二维码";
pub const NONE: &str = "还没有启用的设备。";
pub const AGAIN: &str = "再取一次";
pub const OFFLINE: &str = "设备名单在中心，要联网才能看。";
pub const OWN: &str = "本机";
pub const ONLINE: &str = "在线";
pub const NEVER: &str = "启用后还没有联系过";
pub const REVOKED: &str = "已停用";
pub const ALL_DELIVERED: &str = "写的内容都已送达";
pub const UNKNOWN: &str = "是否都已送达，还没有报过";
pub const REVOKE: &str = "停用";
pub const REVOKE_WHY: &str =
    "停用后，这台设备立即不能再同步；它还没送达的内容留在那台设备上，不会丢，但也收不上来。设备丢失时请马上停用。";
pub const REVOKE_NOW: &str = "确定停用";
pub const REVOKED_NOW: &str = "已停用";
pub const MOVE: &str = "换岗位";
pub const MOVE_WHY: &str = "换岗位后，这台设备下次联系时改用新岗位的台账。";
pub const MOVE_NOW: &str = "确定换岗位";
pub const MOVED: &str = "已换岗位";

/// More than fit, so that one searches.
pub fn rest(number: usize) -> String {
    format!("还有{number}个没有列出，请输入几个字来找")
}

/// Since when it is good.
pub fn expires(at: &str) -> String {
    format!("{at}前有效")
}

/// When it last spoke with the hub.
pub fn seen(since: &str) -> String {
    format!("最近联系：{since}")
}

/// What it held when it last said so, and for how many days the oldest of it had waited.
pub fn unsent(number: u64, days: i64) -> String {
    let waited = if days > 0 { format!("，最早的等了{days}天") } else { String::new() };
    format!("还有{number}处没有送达{waited}")
}

/// The version of the app.
pub fn version(version: &str) -> String {
    format!("版本{version}")
}
