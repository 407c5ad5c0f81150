//! Texts: the shared ones, and those in cells.

use super::{
    Refusal,
    budget::Budget,
    xml::{Heard, Xml},
};

/// Reads the shared texts.
pub fn shared(text: &str, path: &str, budget: &mut Budget) -> Result<Vec<String>, Refusal> {
    let mut xml = Xml::new(text, path);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Heard::Start(element) if element.local_name().as_ref() == "si" => {
                let text = rich(&mut xml)?;
                budget.text(&text)?;
                strings.push(text);
            }
            Heard::Start(_) | Heard::End(_) | Heard::Text(_) => {}
            Heard::Over => return Ok(strings),
        }
    }
}

/// The text of an `si` or `is` that has just begun: of all its pieces, without the sounds beside them.
pub fn rich(xml: &mut Xml<'_>) -> Result<String, Refusal> {
    let mut out = String::new();
    let mut depth = 0_usize;
    let mut sounds = 0_usize;
    loop {
        match xml.next()? {
            Heard::Start(element) => match element.local_name().as_ref() {
                "t" if sounds == 0 => out.push_str(&unescaped(&xml.text()?)),
                "rPh" => {
                    sounds += 1;
                    depth += 1;
                }
                _ => depth += 1,
            },
            Heard::End(element) => {
                if element.local_name().as_ref() == "rPh" {
                    sounds = sounds.saturating_sub(1);
                }
                match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return Ok(out),
                }
            }
            Heard::Text(_) => {}
            Heard::Over => return Err(xml.damaged(&"cut off")),
        }
    }
}

/// Excel writes what XML cannot hold as `_x000D_`: the number of a UTF-16 unit. Line ends become `\n`, other control
/// characters are left out, as when writing.
pub fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return crate::write::clean(text).into_owned();
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(unit) = escape(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or_default();
        } else {
            units.extend(letter.encode_utf16(&mut [0; 2]).iter());
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    crate::write::clean(&String::from_utf16_lossy(&units)).into_owned()
}

fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && text.get(6..7)? == "_";
    u16::from_str_radix(digits, 16).ok().filter(|_| hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_once() {
        for (text, read) in [
            ("一_x000D__x000A_二", "一\n二"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "\u{fffd}"),
            ("_x00G0_ _x12", "_x00G0_ _x12"),
            ("响_x0007_铃", "响铃"),
        ] {
            assert_eq!(unescaped(text), read);
        }
    }
}
