//! xlsx: a table that is printed as it is, on A4 across.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook as Book, Worksheet, XlsxError};

use super::{
    LONGEST, MOST, WriteError, clean,
    look::{self, Look},
};
use crate::{
    Address, Cell, Sheet, Workbook,
    words::{NO, YES},
};

/// A4, in Excel's list of papers.
const A4: u8 = 9;
/// Excel counts days from here (and takes 1900 for a leap year, so earlier days than 1 March 1900 are written as text).
const DAY_ZERO: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
    Some(day) => day,
    None => NaiveDate::MIN,
};
/// How often the caller hears of progress.
const STEP: usize = 512;

/// Writes an xlsx file. Nothing in it is a formula or a link: a text is a text whatever it begins with. Money is exact,
/// since Excel keeps 15 digits and more are refused. `tell` hears how many rows are done, and of how many.
///
/// # Errors
/// [`WriteError`] names the sheet and cell that do not fit in a file.
pub fn xlsx(workbook: &Workbook, tell: &mut dyn FnMut(usize, usize)) -> Result<Vec<u8>, WriteError> {
    if workbook.sheets.is_empty() {
        return Err(WriteError::Nothing { sheet: 0 });
    }
    let of = workbook.sheets.iter().map(|sheet| sheet.rows.len()).sum();
    let mut done = 0;
    let mut book = Book::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made(workbook.made)?));
    let (rows, totals) = (Look::rows(), Look::totals());
    let mut names: Vec<String> = Vec::new();
    for (number, sheet) in workbook.sheets.iter().enumerate() {
        let name = free_name(&sheet.name, number, &names);
        let page = book.add_worksheet();
        page.set_name(&name).map_err(failed)?;
        names.push(name);
        let mut step = || {
            done += 1;
            if done % STEP == 0 || done == of {
                tell(done, of);
            }
        };
        Table { sheet, number, page, rows: &rows, totals: &totals }.write(&mut step)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn failed(error: XlsxError) -> WriteError {
    WriteError::Failed(error.to_string())
}

fn made(day: Option<NaiveDate>) -> Result<ExcelDateTime, WriteError> {
    let (year, month, day) = day.map_or((2000, 1, 1), |day| (day.year(), day.month(), day.day()));
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(2000), small(month), small(day)).map_err(failed)
}

/// A name that Excel takes, and that no sheet before has.
fn free_name(wanted: &str, number: usize, taken: &[String]) -> String {
    let wanted = clean(wanted).replace(['*', '?', ':', '[', ']', '\\', '/', '\n', '\t'], "_");
    let wanted = wanted.trim().trim_matches('\'');
    // "History" is Excel's own.
    let wanted = match wanted {
        "" => format!("Sheet{}", number + 1),
        _ if wanted.eq_ignore_ascii_case("history") => format!("{wanted}_"),
        _ => wanted.to_owned(),
    };
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let mut name = cut(&wanted, 31).trim_end_matches('\'').to_owned();
    for count in 2.. {
        if !is_taken(&name) {
            break;
        }
        let tail = format!("({count})");
        name = cut(&wanted, 31 - tail.len()).to_owned() + &tail;
    }
    name
}

/// The beginning of a text, at most so many UTF-16 units.
fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > most
    });
    text.get(..end.map_or(text.len(), |(at, _)| at)).unwrap_or(text)
}

struct Table<'a> {
    sheet: &'a Sheet,
    number: usize,
    page: &'a mut Worksheet,
    rows: &'a Look,
    totals: &'a Look,
}

