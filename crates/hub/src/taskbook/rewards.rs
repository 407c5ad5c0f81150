//! The rewards of the taskbook (`[[reward]]` of `schemes.toml`).

use std::collections::BTreeSet;

use taizhang_ledger::points::{Applying, Method, Reward, Section, Step, Unit};

use super::{
    formula,
    mistake::one_of,
    reader::Row,
    schemes::{Known, check, those, unique_id},
};

pub(super) const KEYS: &[&str] = &[
    "id",
    "name",
    "why",
    "kinds",
    "indicator",
    "completion",
    "floor",
    "method",
    "done",
    "step",
    "budget",
    "unit",
    "application",
    "retired",
];

/// Reads one.
pub(super) fn reward(row: &Row<'_>, known: &Known<'_>, seen: &mut BTreeSet<String>) -> Option<Reward> {
    let id = unique_id(row, seen);
    let (name, why, indicator) = (row.text("name"), row.text("why"), row.text("indicator"));
    let kinds = those(row);
    let (completion, floor) = (formula::formula(row, "completion"), formula::formula(row, "floor"));
    let by_steps = row.text("method").and_then(|method| match method.as_str() {
        "proportional" => Some(false),
        "steps" => Some(true),
        other => {
            let what = format!("`method` is unknown: \"{other}\"");
            row.note("method", what, one_of(other, &["proportional", "steps"]));
            None
        }
    });
    let step_rows = if by_steps == Some(true) { row.rows("step", &["from", "weight"]) } else { Vec::new() };
    let method = match by_steps {
        Some(true) => {
            let step = |row: &Row<'_>| {
                let (from, weight) = (formula::formula(row, "from"), formula::formula(row, "weight"));
                Some(Step { from: from?, weight: weight? })
            };
            step_rows.iter().map(step).collect::<Vec<_>>().into_iter().collect::<Option<_>>().map(Method::Steps)
        }
        Some(false) => formula::formula(row, "done").map(Method::Proportional),
        None => None,
    };
    let budget = formula::formula(row, "budget");
    let unit = row.word("unit", Unit::ALL, Unit::word);
    let application = row.optional_word("application", Applying::ALL, Applying::word);
    let reward = Reward {
        id: id?,
        name: name?,
        why: why?,
        kinds,
        indicator: indicator?,
        completion: completion?,
        floor: floor?,
        method: method?,
        budget: budget?,
        unit: unit?,
        application,
        retired: row.flag("retired"),
    };
    let at = |section| match section {
        Section::Step(place) => step_rows.get(place).unwrap_or(row),
        _ => row,
    };
    if !reward.retired {
        check(known, |known| reward.flaws(known), at);
    }
    Some(reward)
}
