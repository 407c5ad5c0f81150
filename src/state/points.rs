//! Points, pay and rewards as pages show them: the ledger tells.

pub use taizhang_ledger::points::{
    Paid, Scoring, Supposed, awarded, by_entries, paid, scored, taking_part, total, weight_of,
};
