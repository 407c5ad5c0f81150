//! Dates, times and sizes as people say them.

use taizhang_ledger::Timestamp;

/// A date within the ledger's year: `11月30日`.
pub fn date(day: chrono::NaiveDate) -> String {
    use chrono::Datelike as _;
    format!("{}月{}日", day.month(), day.day())
}

/// A day of any year, as `MMDD`: `11月30日`.
pub fn date_of_year(number: i64) -> String {
    format!("{}月{}日", number / 100, number % 100)
}

/// `2026年11月22日 星期日`.
pub fn date_and_weekday(day: chrono::NaiveDate) -> String {
    use chrono::{Datelike as _, Weekday};
    let weekday = match day.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}年{} 星期{weekday}", day.year(), date(day))
}

/// `11月22日 09:05`, local.
pub fn date_time(at: Timestamp) -> String {
    use chrono::Timelike as _;
    let local = at.local();
    format!("{} {:02}:{:02}", date(local.date_naive()), local.hour(), local.minute())
}

/// How long until a last day.
pub fn days_left(days: i64) -> String {
    match days {
        0 => "今天到期".to_owned(),
        1 => "明天到期".to_owned(),
        2.. => format!("还剩{days}天"),
        _ => format!("已逾期{}天", -days),
    }
}

/// How long ago, in the coarsest unit that says enough.
pub fn since(then: Timestamp, now: Timestamp) -> String {
    let minutes = (now.0 - then.0).max(0) / 60_000;
    match minutes {
        0 => "刚刚".to_owned(),
        1..60 => format!("{minutes}分钟前"),
        60..1440 => format!("{}小时前", minutes / 60),
        _ => format!("{}天前", minutes / 1440),
    }
}

/// How many dates a moment lies back: yesterday evening is one day ago.
pub fn days_since(then: Timestamp, now: Timestamp) -> i64 {
    (now.date() - then.date()).num_days().max(0)
}

/// A size in bytes, to the nearest tenth of a megabyte.
pub fn file_size(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    match tenths {
        0 => format!("{} KB", bytes / 1024),
        1..10_240 => format!("{}.{} MB", tenths / 10, tenths % 10),
        _ => format!("{} GB", tenths / 10_240),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_say_them() {
        assert_eq!(days_left(-3), "已逾期3天");
        assert_eq!(days_left(0), "今天到期");
        assert_eq!(days_left(5), "还剩5天");
        assert_eq!(file_size(512 * 1024), "0.5 MB".to_owned());
        assert_eq!(file_size(3 * 1024), "3 KB");
        let morning = Timestamp(1_795_309_500_000);
        assert_eq!(date_time(morning), "11月22日 09:05");
        assert_eq!(date_and_weekday(morning.date()), "2026年11月22日 星期日");
        assert_eq!(days_since(morning, Timestamp(morning.0 + 15 * 3_600_000)), 1);
        assert_eq!(days_since(morning, Timestamp(morning.0 - 86_400_000)), 0, "the clock was set back");
        assert_eq!(since(morning, Timestamp(morning.0 + 7_200_000)), "2小时前");
    }
}
