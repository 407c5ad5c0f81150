//! Identifiers. Organisations have short readable ids from the taskbook; records have UUID v7s made by the caller's
//! [`Moment`](crate::Moment).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// An identifier that does not have the form it must have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {what}: {text:?}")]
pub struct BadId {
    what: &'static str,
    text: String,
}

impl BadId {
    pub(crate) fn new(what: &'static str, text: &str) -> Self {
        Self { what, text: text.chars().take(80).collect() }
    }
}

/// An organisation's id: 1 to 40 of `a-z`, `0-9` and `-`, such as `t01-v03`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrgId(String);

impl OrgId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrgId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let fits = (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(text.to_owned())) } else { Err(BadId::new("organisation id", text)) }
    }
}

impl TryFrom<String> for OrgId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<OrgId> for String {
    fn from(id: OrgId) -> Self {
        id.0
    }
}

impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! record_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this UUID.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                text.parse().map(Self).map_err(|_| BadId::new($what, text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    };
}

record_id!(
    /// A task as issued or set; at each branch it is an [`ItemKey`].
    TaskId,
    "task id"
);
record_id!(
    /// An entry of the journal: progress, note or evidence.
    EntryId,
    "entry id"
);
record_id!(
    /// A transition of an item's life cycle.
    TransitionId,
    "transition id"
);

record_id!(
    /// A rectification case.
    CaseId,
    "case id"
);
record_id!(
    /// An inspection.
    InspectionId,
    "inspection id"
);
record_id!(
    /// A row of a register.
    RowId,
    "row id"
);
record_id!(
    /// A score entry.
    ScoreId,
    "score id"
);
record_id!(
    /// A problem of a case.
    ProblemId,
    "problem id"
);
record_id!(
    /// A measure against a problem.
    MeasureId,
    "measure id"
);

/// A task at one branch: the unit that is worked on, verified and closed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ItemKey {
    /// The branch that does the work.
    pub branch: OrgId,
    /// The task, issued to the branch or set by it.
    pub task: TaskId,
}

/// A device: the first 16 bytes of the SHA-256 of its public key (SPKI, DER).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DeviceId(pub [u8; 16]);

impl DeviceId {
    /// The device with this public key (SPKI, DER).
    pub fn of_key(spki: &[u8]) -> Self {
        Self(Sha256::digest(spki).first_chunk().copied().unwrap_or_default())
    }

    /// The device whose actor this is: an actor id begins with its device's id. `None` when it is too short.
    pub fn of_actor(actor: &[u8]) -> Option<Self> {
        actor.first_chunk::<16>().map(|head| Self(*head))
    }

    /// An actor id of this device: its id and `nonce`, drawn anew whenever a tab starts.
    pub fn actor(self, nonce: [u8; 4]) -> automerge::ActorId {
        let mut bytes = self.0.to_vec();
        bytes.extend(nonce);
        automerge::ActorId::from(bytes)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DeviceId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = || BadId::new("device id", text);
        if text.len() != 32 || !text.is_ascii() {
            return Err(bad());
        }
        u128::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes())).map_err(|_| bad())
    }
}
