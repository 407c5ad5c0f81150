//! Formulas as CEL, the Common Expression Language.
//!
//! Of CEL there is what a formula over records needs: comparisons, arithmetic, `&&`, `||`, `!`, `? :`, `in [...]`,
//! `has(row.column)` and a few functions. What would let a formula run for long (macros over lists) or be inexact
//! (floats) is refused.

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The longest formula, in bytes.
pub const LENGTH_MAX: usize = 2_000;

/// Why a text is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It has so many bytes, more than [`LENGTH_MAX`].
    TooLong(usize),
    /// It is no CEL: what the parser says.
    Unread(String),
    /// It selects a field of something that is neither `row` nor `params`.
    Selects,
    /// It goes through a list, with a macro.
    GoesThrough,
    /// It has a list that does not stand after `in`.
    List,
    /// It looks for something in what is no list.
    NoList,
    /// It has a decimal number, which a fraction says exactly.
    Decimal,
    /// It calls a method.
    Method,
    /// It uses a function or an operator that there is not.
    Function(String),
    /// It uses a kind of thing that no formula needs.
    Needless,
}

#[cfg(test)]
mod tests;
