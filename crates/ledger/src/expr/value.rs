//! Exact values.

use std::borrow::Cow;

use num_rational::Ratio;

/// An exact number: a fraction of whole numbers.
pub type Exact = Ratio<i128>;

/// What an expression comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<'a> {
    /// A number.
    Number(Exact),
    /// Words, a choice, or a day as `YYYY-MM-DD`.
    Text(Cow<'a, str>),
    /// True or false.
    Truth(bool),
}

impl Value<'_> {
    /// The same, without a copy of the words.
    pub(crate) fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Truth(truth) => Value::Truth(*truth),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(Exact::from_integer(number.into()))
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

/// A number in units of its last decimal place, of which it has `places`, half a unit rounded away from zero; `None`
/// when it does not fit into 64 bits.
pub fn rounded(number: Exact, places: u8) -> Option<i64> {
    let unit = 10_i128.checked_pow(places.into())?;
    let (top, bottom) = (number.numer().checked_mul(unit)?, *number.denom());
    let (whole, rest) = (top / bottom, (top % bottom).unsigned_abs());
    let half = rest >= bottom.unsigned_abs().div_ceil(2);
    let away = if top < 0 { -1 } else { 1 };
    i64::try_from(if half { whole + away } else { whole }).ok()
}
