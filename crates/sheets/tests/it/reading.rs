//! Files as Excel and WPS write them.
// Helpers give what stands in a cell as it is asked for.
#![allow(clippy::unnecessary_wraps)]

use crate::kit::{book, book_with};
use chrono::NaiveDate;
use taizhang_sheets::{Address, Decimal, Raw, RawSheet, read};

fn sheet(bytes: &[u8]) -> RawSheet {
    read::xlsx(bytes, &read::Limits::default()).unwrap().remove(0)
}

fn at(sheet: &RawSheet, cell: &str) -> Option<Raw> {
    sheet.get(Address::parse(cell).unwrap()).cloned()
}

fn text(text: &str) -> Option<Raw> {
    Some(Raw::Text(text.to_owned()))
}

fn number(text: &str, percent: bool) -> Raw {
    Raw::Number { value: Decimal::parse(text).unwrap(), percent }
}

fn day(year: i32, month: u32, day: u32) -> Option<Raw> {
    NaiveDate::from_ymd_opt(year, month, day).map(Raw::Date)
}

#[test]
fn cells_of_every_kind_are_read() {
    let sheet = sheet(
        &book(
            r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>
            <row r="4" hidden="1"><c r="A4"><v>1</v></c><c r="B4" t="inlineStr"><is><t>一 </t></is></c><c r="C4" s="1"><v>46356.5</v></c>
            <c r="D4" s="2"><v>0.85</v></c><c r="E4" s="3"><v>1</v></c><c r="F4" t="b"><v>1</v></c><c r="G4" t="e"><v>#REF!</v></c>
            <c r="H4" t="str"><v>x_x000D_y</v></c><c r="I4" t="d"><v>2026-11-30T00:00:00</v></c><c r="J4" s="1"/><c r="K4" s="1"><v>60</v></c>
            <c r="L4" t="s"/><c r="M4"><v>1.1E-2</v></c></row>
            <row><c><v>7</v></c><c t="inlineStr"><is><t> </t></is></c><c><v>9</v></c></row><row r="9"><c r="B9" s="1"/></row>"#,
        )
        .zip(),
    );
    assert_eq!((sheet.name.as_str(), sheet.hidden), ("表一", false));
    assert_eq!(
        sheet.rows.iter().map(|row| (row.number, row.hidden)).collect::<Vec<_>>(),
        [(1, false), (4, true), (5, false)]
    );
    assert_eq!([at(&sheet, "A1"), at(&sheet, "B1"), at(&sheet, "C1")], [text("序号"), text("支部"), text("党建&")]);
    assert_eq!(at(&sheet, "A4"), Some(number("1", false)));
    assert_eq!(at(&sheet, "B4"), text("一 "));
    assert_eq!(
        [at(&sheet, "C4"), at(&sheet, "E4"), at(&sheet, "I4")],
        [day(2026, 11, 30), day(1900, 1, 1), day(2026, 11, 30)]
    );
    assert_eq!(at(&sheet, "D4"), Some(number("0.85", true)));
    assert_eq!([at(&sheet, "F4"), at(&sheet, "G4")], [Some(Raw::Bool(true)), Some(Raw::Error("#REF!".to_owned()))]);
    assert_eq!(at(&sheet, "H4"), text("x\ny"));
    // 29 February 1900, a day that never was.
    assert_eq!([at(&sheet, "J4"), at(&sheet, "K4"), at(&sheet, "L4")], [None, Some(number("60", false)), None]);
    assert_eq!(at(&sheet, "M4"), Some(number("0.011", false)));
    assert_eq!(
        [at(&sheet, "A5"), at(&sheet, "B5"), at(&sheet, "C5")],
        [Some(number("7", false)), None, Some(number("9", false))]
    );
}

