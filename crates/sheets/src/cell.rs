//! One cell of a file, read as what it is wanted to be.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    Address, Cell, Decimal, Kind, Raw, dates,
    normal::{normal, trimmed},
    words::{MONEY_MARKS, MONEY_UNITS, NO, NOES, YES, YESES},
};

/// As many characters of a cell as a fault quotes.
const QUOTED: usize = 40;
/// Digits of a number that a spreadsheet keeps; of a longer one it has lost the end when it was typed.
const KEPT: usize = 15;

/// What a column's heading says about the numbers below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Nothing: amounts are in yuan.
    #[default]
    Plain,
    /// Amounts are in 10^n yuan: 4 for 万元.
    Yuan(i16),
    /// Numbers are of a hundred.
    Percent,
}

/// A cell that is not what is wanted there.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("{at}: {why}: {found:?} for {wanted:?}")]
pub struct CellFault {
    /// Which cell.
    pub at: Address,
    /// What is wrong with it.
    pub why: Why,
    /// What stands there, shortened to 40 characters.
    pub found: String,
    /// What is wanted.
    pub wanted: Kind,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
pub enum Why {
    /// A formula: its value depends on what is elsewhere, and may be old. To be pasted as a value.
    #[error("a formula")]
    Formula,
    /// `#REF!` and the like.
    #[error("an error of the spreadsheet's")]
    SpreadsheetError,
    /// A number or a day is wanted and something else stands there.
    #[error("of another kind")]
    OtherKind,
    /// More decimals than the kind has, by more than the noise of binary floats.
    #[error("a fraction too fine")]
    TooFine,
    /// More than can be counted.
    #[error("too large a number")]
    TooLarge,
    /// 85 may be 85% or 8500%: neither the cell nor the heading says so.
    #[error("a percentage or a ratio")]
    UnclearPercent,
    /// A number of more than 15 digits: the spreadsheet has replaced the rest by zeros (an identity number).
    #[error("a number that has lost digits")]
    LostDigits,
    /// Part of merged cells, whose one number belongs to all of them.
    #[error("merged with other rows")]
    Merged,
}

/// Reads a cell as a kind; one that holds nothing is [`Cell::Empty`] whatever is wanted.
///
/// # Errors
/// [`CellFault`] tells what stands there instead.
pub fn read_as(kind: Kind, unit: Unit, raw: Option<&Raw>, at: Address) -> Result<Cell, CellFault> {
    let Some(raw) = raw else { return Ok(Cell::Empty) };
    read(kind, unit, raw).map_err(|why| fault(kind, raw, at, why))
}

/// A fault of a cell.
pub(crate) fn fault(wanted: Kind, raw: &Raw, at: Address, why: Why) -> CellFault {
    let shown = raw.to_string();
    let mut found: String = shown.chars().take(QUOTED).collect();
    if found.len() < shown.len() {
        found.push('…');
    }
    CellFault { at, why, found, wanted }
}

fn read(kind: Kind, unit: Unit, raw: &Raw) -> Result<Cell, Why> {
    match raw {
        Raw::Formula(_) => return Err(Why::Formula),
        Raw::Error(_) => return Err(Why::SpreadsheetError),
        Raw::Text(text) if trimmed(text).is_empty() => return Ok(Cell::Empty),
        _ => {}
    }
    match kind {
        Kind::Text => text(raw).map(Cell::Text),
        Kind::Integer => number(raw)?.whole_in(0).map(Cell::Integer),
        Kind::Money => money(raw, unit)?.whole_in(2).map(Cell::Money),
        Kind::Percent => percent(raw, unit)?.whole_in(4).map(Cell::Percent),
        Kind::Date => match raw {
            Raw::Date(day) => Some(*day),
            Raw::Text(text) => dates::parse(text),
            // 20261130, typed as a number.
            Raw::Number { value, percent: false } => dates::parse(&value.to_string()),
            _ => None,
        }
        .map(Cell::Date)
        .ok_or(Why::OtherKind),
        Kind::YesNo => yes_no(raw).map(Cell::YesNo).ok_or(Why::OtherKind),
    }
}

fn text(raw: &Raw) -> Result<String, Why> {
    Ok(match raw {
        Raw::Number { value, .. } if value.digit_count() > KEPT && value.exponent >= 0 => return Err(Why::LostDigits),
        Raw::Bool(yes) => (if *yes { YES } else { NO }).to_owned(),
        raw => trimmed(&raw.to_string()).to_owned(),
    })
}

fn yes_no(raw: &Raw) -> Option<bool> {
    let said = match raw {
        Raw::Bool(yes) => return Some(*yes),
        Raw::Text(text) => normal(text),
        Raw::Number { value, percent: false } => value.to_string(),
        _ => return None,
    };
    let is_among = |words: &[&str]| words.iter().any(|word| normal(word) == said);
    if is_among(YESES) { Some(true) } else { is_among(NOES).then_some(false) }
}

/// A number by itself.
fn number(raw: &Raw) -> Result<Decimal, Why> {
    match raw {
        Raw::Number { value, percent: false } => Ok(*value),
        Raw::Text(text) => plain(&normal(text)).ok_or(Why::OtherKind),
        _ => Err(Why::OtherKind),
    }
}

/// An amount in yuan. A unit in the cell counts before that of the heading.
fn money(raw: &Raw, unit: Unit) -> Result<Decimal, Why> {
    let by_heading = match unit {
        Unit::Yuan(places) => places,
        Unit::Plain | Unit::Percent => 0,
    };
    let Raw::Text(text) = raw else { return Ok(number(raw)?.shifted(by_heading)) };
    let text = normal(text);
    let text = text.trim_start_matches(MONEY_MARKS);
    let unit = MONEY_UNITS.iter().find_map(|(word, places)| Some((text.strip_suffix(word)?, *places)));
    let (text, places) = unit.unwrap_or((text, by_heading));
    Ok(plain(text).ok_or(Why::OtherKind)?.shifted(places))
}

/// A ratio: 85% as 0.85.
fn percent(raw: &Raw, unit: Unit) -> Result<Decimal, Why> {
    let bare = match raw {
        Raw::Number { value, percent: true } => return Ok(*value),
        Raw::Text(text) => {
            let text = normal(text);
            if let Some(number) = text.strip_suffix('%') {
                return Ok(plain(number).ok_or(Why::OtherKind)?.shifted(-2));
            }
            plain(&text).ok_or(Why::OtherKind)?
        }
        raw => number(raw)?,
    };
    match unit {
        Unit::Percent => Ok(bare.shifted(-2)),
        _ if bare.digits == 0 => Ok(bare),
        _ => Err(Why::UnclearPercent),
    }
}

/// A normalised text as a number, its thousands parted by commas or not at all.
fn plain(text: &str) -> Option<Decimal> {
    if !text.contains(',') {
        // Nobody types powers of ten, but 1E3 may be the number of a house.
        return Decimal::parse(text).filter(|_| !text.contains('e'));
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (first, groups) = whole.split_once(',')?;
    let digits = first.strip_prefix('-').unwrap_or(first);
    let in_threes = (1..=3).contains(&digits.len()) && groups.split(',').all(|group| group.len() == 3);
    let joined = format!("{}.{fraction}0", whole.replace(',', ""));
    in_threes.then(|| Decimal::parse(&joined)).flatten()
}

impl Decimal {
    /// The whole number of 10^-`places`.
    fn whole_in(self, places: i16) -> Result<i64, Why> {
        let shifted = self.shifted(places);
        shifted.whole().ok_or(if shifted.is_large() { Why::TooLarge } else { Why::TooFine })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const AT: Address = Address { row: 3, column: 2 };

    fn of_text(kind: Kind, unit: Unit, text: &str) -> Result<Cell, Why> {
        read_as(kind, unit, Some(&Raw::Text(text.to_owned())), AT).map_err(|fault| fault.why)
    }

    fn of_number(kind: Kind, unit: Unit, text: &str) -> Result<Cell, Why> {
        let raw = Raw::Number { value: Decimal::parse(text).unwrap(), percent: false };
        read_as(kind, unit, Some(&raw), AT).map_err(|fault| fault.why)
    }

    #[test]
    fn amounts_are_read_exactly_in_their_unit() {
        for (text, fen) in [
            ("1234.56", 123_456),
            ("1,234,567.8", 123_456_780),
            ("１，２３４．５６元", 123_456),
            ("￥12", 1_200),
            ("¥ -0.01", -1),
            ("12.5万元", 12_500_000),
            ("0.3亿", 3_000_000_000),
            ("1.5千元", 150_000),
        ] {
            assert_eq!(of_text(Kind::Money, Unit::Plain, text), Ok(Cell::Money(fen)), "{text}");
        }
        assert_eq!(of_text(Kind::Money, Unit::Yuan(4), "3.2"), Ok(Cell::Money(3_200_000)));
        assert_eq!(of_text(Kind::Money, Unit::Yuan(4), "3.2元"), Ok(Cell::Money(320)));
        assert_eq!(of_number(Kind::Money, Unit::Yuan(4), "0.30000000000000004"), Ok(Cell::Money(300_000)));
        assert_eq!(of_number(Kind::Money, Unit::Plain, "1234.5600000000001"), Ok(Cell::Money(123_456)));
        assert_eq!(of_number(Kind::Money, Unit::Plain, "1234.561"), Err(Why::TooFine));
        assert_eq!(of_number(Kind::Money, Unit::Plain, "1E20"), Err(Why::TooLarge));
        for text in ["1,23", "12,3456", ",123", "约3万元", "3万至5万", "1e3", "-", "万元", "1,234,56.7"] {
            assert_eq!(of_text(Kind::Money, Unit::Plain, text), Err(Why::OtherKind), "{text}");
        }
    }

    #[test]
    fn a_percentage_must_say_that_it_is_one() {
        assert_eq!(of_text(Kind::Percent, Unit::Plain, "85.5％"), Ok(Cell::Percent(8_550)));
        assert_eq!(of_number(Kind::Percent, Unit::Percent, "85"), Ok(Cell::Percent(8_500)));
        assert_eq!(of_number(Kind::Percent, Unit::Plain, "85"), Err(Why::UnclearPercent));
        assert_eq!(of_number(Kind::Percent, Unit::Plain, "0"), Ok(Cell::Percent(0)));
        let shown = Raw::Number { value: Decimal::parse("0.333333").unwrap(), percent: true };
        assert_eq!(read_as(Kind::Percent, Unit::Plain, Some(&shown), AT).unwrap_err().why, Why::TooFine);
    }

    #[test]
    fn digits_that_are_lost_are_not_taken() {
        assert_eq!(of_number(Kind::Text, Unit::Plain, "13800000000"), Ok("13800000000".into()));
        assert_eq!(of_number(Kind::Text, Unit::Plain, "1.10101199003071E+17"), Err(Why::LostDigits));
        assert_eq!(of_text(Kind::Text, Unit::Plain, " 110101199003071234 "), Ok("110101199003071234".into()));
    }

    #[test]
    fn yes_and_no_have_many_words() {
        for (text, yes) in [("是", true), ("√", true), ("Ｙ", true), ("否", false), ("×", false), ("无", false)]
        {
            assert_eq!(of_text(Kind::YesNo, Unit::Plain, text), Ok(Cell::YesNo(yes)));
        }
        assert_eq!(of_text(Kind::YesNo, Unit::Plain, "可能"), Err(Why::OtherKind));
        assert_eq!(of_number(Kind::YesNo, Unit::Plain, "1"), Ok(Cell::YesNo(true)));
    }

    #[test]
    fn formulas_and_errors_are_told_with_their_place() {
        let cached = Raw::Formula(Some(Box::new(Raw::Text("字".repeat(60)))));
        let fault = read_as(Kind::Text, Unit::Plain, Some(&cached), AT).unwrap_err();
        assert_eq!((fault.at.to_string().as_str(), fault.why), ("B3", Why::Formula));
        assert_eq!(fault.found, format!("= {}…", "字".repeat(38)));
        let error = Raw::Error("#REF!".to_owned());
        assert_eq!(read_as(Kind::Money, Unit::Plain, Some(&error), AT).unwrap_err().why, Why::SpreadsheetError);
        assert_eq!(read_as(Kind::Date, Unit::Plain, None, AT), Ok(Cell::Empty));
    }
}
