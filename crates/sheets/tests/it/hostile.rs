//! Files that are broken or made to harm: each is refused with its reason, and none brings the reader down.

use crate::kit::{Parts, book, book_with};
use proptest::prelude::*;
use taizhang_sheets::{
    Cell, Column, Kind, Raw, Sheet, Workbook,
    cell::{Unit, read_as},
    columns::{Wanted, matching},
    read::{self, Bound, Limits, Refusal},
    rows, write,
};

const ROW: &str = r#"<row r="1"><c r="A1" t="s"><v>1</v></c></row>"#;

fn refusal(bytes: &[u8]) -> Refusal {
    read::xlsx(bytes, &Limits::default()).unwrap_err()
}

/// Writes other sizes into the directory of a zip (and the heads before its parts) than are true.
fn lying(mut zip: Vec<u8>, path: &str, size: u32) -> Vec<u8> {
    for (signature, size_at, name_at) in [(b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)] {
        let starts: Vec<usize> = (0..zip.len() - name_at)
            .filter(|at| zip[*at..].starts_with(signature) && zip[at + name_at..].starts_with(path.as_bytes()))
            .collect();
        assert_eq!(starts.len(), 1);
        zip[starts[0] + size_at..][..4].copy_from_slice(&size.to_le_bytes());
    }
    zip
}

#[test]
fn files_of_other_formats_are_told_apart() {
    assert_eq!(refusal(b""), Refusal::NotXlsx);
    assert_eq!(refusal(b"<html><table></table></html>"), Refusal::NotXlsx);
    assert_eq!(refusal(b"PK\x03\x04 and no more"), Refusal::NotXlsx);
    assert_eq!(refusal(&Parts::default().with("word/document.xml", "<w/>").zip()), Refusal::NotXlsx);
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    assert_eq!(refusal(&ole), Refusal::OldFormat);
    let word = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes);
    assert_eq!(refusal(&ole.into_iter().chain([0; 60]).chain(word).collect::<Vec<u8>>()), Refusal::Encrypted);
    assert_eq!(refusal(&book(ROW).with("xl/workbook.bin", "x").zip()), Refusal::BinaryFormat);
}

#[test]
fn macros_links_and_commands_are_refused() {
    assert_eq!(refusal(&book(ROW).with("xl/vbaProject.bin", "x").zip()), Refusal::Macros);
    assert_eq!(refusal(&book(ROW).with("xl/macrosheets/sheet1.xml", "<x/>").zip()), Refusal::Macros);
    let types =
        r#"<Types><Override PartName="/xl/other.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>"#;
    assert_eq!(refusal(&book(ROW).with("[Content_Types].xml", types).zip()), Refusal::Macros);
    let link = "xl/externalLinks/externalLink1.xml";
    assert_eq!(refusal(&book(ROW).with(link, "<externalLink><externalBook/></externalLink>").zip()), Refusal::Links);
    let dde = r#"<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>"#;
    assert_eq!(refusal(&book(ROW).with(link, dde).zip()), Refusal::Dde);
    assert_eq!(refusal(&book(ROW).with("xl/connections.xml", "<connections/>").zip()), Refusal::Links);
}

#[test]
fn bombs_do_not_go_off() {
    let spaces = format!("<sheetData>{ROW}</sheetData>{}", " ".repeat(30 << 20));
    let bomb = book_with(&spaces).zip();
    assert!(bomb.len() < 100_000);
    assert_eq!(refusal(&bomb), Refusal::TooLarge(Bound::Inflated));
    // One that says it is small is stopped by what comes out of it.
    let lie = refusal(&lying(bomb, "xl/worksheets/sheet1.xml", 400));
    assert!(matches!(lie, Refusal::Damaged(_) | Refusal::TooLarge(Bound::Inflated)), "{lie}");
    // Many parts, each in bounds, are not in bounds together.
    let limits = Limits { inflated: 1_200, ..Limits::default() };
    assert_eq!(read::xlsx(&book(ROW).zip(), &limits), Err(Refusal::TooLarge(Bound::Inflated)));
    // And one that says it is large is not believed either.
    assert_eq!(
        refusal(&lying(book(ROW).zip(), "xl/worksheets/sheet1.xml", 2 << 20)),
        Refusal::TooLarge(Bound::Inflated)
    );
}

