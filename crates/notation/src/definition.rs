//! Definitions of the taskbook as text that a person edits, for what no form offers: every key that is unknown is told,
//! which would otherwise be passed over as one of a later version.

use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::Value;
use taizhang_ledger::{
    Indicator, Register,
    expr::Expr,
    points::{Points, Reward, Scheme},
    submission::Submission,
};

use crate::formula::{self, Wrong};

/// The keys that may stand at a place of a definition, and those below.
#[derive(Debug)]
pub struct Keys {
    here: &'static [&'static str],
    /// Those that hold a formula, which people read as CEL.
    formulas: &'static [&'static str],
    /// Those that hold points, which people read as points and not as hundredths.
    points: &'static [&'static str],
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
    /// It is no JSON from here on.
    Unread {
        /// The line, from 1.
        line: usize,
        /// The sign in the line, from 1.
        column: usize,
        /// What the reader says.
        why: String,
    },
    /// Something is missing, or of another kind than belongs there.
    Misfit {
        /// Where, such as `parts[2].kind`; empty for the whole.
        place: String,
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
    /// A formula that is none.
    Formula {
        /// Where it stands, such as `tiers[1].coefficient`.
        place: String,
        /// What is wrong with it.
        wrong: Wrong,
    },
    /// Points that are no number with at most two places.
    Points {
        /// Where they stand.
        place: String,
        /// What stands there.
        written: String,
    },
}

/// A definition as text, a key a line.
pub fn to_text<T: AsText>(one: &T) -> String {
    let whole = serde_json::to_value(one).unwrap_or_default();
    serde_json::to_string_pretty(&ForPeople(&whole, T::KEYS)).unwrap_or_default()
}

/// The definition that a text says.
///
/// # Errors
/// Everything that is wrong with it.
pub fn from_text<T: AsText>(text: &str) -> Result<T, Vec<TextMistake>> {
    let unread = |why: serde_json::Error| {
        vec![TextMistake::Unread { line: why.line(), column: why.column(), why: why.to_string() }]
    };
    let mut whole: Value = serde_json::from_str(text).map_err(unread)?;
    let mut mistakes = Vec::new();
    for_documents(&mut whole, T::KEYS, "", &mut mistakes);
    match serde_path_to_error::deserialize(&whole) {
        Ok(one) if mistakes.is_empty() => Ok(one),
        Ok(_) => Err(mistakes),
        Err(why) => {
            let place = from_one(&why.path().to_string());
            // A formula that cannot be read is told once.
            let told = |one: &TextMistake| match one {
                TextMistake::Formula { place: of, .. } | TextMistake::Points { place: of, .. } => *of == place,
                _ => false,
            };
            if !mistakes.iter().any(told) {
                mistakes.insert(0, TextMistake::Misfit { place, why: why.inner().to_string() });
            }
            Err(mistakes)
        }
    }
}

/// A path as people count, from 1: `parts[0].max` is `parts[1].max`.
fn from_one(path: &str) -> String {
    let mut text = String::new();
    for (place, part) in path.split('[').enumerate() {
        match part.split_once(']').and_then(|(number, rest)| Some((number.parse::<usize>().ok()?, rest))) {
            Some((number, rest)) => text.extend([format!("[{}]", number + 1).as_str(), rest]),
            None if place == 0 => text.push_str(part.trim_start_matches('.')),
            None => text.extend(["[", part]),
        }
    }
    text
}

/// A value as people read it: keys in their order, formulas as CEL, points as points.
struct ForPeople<'v>(&'v Value, &'static Keys);

