//! Formulas and rules, as a file of the taskbook writes them in CEL.

use taizhang_ledger::expr::{Expr, Function, Misfit};
use taizhang_notation::formula::{LENGTH_MAX, Wrong, read};

use super::{mistake::one_of, reader::Row};

/// The formula under a key, if it is there and right.
pub(super) fn formula(row: &Row<'_>, key: &str) -> Option<Expr> {
    let text = row.text(key)?;
    match read(&text) {
        Ok(expr) => Some(expr),
        Err(wrong) => {
            let (what, instead) = told(&wrong);
            row.note(key, format!("`{key}` {what}"), instead);
            None
        }
    }
}

/// The formula under a key that may be left out.
pub(super) fn optional(row: &Row<'_>, key: &str, instead: Expr) -> Option<Expr> {
    if row.has(key) { formula(row, key) } else { Some(instead) }
}

/// Notes at a key what does not fit.
pub(super) fn note(row: &Row<'_>, key: &str, why: &Misfit) {
    let (what, instead) = match why {
        Misfit::Column(name) => {
            (format!("names no column of the register: {name}"), "write an id of its columns".to_owned())
        }
        Misfit::Name(name) => (format!("names nothing: {name}"), "write a name that is there".to_owned()),
        Misfit::Parameter(name) => {
            (format!("names no parameter: {name}"), "write an id of parameters.toml after `params.`".to_owned())
        }
        Misfit::Choice { written, known } => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            (format!("compares with \"{written}\", which cannot be chosen"), one_of(written, &known))
        }
        Misfit::NoDay(written) => {
            (format!("compares a day with \"{written}\""), "write it as \"2026-01-31\"".to_owned())
        }
        Misfit::Kind { is, wanted } => {
            (format!("has {} where {} belongs", is.word(), wanted.word()), format!("write {}", wanted.word()))
        }
        Misfit::Arity(function) => (
            format!("gives {} another number of arguments", function.word()),
            format!("write {} of them", function.arity()),
        ),
        Misfit::TooLong => ("is too long".to_owned(), "divide it into sums".to_owned()),
    };
    row.note(key, format!("`{key}` {what}"), instead);
}

/// What is wrong, and what to write instead.
fn told(wrong: &Wrong) -> (String, String) {
    let (what, instead) = match wrong {
        Wrong::TooLong(bytes) => return (format!("has {bytes} bytes"), format!("write at most {LENGTH_MAX}")),
        Wrong::Unread(why) => {
            let instead = "write a CEL expression, such as row.kind == \"subsidy\"";
            return (format!("cannot be read: {why}"), instead.to_owned());
        }
        Wrong::Function(name) => {
            let known: Vec<&str> = Function::ALL.iter().map(|one| one.word()).collect();
            return (format!("uses `{name}`"), one_of(name, &known));
        }
        Wrong::Selects => ("selects a field of something else", "write row.<column> or params.<parameter>"),
        Wrong::GoesThrough => ("goes through a list", "write a sum over the records instead"),
        Wrong::List => ("has a list by itself", "write a list only after `in`"),
        Wrong::NoList => ("looks for something in what is no list", "write in [\"…\", \"…\"]"),
        Wrong::Decimal => ("has a decimal number", "write a fraction, such as 1 / 2: it stays exact"),
        Wrong::Method => ("calls a method", "write a function, such as size(row.note)"),
        Wrong::Needless => ("uses what no formula needs", "write numbers, texts, comparisons and arithmetic"),
    };
    (what.to_owned(), instead.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_no_formula_needs_is_told_with_what_to_write() {
        for (text, what, instead) in [
            ("own +", "cannot be read", "CEL"),
            ("0.5 * own", "decimal", "1 / 2"),
            ("[1, 2].all(x, x > 0)", "goes through a list", "sum"),
            ("row.name.startsWith('a')", "calls a method", "function"),
            ("daysof(row.a, today)", "uses `daysof`", "days"),
            ("own % 2", "uses `_%_`", "write"),
            ("other.x", "something else", "params"),
            ("1 in own", "no list", "in ["),
        ] {
            let (found, remedy) = told(&read(text).unwrap_err());
            assert!(found.contains(what) && remedy.contains(instead), "{text}: {found}; {remedy}");
        }
    }
}