impl Table<'_> {
    fn write(mut self, step: &mut dyn FnMut()) -> Result<(), WriteError> {
        let sheet = self.sheet;
        let number = self.number;
        let too_many = || WriteError::TooMany { sheet: number };
        let last_column = sheet.columns.len().checked_sub(1).ok_or(WriteError::Nothing { sheet: number })?;
        let last_column = u16::try_from(last_column).ok().filter(|last| u32::from(*last) < Address::LAST_COLUMN);
        let last_column = last_column.ok_or_else(too_many)?;
        let heading = u32::from(!sheet.title.is_empty()) + u32::from(!sheet.note.is_empty());
        let length = u32::try_from(sheet.rows.len()).map_err(|_| too_many())?;
        let last_row = heading.checked_add(length).ok_or_else(too_many)?;
        if last_row.saturating_add(u32::from(sheet.totals.is_some())) >= Address::LAST_ROW {
            return Err(too_many());
        }

        let mut row = 0;
        if !sheet.title.is_empty() {
            self.across(row, last_column, &sheet.title, &self.rows.title)?;
            self.page.set_row_height(row, 32).map_err(failed)?;
            row += 1;
        }
        if !sheet.note.is_empty() {
            self.across(row, last_column, &sheet.note, &self.rows.note)?;
            self.page.set_row_height(row, 20).map_err(failed)?;
            row += 1;
        }
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            let text = self.text(&column.heading, row, at)?;
            self.page.write_string_with_format(row, at, text, &self.rows.heading).map_err(failed)?;
            let width = look::width(column, usize::from(at), &sheet.rows);
            self.page.set_column_width(at, width).map_err(failed)?;
        }
        for (below, cells) in (row + 1..).zip(&sheet.rows) {
            self.row(below, cells, self.rows)?;
            step();
        }
        if let Some(cells) = &sheet.totals {
            self.row(last_row + 1, cells, self.totals)?;
        }

        self.page.set_freeze_panes(heading + 1, 0).map_err(failed)?;
        // The totals stay below whatever is sorted or filtered.
        self.page.autofilter(heading, 0, last_row, last_column).map_err(failed)?;
        self.page.set_repeat_rows(heading, heading).map_err(failed)?;
        self.page.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        self.page.set_print_center_horizontally(true).set_footer(look::FOOTER);
        Ok(())
    }

    /// One text over the whole width.
    fn across(&mut self, row: u32, last: u16, text: &str, format: &rust_xlsxwriter::Format) -> Result<(), WriteError> {
        let text = self.text(text, row, 0)?;
        // Excel merges two cells at least.
        if last == 0 {
            self.page.write_string_with_format(row, 0, text, format).map_err(failed)?;
        } else {
            self.page.merge_range(row, 0, row, last, &text, format).map_err(failed)?;
        }
        Ok(())
    }

    fn row(&mut self, row: u32, cells: &[Cell], look: &Look) -> Result<(), WriteError> {
        if let Some(at) = u16::try_from(self.sheet.columns.len()).ok().filter(|at| cells.len() > usize::from(*at)) {
            return Err(WriteError::NoColumn { sheet: self.number, at: address(row, at) });
        }
        for (at, column) in (0_u16..).zip(&self.sheet.columns) {
            let cell = cells.get(usize::from(at)).unwrap_or(&Cell::Empty);
            let format = look.of(cell, column.kind);
            let page = &mut *self.page;
            match cell {
                Cell::Empty => page.write_blank(row, at, format),
                Cell::Text(text) => {
                    let text = self.text(text, row, at)?;
                    self.page.write_string_with_format(row, at, text, format)
                }
                Cell::Integer(number) => {
                    let number = self.exact(*number, row, at)?;
                    self.page.write_number_with_format(row, at, number, format)
                }
                Cell::Money(fen) => {
                    let fen = self.exact(*fen, row, at)?;
                    self.page.write_number_with_format(row, at, fen / 100.0, format)
                }
                Cell::Percent(points) => {
                    let points = self.exact(*points, row, at)?;
                    self.page.write_number_with_format(row, at, points / 10_000.0, format)
                }
                Cell::Date(day) => match serial(*day) {
                    Some(serial) => page.write_number_with_format(row, at, serial, format),
                    None => page.write_string_with_format(row, at, day.to_string(), format),
                },
                Cell::YesNo(yes) => page.write_string_with_format(row, at, if *yes { YES } else { NO }, format),
            }
            .map_err(failed)?;
        }
        Ok(())
    }

    /// A text that a cell can hold.
    fn text(&self, text: &str, row: u32, column: u16) -> Result<String, WriteError> {
        let text = clean(text);
        // Bytes are never fewer than UTF-16 units.
        if text.len() > LONGEST && text.encode_utf16().count() > LONGEST {
            return Err(WriteError::TooLong { sheet: self.number, at: address(row, column) });
        }
        Ok(text.into_owned())
    }

    /// The same number as a float. Fifteen digits go there and back unchanged, the point wherever it stands in them.
    fn exact(&self, number: i64, row: u32, column: u16) -> Result<f64, WriteError> {
        if number.unsigned_abs() > MOST {
            return Err(WriteError::TooLarge { sheet: self.number, at: address(row, column) });
        }
        #[expect(clippy::cast_precision_loss, reason = "fifteen digits are fewer than the 53 bits")]
        Ok(number as f64)
    }
}

/// The number that Excel has for a day.
fn serial(day: NaiveDate) -> Option<u32> {
    let days = u32::try_from((day - DAY_ZERO).num_days()).ok()?;
    (days >= 61 && day.year() <= 9999).then_some(days)
}

fn address(row: u32, column: u16) -> Address {
    Address { row: row + 1, column: u32::from(column) + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_made_such_that_excel_takes_them() {
        let mut taken = Vec::new();
        for (number, (wanted, got)) in [
            ("整改/台账:2026", "整改_台账_2026"),
            ("整改_台账_2026", "整改_台账_2026(2)"),
            ("", "Sheet3"),
            ("'引号'", "引号"),
            ("History", "History_"),
            (&"长".repeat(40), &"长".repeat(31)),
            (&"长".repeat(41), &("长".repeat(28) + "(2)")),
        ]
        .into_iter()
        .enumerate()
        {
            let name = free_name(wanted, number, &taken);
            assert_eq!(name, got);
            taken.push(name);
        }
    }
}
