//! Photos and scanned documents.

pub const CAMERA: &str = "拍照";
pub const CHOOSE: &str = "选照片或PDF";
pub const EXPLAINED: &str = "照片会缩小并去掉拍摄地点等信息；扫描件（PDF）最多20MB。先存本机，文字送达后再传。";
pub const WORKING: &str = "正在处理照片……";
pub const REMOVE: &str = "去掉";
pub const CLOSE: &str = "关闭";
pub const NOT_HERE: &str = "联网后可看";
pub const WAITING: &str = "已存本机，等待上传";
pub const MISSING: &str =
    "这个文件没有传到中心，本机也找不到了（可能清理过网站数据）。文字不受影响；请把同一张照片或扫描件再加一次。";
pub const DEFAULT_CAPTION: &str = "现场照片";

/// The button that shows the whole picture.
pub fn open(name: &str) -> String {
    format!("看大图：{name}")
}

/// It is on its way.
pub fn sending(percent: u8) -> String {
    format!("正在上传 {percent}%")
}

/// The hub will not have it.
pub fn refused(why: &str) -> String {
    format!("中心没有收：{why} 文件仍在本机。")
}
