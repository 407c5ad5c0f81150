//! Definitions of the taskbook as text that a person edits, for what no form offers: every key that is unknown is told,
//! which would otherwise be passed over as one of a later version.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{indicator::Indicator, register::Register, submission::Submission};

/// The keys that may stand at a place of a definition, and those below.
#[derive(Debug)]
pub struct Keys {
    here: &'static [&'static str],
    below: &'static [(&'static str, &'static Keys)],
}

/// What is edited as text.
pub trait AsText: Serialize + DeserializeOwned {
    /// The keys that may stand in it.
    const KEYS: &'static Keys;
}

/// Why a text is no definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextMistake {
    /// It cannot be read from here on.
    Unread {
        /// The line, from 1.
        line: usize,
        /// The sign in the line, from 1.
        column: usize,
        /// What the reader says.
        why: String,
    },
    /// A key that means nothing.
    Unknown {
        /// Where it stands, such as `columns[2]`.
        place: String,
        /// The key.
        key: String,
        /// What may stand there.
        known: &'static [&'static str],
    },
}

/// A definition as text, a key a line.
pub fn to_text<T: AsText>(one: &T) -> String {
    serde_json::to_string_pretty(one).unwrap_or_default()
}

/// The definition that a text says.
///
/// # Errors
/// Everything that is wrong with it.
pub fn from_text<T: AsText>(text: &str) -> Result<T, Vec<TextMistake>> {
    let unread = |why: serde_json::Error| {
        vec![TextMistake::Unread { line: why.line(), column: why.column(), why: why.to_string() }]
    };
    let whole: Value = serde_json::from_str(text).map_err(unread)?;
    let mut unknown = Vec::new();
    look(&whole, T::KEYS, "", &mut unknown);
    match serde_json::from_str(text) {
        Ok(one) if unknown.is_empty() => Ok(one),
        Ok(_) => Err(unknown),
        Err(why) => Err(unread(why).into_iter().chain(unknown).collect()),
    }
}

fn look(value: &Value, keys: &'static Keys, place: &str, unknown: &mut Vec<TextMistake>) {
    match value {
        Value::Array(all) => {
            for (number, one) in all.iter().enumerate() {
                look(one, keys, &format!("{place}[{}]", number + 1), unknown);
            }
        }
        Value::Object(all) => {
            for (key, below) in all {
                if !keys.here.contains(&key.as_str()) {
                    let (place, key) = (place.to_owned(), key.clone());
                    unknown.push(TextMistake::Unknown { place, key, known: keys.here });
                } else if let Some((_, keys)) = keys.below.iter().find(|(name, _)| name == key) {
                    let dot = if place.is_empty() { "" } else { "." };
                    look(below, keys, &format!("{place}{dot}{key}"), unknown);
                }
            }
        }
        _ => {}
    }
}

const fn leaf(here: &'static [&'static str]) -> Keys {
    Keys { here, below: &[] }
}

static CHOICE: Keys = leaf(&["id", "name"]);
static COLUMN: Keys = Keys {
    here: &[
        "id", "name", "kind", "required", "unit", "decimals", "min", "max", "choices", "former", "also", "hint", "sum",
    ],
    below: &[("choices", &CHOICE), ("former", &CHOICE)],
};
static COUNTED: Keys = leaf(&["branch", "by"]);
static RULE: Keys = leaf(&["holds", "say"]);
static REGISTER: Keys = Keys {
    here: &["id", "name", "item", "keeper", "kinds", "why", "sealed", "counted", "columns", "former", "rules"],
    below: &[("columns", &COLUMN), ("former", &COLUMN), ("counted", &COUNTED), ("rules", &RULE)],
};
static SUM: Keys = leaf(&["id", "name", "source", "day", "latest", "among", "filter", "value"]);
static TARGET: Keys = leaf(&["of", "value"]);
static ALARM: Keys = leaf(&["rule", "name", "at", "when", "say", "next"]);
static INDICATOR: Keys = Keys {
    here: &[
        "id", "name", "item", "words", "unit", "places", "better", "across", "kinds", "sums", "value", "target",
        "alarm",
    ],
    below: &[("sums", &SUM), ("target", &TARGET), ("alarm", &ALARM)],
};
static SUBMISSION: Keys = leaf(&["id", "name", "every", "days", "since", "kinds", "tables", "why"]);

impl AsText for Register {
    const KEYS: &'static Keys = &REGISTER;
}

impl AsText for Indicator {
    const KEYS: &'static Keys = &INDICATOR;
}

impl AsText for Submission {
    const KEYS: &'static Keys = &SUBMISSION;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const WHOLE: &str = r#"{
      "id": "a", "name": "甲", "item": "R2", "keeper": "township", "kinds": ["township"], "why": "因为", "sealed": true,
      "counted": { "branch": "b", "by": "c" },
      "columns": [
        { "id": "b", "name": "乙", "kind": "organisation", "required": true, "hint": "选一个" },
        { "id": "c", "name": "丙", "kind": "choice", "required": true, "choices": [{ "id": "d", "name": "丁" }],
          "former": [{ "id": "e", "name": "戊" }] },
        { "id": "f", "name": "己", "kind": "number", "unit": "户", "decimals": 1, "min": 0, "max": 9, "also": ["庚"],
          "sum": false }
      ],
      "former": [{ "id": "g", "name": "辛", "kind": "text" }],
      "rules": [{ "holds": { "truth": true }, "say": "缺" }]
    }"#;

    #[test]
    fn what_is_written_reads_back_and_every_key_of_it_is_known() {
        let whole: Register = from_text(WHOLE).unwrap();
        assert_eq!(from_text::<Register>(&to_text(&whole)).as_ref(), Ok(&whole));
        let indicator = r#"{"id":"a","name":"a","item":"R2","words":"a","unit":"%","places":1,"better":"more",
            "across":"sums","kinds":["village"],"sums":[{"id":"s","name":"s","source":"x","day":"d","latest":["d"],
            "among":{"truth":true},"filter":{"truth":true},"value":{"number":1}}],"value":{"name":"s"},
            "target":{"of":"all","value":{"number":1}},
            "alarm":{"rule":"r","name":"r","at":["county"],"when":{"truth":true},"say":"s","next":"n"}}"#;
        let indicator: Indicator = from_text(indicator).unwrap();
        assert_eq!(from_text::<Indicator>(&to_text(&indicator)).as_ref(), Ok(&indicator));
        let submission = r#"{"id":"m","name":"月报","every":"month","days":5,"since":2,"kinds":["village"],
            "tables":["a"],"why":"因为"}"#;
        let submission: Submission = from_text(submission).unwrap();
        assert_eq!(from_text::<Submission>(&to_text(&submission)), Ok(submission));
    }

    #[test]
    fn a_slip_of_the_pen_is_told_with_its_place() {
        let slip = WHOLE.replace(r#""also""#, r#""alos""#).replace(r#""say""#, r#""says""#);
        let found = from_text::<Register>(&slip).unwrap_err();
        let unknown = |place: &str, key: &str| {
            found
                .iter()
                .any(|one| matches!(one, TextMistake::Unknown { place: at, key: of, .. } if at == place && of == key))
        };
        assert!(unknown("columns[3]", "alos") && unknown("rules[1]", "says"));
        assert!(found.iter().any(|one| matches!(one, TextMistake::Unread { line: 12, .. })), "`say` is missing");
        let open = from_text::<Register>("{\n  \"id\": \"a\",\n").unwrap_err();
        assert!(matches!(open.as_slice(), [TextMistake::Unread { line: 3, .. }]));
    }
}
