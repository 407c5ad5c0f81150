//! A day of the year without its year, written `MM-DD`.

use std::fmt;

use chrono::NaiveDate;

use super::reader::Row;

/// A month and a day, valid in every year (so not February 29).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl MonthDay {
    /// The day that `MM-DD` stands for.
    pub fn parse(text: &str) -> Option<Self> {
        let (month, day) = text.split_once('-')?;
        if month.len() != 2 || day.len() != 2 {
            return None;
        }
        let found = Self { month: month.parse().ok()?, day: day.parse().ok()? };
        NaiveDate::from_ymd_opt(2001, found.month, found.day).map(|_| found)
    }

    /// The date in a year; a day past the month's end is its last.
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        (28..=self.day.max(28))
            .rev()
            .map(|last| self.day.min(last))
            .find_map(|day| NaiveDate::from_ymd_opt(year, self.month, day))
    }

    /// As the number `MMDD`, which is how a parameter holds it.
    pub fn number(self) -> i64 {
        i64::from(self.month * 100 + self.day)
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// The day under `key`, when it is there.
pub(crate) fn month_day(row: &Row<'_>, key: &str) -> Option<MonthDay> {
    let text = row.optional_text(key)?;
    let day = MonthDay::parse(&text);
    if day.is_none() {
        row.note(
            key,
            format!("`{key}` is no day of a year: \"{text}\""),
            "write month and day as \"MM-DD\", such as \"11-30\"",
        );
    }
    day
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_days_of_every_year() {
        assert_eq!(MonthDay::parse("11-30").unwrap().number(), 1130);
        for bad in ["02-29", "13-01", "1-1", "0101", "01-32", "", "é-1"] {
            assert_eq!(MonthDay::parse(bad), None, "{bad}");
        }
        let last = MonthDay { month: 2, day: 31 };
        assert_eq!(last.in_year(2026), NaiveDate::from_ymd_opt(2026, 2, 28));
    }
}
