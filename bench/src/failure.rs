//! What ends a benchmark early.

/// Shown to whoever ran it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
