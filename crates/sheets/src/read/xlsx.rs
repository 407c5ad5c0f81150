//! xlsx.

use super::{
    Bound, Limits, Refusal,
    budget::Budget,
    look,
    package::Package,
    parts,
    sheet::{self, Shared},
    strings,
};
use crate::RawSheet;

/// Reads every sheet of an xlsx file, as Excel and WPS write it.
///
/// # Errors
/// [`Refusal`] tells why nothing of it is read.
pub fn xlsx(bytes: &[u8], limits: &Limits) -> Result<Vec<RawSheet>, Refusal> {
    let mut package = Package::open(bytes, limits)?;
    parts::inspect(&mut package)?;
    let outline = parts::outline(&mut package)?;
    if outline.sheets.len() > limits.sheets {
        return Err(Refusal::TooLarge(Bound::Sheets));
    }
    let mut budget = Budget::new(limits);
    let mut shared = Shared { strings: Vec::new(), looks: Vec::new(), from_1904: outline.from_1904 };
    if let Some(path) = &outline.strings
        && let Some(text) = package.part(path)?
    {
        shared.strings = strings::shared(&text, path, &mut budget)?;
    }
    if let Some(path) = &outline.styles
        && let Some(text) = package.part(path)?
    {
        shared.looks = look::looks(&text, path)?;
    }
    let mut sheets = Vec::new();
    for (name, path, hidden) in outline.sheets {
        let text = package.part(&path)?.ok_or_else(|| Refusal::Damaged(format!("{path} is missing")))?;
        sheets.push(RawSheet { name, hidden, ..sheet::sheet(&text, &path, &shared, &mut budget)? });
    }
    if sheets.is_empty() {
        return Err(Refusal::NoSheet);
    }
    Ok(sheets)
}