impl Serialize for ForPeople<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(value, keys) = *self;
        match value {
            Value::Array(all) => to.collect_seq(all.iter().map(|one| ForPeople(one, keys))),
            Value::Object(all) => {
                let mut map = to.serialize_map(Some(all.len()))?;
                for (key, value) in keys.here.iter().filter_map(|key| Some((*key, all.get(*key)?))) {
                    let formula = || serde_json::from_value::<Expr>(value.clone()).ok();
                    if let Some(tree) = keys.formulas.contains(&key).then(formula).flatten() {
                        map.serialize_entry(key, &formula::write(&tree))?;
                    } else if let Some(points) = value.as_i64().filter(|_| keys.points.contains(&key)) {
                        map.serialize_entry(key, &Points(points).to_string())?;
                    } else if let Some(keys) = keys.of(key) {
                        map.serialize_entry(key, &ForPeople(value, keys))?;
                    } else {
                        map.serialize_entry(key, value)?;
                    }
                }
                map.end()
            }
            other => other.serialize(to),
        }
    }
}

/// What people wrote becomes trees and hundredths, and what means nothing is told.
fn for_documents(value: &mut Value, keys: &'static Keys, place: &str, mistakes: &mut Vec<TextMistake>) {
    match value {
        Value::Array(all) => {
            for (number, one) in all.iter_mut().enumerate() {
                for_documents(one, keys, &format!("{place}[{}]", number + 1), mistakes);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                let dot = if place.is_empty() { "" } else { "." };
                let below = || format!("{place}{dot}{key}");
                if !keys.here.contains(&key.as_str()) {
                    let (place, key) = (place.to_owned(), key.clone());
                    mistakes.push(TextMistake::Unknown { place, key, known: keys.here });
                } else if keys.formulas.contains(&key.as_str()) {
                    match written(value).map(|text| formula::read(&text)) {
                        Some(Ok(tree)) => *value = serde_json::to_value(&tree).unwrap_or_default(),
                        Some(Err(wrong)) => mistakes.push(TextMistake::Formula { place: below(), wrong }),
                        None => {}
                    }
                } else if keys.points.contains(&key.as_str()) {
                    let Some(text) = written(value) else { continue };
                    match Points::parse(&text) {
                        Some(points) => *value = points.0.into(),
                        None => mistakes.push(TextMistake::Points { place: below(), written: text }),
                    }
                } else if let Some(keys) = keys.of(key) {
                    for_documents(value, keys, &below(), mistakes);
                }
            }
        }
        _ => {}
    }
}

/// What stands there in so many signs; `None` of what has parts, such as a tree in a draft of an earlier version.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

impl Keys {
    fn of(&self, key: &str) -> Option<&'static Self> {
        self.below.iter().find(|(name, _)| *name == key).map(|(_, keys)| *keys)
    }
}

const fn leaf(here: &'static [&'static str]) -> Keys {
    Keys { here, ..NONE }
}

const NONE: Keys = Keys { here: &[], formulas: &[], points: &[], below: &[] };

static CHOICE: Keys = leaf(&["id", "name"]);
static COLUMN: Keys = Keys {
    here: &[
        "id", "name", "kind", "required", "unit", "decimals", "min", "max", "choices", "former", "also", "hint", "sum",
    ],
    below: &[("choices", &CHOICE), ("former", &CHOICE)],
    ..NONE
};
static COUNTED: Keys = leaf(&["branch", "by"]);
static RULE: Keys = Keys { here: &["holds", "say"], formulas: &["holds"], ..NONE };
static REGISTER: Keys = Keys {
    here: &[
        "id", "name", "item", "keeper", "kinds", "why", "sealed", "counted", "together", "columns", "former", "rules",
        "retired",
    ],
    below: &[("columns", &COLUMN), ("former", &COLUMN), ("counted", &COUNTED), ("rules", &RULE)],
    ..NONE
};
static SUM: Keys = Keys {
    here: &["id", "name", "source", "day", "latest", "among", "filter", "value"],
    formulas: &["among", "filter", "value"],
    ..NONE
};
static TARGET: Keys = Keys { here: &["of", "value"], formulas: &["value"], ..NONE };
static ALARM: Keys = Keys { here: &["rule", "name", "at", "when", "say", "next"], formulas: &["when"], ..NONE };
static INDICATOR: Keys = Keys {
    here: &[
        "id", "name", "item", "words", "unit", "places", "better", "across", "kinds", "sums", "value", "target",
        "alarm", "retired",
    ],
    formulas: &["value"],
    below: &[("sums", &SUM), ("target", &TARGET), ("alarm", &ALARM)],
    ..NONE
};
static SUBMISSION: Keys = leaf(&["id", "name", "every", "days", "since", "kinds", "tables", "why", "retired"]);

