//! What is wrong with a scheme or a reward, said so that whoever edits the file can put it right.

use taizhang_ledger::{Indicator, points::Flaw};

use super::{formula, mistake::one_of, reader::Row};

/// Notes a flaw at a key of a row.
pub(super) fn note(row: &Row<'_>, key: &str, flaw: &Flaw, indicators: &[Indicator]) {
    let (what, instead) = match flaw {
        Flaw::Formula(misfit) => return formula::note(row, key, misfit),
        Flaw::Today => (
            format!("`{key}` looks at the day, and would be another tomorrow"),
            "write it over parameters and results alone".to_owned(),
        ),
        Flaw::UnknownIndicator(id) => {
            let ids: Vec<&str> = indicators.iter().map(|one| one.id.as_str()).collect();
            (format!("there is no indicator \"{id}\""), one_of(id, &ids))
        }
        Flaw::Unverified { sum, register } => (
            format!("the sum {sum} looks at the register {register}, which a branch keeps: its own word"),
            "leave `indicator` out, so that score entries are checked by the township and the county".to_owned(),
        ),
        Flaw::OwnWord { sum, column } => (
            format!("the sum {sum} looks at row.{column}, which a branch states: its own word"),
            "write an indicator over what was verified, such as row.closed".to_owned(),
        ),
        Flaw::NotOf(kind) => (
            format!("the indicator tells nothing of a {}", kind.word()),
            "write an indicator of such organisations, or leave that kind out of `kinds`".to_owned(),
        ),
        Flaw::Use(word) => (
            format!(
                "\"{word}\" would score the use of the app, which public rules forbid as formalism at the fingertips"
            ),
            "score verified results: signing in, online time, check-ins and tracking count for nothing".to_owned(),
        ),
        Flaw::FullMarks { sum, full } => (
            format!("the basic and duty parts add up to {sum}, not to {full}"),
            "change `max` of a part, or `full`".to_owned(),
        ),
        Flaw::Count { is, most } => (format!("there are {is} of [[{key}]]"), format!("write 1 to {most}")),
        Flaw::Twice(id) => (format!("\"{id}\" stands twice"), "remove one of them or give it a new name".to_owned()),
        Flaw::UnknownTier(id) => (format!("there is no tier \"{id}\""), "write an id of [[scheme.tier]]".to_owned()),
        Flaw::Rest => (
            "the last tier, and it alone, is for everybody else".to_owned(),
            "give each tier but the last a `share` or a `floor`".to_owned(),
        ),
        Flaw::Mixed => (
            "tiers go by rank and by score".to_owned(),
            "write `share` for all of them, or `floor` for all of them".to_owned(),
        ),
        Flaw::NotAbove => (format!("`{key}` is not above zero"), "write 1 or more".to_owned()),
        Flaw::NothingFull => (
            "a bonus or a deduction cannot be full where there was nothing to do".to_owned(),
            "write nothing = \"zero\", or leave it out".to_owned(),
        ),
    };
    row.note(key, what, instead);
}