/// A value that a formula computed is never taken for one that somebody typed, wherever the formula stands.
#[test]
fn formulas_are_told_apart() {
    let sheet = sheet(
        &book(
            r#"<row r="1"><c r="A1"><f>SUM(B1:B9)</f><v>12</v></c><c r="B1"><f t="shared" ref="B1:B2" si="4000000000">C1</f><v>1</v></c></row>
            <row r="2"><c r="A2" t="str"><f/><v>一</v></c><c r="B2"><f t="shared" si="4000000000"/><v>2</v></c><c r="C2"><f>1/0</f></c>
            <c r="D2"><f t="array" ref="D2:E3">A1:B2</f><v>1</v></c><c r="E2"><v>2</v></c></row>
            <row r="3"><c r="D3"><v>3</v></c><c r="E3"><v>4</v></c><c r="F3"><v>5</v></c></row>"#,
        )
        .zip(),
    );
    let formula = |cached: &str| Some(Raw::Formula(Some(Box::new(number(cached, false)))));
    assert_eq!([at(&sheet, "A1"), at(&sheet, "B1"), at(&sheet, "B2")], [formula("12"), formula("1"), formula("2")]);
    assert_eq!(at(&sheet, "A2"), Some(Raw::Formula(Some(Box::new(Raw::Text("一".to_owned()))))));
    assert_eq!(at(&sheet, "C2"), Some(Raw::Formula(None)));
    assert_eq!(
        [at(&sheet, "D2"), at(&sheet, "E2"), at(&sheet, "D3"), at(&sheet, "E3")],
        [formula("1"), formula("2"), formula("3"), formula("4")]
    );
    assert_eq!(at(&sheet, "F3"), Some(number("5", false)));
}

#[test]
fn merged_cells_show_what_stands_in_the_first() {
    let sheet = sheet(
        &book_with(
            r#"<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>"#,
        )
        .zip(),
    );
    let cell = Address::parse("B2").unwrap();
    assert_eq!((sheet.get(cell), sheet.shown(cell).cloned()), (None, text("支部")));
}

#[test]
fn other_ways_to_write_the_same_workbook() {
    let plain = book(r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>1</v></c></row>"#);
    // Prefixed elements and single quotes, as some libraries write them; days from 1904, as on old Macs; a sheet of a
    // chart before the one with cells; paths in another case.
    let odd = plain
        .clone()
        .with(
            "xl/workbook.xml",
            r#"<x:workbook xmlns:x="m" xmlns:r="r"><x:workbookPr date1904="true"/><x:sheets><x:sheet name="图" r:id="rId9"/><x:sheet name='二' state='veryHidden' r:id='rId1'/></x:sheets></x:workbook>"#,
        )
        .with(
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId9" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="Worksheets\Sheet1.xml"/><Relationship Id="rId8" Type="http://x/hyperlink" TargetMode="External" Target="http://example.com"/></Relationships>"#,
        )
        .with(
            "xl/worksheets/sheet1.xml",
            "\u{feff}<x:worksheet xmlns:x='m'><x:sheetData><x:row r='1'><x:c r='A1' t='str'><x:v><![CDATA[<一>]]></x:v></x:c></x:row></x:sheetData></x:worksheet>",
        );
    let sheet = sheet(&odd.zip());
    assert_eq!((sheet.name.as_str(), sheet.hidden), ("二", true));
    assert_eq!(at(&sheet, "A1"), text("<一>"));

    let of_1904 = plain.with(
        "xl/workbook.xml",
        r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="一" id="rId1"/></sheets></workbook>"#,
    );
    let sheet = read::xlsx(&of_1904.zip(), &read::Limits::default()).unwrap().remove(0);
    assert_eq!(at(&sheet, "B1"), day(1904, 1, 2));
}

#[test]
fn csv_is_read_as_utf8_and_as_gb18030() {
    let limits = read::Limits::default();
    let utf8 = read::csv("\u{feff}支部,金额\r\n'=一,\"1,234.50\"\r\n".as_bytes(), &limits).unwrap();
    let (gb, _, _) = encoding_rs::GB18030.encode("支部\t金额\n=一\t1,234.50");
    assert_eq!(read::csv(&gb, &limits).unwrap(), utf8);
    assert_eq!([at(&utf8, "A1"), at(&utf8, "A2"), at(&utf8, "B2")], [text("支部"), text("=一"), text("1,234.50")]);
}
