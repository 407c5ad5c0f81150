//! CSV, as Excel in China writes it and as this crate does.

use std::borrow::Cow;

use encoding_rs::GB18030;

use super::{
    Bound, Limits, Refusal,
    budget::{Budget, is_blank},
};
use crate::{Raw, RawRow, RawSheet, write::looks_like_formula};

/// Reads a CSV file: UTF-8, with its mark or without, or else GB18030, in which Excel in China saves it; parted by
/// commas, or by tabs or semicolons when the first line has more of these. Every cell is a text; the `'` before what
/// looks like a formula is taken off again.
///
/// # Errors
/// [`Refusal`] tells why nothing of it is read.
pub fn csv(bytes: &[u8], limits: &Limits) -> Result<RawSheet, Refusal> {
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge(Bound::Bytes));
    }
    let text = text(bytes)?;
    let mut fields = Fields { rest: &text, delimiter: delimiter(&text), over: text.is_empty() };
    let mut budget = Budget::new(limits);
    let mut sheet = RawSheet::default();
    let mut row = RawRow { number: 1, ..RawRow::default() };
    let mut column = 0_u32;
    while let Some((field, ends_row)) = fields.next()? {
        column = column.saturating_add(1);
        if !is_blank(&field) {
            budget.cell(column)?;
            budget.text(&field)?;
            row.cells.push((column, Raw::Text(plain(&field).to_owned())));
        }
        if ends_row {
            column = 0;
            let next = RawRow { number: row.number.saturating_add(1), ..RawRow::default() };
            let ended = std::mem::replace(&mut row, next);
            if !ended.cells.is_empty() {
                budget.row()?;
                sheet.rows.push(ended);
            }
        }
    }
    if sheet.rows.is_empty() {
        return Err(Refusal::NoSheet);
    }
    Ok(sheet)
}

/// The text of a file, whatever it was saved as.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // No text has a zero byte; UTF-16 and most programs' own formats have many.
    if bare.contains(&0) {
        return Err(Refusal::NotText);
    }
    match std::str::from_utf8(bare) {
        Ok(text) => Ok(text.into()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bare).ok_or(Refusal::NotText),
    }
}

fn delimiter(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.chars().filter(|letter| *letter == mark).count();
    // The last of equals wins.
    [';', '\t', ','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(',')
}

/// Without the mark that keeps a text from being a formula.
fn plain(field: &str) -> &str {
    let rest = field.strip_prefix('\'');
    rest.filter(|rest| looks_like_formula(rest.trim_start_matches('\''))).unwrap_or(field)
}

/// The fields of a text one after another, row by row: an empty line is a row too, so that rows have the numbers that
/// a spreadsheet shows.
struct Fields<'a> {
    rest: &'a str,
    delimiter: char,
    over: bool,
}

impl<'a> Fields<'a> {
    /// The next field, and whether its row ends with it.
    fn next(&mut self) -> Result<Option<(Cow<'a, str>, bool)>, Refusal> {
        if self.over {
            return Ok(None);
        }
        let quoted = self.rest.strip_prefix('"');
        let mut field = quoted.map_or(Ok(Cow::Borrowed("")), |rest| self.quoted(rest))?;
        // What stands between a closing quote and the delimiter belongs to the field.
        let delimiter = self.delimiter;
        let end = self.rest.find([delimiter, '\n', '\r']);
        let (bare, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if field.is_empty() {
            field = bare.into();
        } else {
            field.to_mut().push_str(bare);
        }
        let (rest, ends_row) = match rest.strip_prefix(delimiter) {
            Some(rest) => (rest, false),
            None => (rest.strip_prefix("\r\n").or_else(|| rest.get(1..)).unwrap_or_default(), true),
        };
        // The end of the last line begins no further row; a delimiter at the end begins a last, empty field.
        self.over = ends_row && rest.is_empty();
        self.rest = rest;
        Ok(Some((field, ends_row)))
    }

    /// What stands between quotes, doubled ones being one; leaves `rest` behind the closing one.
    fn quoted(&mut self, inside: &'a str) -> Result<Cow<'a, str>, Refusal> {
        let mut from = 0;
        loop {
            let quote = inside.get(from..).and_then(|rest| rest.find('"'));
            let quote = from + quote.ok_or_else(|| Refusal::Damaged("a quote is not closed".to_owned()))?;
            let (field, rest) = inside.split_at(quote);
            let rest = rest.get(1..).unwrap_or_default();
            if !rest.starts_with('"') {
                self.rest = rest;
                return Ok(if field.contains('"') { field.replace("\"\"", "\"").into() } else { field.into() });
            }
            from = quote + 2;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Vec<(u32, Vec<(u32, String)>)> {
        let sheet = csv(text.as_bytes(), &Limits::default()).unwrap();
        let cells = |row: RawRow| row.cells.into_iter().map(|(column, raw)| (column, raw.to_string())).collect();
        sheet.rows.into_iter().map(|row| (row.number, cells(row))).collect()
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows() {
        let text = "一,二\r\n\r\n\"三\n行\",,\"他说\"\"好\"\"\"\r\n,,\n四";
        let row = |number, cells: &[(u32, &str)]| {
            (number, cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect::<Vec<_>>())
        };
        assert_eq!(
            read(text),
            [row(1, &[(1, "一"), (2, "二")]), row(3, &[(1, "三\n行"), (3, "他说\"好\"")]), row(5, &[(1, "四")]),]
        );
        assert_eq!(read("a;b\n1,5;2\n"), [row(1, &[(1, "a"), (2, "b")]), row(2, &[(1, "1,5"), (2, "2")])]);
        assert_eq!(read("a\rb"), [row(1, &[(1, "a")]), row(2, &[(1, "b")])]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [b"a\0b".as_slice(), b"\xff\xfe\x00a", b"\x81\xff"] {
            assert_eq!(csv(bytes, &Limits::default()), Err(Refusal::NotText));
        }
        assert!(matches!(csv(b"a,\"b", &Limits::default()), Err(Refusal::Damaged(_))));
        assert_eq!(csv(b"\xef\xbb\xbf\r\n , \r\n", &Limits::default()), Err(Refusal::NoSheet));
    }
}
