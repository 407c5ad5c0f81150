//! What a person types into a cell, and back: numbers stay exact.

use super::{Column, ColumnKind, FlawKind};
use crate::record::Value;

/// The most digits of a number: all of them fit into 64 bits.
const DIGITS_MAX: usize = 18;

impl Column {
    /// The value that was typed; `None` when nothing was. Numbers may have separators of thousands, full-width digits
    /// and the column's unit behind them.
    ///
    /// # Errors
    /// What is wrong with it; nothing is rounded.
    pub fn parse(&self, typed: &str) -> Result<Option<Value>, FlawKind> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let value = if self.kind.is_number() {
            Value::Number(self.parse_number(typed)?)
        } else {
            Value::Text(typed.to_owned())
        };
        self.check(&value).map(|()| Some(value))
    }

    fn parse_number(&self, typed: &str) -> Result<i64, FlawKind> {
        let unit = self.unit.as_deref().unwrap_or_default();
        let plain: String = typed.chars().map(narrow).filter(|one| !matches!(one, ',' | ' ' | '\u{3000}')).collect();
        let plain = plain.strip_suffix(unit).unwrap_or(&plain);
        let (negative, digits) = plain.strip_prefix('-').map_or((false, plain), |rest| (true, rest));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
        let places = usize::from(self.places());
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(rest) || whole.len() + places > DIGITS_MAX {
            return Err(FlawKind::WrongKind);
        }
        let rest = rest.trim_end_matches('0');
        if rest.len() > places {
            return Err(FlawKind::TooManyPlaces(self.places()));
        }
        let number: i64 = format!("{whole}{rest:0<places$}").parse().map_err(|_| FlawKind::WrongKind)?;
        Ok(if negative { -number } else { number })
    }

    /// A value as it would be typed, such as `1250.50`.
    pub fn print(&self, value: &Value) -> String {
        match value {
            Value::Number(number) if self.kind.is_number() => decimal(*number, self.places()),
            other => other.to_string(),
        }
    }
}

/// A number of so many decimal places, as it is written.
pub fn decimal(number: i64, places: u8) -> String {
    if places == 0 {
        return number.to_string();
    }
    let places = usize::from(places);
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    format!("{}{whole}.{rest}", if number < 0 { "-" } else { "" })
}

/// Full-width forms become what they stand for.
fn narrow(one: char) -> char {
    match one {
        '\u{ff01}'..='\u{ff5e}' => u32::from(one).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(one),
        _ => one,
    }
}

impl ColumnKind {
    /// Whether its values are amounts, which stand to the right.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::Number | Self::Count | Self::Money)
    }
}

impl Column {
    /// Whether the values of the column can be added up.
    pub const fn adds_up(&self) -> bool {
        self.sum && self.kind.is_amount()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn column(kind: ColumnKind, decimals: u8) -> Column {
        Column {
            id: "a".to_owned(),
            name: "甲".to_owned(),
            kind,
            required: false,
            unit: Some("元".to_owned()),
            decimals,
            min: None,
            max: None,
            choices: Vec::new(),
            former: Vec::new(),
            also: Vec::new(),
            hint: None,
            sum: true,
        }
    }

    #[test]
    fn money_is_exact_however_it_is_typed() {
        let money = column(ColumnKind::Money, 0);
        for (typed, fen) in [
            ("1250", 125_000),
            ("1,250.5", 125_050),
            ("１２５０．５０元", 125_050),
            ("0.01", 1),
            ("-3.20", -320),
            ("1250.500", 125_050),
            ("9007199254740993.01", 900_719_925_474_099_301),
        ] {
            assert_eq!(money.parse(typed), Ok(Some(Value::Number(fen))), "{typed}");
        }
        assert_eq!(money.parse("1.005"), Err(FlawKind::TooManyPlaces(2)));
        for wrong in ["abc", ".", "1.2.3", "--1", "1e3", "99999999999999999999", "12万"] {
            assert_eq!(money.parse(wrong), Err(FlawKind::WrongKind), "{wrong}");
        }
        assert_eq!(money.parse("  "), Ok(None));
        assert_eq!(money.print(&Value::Number(125_050)), "1250.50");
        assert_eq!(money.print(&Value::Number(-5)), "-0.05");
        assert_eq!(decimal(i64::MIN, 2), "-92233720368547758.08");
    }

    #[test]
    fn grades_do_not_add_up_and_old_definitions_do() {
        let grade = Column { sum: false, ..column(ColumnKind::Count, 0) };
        assert!(!grade.adds_up() && grade.kind.is_amount());
        assert!(column(ColumnKind::Money, 0).adds_up() && !column(ColumnKind::YesNo, 0).adds_up());
        let old: Column = serde_json::from_str(r#"{"id":"a","name":"甲","kind":"count"}"#).unwrap();
        assert!(old.adds_up(), "written before there was a choice");
        let said = serde_json::to_string(&grade).unwrap();
        assert_eq!(serde_json::from_str::<Column>(&said).unwrap(), grade);
    }

    #[test]
    fn what_is_printed_reads_back() {
        for (kind, decimals) in [(ColumnKind::Money, 0), (ColumnKind::Number, 3), (ColumnKind::Number, 0)] {
            let column = column(kind, decimals);
            for number in [0, 1, -1, 99, 100, 123_456_789, -1_000] {
                let value = Value::Number(number);
                assert_eq!(column.parse(&column.print(&value)), Ok(Some(value)));
            }
        }
    }
}
