//! The cells of one sheet.

use chrono::{Datelike as _, Days, NaiveDate};
use quick_xml::events::BytesStart;

use super::{
    Bound, Refusal,
    budget::{Budget, is_blank},
    look::Look,
    parts::is_true,
    strings::{rich, unescaped},
    xml::{Heard, Xml},
};
use crate::{Address, Area, Decimal, Raw, RawRow, RawSheet, dates};

/// Formulas that fill several cells, in a sheet: each is compared with every row.
const MOST_COMPUTED: usize = 500;

/// What the cells of all sheets refer to.
pub struct Shared {
    pub strings: Vec<String>,
    pub looks: Vec<Look>,
    pub from_1904: bool,
}

/// Reads the cells of a sheet.
pub fn sheet(text: &str, path: &str, shared: &Shared, budget: &mut Budget) -> Result<RawSheet, Refusal> {
    let mut reading = Reading { xml: Xml::new(text, path), shared, budget, row: 0, column: 0, computed: Vec::new() };
    let mut sheet = RawSheet::default();
    let mut row = RawRow::default();
    loop {
        match reading.xml.next()? {
            Heard::Start(element) => match element.local_name().as_ref() {
                "row" => row = reading.row(&element)?,
                "c" => {
                    if let Some(raw) = reading.cell(&element)? {
                        row.cells.push((reading.column, raw));
                    }
                }
                "mergeCell" => {
                    reading.budget.merged()?;
                    let area = reading.xml.attribute(&element, "ref")?;
                    sheet.merged.extend(area.as_deref().and_then(Area::parse));
                }
                _ => {}
            },
            Heard::End(element) if element.local_name().as_ref() == "row" && !row.cells.is_empty() => {
                reading.budget.row()?;
                sheet.rows.push(std::mem::take(&mut row));
            }
            Heard::End(_) | Heard::Text(_) => {}
            Heard::Over => break,
        }
    }
    spread(&mut sheet, &reading.computed);
    Ok(sheet)
}

struct Reading<'a, 's> {
    xml: Xml<'a>,
    shared: &'s Shared,
    budget: &'s mut Budget,
    row: u32,
    column: u32,
    /// Cells that one formula fills, though it stands in the first of them alone.
    computed: Vec<Area>,
}

