//! Days as people type them.

use chrono::NaiveDate;

use crate::{normal::normal, words::DATE_MARKS};

/// Reads 2026-11-30, 2026/11/30, 2026.11.30, 2026年11月30日 and 20261130, in either width of digits, with a time of
/// day behind or without. The year comes first and has four digits: anything else could be read in two ways.
pub fn parse(text: &str) -> Option<NaiveDate> {
    // The time goes before white space does, or 30 and 8:00 would become 308:00.
    let mut words = text.split(|letter: char| letter.is_whitespace() || letter == 'T');
    let first = words.find(|word| !word.is_empty())?;
    let rest: String = words.collect();
    let has_time = rest.contains([':', '：']);
    let text = normal(if has_time { first } else { text });
    let text = text.trim_end_matches(DATE_MARKS);
    let parts: Vec<&str> =
        text.split(|letter| DATE_MARKS.contains(&letter) || matches!(letter, '-' | '/' | '.')).collect();
    let (year, month, day) = match parts.as_slice() {
        [year, month, day] => (*year, *month, *day),
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        _ => return None,
    };
    let number = |text: &str, most: usize| {
        let digits = (1..=most).contains(&text.len()) && text.bytes().all(|digit| digit.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let year = number(year, 4).filter(|year| (1900..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month, 2)?, number(day, 2)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_common_spelling() {
        for text in [
            "2026-11-30",
            "2026/11/30",
            "2026.11.30",
            "2026年11月30日",
            "2026 年 11 月 30 日",
            "20261130",
            "２０２６．１１．３０",
            "2026-11-30 08:00:00",
            "2026-11-30T08:00:00",
            " 2026年11月30号 ",
            "2026。11。30",
        ] {
            assert_eq!(parse(text), NaiveDate::from_ymd_opt(2026, 11, 30), "{text}");
        }
        assert_eq!(parse("2026/1/2"), NaiveDate::from_ymd_opt(2026, 1, 2));
        for text in
            ["", "2026-11", "11/30/2026", "26-11-30", "2026-02-30", "2026-13-01", "46000", "2026-11-30-1", "十一月"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
