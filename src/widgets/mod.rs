//! Components that more than one page uses.

mod act_panel;
mod badge;
mod behalf;
mod board_table;
mod case_badges;
mod evidence_file;
mod file_picker;
mod given;
mod icon;
mod item_row;
mod journal;
mod keys;
mod qr_code;
mod remind;
mod sync_pill;
mod tile;
mod toast_list;
mod update_banner;

pub use act_panel::{ActPanel, Refused};
pub use badge::{DueBadge, StateBadge, StoredMark};
pub use behalf::OnBehalfNotice;
pub use board_table::{BoardTable, SheetLinks};
pub use case_badges::CaseBadges;
pub use evidence_file::EvidenceFile;
pub use file_picker::{FilePicker, Taken};
pub use given::{ChaseButtons, GivenList, GivenTable};
pub use icon::{Icon, Shape};
pub use item_row::{ItemList, address};
pub use journal::{History, Journal};
pub use keys::{KeyHelp, Keys, PageKeys};
pub use qr_code::QrCode;
pub use remind::{RemindForm, RemindPanel, Reminders};
pub use sync_pill::SyncPill;
pub use tile::Tile;
pub use toast_list::ToastList;
pub use update_banner::UpdateBanner;
