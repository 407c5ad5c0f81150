//! What is written can be read again, by this crate and by another's.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _};
use chrono::NaiveDate;
use proptest::prelude::*;
use taizhang_sheets::{
    Address, Cell, Column, Kind, Sheet, Workbook,
    columns::{Wanted, matching},
    read, rows, write,
};

const KINDS: [(&str, Kind); 6] = [
    ("措施", Kind::Text),
    ("件数", Kind::Integer),
    ("资金（元）", Kind::Money),
    ("完成率", Kind::Percent),
    ("时限", Kind::Date),
    ("是否完成", Kind::YesNo),
];

fn workbook(cells: Vec<Vec<Cell>>) -> Workbook {
    let columns = KINDS.iter().map(|(heading, kind)| Column::new(*heading, *kind)).collect();
    let sheet = Sheet {
        name: "整改/台账".to_owned(),
        title: "某县2026年党建任务台账".to_owned(),
        note: "填报单位：某镇党委　　填报日期：2026-11-23".to_owned(),
        columns,
        rows: cells,
        totals: Some(vec!["合计".into(), Cell::Integer(3), Cell::Money(300)]),
    };
    Workbook { sheets: vec![sheet], made: None }
}

fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, write::WriteError> {
    write::xlsx(workbook, &mut |_, _| {})
}

fn wanted() -> Vec<Wanted> {
    let one = |(name, kind): &(&str, Kind)| Wanted {
        name: name.trim_end_matches("（元）").to_owned(),
        synonyms: Vec::new(),
        kind: *kind,
        required: true,
    };
    KINDS.iter().map(one).collect()
}

fn read_back(sheet: &taizhang_sheets::RawSheet) -> Vec<(u32, Vec<Cell>)> {
    let found = matching(sheet, &wanted()).unwrap();
    let cells = |row: rows::Row| (row.number, row.cells.into_iter().map(Result::unwrap).collect());
    rows::read(sheet, &found, &wanted()).into_iter().map(cells).collect()
}

fn a_cell(kind: Kind) -> BoxedStrategy<Cell> {
    const MOST: i64 = 999_999_999_999_999;
    let text = proptest::collection::vec(
        prop_oneof![
            Just("=".to_owned()),
            Just("@".to_owned()),
            Just("_x000D_".to_owned()),
            Just("\"".to_owned()),
            Just(",".to_owned()),
            Just("'".to_owned()),
            Just("\n".to_owned()),
            Just("<&>".to_owned()),
            Just("http://x.cn".to_owned()),
            Just("1e5".to_owned()),
            Just("😀".to_owned()),
            "[一-龥]{1,6}",
            "[ -~]{1,4}",
            any::<char>().prop_map(String::from),
        ],
        1..6,
    )
    .prop_map(|parts| parts.concat());
    let cell = match kind {
        Kind::Text => text.prop_map(Cell::Text).boxed(),
        Kind::Integer => (-MOST..=MOST).prop_map(Cell::Integer).boxed(),
        Kind::Money => prop_oneof![-MOST..=MOST, -1000..1000_i64].prop_map(Cell::Money).boxed(),
        Kind::Percent => (-1_000_000..1_000_000_i64).prop_map(Cell::Percent).boxed(),
        Kind::Date => (0..60_000_i64)
            .prop_map(|days| Cell::Date(NaiveDate::from_ymd_opt(1900, 3, 1).unwrap() + chrono::Duration::days(days)))
            .boxed(),
        Kind::YesNo => any::<bool>().prop_map(Cell::YesNo).boxed(),
    };
    prop_oneof![1 => Just(Cell::Empty), 6 => cell].boxed()
}

