//! Why a change was refused or a connection closed, as stable codes.
//!
//! A code that this version does not know decodes to `Other`, so that a newer hub can explain
//! itself to an older tablet without breaking it. Words for people live in the app.

use serde::{Deserialize, Serialize};

/// Why the hub will not store a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub enum RefusalReason {
    /// This post may read the document but not write it.
    NotWritable,
    /// The change was not made by the device that sent it.
    WrongAuthor,
    /// The bytes are not one well-formed change.
    Malformed,
    /// The change is longer, or has more operations, than the hub stores.
    TooLarge,
    /// No such document, or not for this post.
    UnknownDocument,
    /// Written in a schema newer than the hub understands.
    SchemaTooNew,
    /// It breaks a rule that the hub enforces.
    Policy,
    /// A reason that this version does not know.
    Other(u16),
}

impl RefusalReason {
    /// Whether the same change may be accepted later, so that it is worth another try.
    pub fn may_pass(self) -> bool {
        match self {
            Self::NotWritable | Self::UnknownDocument | Self::SchemaTooNew | Self::Other(_) => true,
            Self::WrongAuthor | Self::Malformed | Self::TooLarge | Self::Policy => false,
        }
    }

    /// Whether it concerns the whole document rather than one change.
    pub fn is_of_document(self) -> bool {
        matches!(self, Self::NotWritable | Self::UnknownDocument)
    }
}

impl From<u16> for RefusalReason {
    fn from(code: u16) -> Self {
        match code {
            1 => Self::NotWritable,
            2 => Self::WrongAuthor,
            3 => Self::Malformed,
            4 => Self::TooLarge,
            5 => Self::UnknownDocument,
            6 => Self::SchemaTooNew,
            7 => Self::Policy,
            other => Self::Other(other),
        }
    }
}

impl From<RefusalReason> for u16 {
    fn from(reason: RefusalReason) -> Self {
        match reason {
            RefusalReason::NotWritable => 1,
            RefusalReason::WrongAuthor => 2,
            RefusalReason::Malformed => 3,
            RefusalReason::TooLarge => 4,
            RefusalReason::UnknownDocument => 5,
            RefusalReason::SchemaTooNew => 6,
            RefusalReason::Policy => 7,
            RefusalReason::Other(code) => code,
        }
    }
}

/// Why the hub ended a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub enum CloseReason {
    /// The device or its post was withdrawn. Final.
    Revoked,
    /// The tablet speaks another version of the protocol; the app needs an update.
    Version,
    /// A frame was longer than allowed.
    FrameTooLarge,
    /// A frame made no sense.
    Protocol,
    /// The hub failed, for instance its disk is full.
    Internal,
    /// The hub is stopping; connect again.
    Restarting,
    /// The hub has too much to do; connect again later.
    Overloaded,
    /// A reason that this version does not know.
    Other(u16),
}

impl From<u16> for CloseReason {
    fn from(code: u16) -> Self {
        match code {
            1 => Self::Revoked,
            2 => Self::Version,
            3 => Self::FrameTooLarge,
            4 => Self::Protocol,
            5 => Self::Internal,
            6 => Self::Restarting,
            7 => Self::Overloaded,
            other => Self::Other(other),
        }
    }
}

impl From<CloseReason> for u16 {
    fn from(reason: CloseReason) -> Self {
        match reason {
            CloseReason::Revoked => 1,
            CloseReason::Version => 2,
            CloseReason::FrameTooLarge => 3,
            CloseReason::Protocol => 4,
            CloseReason::Internal => 5,
            CloseReason::Restarting => 6,
            CloseReason::Overloaded => 7,
            CloseReason::Other(code) => code,
        }
    }
}
