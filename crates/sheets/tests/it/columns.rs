//! The wanted columns are found under the headings that counties use, and the rows below are read.

use taizhang_sheets::{
    Address, Area, Cell, Kind, Raw, RawRow, RawSheet,
    cell::{Unit, Why},
    columns::{Matching, Wanted, matching},
    rows,
};

fn wanted() -> Vec<Wanted> {
    let one = |name: &str, synonyms: &[&str], kind, required| Wanted {
        name: name.to_owned(),
        synonyms: synonyms.iter().map(|word| (*word).to_owned()).collect(),
        kind,
        required,
    };
    vec![
        one("党支部", &["支部名称", "支部"], Kind::Text, true),
        one("整改措施", &["措施"], Kind::Text, true),
        one("资金", &["投入资金"], Kind::Money, false),
        one("完成率", &["进度"], Kind::Percent, false),
        one("时限", &["完成时限"], Kind::Date, true),
    ]
}

/// A sheet of texts, row by row from 1; empty ones are nothing.
fn sheet(rows: &[&[&str]], merged: &[&str]) -> RawSheet {
    let cells = |row: &[&str]| {
        let cells = (1..).zip(row).filter(|(_, text)| !text.is_empty());
        cells.map(|(column, text)| (column, Raw::Text((*text).to_owned()))).collect::<Vec<_>>()
    };
    let rows = (1..).zip(rows).map(|(number, row)| RawRow { number, hidden: false, cells: cells(row) });
    RawSheet {
        rows: rows.filter(|row| !row.cells.is_empty()).collect(),
        merged: merged.iter().map(|area| Area::parse(area).unwrap()).collect(),
        ..RawSheet::default()
    }
}

fn columns(matching: &Matching) -> Vec<Option<u32>> {
    matching.found.iter().map(|found| found.as_ref().map(|found| found.column)).collect()
}

#[test]
fn the_heading_is_found_below_title_and_note() {
    let sheet = sheet(
        &[
            &["某镇整改台账"],
            &["填报单位：某镇", "", "", "日期：2026-11-23"],
            &[],
            &["序号", "支部 名称", "*措施", "投入资金（万元）", "进度（％）", "完成时限：", "备注", "支部"],
            &["1", "一支部", "修路", "3.5", "85", "2026.12.1", "无", "x"],
        ],
        &["A1:H1"],
    );
    let found = matching(&sheet, &wanted()).unwrap();
    assert_eq!(found.heading, 4);
    assert_eq!(columns(&found), [Some(2), Some(3), Some(4), Some(5), Some(6)]);
    assert_eq!(found.found[2].as_ref().unwrap().unit, Unit::Yuan(4));
    assert_eq!(found.missing(&wanted()), [0; 0]);
    assert_eq!(
        found.left_over.iter().map(|(at, text)| (at.to_string(), text.as_str())).collect::<Vec<_>>(),
        [("A4".to_owned(), "序号"), ("G4".to_owned(), "备注")]
    );
    assert_eq!(found.twice, [(0, Address { row: 4, column: 8 })]);
    let read = rows::read(&sheet, &found, &wanted());
    let cells: Vec<Cell> = read[0].cells.iter().map(|cell| cell.clone().unwrap()).collect();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    assert_eq!(cells, ["一支部".into(), "修路".into(), Cell::Money(3_500_000), Cell::Percent(8_500), Cell::Date(day)]);
}

#[test]
fn headings_of_several_rows_are_read_together() {
    let sheet = sheet(
        &[&["支部", "整改（万元）", "", "时限"], &["", "措施", "资金", ""], &["一支部", "修路", "3", "2026-12-01"]],
        &["A1:A2", "B1:C1", "D1:D2"],
    );
    let found = matching(&sheet, &wanted()).unwrap();
    assert_eq!((found.heading, columns(&found)), (2, vec![Some(1), Some(2), Some(3), None, Some(4)]));
    let money = found.found[2].as_ref().unwrap();
    assert_eq!((money.unit, money.heading.as_str()), (Unit::Yuan(4), "整改（万元） 资金"));
    assert_eq!(rows::read(&sheet, &found, &wanted())[0].cells[2], Ok(Cell::Money(3_000_000)));
}

#[test]
fn what_is_missing_is_named() {
    let found = matching(&sheet(&[&["支部", "资金"]], &[]), &wanted()).unwrap();
    assert_eq!(found.missing(&wanted()), [1, 4]);
    assert_eq!(matching(&sheet(&[&["一"], &["二"]], &[]), &wanted()), None);
}

/// A name that is merged over three rows is said of each; an amount that is merged is of none of them alone.
#[test]
fn merged_words_count_for_each_row_and_merged_amounts_for_none() {
    let sheet = sheet(
        &[
            &["支部", "措施", "资金", "时限"],
            &["一支部", "甲", "5", "2026-12-01"],
            &["", "乙", "", "2026-12-02"],
            &["二支部", "丙", "", ""],
            &["", "", "7"],
            &["合 计：", "", "12"],
        ],
        &["A2:A3", "C2:C3"],
    );
    let found = matching(&sheet, &wanted()).unwrap();
    let read = rows::read(&sheet, &found, &wanted());
    assert_eq!(read.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4, 5]);
    assert_eq!(read[1].cells[0], Ok("一支部".into()));
    let fault = read[1].cells[2].clone().unwrap_err();
    assert_eq!((fault.at.to_string(), fault.why, fault.found.as_str()), ("C3".to_owned(), Why::Merged, "5"));
    assert_eq!([&read[2].cells[2], &read[3].cells[0], &read[2].cells[3]], [&Ok(Cell::Empty); 3]);
    assert_eq!(read[3].cells[2], Ok(Cell::Money(700)));
}