static SEQUENCE: Keys = leaf(&["id", "name"]);
static BY_INDICATOR: Keys = Keys { here: &["id", "points", "nothing"], formulas: &["points"], ..NONE };
static PART_SOURCE: Keys = Keys { here: &["indicator"], below: &[("indicator", &BY_INDICATOR)], ..NONE };
static PART: Keys = Keys {
    here: &["id", "name", "words", "kind", "max", "source"],
    points: &["max"],
    below: &[("source", &PART_SOURCE)],
    ..NONE
};
static EFFECT: Keys = leaf(&["at_most"]);
static TOLD: Keys = Keys { here: &["indicator", "when"], formulas: &["when"], ..NONE };
static VETO: Keys =
    Keys { here: &["id", "name", "effect", "told"], below: &[("effect", &EFFECT), ("told", &TOLD)], ..NONE };
static REACH: Keys = Keys { here: &["share", "floor"], formulas: &["share", "floor"], ..NONE };
static TIER: Keys = Keys {
    here: &["id", "name", "reach", "coefficient"],
    formulas: &["coefficient"],
    below: &[("reach", &REACH)],
    ..NONE
};
static FLOOR: Keys = Keys { here: &["tier", "floor"], formulas: &["floor"], ..NONE };
static SMALL_RULE: Keys = Keys { here: &["by_score", "all_in"], below: &[("by_score", &FLOOR)], ..NONE };
static SMALL: Keys = Keys { here: &["up_to", "rule"], below: &[("rule", &SMALL_RULE)], ..NONE };
static ROUNDING: Keys = leaf(&["unit", "mode"]);
static SCHEME: Keys = Keys {
    here: &[
        "id",
        "name",
        "sequence",
        "subject",
        "why",
        "kinds",
        "full",
        "parts",
        "vetoes",
        "vetoed_rank",
        "within",
        "tiers",
        "ties",
        "small",
        "base",
        "budget",
        "within_budget",
        "rounding",
        "appeal_days",
        "retired",
    ],
    formulas: &["base", "budget"],
    points: &["full"],
    below: &[
        ("sequence", &SEQUENCE),
        ("parts", &PART),
        ("vetoes", &VETO),
        ("tiers", &TIER),
        ("small", &SMALL),
        ("rounding", &ROUNDING),
    ],
};
static STEP: Keys = Keys { here: &["from", "weight"], formulas: &["from", "weight"], ..NONE };
static METHOD: Keys =
    Keys { here: &["proportional", "steps"], formulas: &["proportional"], below: &[("steps", &STEP)], ..NONE };
static REWARD: Keys = Keys {
    here: &[
        "id",
        "name",
        "why",
        "kinds",
        "indicator",
        "completion",
        "floor",
        "method",
        "budget",
        "unit",
        "application",
        "retired",
    ],
    formulas: &["completion", "floor", "budget"],
    below: &[("method", &METHOD)],
    ..NONE
};

impl AsText for Register {
    const KEYS: &'static Keys = &REGISTER;
}

impl AsText for Indicator {
    const KEYS: &'static Keys = &INDICATOR;
}

impl AsText for Submission {
    const KEYS: &'static Keys = &SUBMISSION;
}

impl AsText for Scheme {
    const KEYS: &'static Keys = &SCHEME;
}

