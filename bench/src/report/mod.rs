//! The figures as tables.

mod compare;
mod row;
mod table;

use serde::{Deserialize, Serialize};

pub use compare::comparison;
pub use table::table;

use crate::{metrics::Run, workload::Scale};

/// Everything that was measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Report {
    /// How much of everything.
    pub scale: Scale,
    /// Whether the hub spoke TLS.
    pub tls: bool,
    /// One for each run.
    pub runs: Vec<Run>,
}
