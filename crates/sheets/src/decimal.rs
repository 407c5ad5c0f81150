//! Decimal numbers as they stand in a file, exact.

use serde::{Deserialize, Serialize};

/// `digits` × 10^`exponent`, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    /// The digits without the point, and the sign.
    pub digits: i64,
    /// How far the point is moved.
    pub exponent: i16,
}

impl Decimal {
    /// As many significant digits as are kept: a file's floats have 17.
    const MOST: usize = 18;

    /// Reads `-12.50` or `1.25E-3`. Nothing with more than 18 significant digits, since it could not be kept exact.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, power) = match text.split_once(['e', 'E']) {
            Some((number, power)) => (number, power.parse::<i16>().ok().filter(|power| power.abs() <= 400)?),
            None => (text, 0),
        };
        let (negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty())
            || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let significant = (whole.len() + fraction.len())
            - whole.bytes().chain(fraction.bytes()).take_while(|byte| *byte == b'0').count();
        if significant > Self::MOST || fraction.len() > 400 {
            return None;
        }
        let mut digits = 0_i64;
        for digit in whole.bytes().chain(fraction.bytes()) {
            digits = digits * 10 + i64::from(digit - b'0');
        }
        let exponent = power - i16::try_from(fraction.len()).ok()?;
        Some(Self { digits: if negative { -digits } else { digits }, exponent })
    }

    /// Itself times 10^`power`.
    #[must_use]
    pub fn shifted(self, power: i16) -> Self {
        Self { exponent: self.exponent.saturating_add(power), ..self }
    }

    /// The whole number that this is within a thousandth of, or nothing. Spreadsheets count in binary floats, so that
    /// 0.1 + 0.2 stands in a file as 0.30000000000000004: a thousandth is far above such noise and far below a digit
    /// that somebody typed.
    pub fn whole(self) -> Option<i64> {
        let exponent = u32::from(self.exponent.unsigned_abs());
        let digits = i128::from(self.digits);
        if self.exponent >= 0 {
            if digits == 0 {
                return Some(0);
            }
            return i64::try_from(digits.checked_mul(10_i128.checked_pow(exponent)?)?).ok();
        }
        // More places than digits could fill: as good as nothing.
        let Some(unit) = 10_i128.checked_pow(exponent).filter(|_| exponent <= 30) else { return Some(0) };
        let nearest = (digits + digits.signum() * unit / 2) / unit;
        ((digits - nearest * unit).abs() * 1000 <= unit).then(|| i64::try_from(nearest).ok()).flatten()
    }

    /// How many digits stand before the point.
    pub(crate) fn digit_count(self) -> usize {
        let digits = i64::try_from(self.digits.unsigned_abs().to_string().len()).unwrap_or(i64::MAX);
        usize::try_from(digits + i64::from(self.exponent)).unwrap_or_default()
    }

    /// Whether it is beyond what an `i64` counts.
    pub(crate) fn is_large(self) -> bool {
        self.digits != 0 && self.digit_count() > 18
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let places = usize::from(self.exponent.unsigned_abs());
        if self.digits == 0 {
            return write!(out, "0");
        }
        // Far out, nobody wants to read the zeros.
        if places > 30 {
            return write!(out, "{sign}{digits}E{}", self.exponent);
        }
        if self.exponent >= 0 {
            return write!(out, "{sign}{digits}{}", "0".repeat(places));
        }
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(out, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn decimals_are_read_exactly_and_shown_without_noise() {
        for (text, digits, exponent, shown) in [
            ("0", 0, 0, "0"),
            ("-12.50", -125, -1, "-12.5"),
            ("1.25E-3", 125, -5, "0.00125"),
            ("1E+3", 1, 3, "1000"),
            (".5", 5, -1, "0.5"),
            ("5.", 5, 0, "5"),
            ("0.30000000000000004", 30_000_000_000_000_004, -17, "0.30000000000000004"),
            ("000000000000000000000012", 12, 0, "12"),
        ] {
            let read = Decimal::parse(text).unwrap();
            assert_eq!((read, read.to_string().as_str()), (Decimal { digits, exponent }, shown), "{text}");
        }
        for wrong in ["", "-", ".", "1.2.3", "1E", "1E999", "--1", "１", "1 2", "inf", "NaN", "1234567890123456789"] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_whole_number_is_within_a_thousandth() {
        let whole = |text: &str| Decimal::parse(text).unwrap().whole();
        assert_eq!(whole("2.9999999999999996"), Some(3));
        assert_eq!(whole("-3.0009"), Some(-3));
        assert_eq!(whole("3.0011"), None);
        assert_eq!(whole("1234567.5"), None);
        assert_eq!(whole("1E-300"), Some(0));
        assert_eq!(whole("1E18"), Some(1_000_000_000_000_000_000));
        assert_eq!(whole("1E19"), None);
        assert_eq!(whole("0E300"), Some(0));
    }
}
