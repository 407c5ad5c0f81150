//! The zip around a workbook's parts. Nothing that it says about sizes is believed: what is unpacked is counted.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};

use zip::ZipArchive;

use super::{Bound, Limits, Refusal};

/// How much may come out of a part whatever it was packed to.
const SMALL: usize = 1 << 20;
/// What an xls begins with, and every encrypted document.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// An opened package.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The number of each part by its path in lower case, since not all programs agree on the case.
    parts: HashMap<String, usize>,
    left: usize,
    ratio: usize,
}

impl<'a> Package<'a> {
    /// Opens a package without unpacking anything.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        if bytes.len() > limits.bytes {
            return Err(Refusal::TooLarge(Bound::Bytes));
        }
        if bytes.starts_with(OLE) {
            let word: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let encrypted = bytes.windows(word.len()).any(|window| window == word);
            return Err(if encrypted { Refusal::Encrypted } else { Refusal::OldFormat });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::NotXlsx)?;
        if zip.len() > limits.entries {
            return Err(Refusal::TooLarge(Bound::Entries));
        }
        let mut parts = HashMap::new();
        for number in 0..zip.len() {
            let name = zip.name_for_index(number).ok_or(Refusal::NotXlsx)?.map_err(|_| Refusal::NotXlsx)?;
            parts.insert(normal(&name), number);
        }
        Ok(Self { zip, parts, left: limits.inflated, ratio: limits.ratio })
    }

    /// The paths of all parts, in lower case.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Unpacks a part; nothing when there is none of that path.
    pub fn part(&mut self, path: &str) -> Result<Option<String>, Refusal> {
        let Some(number) = self.parts.get(&normal(path)) else { return Ok(None) };
        let damaged = |why: String| Refusal::Damaged(format!("{path}: {why}"));
        let mut packed = self.zip.by_index(*number).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => Refusal::Encrypted,
            error => damaged(error.to_string()),
        })?;
        let compressed = usize::try_from(packed.compressed_size()).unwrap_or(usize::MAX);
        let most = self.left.min(compressed.saturating_mul(self.ratio).max(SMALL));
        if usize::try_from(packed.size()).map_or(true, |size| size > most) {
            return Err(Refusal::TooLarge(Bound::Inflated));
        }
        let mut out = Vec::new();
        // One byte more than may be tells that there is more.
        let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        packed.by_ref().take(bound).read_to_end(&mut out).map_err(|error| damaged(error.to_string()))?;
        if out.len() > most {
            return Err(Refusal::TooLarge(Bound::Inflated));
        }
        self.left -= out.len();
        let text = String::from_utf8(out).map_err(|_| damaged("not UTF-8".to_owned()))?;
        Ok(Some(text))
    }
}

fn normal(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// The path that a relationship names, seen from the part it belongs to: `../x.xml` or `/xl/x.xml`.
pub fn resolve(from: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        path.extend(from.rsplit_once('/').map_or("", |(folder, _)| folder).split('/'));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_part() {
        for (from, target, path) in [
            ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets/sheet1.xml", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("workbook.xml", "a\\b.xml", "a/b.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("xl/workbook.xml", "../../../../x.xml", "x.xml"),
        ] {
            assert_eq!(resolve(from, target), path);
        }
    }
}
