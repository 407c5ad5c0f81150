//! From text to tree.

use cel::{
    common::ast::{CallExpr, Expr as Cel, IdedExpr, LiteralValue, operators},
    parser::Parser,
};
use taizhang_ledger::expr::{Expr, Function, Operator};

use super::{LENGTH_MAX, Wrong};

/// The deepest nesting that is read.
const DEPTH_MAX: u16 = 48;

/// The formula that a text says.
///
/// # Errors
/// The first thing that is wrong with it.
pub fn read(text: &str) -> Result<Expr, Wrong> {
    if text.len() > LENGTH_MAX {
        return Err(Wrong::TooLong(text.len()));
    }
    let parsed = Parser::new().max_recursion_depth(DEPTH_MAX).parse(text);
    let parsed = parsed.map_err(|why| Wrong::Unread(why.to_string().lines().next().unwrap_or_default().to_owned()))?;
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
            _ => Err(Wrong::Selects),
        },
        Cel::Call(call) => call_of(call),
        Cel::Comprehension(_) => Err(Wrong::GoesThrough),
        Cel::List(_) => Err(Wrong::List),
        _ => Err(Wrong::Needless),
    }
}

fn literal_of(literal: &LiteralValue) -> Result<Expr, Wrong> {
    match literal {
        LiteralValue::Boolean(truth) => Ok(Expr::Truth(*truth.inner())),
        LiteralValue::Int(number) => Ok(Expr::Number(*number.inner())),
        LiteralValue::String(text) => Ok(Expr::Text(text.inner().to_owned())),
        LiteralValue::Double(_) => Err(Wrong::Decimal),
        _ => Err(Wrong::Needless),
    }
}

fn call_of(call: &CallExpr) -> Result<Expr, Wrong> {
    if call.target.is_some() {
        return Err(Wrong::Method);
    }
    let name = call.func_name.as_str();
    match (name, call.args.as_slice()) {
        (operators::IN, [one, list]) => match &list.expr {
            Cel::List(list) => {
                let list = list.elements.iter().map(tree).collect::<Result<_, _>>()?;
                Ok(Expr::In(Box::new(tree(one)?), list))
            }
            _ => Err(Wrong::NoList),
        },
        (operators::LOGICAL_NOT, [one]) => Ok(Expr::Not(Box::new(tree(one)?))),
        (operators::NEGATE, [one]) => Ok(both(Operator::Minus, Expr::Number(0), tree(one)?)),
        (operators::CONDITIONAL, [one, two, three]) => Ok(Expr::If(Box::new((tree(one)?, tree(two)?, tree(three)?)))),
        (operators::LOGICAL_AND | operators::LOGICAL_OR, [first, rest @ ..]) => {
            let operator = if name == operators::LOGICAL_AND { Operator::And } else { Operator::Or };
            rest.iter().try_fold(tree(first)?, |before, one| Ok(both(operator, before, tree(one)?)))
        }
        (name, sides) => {
            if let (Some(operator), [one, two]) = (operator_of(name), sides) {
                return Ok(both(operator, tree(one)?, tree(two)?));
            }
            let function = Function::from_word(name).ok_or_else(|| Wrong::Function(name.to_owned()))?;
            Ok(Expr::Call(function, sides.iter().map(tree).collect::<Result<_, _>>()?))
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