#[test]
fn entities_are_not_expanded() {
    let laughs = r#"<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>"#;
    assert_eq!(refusal(&book(ROW).with("xl/sharedStrings.xml", laughs).zip()), Refusal::Doctype);
    let unknown = "<sst><si><t>&a;</t></si></sst>";
    assert!(matches!(refusal(&book(ROW).with("xl/sharedStrings.xml", unknown).zip()), Refusal::Damaged(_)));
    let utf16: Vec<u8> = "<sst/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(refusal(&book(ROW).with("xl/sharedStrings.xml", utf16).zip()), Refusal::Damaged(_)));
}

#[test]
fn what_is_too_much_is_refused_by_name() {
    let all = Limits::default();
    let many = |count: u32, kind: &str, column: char| {
        let row = |row| format!(r#"<row r="{row}"><c r="{column}{row}" t="{kind}"><v>0</v></c></row>"#);
        (1..=count).map(row).collect::<Vec<_>>().concat()
    };
    let rows = many(9, "n", 'B');
    let nine = book(&rows).zip();
    let with = |limits: Limits| read::xlsx(&nine, &limits).map(drop);
    assert_eq!(with(all), Ok(()));
    assert_eq!(with(Limits { bytes: nine.len() - 1, ..all }), Err(Refusal::TooLarge(Bound::Bytes)));
    assert_eq!(with(Limits { entries: 3, ..all }), Err(Refusal::TooLarge(Bound::Entries)));
    assert_eq!(with(Limits { sheets: 0, ..all }), Err(Refusal::TooLarge(Bound::Sheets)));
    assert_eq!(with(Limits { rows: 8, ..all }), Err(Refusal::TooLarge(Bound::Rows)));
    assert_eq!(with(Limits { rows: 9, cells: 9, columns: 2, ..all }), Ok(()));
    assert_eq!(with(Limits { columns: 1, ..all }), Err(Refusal::TooLarge(Bound::Columns)));
    assert_eq!(with(Limits { cells: 8, ..all }), Err(Refusal::TooLarge(Bound::Cells)));
    // The farthest corner costs no more than any other cell.
    let far = book(r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#).zip();
    assert_eq!(read::xlsx(&far, &all), Err(Refusal::TooLarge(Bound::Columns)));
    // One long text in many cells.
    let cells = many(100, "s", 'A');
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1_000));
    let echo = book(&cells).with("xl/sharedStrings.xml", long).zip();
    assert_eq!(read::xlsx(&echo, &Limits { text: 100_000, ..all }), Err(Refusal::TooLarge(Bound::Text)));
    let areas = r#"<mergeCell ref="A1:B2"/>"#.repeat(30);
    let merged = book_with(&format!("<sheetData>{ROW}</sheetData>{areas}")).zip();
    assert_eq!(read::xlsx(&merged, &Limits { merged: 29, ..all }), Err(Refusal::TooLarge(Bound::Merged)));
    assert_eq!(read::csv(b"a,b\n", &Limits { cells: 1, ..all }), Err(Refusal::TooLarge(Bound::Cells)));
}

#[test]
fn cells_out_of_order_and_texts_that_are_not_there_are_damage() {
    for rows in [
        r#"<row r="2"/><row r="1"/>"#,
        r#"<row r="1"><c r="B1"/><c r="A1"/></row>"#,
        r#"<row r="1"><c r="A2"/></row>"#,
        r#"<row r="1"><c r="A99999999999"/></row>"#,
        r#"<row r="0"/>"#,
        r#"<row r="1048577"/>"#,
        r#"<row r="4294967295"/><row/>"#,
        r#"<row r="1"><c r="A1" t="s"><v>3</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>1"#,
        r#"<row r="1"><c r="A1"></row>"#,
    ] {
        assert!(matches!(refusal(&book(rows).zip()), Refusal::Damaged(_)), "{rows}");
    }
    let no_sheets = "<workbook><sheets/></workbook>";
    assert_eq!(refusal(&book(ROW).with("xl/workbook.xml", no_sheets).zip()), Refusal::NoSheet);
}

