//! Formulas and rules of the taskbook, as checked trees.
//!
//! People write them in CEL, the Common Expression Language, in the taskbook's files; the hub parses and checks them
//! when it loads the taskbook, and what stands in documents is the tree. A device needs no parser, and an evaluator of
//! numbers that never round: CEL's own has floats and 64 bits. Numbers here are exact fractions, so that `own / total`
//! is a share and not a whole number. There are no loops and no functions of one's own: evaluating a tree takes as many
//! steps as it has nodes, and its depth is bounded by the reader of the document.

mod eval;
mod kind;
mod value;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use eval::{Fault, Scope};
pub use kind::{Kind, Misfit, Names};
pub use value::{Exact, Value, rounded};

use crate::org::words;

/// The most nodes of a tree.
pub const NODES_MAX: usize = 400;

/// A node of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expr {
    /// A whole number.
    Number(i64),
    /// Words, a choice or a day.
    Text(String),
    /// True or false.
    Truth(bool),
    /// `row.column`: what stands in a column of the row looked at.
    Row(String),
    /// `has(row.column)`: whether anything does.
    Has(String),
    /// `params.name`: a parameter of the taskbook.
    Param(String),
    /// A name that stands for a number: a sum of the indicator.
    Name(String),
    /// `today`: the day for which it is evaluated.
    Today,
    /// `!a`.
    Not(Box<Expr>),
    /// Two sides.
    Both(Operator, Box<(Expr, Expr)>),
    /// `a ? b : c`.
    If(Box<(Expr, Expr, Expr)>),
    /// `a in [b, …]`.
    In(Box<Expr>, Vec<Expr>),
    /// A function.
    Call(Function, Vec<Expr>),
}

words! {
    /// What joins two sides.
    Operator {
        /// `&&`: false when either side is, even if the other cannot be told.
        And = "and",
        /// `||`: true when either side is, even if the other cannot be told.
        Or = "or",
        /// `==`.
        Equal = "eq",
        /// `!=`.
        Unequal = "ne",
        /// `<`.
        Less = "lt",
        /// `<=`.
        AtMost = "le",
        /// `>`.
        Greater = "gt",
        /// `>=`.
        AtLeast = "ge",
        /// `+`.
        Plus = "add",
        /// `-`.
        Minus = "sub",
        /// `*`.
        Times = "mul",
        /// `/`, exact.
        Over = "div",
    }
}

words! {
    /// A function.
    Function {
        /// `days(from, to)`: days from a day to another; negative when that is before it.
        Days = "days",
        /// `months(from, to)`: whole months from a day to another; negative when that is before it.
        Months = "months",
        /// `month(day)`: 1 to 12.
        Month = "month",
        /// `max(a, b)`.
        Max = "max",
        /// `min(a, b)`.
        Min = "min",
        /// `ceil(a)`: the least whole number that is not less.
        Ceil = "ceil",
        /// `size(text)`: how many characters.
        Size = "size",
    }
}

impl Function {
    /// How many arguments it takes.
    pub const fn arity(self) -> usize {
        match self {
            Self::Days | Self::Months | Self::Max | Self::Min => 2,
            Self::Month | Self::Ceil | Self::Size => 1,
        }
    }
}

impl Expr {
    /// `true`.
    pub const TRUE: Self = Self::Truth(true);

    /// The nodes directly below.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Not(one) => vec![one],
            Self::Both(_, both) => vec![&both.0, &both.1],
            Self::If(three) => vec![&three.0, &three.1, &three.2],
            Self::In(one, list) => std::iter::once(&**one).chain(list).collect(),
            Self::Call(_, arguments) => arguments.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        1 + self.parts().into_iter().map(Self::nodes).sum::<usize>()
    }

    /// Whether what it says of a row can be another thing the next day.
    pub fn looks_at_today(&self) -> bool {
        *self == Self::Today || self.parts().into_iter().any(Self::looks_at_today)
    }

    /// The names that it looks at.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Name(name) => vec![name],
            other => other.parts().into_iter().flat_map(Self::names).collect(),
        }
    }

    /// The columns of a row that it looks at.
    pub fn columns(&self) -> Vec<&str> {
        match self {
            Self::Row(column) | Self::Has(column) => vec![column],
            other => other.parts().into_iter().flat_map(Self::columns).collect(),
        }
    }

    /// The parameters that it needs.
    pub fn parameters(&self) -> Vec<&str> {
        match self {
            Self::Param(name) => vec![name],
            other => other.parts().into_iter().flat_map(Self::parameters).collect(),
        }
    }
}
