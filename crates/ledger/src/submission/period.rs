//! The periods of a year.

use std::{fmt, str::FromStr};

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::org::words;

words! {
    /// How often something is due.
    Every {
        /// Twelve times a year.
        Month = "month",
        /// Four times.
        Quarter = "quarter",
        /// Twice.
        Half = "half",
        /// Once.
        Year = "year",
    }
}

impl Every {
    /// How many months a period has.
    const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }

    /// The periods of a year, in order.
    pub fn periods(self, year: u16) -> impl Iterator<Item = Period> {
        (1..=12 / self.months()).map(move |number| Period { every: self, year, number })
    }
}

/// A month, a quarter, half a year or a year. Written as `2026-month-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Of which kind.
    pub every: Every,
    /// The year.
    pub year: u16,
    /// Which one of its year, from 1.
    pub number: u32,
}

impl Period {
    /// Its first day.
    pub fn begin(self) -> NaiveDate {
        let month = (self.number.max(1) - 1) * self.every.months() + 1;
        NaiveDate::from_ymd_opt(self.year.into(), month.min(12), 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn end(self) -> NaiveDate {
        let next = self.begin().checked_add_months(Months::new(self.every.months()));
        next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or_default()
    }

    /// Whether a day is in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.begin()..=self.end()).contains(&day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:02}", self.year, self.every.word(), self.number)
    }
}

/// What is written is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period")]
pub struct NoPeriod;

impl FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let mut parts = text.splitn(3, '-');
        let mut next = || parts.next().ok_or(NoPeriod);
        let year = next()?.parse().map_err(|_| NoPeriod)?;
        let every = Every::from_word(next()?).ok_or(NoPeriod)?;
        let number: u32 = next()?.parse().map_err(|_| NoPeriod)?;
        every.periods(year).find(|period| period.number == number).ok_or(NoPeriod)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_periods_of_a_kind_make_the_year() {
        let day = |month, day| NaiveDate::from_ymd_opt(2028, month, day).unwrap();
        for every in Every::ALL {
            let periods: Vec<Period> = every.periods(2028).collect();
            assert_eq!(periods.first().unwrap().begin(), day(1, 1));
            assert_eq!(periods.last().unwrap().end(), day(12, 31));
            for pair in periods.windows(2) {
                let [one, next] = pair else { unreachable!() };
                assert_eq!(one.end().succ_opt(), Some(next.begin()));
            }
            for period in periods {
                assert_eq!(period.to_string().parse(), Ok(period));
            }
        }
        assert!("2028-month-02".parse::<Period>().unwrap().contains(day(2, 29)));
        for wrong in ["", "2028", "2028-month-13", "2028-week-01", "x-month-01", "2028-month-00"] {
            assert_eq!(wrong.parse::<Period>(), Err(NoPeriod), "{wrong}");
        }
    }
}
