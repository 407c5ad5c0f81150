//! From tree to text.

use std::fmt::Write as _;

use taizhang_ledger::expr::{Expr, Operator};

/// How tightly what joins a node's sides holds them together: what stands below something tighter is put in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
    If,
    Or,
    And,
    Relation,
    Sum,
    Product,
    Sign,
    Whole,
}

/// A formula as CEL. Read again it is the same formula; rows of `&&` and of `||` may be grouped in another way, which
/// means the same.
pub fn write(expr: &Expr) -> String {
    let mut text = String::new();
    put(&mut text, expr, Tightness::If);
    text
}

/// Puts a node where at least this tightness is needed.
fn put(text: &mut String, expr: &Expr, needed: Tightness) {
    if tightness(expr) < needed {
        text.push('(');
        bare(text, expr);
        text.push(')');
    } else {
        bare(text, expr);
    }
}

fn bare(text: &mut String, expr: &Expr) {
    // Writing to a String cannot fail.
    let _ = match expr {
        Expr::Number(number) => write!(text, "{number}"),
        Expr::Text(said) => {
            quoted(text, said);
            Ok(())
        }
        Expr::Truth(truth) => write!(text, "{truth}"),
        Expr::Row(column) => write!(text, "row.{column}"),
        Expr::Has(column) => write!(text, "has(row.{column})"),
        Expr::Param(name) => write!(text, "params.{name}"),
        Expr::Name(name) => write!(text, "{name}"),
        Expr::Today => write!(text, "today"),
        Expr::Not(one) => {
            // Two signs in a row would be read as none.
            text.push('!');
            put(text, one, Tightness::Whole);
            Ok(())
        }
        Expr::Both(operator, sides) => {
            let (of, all) = (tightness_of(*operator), matches!(operator, Operator::And | Operator::Or));
            put(text, &sides.0, of);
            let written = write!(text, " {} ", sign(*operator));
            // What is taken from the left needs brackets on its right: a - (b - c).
            put(text, &sides.1, if all { of } else { tighter(of) });
            written
        }
        Expr::If(three) => {
            put(text, &three.0, Tightness::Or);
            text.push_str(" ? ");
            put(text, &three.1, Tightness::Or);
            text.push_str(" : ");
            put(text, &three.2, Tightness::If);
            Ok(())
        }
        Expr::In(one, list) => {
            put(text, one, Tightness::Relation);
            text.push_str(" in [");
            listed(text, list);
            text.push(']');
            Ok(())
        }
        Expr::Call(function, arguments) => {
            text.push_str(function.word());
            text.push('(');
            listed(text, arguments);
            text.push(')');
            Ok(())
        }
    };
}

fn listed(text: &mut String, all: &[Expr]) {
    for (place, one) in all.iter().enumerate() {
        if place > 0 {
            text.push_str(", ");
        }
        put(text, one, Tightness::If);
    }
}

fn quoted(text: &mut String, said: &str) {
    text.push('"');
    for sign in said.chars() {
        match sign {
            '"' | '\\' => text.extend(['\\', sign]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => text.push(sign),
        }
    }
    text.push('"');
}

const fn tightness(expr: &Expr) -> Tightness {
    match expr {
        Expr::If(_) => Tightness::If,
        Expr::Both(operator, _) => tightness_of(*operator),
        Expr::In(..) => Tightness::Relation,
        Expr::Not(_) => Tightness::Sign,
        Expr::Number(number) if *number < 0 => Tightness::Sign,
        _ => Tightness::Whole,
    }
}

const fn tightness_of(operator: Operator) -> Tightness {
    match operator {
        Operator::Or => Tightness::Or,
        Operator::And => Tightness::And,
        Operator::Equal
        | Operator::Unequal
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast => Tightness::Relation,
        Operator::Plus | Operator::Minus => Tightness::Sum,
        Operator::Times | Operator::Over => Tightness::Product,
    }
}

const fn tighter(than: Tightness) -> Tightness {
    match than {
        Tightness::If => Tightness::Or,
        Tightness::Or => Tightness::And,
        Tightness::And => Tightness::Relation,
        Tightness::Relation => Tightness::Sum,
        Tightness::Sum => Tightness::Product,
        Tightness::Product => Tightness::Sign,
        Tightness::Sign | Tightness::Whole => Tightness::Whole,
    }
}

const fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::And => "&&",
        Operator::Or => "||",
        Operator::Equal => "==",
        Operator::Unequal => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
        Operator::Plus => "+",
        Operator::Minus => "-",
        Operator::Times => "*",
        Operator::Over => "/",
    }
}
