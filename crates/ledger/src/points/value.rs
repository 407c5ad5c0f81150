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

    /// Points as people write them: `85.5`, `-3`; `None` with more than two places, or when that is no number.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, text) = text.trim().strip_prefix('-').map_or((1, text.trim()), |text| (-1, text));
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(places) || places.len() > 2 {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let hundredths: i64 = format!("{places:0<2}").parse().ok()?;
        whole.checked_mul(100)?.checked_add(hundredths)?.checked_mul(sign).map(Self)
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
