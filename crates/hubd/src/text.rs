//! What the hub says to people, in Chinese.

/// An invitation that nobody wrote.
pub const INVITATION_UNKNOWN: &str = "这个邀请链接不对。请检查链接是否完整，或向乡镇党建办、县委组织部再要一个。";
/// An invitation that was used.
pub const INVITATION_USED: &str =
    "这个邀请链接已经用过了。每个链接只能在一台设备上用一次，请向乡镇党建办、县委组织部再要一个。";
/// An invitation older than a day.
pub const INVITATION_EXPIRED: &str = "这个邀请链接过期了（24小时内有效）。请向乡镇党建办、县委组织部再要一个。";
/// An organisation that is not in the taskbook any more.
pub const ORGANISATION_UNKNOWN: &str = "邀请里的单位不在名册里。请联系县委组织部核对单位名册。";
/// A signature that does not fit.
pub const SIGNATURE_WRONG: &str = "本机的密钥没有通过核对。请重新打开链接再试一次。";
/// A question that was asked too long ago.
pub const CHALLENGE_GONE: &str = "核对超时了，请再试一次。";
/// No name, or a very long one.
pub const PERSON_WRONG: &str = "请填写姓名，最多20个字。";
/// Too many attempts.
pub const TOO_MANY: &str = "试的次数太多了，请过一分钟再试。";
/// A device that the hub does not know.
pub const DEVICE_UNKNOWN: &str = "中心不认识这台设备。请向乡镇党建办要一个新的邀请链接重新启用；本机的内容都还在。";
/// A device that was revoked.
pub const DEVICE_REVOKED: &str = "这台设备的使用权限已被收回。没有送出的内容仍在本机，请联系乡镇党建办。";
/// No session.
pub const NO_SESSION: &str = "还没有登录，请重新打开本应用。";
/// A request from another site.
pub const FOREIGN_ORIGIN: &str = "请求不是从台账页面发出的，已拒绝。";
/// A request that makes no sense.
pub const BAD_REQUEST: &str = "请求的内容不对。请更新本应用后再试。";
/// Something failed in the hub.
pub const INTERNAL: &str = "中心出了问题，请稍后再试。内容都还在本机。";
