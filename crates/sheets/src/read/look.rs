//! Number formats: whether a cell shows its number as a day or as a percentage.

use std::collections::HashMap;

use super::{
    Refusal,
    xml::{Heard, Xml},
};

/// How a cell shows its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// As a number.
    #[default]
    Plain,
    /// As a day, or a time of it.
    Day,
    /// As a percentage.
    Percent,
}

/// Reads how the cells of each style show their numbers.
pub fn looks(text: &str, path: &str) -> Result<Vec<Look>, Refusal> {
    let mut xml = Xml::new(text, path);
    let mut codes: HashMap<String, String> = HashMap::new();
    let mut looks = Vec::new();
    let mut in_cells = false;
    loop {
        match xml.next()? {
            Heard::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    if let Some(id) = xml.attribute(&element, "numFmtId")? {
                        codes.insert(id, xml.attribute(&element, "formatCode")?.unwrap_or_default());
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = xml.attribute(&element, "numFmtId")?.unwrap_or_default();
                    looks.push(codes.get(&id).map_or_else(|| built_in(&id), |code| look(code)));
                }
                _ => {}
            },
            Heard::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
            Heard::End(_) | Heard::Text(_) => {}
            Heard::Over => return Ok(looks),
        }
    }
}

/// The formats that have a number and no code; 27 to 36 and 50 to 58 are the days of Chinese and Japanese Excels.
fn built_in(id: &str) -> Look {
    match id.parse::<u32>() {
        Ok(9 | 10) => Look::Percent,
        Ok(14..=22 | 27..=36 | 45..=47 | 50..=58) => Look::Day,
        _ => Look::Plain,
    }
}

/// What a code shows for positive numbers.
fn look(code: &str) -> Look {
    let mut letters = code.chars();
    let mut look = Look::Plain;
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => drop(letters.by_ref().find(|letter| *letter == '"')),
            '[' => drop(letters.by_ref().find(|letter| *letter == ']')),
            '\\' | '_' | '*' => drop(letters.next()),
            '%' => look = Look::Percent,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return Look::Day,
            _ => {}
        }
    }
    look
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_days_and_percentages() {
        for (code, shown) in [
            ("yyyy\"年\"m\"月\"d\"日\"", Look::Day),
            ("[$-804]yyyy\\-mm\\-dd;@", Look::Day),
            ("0.00%", Look::Percent),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", Look::Plain),
            ("General", Look::Plain),
            ("G/通用格式", Look::Plain),
            ("0.00E+00", Look::Plain),
            ("0\"md\"", Look::Plain),
            ("@", Look::Plain),
        ] {
            assert_eq!(look(code), shown, "{code}");
        }
        assert_eq!(
            [built_in("31"), built_in("10"), built_in("4"), built_in("x")],
            [Look::Day, Look::Percent, Look::Plain, Look::Plain]
        );
    }
}