/// A workbook as this crate writes it, unpacked.
fn written() -> Parts {
    use std::io::{Cursor, Read as _};
    let kinds = [Kind::Text, Kind::Integer, Kind::Money, Kind::Percent, Kind::Date, Kind::YesNo];
    let columns = kinds.iter().map(|kind| Column::new(format!("{kind:?}"), *kind)).collect();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let row = vec!["一".into(), Cell::Integer(7), Cell::Money(5), Cell::Percent(1), Cell::Date(day), Cell::YesNo(true)];
    let sheet = Sheet { title: "表".to_owned(), columns, rows: vec![row; 3], ..Sheet::default() };
    let bytes = write::xlsx(&Workbook { sheets: vec![sheet], made: None }, &mut |_, _| {}).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Parts::default();
    for number in 0..zip.len() {
        let mut part = zip.by_index(number).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        drop(part);
        parts = parts.with(&name, bytes);
    }
    parts
}

/// Reads a file and everything in it as every kind; whatever comes of it, it comes.
fn read_it_all(bytes: &[u8]) -> bool {
    let limits = Limits { inflated: 8 << 20, ..Limits::default() };
    let Ok(sheets) = read::xlsx(bytes, &limits) else { return false };
    let kinds = [Kind::Text, Kind::Integer, Kind::Money, Kind::Percent, Kind::Date, Kind::YesNo];
    let wanted: Vec<Wanted> = kinds
        .iter()
        .map(|kind| Wanted { name: format!("{kind:?}"), synonyms: Vec::new(), kind: *kind, required: false })
        .collect();
    for sheet in sheets {
        if let Some(found) = matching(&sheet, &wanted) {
            rows::read(&sheet, &found, &wanted);
        }
        for (number, column, raw) in
            sheet.rows.iter().flat_map(|row| row.cells.iter().map(|(column, raw)| (row.number, *column, raw)))
        {
            let at = taizhang_sheets::Address { row: number, column };
            for kind in kinds {
                for unit in [Unit::Plain, Unit::Yuan(8), Unit::Percent] {
                    let _ = read_as(kind, unit, Some(raw), at).map_err(|fault| fault.to_string());
                }
            }
        }
    }
    true
}

/// What a mutation writes over the bytes from somewhere on.
fn splice() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..8),
        proptest::sample::select(vec![
            "<",
            ">",
            "/>",
            "\"",
            "&",
            "&#0;",
            "&#xD800;",
            "]]>",
            "<![CDATA[",
            "<!--",
            "<?",
            "</c>",
            "<row>",
            "<f/>",
            "A1:",
            "99999999999999999999",
            "-1",
            "1e308",
            "1e-400",
            "<mergeCell ref=\"A1:XFD1048576\"/>",
            "_xD800_",
            "=",
            ":",
            "\0",
            "<f t=\"array\" ref=\"A1:XFD1048576\">",
            "%",
            "年",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_parts_never_bring_it_down(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..6, splice()), 1..4)) {
        let mut parts = written();
        for (which, place, cut, with) in changes {
            let part = which.index(parts.0.len());
            let bytes = &mut parts.0[part].1;
            let from = place.index(bytes.len() + 1);
            let to = (from + cut).min(bytes.len());
            bytes.splice(from..to, with);
        }
        read_it_all(&parts.zip());
    }

    #[test]
    fn mutated_packages_never_bring_it_down(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = book(ROW).zip();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        read_it_all(&bytes);
    }

    #[test]
    fn any_bytes_are_csv_or_are_not(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'"'), Just(b'\n')], 0..200)) {
        if let Ok(sheet) = read::csv(&bytes, &Limits::default()) {
            prop_assert!(sheet.rows.iter().all(|row| !row.cells.is_empty()));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+0-9.,eE%％元万亿年月日/ ：:T０-９\\PC]{0,24}", place in 0_i16..9) {
        let raw = Raw::Text(text);
        for kind in [Kind::Text, Kind::Integer, Kind::Money, Kind::Percent, Kind::Date, Kind::YesNo] {
            let _ = read_as(kind, Unit::Yuan(place), Some(&raw), taizhang_sheets::Address { row: 1, column: 1 });
        }
    }
}

/// The mutations above start from something that is read.
#[test]
fn what_is_mutated_is_sound() {
    assert!(read_it_all(&written().zip()));
    assert!(read_it_all(&book(ROW).zip()));
}
