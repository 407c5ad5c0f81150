//! Small xlsx files built by hand, as Excel and WPS write them or as nobody should.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A package of parts.
#[derive(Clone, Default)]
pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    pub fn with(mut self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.0.retain(|(other, _)| other != path);
        self.0.push((path.to_owned(), text.as_ref().to_vec()));
        self
    }

    pub fn zip(&self) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, bytes) in &self.0 {
            out.start_file(path.as_str(), options).unwrap();
            out.write_all(bytes).unwrap();
        }
        out.finish().unwrap().into_inner()
    }
}

/// A workbook with one sheet, its rows as XML.
pub fn book(rows: &str) -> Parts {
    book_with(&format!("<sheetData>{rows}</sheetData>"))
}

/// A workbook with one sheet, what it holds as XML: shared texts 序号, 支部 and a rich one; styles 0 plain, 1 a day,
/// 2 a percentage, 3 a day in Chinese.
pub fn book_with(inside: &str) -> Parts {
    let rels = |list: &[(&str, &str, &str)]| {
        let one = |(id, kind, target): &(&str, &str, &str)| {
            format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
        };
        let all: String = list.iter().map(one).collect();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{PACKAGE}">{all}</Relationships>"#
        )
    };
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    Parts::default()
        .with(
            "[Content_Types].xml",
            format!(r#"<Types><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>"#),
        )
        .with("_rels/.rels", rels(&[("rId1", "officeDocument", "xl/workbook.xml")]))
        .with(
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr/><sheets><sheet name="表一" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
        )
        .with(
            "xl/_rels/workbook.xml.rels",
            rels(&[
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "styles", "styles.xml"),
                ("rId3", "sharedStrings", "/xl/sharedStrings.xml"),
            ]),
        )
        .with(
            "xl/styles.xml",
            r#"<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="176"><alignment/></xf></cellXfs></styleSheet>"#,
        )
        .with(
            "xl/sharedStrings.xml",
            r#"<sst><si><t>序号</t></si><si><t xml:space="preserve">支部</t></si><si><r><rPr><b/></rPr><t>党</t></r><r><t>建&amp;</t></r><rPh sb="0" eb="1"><t>dang</t></rPh></si></sst>"#,
        )
        .with("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}">{inside}</worksheet>"#))
}
