//! How a table looks: the faces, borders and number formats of an official one.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::{Cell, Column, Kind};

/// The face of titles and headings; every Windows and WPS has it, 方正小标宋 they do not.
const BOLD_FACE: &str = "黑体";
/// The face of all else.
const FACE: &str = "宋体";
/// The page number at the foot.
pub const FOOTER: &str = "&C第 &P 页 共 &N 页";

/// The formats of a file.
pub struct Look {
    pub title: Format,
    pub note: Format,
    pub heading: Format,
    text: Format,
    integer: Format,
    money: Format,
    percent: Format,
    date: Format,
    yes_no: Format,
}

impl Look {
    /// The formats of the rows.
    pub fn rows() -> Self {
        Self::with(&Format::new().set_font_name(FACE).set_font_size(10.5))
    }

    /// The same for the row of totals: bold.
    pub fn totals() -> Self {
        Self::with(&Format::new().set_font_name(FACE).set_font_size(10.5).set_bold())
    }

    fn with(face: &Format) -> Self {
        let bold = Format::new().set_font_name(BOLD_FACE).set_bold();
        let middle = |format: Format| format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let boxed = face.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let number = |code: &str| boxed.clone().set_num_format(code).set_align(FormatAlign::Right);
        Self {
            title: middle(bold.clone()).set_font_size(18),
            note: face.clone().set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter),
            heading: middle(bold).set_font_size(11).set_border(FormatBorder::Thin).set_text_wrap(),
            // "@" keeps digits as they are when somebody edits the cell.
            text: boxed.clone().set_num_format("@").set_text_wrap().set_align(FormatAlign::Left),
            integer: number("0"),
            money: number("#,##0.00"),
            percent: number("0.00%"),
            date: middle(boxed.clone()).set_num_format("yyyy-mm-dd"),
            yes_no: middle(boxed.clone()),
        }
    }

    /// The format of a cell: as what it is, or as its column when it is empty.
    pub fn of(&self, cell: &Cell, column: Kind) -> &Format {
        let kind = match cell {
            Cell::Empty => column,
            Cell::Text(_) => Kind::Text,
            Cell::Integer(_) => Kind::Integer,
            Cell::Money(_) => Kind::Money,
            Cell::Percent(_) => Kind::Percent,
            Cell::Date(_) => Kind::Date,
            Cell::YesNo(_) => Kind::YesNo,
        };
        match kind {
            Kind::Text => &self.text,
            Kind::Integer => &self.integer,
            Kind::Money => &self.money,
            Kind::Percent => &self.percent,
            Kind::Date => &self.date,
            Kind::YesNo => &self.yes_no,
        }
    }
}

/// How many rows are looked at to see how wide a column of text must be.
const SAMPLE: usize = 200;
/// No column is wider than this of itself.
const WIDEST: u16 = 40;

/// How wide a column is, in widths of a Latin letter.
pub fn width(column: &Column, number: usize, rows: &[Vec<Cell>]) -> u16 {
    if let Some(width) = column.width {
        return width.clamp(1, 255);
    }
    let least = match column.kind {
        Kind::Text => rows
            .iter()
            .take(SAMPLE)
            .filter_map(|row| match row.get(number) {
                Some(Cell::Text(text)) => Some(units(text)),
                _ => None,
            })
            .max()
            .unwrap_or(8),
        Kind::Integer | Kind::YesNo => 6,
        Kind::Percent => 9,
        Kind::Date => 11,
        Kind::Money => 15,
    };
    // A long heading wraps.
    least.max(units(&column.heading).min(16)).saturating_add(2).min(WIDEST)
}

fn units(text: &str) -> u16 {
    let wide = |line: &str| line.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>();
    u16::try_from(text.lines().map(wide).max().unwrap_or_default()).unwrap_or(u16::MAX)
}
