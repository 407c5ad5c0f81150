//! The words and marks of Chinese tables that a file holds. (What a person is told about a file is the app's.)

/// How 是 and 否 are written.
pub const YES: &str = "是";
/// See [`YES`].
pub const NO: &str = "否";

/// What people write for 是, normalised.
pub const YESES: &[&str] = &["是", "有", "√", "✓", "✔", "y", "yes", "true", "1"];
/// What people write for 否, normalised.
pub const NOES: &[&str] = &["否", "无", "没有", "×", "✗", "✘", "x", "n", "no", "false", "0"];

/// Units behind an amount or in a heading, and how many decimal places they move it.
pub const MONEY_UNITS: &[(&str, i16)] =
    &[("亿元", 8), ("百万元", 6), ("万元", 4), ("千元", 3), ("元", 0), ("亿", 8), ("万", 4)];
/// Marks before an amount.
pub const MONEY_MARKS: &[char] = &['¥', '￥'];
/// Units behind a day's year, month and number.
pub const DATE_MARKS: &[char] = &['年', '月', '日', '号'];
/// What begins a row of totals, normalised.
pub const TOTALS: &[&str] = &["合计", "总计", "小计", "共计"];
