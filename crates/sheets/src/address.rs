//! Where a cell stands, in the way that people read it off their screen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A cell's place, both counted from 1: row 3, column 2 is `B3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
}

impl Address {
    /// The last row that Excel knows.
    pub const LAST_ROW: u32 = 1_048_576;
    /// The last column that Excel knows, `XFD`.
    pub const LAST_COLUMN: u32 = 16_384;

    /// Reads `B3` or `$B$3`; nothing outside Excel's bounds.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let (mut column, mut row) = (0_u32, 0_u32);
        let mut letters = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let digits = text.strip_prefix(letters)?;
        letters = letters.strip_suffix('$').unwrap_or(letters);
        if letters.is_empty() || digits.is_empty() || letters.len() > 3 || digits.len() > 7 {
            return None;
        }
        for letter in letters.bytes() {
            let letter = letter.to_ascii_uppercase();
            if !letter.is_ascii_uppercase() {
                return None;
            }
            column = column * 26 + u32::from(letter - b'A') + 1;
        }
        for digit in digits.bytes() {
            row = row * 10 + u32::from(digit - b'0');
        }
        let inside = (1..=Self::LAST_ROW).contains(&row) && (1..=Self::LAST_COLUMN).contains(&column);
        inside.then_some(Self { row, column })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut left = self.column;
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
            left /= 26;
        }
        letters.iter().rev().try_for_each(|letter| write!(out, "{letter}"))?;
        write!(out, "{}", self.row)
    }
}

/// A rectangle of cells, both corners in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Area {
    /// Its upper left corner.
    pub from: Address,
    /// Its lower right corner.
    pub to: Address,
}

impl Area {
    /// Reads `A1:C3`, or one cell alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once(':').unwrap_or((text, text));
        let (from, to) = (Address::parse(from)?, Address::parse(to)?);
        (from.row <= to.row && from.column <= to.column).then_some(Self { from, to })
    }

    /// Whether a cell lies in it.
    pub fn holds(&self, at: Address) -> bool {
        (self.from.row..=self.to.row).contains(&at.row) && (self.from.column..=self.to.column).contains(&at.column)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn addresses_read_as_they_are_shown() {
        for (text, row, column) in [
            ("A1", 1, 1),
            ("Z9", 9, 26),
            ("AA10", 10, 27),
            ("AZ2", 2, 52),
            ("BA2", 2, 53),
            ("XFD1048576", 1_048_576, 16_384),
        ] {
            let address = Address { row, column };
            assert_eq!(Address::parse(text), Some(address));
            assert_eq!(address.to_string(), text);
        }
        assert_eq!(Address::parse("$C$4"), Some(Address { row: 4, column: 3 }));
        for wrong in
            ["", "A", "1", "A0", "XFE1", "A1048577", "A99999999999", "ZZZZZZZZ1", "A1B", "Ａ1", "A１", "$", "$1"]
        {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn areas_have_their_corners_in_order() {
        let area = Area::parse("B2:D4").unwrap();
        assert!(area.holds(Address { row: 4, column: 2 }) && !area.holds(Address { row: 5, column: 2 }));
        assert_eq!(Area::parse("D4:B2"), None);
    }
}