/// What a text is once it has been through a file: trimmed, without control characters.
fn through(cell: &Cell) -> Cell {
    let Cell::Text(text) = cell else { return cell.clone() };
    let invisible = |letter: char| {
        letter.is_whitespace() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let left_out = |letter: char| match letter {
        '\n' | '\t' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        letter => letter.is_control(),
    };
    let kept: String = text.chars().filter(|letter| !left_out(*letter)).collect();
    let kept = kept.trim_matches(invisible);
    if kept.is_empty() { Cell::Empty } else { Cell::Text(kept.to_owned()) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cells_come_back_as_they_were(drawn in proptest::collection::vec(KINDS.map(|(_, kind)| a_cell(kind)), 1..8)) {
        let book = workbook(drawn.into_iter().map(Vec::from).collect());
        let sheet = &book.sheets[0];
        let expected = |first: u32| -> Vec<(u32, Vec<Cell>)> {
            (first..).zip(&sheet.rows).map(|(number, row)| (number, row.iter().map(through).collect::<Vec<_>>()))
                .filter(|(_, row)| row.iter().any(|cell| *cell != Cell::Empty))
                .collect()
        };
        let bytes = xlsx(&book).unwrap();
        let limits = read::Limits::default();
        prop_assert_eq!(read_back(&read::xlsx(&bytes, &limits).unwrap()[0]), expected(4));
        prop_assert_eq!(read_back(&read::csv(&write::csv(sheet).unwrap(), &limits).unwrap()), expected(2));
        prop_assert_eq!(&bytes, &xlsx(&book).unwrap());
    }

    #[test]
    fn packed_workbooks_come_back(drawn in proptest::collection::vec(KINDS.map(|(_, kind)| a_cell(kind)), 0..4)) {
        let book = workbook(drawn.into_iter().map(Vec::from).collect());
        let bytes = postcard::to_stdvec(&book).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Workbook>(&bytes).unwrap(), book);
    }
}

/// Another crate's reader sees the same cells, and no formula and no link.
#[test]
fn another_reader_agrees() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let book = workbook(vec![vec![
        "=cmd|' /C calc'!A0\r\n响\u{7}铃".into(),
        Cell::Integer(7),
        Cell::Money(123_456),
        Cell::Percent(8_525),
        Cell::Date(day),
        Cell::YesNo(true),
    ]]);
    let mut other: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(xlsx(&book).unwrap())).unwrap();
    assert_eq!(other.sheet_names(), ["整改_台账"]);
    let range = other.worksheet_range("整改_台账").unwrap();
    let get = |row, column| range.get_value((row, column)).cloned().unwrap();
    assert_eq!(get(0, 0), Data::String("某县2026年党建任务台账".to_owned()));
    assert_eq!(get(2, 2), Data::String("资金（元）".to_owned()));
    assert_eq!(get(3, 0), Data::String("=cmd|' /C calc'!A0\n响铃".to_owned()));
    assert_eq!([get(3, 1), get(3, 2), get(3, 3)], [Data::Float(7.0), Data::Float(1234.56), Data::Float(0.8525)]);
    let Data::DateTime(serial) = get(3, 4) else { panic!("no day") };
    assert_eq!((serial.as_f64(), get(3, 5)), (46_356.0, Data::String("是".to_owned())));
    assert_eq!([get(4, 0), get(4, 2)], [Data::String("合计".to_owned()), Data::Float(3.0)]);
    let formulas = other.worksheet_formula("整改_台账").unwrap();
    assert_eq!(formulas.used_cells().count(), 0);
}

/// What makes it an official table on paper stands in the sheet's XML.
#[test]
fn the_sheet_is_laid_out_for_paper() {
    let bytes = xlsx(&workbook(vec![vec!["一".into()], vec!["二".into()]])).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |path: &str| {
        let mut text = String::new();
        zip.by_name(path).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    for wanted in [
        r#"<mergeCell ref="A1:F1"/>"#,
        r#"<mergeCell ref="A2:F2"/>"#,
        r#"<autoFilter ref="A3:F5"/>"#,
        r#"ySplit="3" topLeftCell="A4""#,
        r#"paperSize="9""#,
        r#"orientation="landscape""#,
        r#"fitToHeight="0""#,
        "第 &amp;P 页 共 &amp;N 页",
    ] {
        assert!(sheet.contains(wanted), "{wanted} in {sheet}");
    }
    assert!(part("xl/workbook.xml").contains("$3:$3</definedName>"), "the heading is repeated on each page");
    assert!(part("docProps/core.xml").contains("2000-01-01T00:00:00Z"));
    let styles = part("xl/styles.xml");
    for wanted in ["黑体", "宋体", "yyyy-mm-dd"] {
        assert!(styles.contains(wanted), "{wanted}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_its_cell() {
    let at = |cell: &str| Address::parse(cell).unwrap();
    let refused = |row: Vec<Cell>| xlsx(&workbook(vec![vec![], row])).unwrap_err();
    let too_large = |cell: &str| write::WriteError::TooLarge { sheet: 0, at: at(cell) };
    assert_eq!(refused(vec![Cell::Empty, Cell::Integer(1_000_000_000_000_000)]), too_large("B5"));
    assert_eq!(refused(vec![Cell::Empty, Cell::Empty, Cell::Money(i64::MIN)]), too_large("C5"));
    assert_eq!(refused(vec![Cell::Text("字".repeat(32_768))]), write::WriteError::TooLong { sheet: 0, at: at("A5") });
    assert!(xlsx(&workbook(vec![vec![Cell::Text("字".repeat(32_767))]])).is_ok());
    assert_eq!(refused(vec![Cell::Empty; 7]), write::WriteError::NoColumn { sheet: 0, at: at("G5") });
    assert_eq!(xlsx(&Workbook::default()), Err(write::WriteError::Nothing { sheet: 0 }));
    let mut many = workbook(vec![Vec::new(); 1_048_573]);
    assert_eq!(xlsx(&many), Err(write::WriteError::TooMany { sheet: 0 }));
    many.sheets[0].columns.clear();
    assert_eq!(xlsx(&many), Err(write::WriteError::Nothing { sheet: 0 }));
}

#[test]
fn csv_is_what_excel_in_china_opens() {
    let mut book = workbook(vec![vec!["-1,2\n".into(), Cell::Integer(-7), Cell::Money(-5), Cell::Percent(8_550)]]);
    book.sheets[0].columns.truncate(4);
    let text = String::from_utf8(write::csv(&book.sheets[0]).unwrap()).unwrap();
    assert_eq!(text, "\u{feff}措施,件数,资金（元）,完成率\r\n\"'-1,2\n\",-7,-0.05,85.5%\r\n");
}
