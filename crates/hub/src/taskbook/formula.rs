//! Formulas and rules, as a file of the taskbook writes them: CEL, read into the trees that devices evaluate.
//!
//! Of CEL there is what a formula over records needs: comparisons, arithmetic, `&&`, `||`, `!`, `? :`, `in [...]`,
//! `has(row.column)` and a few functions. What would let a formula run for long (macros over lists) or be inexact
//! (floats) is refused with what to write instead.

use cel::{
    common::ast::{CallExpr, Expr as Cel, IdedExpr, LiteralValue, operators},
    parser::Parser,
};
use taizhang_ledger::expr::{Expr, Function, Misfit, Operator};

use super::{mistake::one_of, reader::Row};

/// The deepest nesting that is read.
const DEPTH_MAX: u16 = 48;
/// The longest formula, in bytes.
const LENGTH_MAX: usize = 2_000;

/// What is wrong, and what to write instead.
type Wrong = (String, String);

/// The formula under a key, if it is there and right.
pub(super) fn formula(row: &Row<'_>, key: &str) -> Option<Expr> {
    let text = row.text(key)?;
    match parse(&text) {
        Ok(expr) => Some(expr),
        Err((what, instead)) => {
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

fn parse(text: &str) -> Result<Expr, Wrong> {
    if text.len() > LENGTH_MAX {
        return Err((format!("has {} bytes", text.len()), format!("write at most {LENGTH_MAX}")));
    }
    let parsed = Parser::new().max_recursion_depth(DEPTH_MAX).parse(text);
    let parsed = parsed.map_err(|why| {
        let first = why.to_string().lines().next().unwrap_or_default().to_owned();
        (format!("cannot be read: {first}"), "write a CEL expression, such as row.kind == \"subsidy\"".to_owned())
    })?;
    tree(&parsed)
}

fn tree(node: &IdedExpr) -> Result<Expr, Wrong> {
    match &node.expr {
        Cel::Literal(literal) => literal_of(literal),
        Cel::Ident(name) if name == "today" => Ok(Expr::Today),
        Cel::Ident(name) => Ok(Expr::Name(name.clone())),
        Cel::Select(select) => match (&select.operand.expr, select.test) {
            (Cel::Ident(of), true) if of == "row" => Ok(Expr::Has(select.field.clone())),
            (Cel::Ident(of), false) if of == "row" => Ok(Expr::Row(select.field.clone())),
            (Cel::Ident(of), false) if of == "params" => Ok(Expr::Param(select.field.clone())),
            _ => Err(wrong("selects a field of something else", "write row.<column> or params.<parameter>")),
        },
        Cel::Call(call) => call_of(call),
        Cel::Comprehension(_) => Err(wrong("goes through a list", "write a sum over the records instead")),
        Cel::List(_) => Err(wrong("has a list by itself", "write a list only after `in`")),
        _ => Err(wrong("uses what no formula needs", "write numbers, texts, comparisons and arithmetic")),
    }
}

fn literal_of(literal: &LiteralValue) -> Result<Expr, Wrong> {
    match literal {
        LiteralValue::Boolean(truth) => Ok(Expr::Truth(*truth.inner())),
        LiteralValue::Int(number) => Ok(Expr::Number(*number.inner())),
        LiteralValue::String(text) => Ok(Expr::Text(text.inner().to_owned())),
        LiteralValue::Double(_) => {
            Err(wrong("has a decimal number", "write a fraction, such as 1 / 2: it stays exact"))
        }
        _ => Err(wrong("uses what no formula needs", "write whole numbers and texts")),
    }
}

fn call_of(call: &CallExpr) -> Result<Expr, Wrong> {
    if call.target.is_some() {
        return Err(wrong("calls a method", "write a function, such as size(row.note)"));
    }
    let name = call.func_name.as_str();
    let arguments = call.args.iter();
    match (name, call.args.as_slice()) {
        (operators::IN, [one, list]) => match &list.expr {
            Cel::List(list) => {
                let list = list.elements.iter().map(tree).collect::<Result<_, _>>()?;
                Ok(Expr::In(Box::new(tree(one)?), list))
            }
            _ => Err(wrong("looks for something in what is no list", "write in [\"…\", \"…\"]")),
        },
        (operators::LOGICAL_NOT, [one]) => Ok(Expr::Not(Box::new(tree(one)?))),
        (operators::NEGATE, [one]) => Ok(both(Operator::Minus, Expr::Number(0), tree(one)?)),
        (operators::CONDITIONAL, [one, two, three]) => Ok(Expr::If(Box::new((tree(one)?, tree(two)?, tree(three)?)))),
        (operators::LOGICAL_AND | operators::LOGICAL_OR, [first, rest @ ..]) => {
            let operator = if name == operators::LOGICAL_AND { Operator::And } else { Operator::Or };
            rest.iter().try_fold(tree(first)?, |before, one| Ok(both(operator, before, tree(one)?)))
        }
        (_, [one, two]) if operator_of(name).is_some() => {
            let operator =
                operator_of(name).ok_or_else(|| wrong("joins two sides in an unknown way", "write + or -"))?;
            Ok(both(operator, tree(one)?, tree(two)?))
        }
        _ => {
            let function = Function::from_word(name).ok_or_else(|| {
                let known: Vec<&str> = Function::ALL.iter().map(|one| one.word()).collect();
                (format!("uses `{name}`"), one_of(name, &known))
            })?;
            Ok(Expr::Call(function, arguments.map(tree).collect::<Result<_, _>>()?))
        }
    }
}

fn operator_of(name: &str) -> Option<Operator> {
    Some(match name {
        operators::ADD => Operator::Plus,
        operators::SUBSTRACT => Operator::Minus,
        operators::MULTIPLY => Operator::Times,
        operators::DIVIDE => Operator::Over,
        operators::EQUALS => Operator::Equal,
        operators::NOT_EQUALS => Operator::Unequal,
        operators::LESS => Operator::Less,
        operators::LESS_EQUALS => Operator::AtMost,
        operators::GREATER => Operator::Greater,
        operators::GREATER_EQUALS => Operator::AtLeast,
        _ => return None,
    })
}

fn both(operator: Operator, one: Expr, other: Expr) -> Expr {
    Expr::Both(operator, Box::new((one, other)))
}

fn wrong(what: &str, instead: &str) -> Wrong {
    (what.to_owned(), instead.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn cel_becomes_a_tree() {
        let row = |column: &str| Expr::Row(column.to_owned());
        let list = vec![Expr::Text("a".to_owned()), Expr::Text("b".to_owned())];
        assert_eq!(parse("row.kind in ['a', \"b\"]"), Ok(Expr::In(Box::new(row("kind")), list)));
        assert_eq!(parse("has(row.done_on)"), Ok(Expr::Has("done_on".to_owned())));
        let share = both(Operator::Over, Expr::Name("own".to_owned()), Expr::Name("total".to_owned()));
        assert_eq!(parse("own / total"), Ok(share.clone()));
        let limit = both(Operator::Over, Expr::Param("share_min".to_owned()), Expr::Number(100));
        let less = both(Operator::Less, share, limit);
        assert_eq!(parse("own / total < params.share_min / 100"), Ok(less.clone()));
        let and = |one, other| both(Operator::And, one, other);
        let more = and(and(less.clone(), Expr::TRUE), Expr::Not(Box::new(Expr::Has("x".to_owned()))));
        assert_eq!(parse("own / total < params.share_min / 100 && true && !has(row.x)"), Ok(more));
        let days = Expr::Call(Function::Days, vec![row("due"), Expr::Today]);
        let late = Expr::If(Box::new((both(Operator::Greater, days.clone(), Expr::Number(0)), days, Expr::Number(-1))));
        assert_eq!(parse("days(row.due, today) > 0 ? days(row.due, today) : -1"), Ok(late));
    }

    #[test]
    fn what_no_formula_needs_is_refused_with_what_to_write() {
        for (text, what, instead) in [
            ("own +", "cannot be read", "CEL"),
            ("0.5 * own", "decimal", "1 / 2"),
            ("[1, 2].all(x, x > 0)", "goes through a list", "sum"),
            ("row.name.startsWith('a')", "calls a method", "function"),
            ("foo(1)", "uses `foo`", "days"),
            ("daysof(row.a, today)", "uses `daysof`", "days"),
            ("own % 2", "uses `_%_`", "write"),
            ("other.x", "something else", "params"),
            ("1 in own", "no list", "in ["),
        ] {
            let (found, remedy) = parse(text).unwrap_err();
            assert!(found.contains(what) && remedy.contains(instead), "{text}: {found}; {remedy}");
        }
        let deep = format!("{}1{}", "(".repeat(300), ")".repeat(300));
        assert!(parse(&deep).is_err() || parse(&deep) == Ok(Expr::Number(1)));
        assert!(parse(&"1+".repeat(1_200)).is_err());
    }
}