impl AsText for Reward {
    const KEYS: &'static Keys = &REWARD;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const WHOLE: &str = r#"{
      "id": "a", "name": "甲", "item": "R2", "keeper": "township", "kinds": ["township"], "why": "因为", "sealed": true, "retired": true,
      "counted": { "branch": "b", "by": "c" },
      "columns": [
        { "id": "b", "name": "乙", "kind": "organisation", "required": true, "hint": "选一个" },
        { "id": "c", "name": "丙", "kind": "choice", "required": true, "choices": [{ "id": "d", "name": "丁" }],
          "former": [{ "id": "e", "name": "戊" }] },
        { "id": "f", "name": "己", "kind": "number", "unit": "户", "decimals": 1, "min": 0, "max": 9, "also": ["庚"],
          "sum": false }
      ],
      "former": [{ "id": "g", "name": "辛", "kind": "text" }],
      "rules": [{ "holds": "has(row.f)", "say": "缺" }]
    }"#;

    #[test]
    fn what_is_written_reads_back_and_every_key_of_it_is_known() {
        let whole: Register = from_text(WHOLE).unwrap();
        assert_eq!(from_text::<Register>(&to_text(&whole)).as_ref(), Ok(&whole));
        let text = r#"{"id":"a","name":"a","item":"R2","words":"a","unit":"%","places":1,"better":"more",
            "across":"sums","kinds":["village"],"sums":[{"id":"s","name":"s","source":"x","day":"d","latest":["d"],
            "among":true,"filter":"row.a == \"b\"","value":1}],"value":"s / 2",
            "target":{"of":"all","value":"params.p"},
            "alarm":{"rule":"r","name":"r","at":["county"],"when":"value > target","say":"s","next":"n"}}"#;
        let indicator: Indicator = from_text(text).unwrap();
        let said = to_text(&indicator);
        assert!(
            said.starts_with("{\n  \"id\": \"a\",\n  \"name\"") && said.contains(r#""filter": "row.a == \"b\"""#),
            "{said}"
        );
        assert_eq!(from_text::<Indicator>(&to_text(&indicator)).as_ref(), Ok(&indicator));
        let submission = r#"{"id":"m","name":"月报","every":"month","days":5,"since":2,"kinds":["village"],
            "tables":["a"],"why":"因为","retired":true}"#;
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
        let misfit = |one: &TextMistake| matches!(one, TextMistake::Misfit { place, .. } if place == "rules[1]");
        assert!(found.iter().any(misfit), "`say` is missing: {found:?}");
        let open = from_text::<Register>("{\n  \"id\": \"a\",\n").unwrap_err();
        assert!(matches!(open.as_slice(), [TextMistake::Unread { line: 3, .. }]));
    }

    #[test]
    fn formulas_and_points_are_told_by_their_place() {
        let reward = |budget: &str| {
            format!(
                r#"{{"id":"r","name":"r","why":"w","kinds":["village"],"indicator":"i","completion":"value / target",
                "floor":"1 / 2","method":{{"steps":[{{"from":0,"weight":1}},{{"from":"1","weight":"2"}}]}},
                "budget":{budget},"unit":"yuan"}}"#
            )
        };
        let read = from_text::<Reward>(&reward(r#""params.b * 10000""#)).unwrap();
        assert_eq!(from_text::<Reward>(&to_text(&read)), Ok(read));
        let wrong = TextMistake::Formula { place: "budget".to_owned(), wrong: Wrong::Decimal };
        assert_eq!(from_text::<Reward>(&reward("0.5")), Err(vec![wrong]));
        let part = |max: &str| {
            format!(
                r#"{{"id":"s","parts":[{{"id":"a","name":"a","words":"a","kind":"duty","max":{max},"source":"entries"}}]}}"#
            )
        };
        let place = || "parts[1].max".to_owned();
        let found = from_text::<Scheme>(&part(r#""8.555""#)).unwrap_err();
        assert!(found.contains(&TextMistake::Points { place: place(), written: "8.555".to_owned() }), "{found:?}");
        let found = from_text::<Scheme>(&part("8.5")).unwrap_err();
        assert!(!found.iter().any(|one| matches!(one, TextMistake::Points { .. })), "8.5 points: {found:?}");
    }
}
