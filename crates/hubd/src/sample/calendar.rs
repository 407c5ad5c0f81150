//! When people of the sample county work: offices on weekdays by day, branches on any day and in the evening.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use taizhang_ledger::Timestamp;

use super::dice::Dice;

/// `date` moved by a number of days; the same date where the calendar ends.
pub(super) fn shifted(date: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(step) } else { date.checked_add_days(step) };
    moved.unwrap_or(date)
}

/// The next weekday that is not a weekend, `date` itself included.
pub(super) fn workday(date: NaiveDate) -> NaiveDate {
    match date.weekday() {
        Weekday::Sat => shifted(date, 2),
        Weekday::Sun => shifted(date, 1),
        _ => date,
    }
}

/// Some time of an office's day.
pub(super) fn office_hour(date: NaiveDate, dice: &mut Dice) -> Timestamp {
    at(workday(date), dice.between(8 * 60 + 40, 17 * 60 + 20), dice)
}

/// Some time of a branch's day: the morning, the afternoon or the evening.
pub(super) fn any_hour(date: NaiveDate, dice: &mut Dice) -> Timestamp {
    let minute = match dice.between(0, 3) {
        0 => dice.between(7 * 60 + 30, 11 * 60 + 40),
        1 => dice.between(14 * 60, 17 * 60 + 50),
        _ => dice.between(19 * 60, 21 * 60 + 30),
    };
    at(date, minute, dice)
}

/// The instant of a minute of a day, with some seconds so that no two look alike.
fn at(date: NaiveDate, minute: i64, dice: &mut Dice) -> Timestamp {
    let minute = u32::try_from(minute).unwrap_or_default();
    Timestamp(Timestamp::at(date, minute / 60, minute % 60).0 + dice.between(0, 59_999))
}
