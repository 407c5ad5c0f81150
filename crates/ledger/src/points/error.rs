//! Why points or pay cannot be reckoned.

use super::Flaw;
use crate::expr::Fault;

/// Why points or pay cannot be reckoned: nothing is paid then, rather than something wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// A formula has no value: which, and why.
    #[error("{place} has no value: {fault:?}")]
    Formula {
        /// Which formula: `base`, `budget`, the id of a part or of a tier.
        place: String,
        /// Why.
        fault: Fault,
    },
    /// A part that the scheme does not have.
    #[error("the scheme has no part {0}")]
    UnknownPart(String),
    /// A veto that the scheme does not have.
    #[error("the scheme has no veto {0}")]
    UnknownVeto(String),
    /// A tier that the scheme does not have.
    #[error("the scheme has no tier {0}")]
    UnknownTier(String),
    /// The scheme or the reward does not fit the taskbook as it is now: the first of its flaws.
    #[error("it does not fit the taskbook: {0:?}")]
    Flawed(Box<Flaw>),
    /// A scheme without tiers.
    #[error("the scheme has no tiers")]
    NoTiers,
    /// An id that stands twice.
    #[error("{0} stands twice")]
    Twice(String),
    /// A number below zero where none may be.
    #[error("{0} is negative")]
    Negative(String),
    /// More than are reckoned with.
    #[error("more than {0}")]
    TooMany(usize),
    /// Too large a number to be exact.
    #[error("too large a number")]
    TooLarge,
}

impl PointsError {
    /// Of a formula.
    pub(super) fn of(place: &str) -> impl FnOnce(Fault) -> Self {
        move |fault| Self::Formula { place: place.to_owned(), fault }
    }
}
