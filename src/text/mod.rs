//! Every word that a person reads. Nothing else in the app holds Chinese.

pub mod applications;
pub mod burden;
pub mod cases;
pub mod chain;
mod dates;
pub mod day;
pub mod definitions;
mod domain;
pub mod findings;
pub mod goals;
pub mod guides;
pub mod history;
pub mod indicators;
pub mod inspections;
pub mod points;
mod refusals;
pub mod registers;
pub mod reports;
pub mod responsibilities;
pub mod submissions;
pub mod suggestions;
pub mod tables;
pub mod taskbook;
pub mod templates;

pub mod ui;
pub mod withdrawn;

use crate::{
    backup::Unfit,
    platform::PlatformError,
    state::{NotRestored, NotTaken},
};

pub use dates::{date, date_and_weekday, date_of_year, date_time, days_left, days_since, file_size, since};
pub use domain::{act, act_explained, domain, evidence_rule, field, fields, org_kind, outcome, role, state};
pub use refusals::{closed, hub_refusal, refusal};

/// Something could not be stored; it is on the screen and in memory still.
pub fn storage_failed(why: &PlatformError) -> String {
    let cause = match why {
        PlatformError::Full => "空间满了".to_owned(),
        other => other.to_string(),
    };
    format!("刚才的修改没能存到本机（{cause}）。先前存的都在。请不要关闭窗口，清理存储空间后按“再存一次”。")
}

/// Why a file was not taken in.
pub fn not_taken(name: &str, why: &NotTaken) -> String {
    match why {
        NotTaken::Kind => format!("“{name}”不是照片也不是PDF，没有加。请换成照片（JPG、PNG）或PDF。"),
        NotTaken::Unreadable => format!("“{name}”打不开，可能已经损坏。请重新拍一张，或换一个文件。"),
        NotTaken::Empty => format!("“{name}”是空的，没有加。"),
        NotTaken::TooLarge(media) => {
            let most = file_size(if media.is_picture() { 40 << 20 } else { media.max_bytes() });
            format!("“{name}”太大了（最大{most}），没有加。请压缩或分成几份。")
        }
        NotTaken::Store(why) => format!("“{name}”没能存到本机。{}", storage_failed(why)),
    }
}

/// Why nothing comes in from a backup file; what is here stays as it is.
pub fn not_restored(why: &NotRestored) -> String {
    let why = match why {
        NotRestored::Unread(why) => return format!("读写文件没有成功（{why}），请重试。本机的内容没有动。"),
        NotRestored::Unfit(why) => why,
    };
    match why {
        Unfit::NotABackup => "这不是台账的备份文件，请选文件名以“.taizhang”结尾的。",
        Unfit::TooLarge => "文件太大，不像是台账的备份。请核对文件。",
        Unfit::Damaged => "文件坏了，内容对不上，一处也没有恢复。请从原来的设备再导出一份。",
        Unfit::Newer => "这份备份是新版本的应用导出的。请先联网更新本应用，再来恢复。",
        Unfit::OtherCounty => "这份备份是别的县（另一个中心）的，不能恢复到本机。",
        Unfit::OtherOrganisation => "这份备份是别的单位的，不能恢复到本机。",
    }
    .to_owned()
        + "本机的内容没有动。"
}

/// Why the hub did not answer as hoped.
pub fn http_failed(why: &PlatformError) -> String {
    match why {
        PlatformError::Refused { message, .. } if !message.is_empty() => message.clone(),
        PlatformError::Refused { status, .. } => format!("中心没有办成（{status}），请稍后再试。"),
        PlatformError::Missing(_) => ui::enrol::KEY_FAILED.to_owned(),
        PlatformError::Full => ui::enrol::STORE_FAILED.to_owned(),
        PlatformError::Offline => ui::enrol::OFFLINE.to_owned(),
        PlatformError::Failed(why) => format!("出了问题（{why}），请重试。"),
    }
}
