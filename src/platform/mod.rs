//! The browser, one API a file, without a word about the domain. Nothing else in the app names `web_sys` or `js_sys`.

pub mod channel;
pub mod clock;
mod error;
pub mod files;
pub mod http;
pub mod idb;
pub mod install;
pub mod keyboard;
pub mod keys;
pub mod lifecycle;
pub mod locks;
pub mod page;
pub mod quota;
pub mod random;
pub mod scroll;
pub mod socket;
pub mod update;
#[allow(dead_code, reason = "for tables, which no page reads or writes yet")]
pub mod worker;

pub use error::PlatformError;
