//! The hub under test: the real `hub` binary in a process of its own.

mod process;
mod usage;

use serde::{Deserialize, Serialize};

pub use process::{Binary, Hub};
pub use usage::Usage;

/// Where a hub is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Address {
    /// Its port on 127.0.0.1.
    pub port: u16,
    /// Its certificate (DER), if it speaks TLS.
    pub certificate: Option<Vec<u8>>,
}
