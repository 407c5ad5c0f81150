//! Whether a row holds what its register asks for.

use serde::{Deserialize, Serialize};

use super::{Column, ColumnKind, Register};
use crate::{
    ids::{OrgId, TaskId},
    personal::{PersonalNumber, personal_number},
    record::{FileRef, Value, parse_date},
};

/// The most characters of a text that sets no limit of its own.
const TEXT_MAX: i64 = 500;

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlawKind {
    /// The column must be filled and is not.
    Missing,
    /// Words where a number belongs, a number where words belong, or what cannot be read as what the column holds.
    WrongKind,
    /// Less than the least value.
    TooSmall(i64),
    /// More than the greatest value.
    TooLarge(i64),
    /// More characters than there may be.
    TooLong(i64),
    /// More decimal places than the column has.
    TooManyPlaces(u8),
    /// None of the choices.
    NoChoice,
    /// An ID number, which no register may hold.
    IdentityNumber,
}

/// What is wrong with a row, by column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    /// The column's name in code.
    pub column: String,
    /// What is wrong.
    pub kind: FlawKind,
}

impl Register {
    /// What is wrong with a row of which `value` tells what stands in a column; what stands in columns that the
    /// register does not have is left alone.
    pub fn flaws<'v>(&self, value: impl Fn(&str) -> Option<&'v Value>) -> Vec<Flaw> {
        let found = |column: &Column| match value(&column.id).filter(|value| !is_blank(value)) {
            Some(value) => column.check(value),
            None if column.required => Err(FlawKind::Missing),
            None => Ok(()),
        };
        self.columns
            .iter()
            .filter_map(|column| Some(Flaw { column: column.id.clone(), kind: found(column).err()? }))
            .collect()
    }
}

impl Column {
    /// Whether a value may stand in the column.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, value: &Value) -> Result<(), FlawKind> {
        match (self.kind.is_number(), value) {
            (true, Value::Number(number)) => self.check_number(*number),
            (false, Value::Text(text)) => self.check_text(text),
            _ => Err(FlawKind::WrongKind),
        }
    }

    fn check_number(&self, number: i64) -> Result<(), FlawKind> {
        let (least, most) = match self.kind {
            ColumnKind::YesNo => (Some(0), Some(1)),
            ColumnKind::Count => (self.min.or(Some(0)), self.max),
            _ => (self.min, self.max),
        };
        match (least, most) {
            (Some(least), _) if number < least => Err(FlawKind::TooSmall(least)),
            (_, Some(most)) if number > most => Err(FlawKind::TooLarge(most)),
            _ => Ok(()),
        }
    }

    fn check_text(&self, text: &str) -> Result<(), FlawKind> {
        let fits = match self.kind {
            ColumnKind::Date => parse_date(text).is_some(),
            ColumnKind::Organisation => text.parse::<OrgId>().is_ok(),
            ColumnKind::Task => text.parse::<TaskId>().is_ok(),
            ColumnKind::Photo => serde_json::from_str::<FileRef>(text).is_ok(),
            ColumnKind::Choice if self.choices.iter().all(|choice| choice.id != *text) => {
                return Err(FlawKind::NoChoice);
            }
            ColumnKind::Text => {
                let most = self.max.unwrap_or(TEXT_MAX);
                if personal_number(text) == Some(PersonalNumber::Identity) {
                    return Err(FlawKind::IdentityNumber);
                }
                let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                return if length > most { Err(FlawKind::TooLong(most)) } else { Ok(()) };
            }
            _ => true,
        };
        fits.then_some(()).ok_or(FlawKind::WrongKind)
    }
}

/// An emptied cell is a text without words.
pub(super) fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
