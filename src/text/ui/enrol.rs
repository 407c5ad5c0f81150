//! 启用本机 (enrolment).

pub const TITLE: &str = "启用本机";
pub const READING: &str = "正在核对邀请链接……";
pub const PERSON: &str = "您的姓名";
pub const PERSON_HINT: &str = "写在台账里的署名";
pub const BOUND: &str = "姓名由发邀请的人填好，不能在这里改。不对的话，请对方重新邀请。";
pub const START: &str = "启用";
pub const WORKING: &str = "正在启用……";
pub const NO_PERSON: &str = "请填写您的姓名。";
pub const OFFLINE: &str = "连不上中心。启用本机需要网络，请连上网再试一次；链接还没有用掉。";
pub const AGAIN: &str = "再试一次";
pub const NO_INVITATION: &str = "这台设备还没有启用";
pub const NO_INVITATION_NEXT: &str =
    "请用乡镇或县里发的邀请链接（或扫二维码）打开本应用。每个链接只能在一台设备上用一次。";
pub const KEY_FAILED: &str = "浏览器不能生成本机的密钥。请不要用无痕模式，换用新版的 Chrome 或 Edge 再打开链接。";
pub const STORE_FAILED: &str = "本机存不下启用信息。请清理存储空间后，再打开链接。";

pub const BACK: &str = "不改，回到台账";
pub const KEPT: &str = "接受邀请后，本机已存的内容都还在；还没有送出的，仍在原来岗位的会自动送出。";

/// Whose this device is now.
pub fn in_use(org: &str, role: &str, person: &str) -> String {
    format!("本机现在由 {org} 的{role} {person} 使用。")
}

/// Whose this device is going to be.
pub fn offer(org: &str, role: &str) -> String {
    format!("本机将由 {org} 的{role}使用。")
}
