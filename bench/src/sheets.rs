//! Tables to and from files, native.

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use taizhang_sheets::{
    Cell, Column, Kind, Sheet, Workbook,
    columns::{Wanted, matching},
    read::{self, Limits},
    rows, write,
};

use crate::{
    clock::{millis, now},
    failure::Failure,
    timing::middle,
};

/// A county's items of a year.
const WRITTEN: usize = 60_000;
/// A township's table that is filled in elsewhere.
const READ: usize = 5_000;
/// To see that it works.
const SMALL: usize = 50;

/// The columns of a ledger as a county files it.
const COLUMNS: [(&str, Kind); 15] = [
    ("序号", Kind::Integer),
    ("乡镇", Kind::Text),
    ("支部", Kind::Text),
    ("任务", Kind::Text),
    ("存在问题", Kind::Text),
    ("整改措施", Kind::Text),
    ("责任人", Kind::Text),
    ("联系电话", Kind::Text),
    ("资金", Kind::Money),
    ("已用资金", Kind::Money),
    ("完成率", Kind::Percent),
    ("开始时间", Kind::Date),
    ("完成时限", Kind::Date),
    ("是否销号", Kind::YesNo),
    ("备注", Kind::Text),
];

/// Writes and reads tables, and gives the table of what that took.
///
/// # Errors
/// When a table is not written or read, or not all of it.
pub fn run(small: bool, runs: u32) -> Result<String, Failure> {
    let (written, read) = if small { (SMALL, SMALL) } else { (WRITTEN, READ) };
    let large = workbook(written)?;
    let mut bytes = Vec::new();
    let xlsx = median(runs, || {
        bytes = write::xlsx(&large, &mut |_, _| {})?;
        Ok(())
    })?;
    let size = bytes.len() / 1024;
    let sheet = large.sheets.first().ok_or("no sheet")?;
    let csv = median(runs, || {
        black_box(write::csv(sheet)?);
        Ok(())
    })?;

    let file = write::xlsx(&workbook(read)?, &mut |_, _| {})?;
    let wanted = wanted();
    let mut cells = 0;
    let back = median(runs, || {
        let sheets = read::xlsx(&file, &Limits::default())?;
        let sheet = sheets.first().ok_or("no sheet")?;
        let found = matching(sheet, &wanted).ok_or("no heading")?;
        let rows = rows::read(sheet, &found, &wanted);
        cells = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.is_ok()).count();
        Ok(())
    })?;
    if cells != read * COLUMNS.len() {
        return Err(format!("{cells} cells of {read} rows came back").into());
    }
    Ok(format!(
        "| what | median ms |\n|---|--:|\n\
         | xlsx of {written} rows of 15 columns, {size} KiB | {xlsx:.0} |\n\
         | CSV of the same | {csv:.0} |\n\
         | xlsx of {read} rows of 15 columns, read and checked | {back:.0} |"
    ))
}

fn workbook(rows: usize) -> Result<Workbook, Failure> {
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("no such day")?;
    let row = |number: usize| {
        let small = i64::try_from(number).unwrap_or_default();
        let day = |later: usize| from.checked_add_days(Days::new(u64::try_from(later % 365).unwrap_or_default()));
        let day = |later| day(later).map_or(Cell::Empty, Cell::Date);
        vec![
            Cell::Integer(small),
            Cell::Text(format!("第{}镇", number % 25)),
            Cell::Text(format!("第{}村党支部", number % 1000)),
            Cell::Text(format!("任务{}：规范“三会一课”", number % 60)),
            Cell::Text(format!("第{number}条：学习记录不完整，个别党员长期不参加组织生活")),
            Cell::Text(format!("第{number}条：每月5日前由支部书记核对签到，缺席的当月补课并记录")),
            Cell::Text(format!("责任人{}", number % 300)),
            Cell::Text(format!("138{:08}", number * 7919 % 100_000_000)),
            Cell::Money(small * 1_237 % 100_000_000),
            Cell::Money(small * 713 % 10_000_000),
            Cell::Percent(small % 10_001),
            day(number),
            day(number + 90),
            Cell::YesNo(number.is_multiple_of(3)),
            "无".into(),
        ]
    };
    let columns = COLUMNS.map(|(heading, kind)| Column::new(heading, kind)).to_vec();
    let title = "某县2026年度基层党建任务台账".to_owned();
    let sheet =
        Sheet { name: "台账".to_owned(), title, columns, rows: (1..=rows).map(row).collect(), ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], made: None })
}

fn wanted() -> Vec<Wanted> {
    let one = |(name, kind): &(&str, Kind)| Wanted {
        name: (*name).to_owned(),
        synonyms: Vec::new(),
        kind: *kind,
        required: true,
    };
    COLUMNS.iter().map(one).collect()
}

/// The median of what some runs took, in milliseconds.
fn median(runs: u32, mut run: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut took = Vec::new();
    for _ in 0..runs.max(1) {
        let from = now();
        run()?;
        took.push(millis(from, now()));
    }
    Ok(middle(took))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    /// What is timed is written whole and comes back whole.
    #[test]
    fn the_tables_come_back() {
        assert!(super::run(true, 1).unwrap().contains("xlsx of 50 rows of 15 columns, read and checked"));
    }
}