impl<'a> Reading<'a, '_> {
    /// A row begins. Rows and cells stand in their order; Excel calls a file damaged where they do not.
    fn row(&mut self, element: &BytesStart<'a>) -> Result<RawRow, Refusal> {
        let number = match self.xml.attribute(element, "r")? {
            Some(text) => text.parse().ok(),
            None => self.row.checked_add(1),
        };
        let number = number.filter(|number| *number > self.row && *number <= Address::LAST_ROW);
        self.row = number.ok_or_else(|| self.xml.damaged(&format_args!("the row after {}", self.row)))?;
        self.column = 0;
        let hidden = self.xml.attribute(element, "hidden")?.is_some_and(|flag| is_true(&flag));
        Ok(RawRow { number: self.row, hidden, cells: Vec::new() })
    }

    /// A cell begins; reads it to its end.
    fn cell(&mut self, element: &BytesStart<'a>) -> Result<Option<Raw>, Refusal> {
        let at = match self.xml.attribute(element, "r")? {
            Some(text) => Address::parse(&text),
            None => Some(Address { row: self.row, column: self.column + 1 }),
        };
        let in_order =
            |at: &Address| at.row == self.row && at.column > self.column && at.column <= Address::LAST_COLUMN;
        let at = at.filter(in_order).ok_or_else(|| {
            self.xml.damaged(&format_args!("the cell after {}", Address { row: self.row, column: self.column }))
        })?;
        self.column = at.column;
        let style = self.xml.attribute(element, "s")?.and_then(|style| style.parse::<usize>().ok());
        let look = style.and_then(|style| self.shared.looks.get(style)).copied().unwrap_or_default();
        let kind = self.xml.attribute(element, "t")?.unwrap_or_default();
        let mut formula = false;
        let mut value = None;
        loop {
            match self.xml.next()? {
                Heard::Start(element) => match element.local_name().as_ref() {
                    "f" => {
                        formula = true;
                        self.filled(&element)?;
                        self.xml.text()?;
                    }
                    "v" => {
                        let text = self.xml.text()?;
                        // A text that is told twice is told by the other element.
                        value = if kind == "inlineStr" { value } else { self.value(&kind, &text, look)? };
                    }
                    "is" => value = Some(rich(&mut self.xml)?).filter(|text| !is_blank(text)).map(Raw::Text),
                    _ => drop(self.xml.text()?),
                },
                Heard::End(_) => break,
                Heard::Text(_) => {}
                Heard::Over => return Err(self.xml.damaged(&"cut off")),
            }
        }
        if formula {
            value = Some(Raw::Formula(value.map(Box::new)));
        }
        if value.is_some() {
            self.budget.cell(at.column)?;
        }
        if let Some(Raw::Text(text) | Raw::Error(text)) = &value {
            self.budget.text(text)?;
        }
        Ok(value)
    }

    /// Notes which cells a formula fills beside its own.
    fn filled(&mut self, element: &BytesStart<'a>) -> Result<(), Refusal> {
        let kind = self.xml.attribute(element, "t")?;
        if matches!(kind.as_deref(), Some("array" | "dataTable")) {
            let area = self.xml.attribute(element, "ref")?.as_deref().and_then(Area::parse);
            self.computed.extend(area.filter(|area| area.from != area.to));
            if self.computed.len() > MOST_COMPUTED {
                return Err(Refusal::TooLarge(Bound::Merged));
            }
        }
        Ok(())
    }

    fn value(&self, kind: &str, text: &str, look: Look) -> Result<Option<Raw>, Refusal> {
        let words = |text: String| (!is_blank(&text)).then_some(Raw::Text(text));
        Ok(match kind {
            "s" => {
                let string = text.trim().parse::<usize>().ok().and_then(|number| self.shared.strings.get(number));
                words(string.ok_or_else(|| self.xml.damaged(&"a shared text is missing"))?.clone())
            }
            "str" => words(unescaped(text)),
            "b" => Some(Raw::Bool(is_true(text.trim()))),
            "e" => Some(Raw::Error(text.trim().to_owned())),
            "d" => dates::parse(text).map(Raw::Date).or_else(|| words(text.to_owned())),
            _ if is_blank(text) => None,
            _ => Some(match Decimal::parse(text.trim()) {
                Some(value) => number(value, look, self.shared.from_1904),
                None => Raw::Text(text.to_owned()),
            }),
        })
    }
}

/// A number as its cell shows it.
fn number(value: Decimal, look: Look, from_1904: bool) -> Raw {
    let plain = Raw::Number { value, percent: false };
    match look {
        Look::Plain => plain,
        Look::Percent => Raw::Number { value, percent: true },
        Look::Day => day(value, from_1904).map_or(plain, Raw::Date),
    }
}

/// The day of a serial number, its time left out. Excel takes 1900 for a leap year, so that no day is 60.
fn day(value: Decimal, from_1904: bool) -> Option<NaiveDate> {
    let text = value.to_string();
    let days: u64 = text.split('.').next().unwrap_or_default().parse().ok()?;
    let (zero, days) = match (from_1904, days) {
        (true, days) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        (false, 0 | 60) => return None,
        (false, 1..60) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        (false, days) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
    };
    zero.checked_add_days(Days::new(days)).filter(|day| day.year() <= 9999)
}

/// Marks the cells that a formula elsewhere fills as computed too.
fn spread(sheet: &mut RawSheet, computed: &[Area]) {
    for area in computed {
        for row in sheet.rows.iter_mut().filter(|row| (area.from.row..=area.to.row).contains(&row.number)) {
            let number = row.number;
            for (column, raw) in &mut row.cells {
                if area.holds(Address { row: number, column: *column }) && !matches!(raw, Raw::Formula(_)) {
                    let cached = std::mem::replace(raw, Raw::Formula(None));
                    *raw = Raw::Formula(Some(Box::new(cached)));
                }
            }
        }
    }
}
