//! CSV: for other programs, and for Excel where nothing else will do.

use super::{MOST, WriteError, clean};
use crate::{
    Address, Cell, Decimal, Sheet,
    words::{NO, YES},
};

/// What a spreadsheet takes for the beginning of a formula, in either width.
const FORMULA_MARKS: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet that opens a CSV file would take a text for a formula.
pub fn looks_like_formula(text: &str) -> bool {
    text.starts_with(FORMULA_MARKS)
}

/// Writes a sheet as CSV: the headings and the rows, without title, note and totals. UTF-8 with its mark, without which
/// Excel in China takes it for GB18030, and lines that end as in Windows. A text that a spreadsheet would take for a
/// formula gets a `'` before it.
///
/// # Errors
/// [`WriteError::TooLarge`] as for xlsx; [`WriteError::NoColumn`] for a row that is too long.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, WriteError> {
    if sheet.columns.is_empty() {
        return Err(WriteError::Nothing { sheet: 0 });
    }
    let mut out = String::from("\u{feff}");
    record(&mut out, sheet.columns.iter().map(|column| safe(&column.heading)));
    for (row, cells) in (2_u32..).zip(&sheet.rows) {
        let at = |column: usize| Address { row, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) };
        if cells.len() > sheet.columns.len() {
            return Err(WriteError::NoColumn { sheet: 0, at: at(sheet.columns.len()) });
        }
        let cells = cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(sheet.columns.len()).enumerate();
        let fields = cells
            .map(|(column, cell)| field(cell).ok_or_else(|| WriteError::TooLarge { sheet: 0, at: at(column) }))
            .collect::<Result<Vec<_>, _>>()?;
        record(&mut out, fields);
    }
    Ok(out.into_bytes())
}

/// Writes a row; what would end a field stands in quotes.
fn record(out: &mut String, fields: impl IntoIterator<Item = String>) {
    for (number, field) in fields.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        if field.contains(['"', ',', ';', '\t', '\r', '\n']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push_str("\r\n");
}

fn field(cell: &Cell) -> Option<String> {
    let exact = |number: i64| (number.unsigned_abs() <= MOST).then_some(number);
    Some(match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => safe(text),
        Cell::Integer(number) => exact(*number)?.to_string(),
        Cell::Money(fen) => hundredths(exact(*fen)?),
        Cell::Percent(points) => Decimal { digits: exact(*points)?, exponent: -2 }.to_string() + "%",
        Cell::Date(day) => day.to_string(),
        Cell::YesNo(yes) => (if *yes { YES } else { NO }).to_owned(),
    })
}

/// Fen as yuan, always with two decimals.
fn hundredths(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

fn safe(text: &str) -> String {
    let text = clean(text);
    // One that has the mark already gets another, so that reading takes off what writing put on.
    let mark = if looks_like_formula(text.trim_start_matches('\'')) { "'" } else { "" };
    format!("{mark}{text}")
}
