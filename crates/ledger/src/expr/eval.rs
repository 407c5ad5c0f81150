//! Evaluating a formula.

use std::{borrow::Cow, cmp::Ordering};

use chrono::{Datelike as _, NaiveDate};
use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use super::{Exact, Expr, Function, Operator, Value};
use crate::record::parse_date;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The county has not set this parameter.
    NotSet(String),
    /// A column is empty, or a name stands for nothing.
    Absent,
    /// Nothing to divide by: there is nothing of which to tell a share.
    OfNothing,
    /// Too large a number.
    TooLarge,
    /// Words where a number belongs, or the like: the taskbook and the records disagree.
    WrongKind,
}

/// What a formula can look at.
#[derive(Clone, Copy)]
pub struct Scope<'s, 'a> {
    /// The day.
    pub today: NaiveDate,
    /// The parameters of the taskbook.
    pub parameter: &'s dyn Fn(&str) -> Option<i64>,
    /// What stands in the columns of a row.
    pub row: &'s dyn Fn(&str) -> Option<Value<'a>>,
    /// What names stand for.
    pub name: &'s dyn Fn(&str) -> Option<Exact>,
}

impl Expr {
    /// What it comes to.
    ///
    /// # Errors
    /// Why it comes to nothing.
    pub fn eval<'a>(&'a self, scope: &Scope<'_, 'a>) -> Result<Value<'a>, Fault> {
        match self {
            Self::Number(number) => Ok((*number).into()),
            Self::Text(text) => Ok(text.as_str().into()),
            Self::Truth(truth) => Ok((*truth).into()),
            Self::Row(column) => (scope.row)(column).ok_or(Fault::Absent),
            Self::Has(column) => Ok((scope.row)(column).is_some().into()),
            Self::Param(name) => (scope.parameter)(name).map(Value::from).ok_or_else(|| Fault::NotSet(name.clone())),
            Self::Name(name) => (scope.name)(name).map(Value::Number).ok_or(Fault::Absent),
            Self::Today => Ok(Value::Text(Cow::Owned(scope.today.to_string()))),
            Self::Not(one) => Ok((!one.holds(scope)?).into()),
            Self::Both(Operator::And, both) => either(false, &both.0, &both.1, scope),
            Self::Both(Operator::Or, both) => either(true, &both.0, &both.1, scope),
            Self::Both(operator, both) => join(*operator, &both.0.eval(scope)?, &both.1.eval(scope)?),
            Self::If(three) => if three.0.holds(scope)? { &three.1 } else { &three.2 }.eval(scope),
            Self::In(one, list) => {
                let one = one.eval(scope)?;
                for other in list {
                    if other.eval(scope)? == one {
                        return Ok(true.into());
                    }
                }
                Ok(false.into())
            }
            Self::Call(function, arguments) => call(*function, arguments, scope),
        }
    }

    /// Whether it is true.
    ///
    /// # Errors
    /// Why it cannot be told.
    pub fn holds<'a>(&'a self, scope: &Scope<'_, 'a>) -> Result<bool, Fault> {
        match self.eval(scope)? {
            Value::Truth(truth) => Ok(truth),
            _ => Err(Fault::WrongKind),
        }
    }

    /// The number that it comes to.
    ///
    /// # Errors
    /// Why it comes to none.
    pub fn number<'a>(&'a self, scope: &Scope<'_, 'a>) -> Result<Exact, Fault> {
        number(&self.eval(scope)?)
    }
}

/// `&&` and `||`, as CEL has them: one side that decides is enough, whatever is wrong with the other.
fn either<'a>(decides: bool, one: &'a Expr, other: &'a Expr, scope: &Scope<'_, 'a>) -> Result<Value<'a>, Fault> {
    let first = one.holds(scope);
    if first == Ok(decides) || other.holds(scope)? == decides {
        return Ok(decides.into());
    }
    first.map(Value::from)
}

fn number(value: &Value<'_>) -> Result<Exact, Fault> {
    match value {
        Value::Number(number) => Ok(*number),
        _ => Err(Fault::WrongKind),
    }
}

fn join<'a>(operator: Operator, one: &Value<'a>, other: &Value<'a>) -> Result<Value<'a>, Fault> {
    let order = || match (one, other) {
        (Value::Number(one), Value::Number(other)) => Ok(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => Ok(one.cmp(other)),
        _ => Err(Fault::WrongKind),
    };
    let compared = |fits: fn(Ordering) -> bool| order().map(|order| fits(order).into());
    match operator {
        Operator::And | Operator::Or => Err(Fault::WrongKind),
        Operator::Equal => Ok((one == other).into()),
        Operator::Unequal => Ok((one != other).into()),
        Operator::Less => compared(Ordering::is_lt),
        Operator::AtMost => compared(Ordering::is_le),
        Operator::Greater => compared(Ordering::is_gt),
        Operator::AtLeast => compared(Ordering::is_ge),
        Operator::Plus | Operator::Minus | Operator::Times | Operator::Over => {
            calculate(operator, number(one)?, number(other)?).map(Value::Number)
        }
    }
}

fn calculate(operator: Operator, one: Exact, other: Exact) -> Result<Exact, Fault> {
    let result = match operator {
        Operator::Plus => one.checked_add(&other),
        Operator::Minus => one.checked_sub(&other),
        Operator::Times => one.checked_mul(&other),
        _ if *other.numer() == 0 => return Err(Fault::OfNothing),
        _ => one.checked_div(&other),
    };
    result.ok_or(Fault::TooLarge)
}

fn call<'a>(function: Function, arguments: &'a [Expr], scope: &Scope<'_, 'a>) -> Result<Value<'a>, Fault> {
    let argument = |place: usize| arguments.get(place).ok_or(Fault::WrongKind)?.eval(scope);
    let number_at = |place| number(&argument(place)?);
    let day_at = |place| match argument(place)? {
        Value::Text(text) => parse_date(&text).ok_or(Fault::WrongKind),
        _ => Err(Fault::WrongKind),
    };
    match function {
        Function::Days => Ok((day_at(1)? - day_at(0)?).num_days().into()),
        Function::Months => Ok(months(day_at(0)?, day_at(1)?).into()),
        Function::Month => Ok(i64::from(day_at(0)?.month()).into()),
        Function::Max => Ok(Value::Number(number_at(0)?.max(number_at(1)?))),
        Function::Min => Ok(Value::Number(number_at(0)?.min(number_at(1)?))),
        Function::Ceil => {
            let number = number_at(0)?;
            let (whole, rest) =
                (number.numer().div_euclid(*number.denom()), number.numer().rem_euclid(*number.denom()));
            Ok(Value::Number(Exact::from_integer(if rest == 0 { whole } else { whole + 1 })))
        }
        Function::Size => match argument(0)? {
            Value::Text(text) => Ok(i64::try_from(text.chars().count()).map_err(|_| Fault::TooLarge)?.into()),
            _ => Err(Fault::WrongKind),
        },
    }
}

/// Whole months from a day to another.
fn months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months(to, from);
    }
    let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    count(to) - count(from) - i64::from(to.day() < from.day())
}
