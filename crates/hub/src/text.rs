//! Every sentence of the hub that a person at a tablet may read.

use crate::http::ApiError;

/// What happened and what to do about it.
pub(crate) fn sentence(error: ApiError) -> &'static str {
    match error {
        ApiError::BadRequest => "请求的格式不对。请把应用更新到最新版本后重试。",
        ApiError::OriginRefused => "这个请求来自别的网站，没有受理。请从台账自己的网址打开。",
        ApiError::KeyInvalid => "本机的密钥无法识别。请更新浏览器，或换用新版的 Chrome、Edge 后重试。",
        ApiError::SignatureInvalid => {
            "本机的签名没有通过验证。请刷新页面后重试；仍不行，请向乡镇党建办再要一个邀请链接。"
        }
        ApiError::PersonInvalid => "请填写姓名，1 到 20 个字。",
        ApiError::SessionMissing => "还没有登录，或登录已经过期。请刷新页面，台账会自动重新登录。",
        ApiError::ChallengeExpired => "登录等得太久，已经失效。请重试一次。",
        ApiError::DeviceUnknown => "服务器上没有这台设备的记录。请向乡镇党建办要一个邀请链接，重新启用本机。",
        ApiError::DeviceRevoked => "这台设备的使用权限已被收回。已存本机的内容都还在，请与乡镇党建办联系。",
        ApiError::InvitationUnknown => "邀请链接无效。请核对链接是否复制完整，或向乡镇党建办再要一个。",
        ApiError::InvitationUsed => "这个邀请链接已经用过了。每个链接只能在一台设备上用一次，请向乡镇党建办再要一个。",
        ApiError::InvitationExpired => "这个邀请链接已经过期。链接只在 24 小时内有效，请向乡镇党建办再要一个。",
        ApiError::OrganisationUnknown => "邀请链接里的单位已不在今年的单位名录里。请向县委组织部核对。",
        ApiError::NotAllowed => "您的岗位不能做这件事。请联系上一级组织委员或县委组织部。",
        ApiError::PostInvalid => "这个单位没有这样的岗位，请重新选择。",
        ApiError::OwnDevice => "不能停用或改动自己正在用的设备。请换一台设备来办。",
        ApiError::OffsetMismatch { .. } => "文件接续的位置不对，会自动从正确的位置继续。",
        ApiError::FileTooLarge => "文件太大：照片最多2MB，PDF最多20MB。请压缩或分成几份。",
        ApiError::FileType => "文件不是照片也不是PDF，没有收。请换成照片（JPG、PNG）或PDF。",
        ApiError::FileDamaged => "文件在路上损坏了，没有收。会从头再传一次。",
        ApiError::TooManyFiles => "正在上传的文件太多，请等一会儿，会自动继续。",
        ApiError::DiskFull => "服务器的磁盘满了，文件没有收完；已收的部分还在。请联系管理员，之后会自动继续。",
        ApiError::NotFound => "没有这个地址。请把应用更新到最新版本后重试。",
        ApiError::MethodNotAllowed => "这个地址不支持这样的请求。请把应用更新到最新版本后重试。",
        ApiError::TooManyAttempts { .. } => "尝试的次数太多。请等一分钟再试。",
        ApiError::Overloaded => "服务器正忙。内容都已存本机，过一会儿会自动送达。",
        ApiError::StoreUnavailable => "服务器暂时无法保存，本次操作没有生效。请稍后重试；内容都已存本机，不会丢失。",
    }
}
