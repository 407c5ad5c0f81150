//! Points: exact hundredths.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::expr::{Exact, Fault, rounded};

/// Points in hundredths: `Points(8_550)` is 85.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);

    /// The points that a number comes to: the one place where points are rounded, half a hundredth upwards.
    ///
    /// # Errors
    /// [`Fault::TooLarge`].
    pub fn round(exact: Exact) -> Result<Self, Fault> {
        rounded(exact, 2).map(Self).ok_or(Fault::TooLarge)
    }

    /// As a number.
    pub fn exact(self) -> Exact {
        Exact::new(self.0.into(), 100)
    }

    /// Both together; `None` when that is too much.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Without the other; `None` when that is too much.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl fmt::Display for Points {
    /// As people write them: `85.5`, `-3`, `0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let sign = if self.0 < 0 { "-" } else { "" };
        match (rest, rest % 10) {
            (0, _) => write!(f, "{sign}{whole}"),
            (_, 0) => write!(f, "{sign}{whole}.{}", rest / 10),
            _ => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}
