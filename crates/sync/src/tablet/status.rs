//! What a person may be told about the connection.

use crate::CloseReason;

/// Where the session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Phase {
    /// No connection, and the next attempt is not due yet.
    #[default]
    Offline,
    /// An attempt is under way.
    Connecting,
    /// Connected; not everything has come or gone.
    CatchingUp,
    /// Connected; all that the hub had is here, all that could be sent has its receipt.
    InSync,
    /// The hub will not have this device ([`CloseReason::Revoked`], final) or this version of the
    /// app ([`CloseReason::Version`], tried again slowly).
    Refused(CloseReason),
}

/// What a person may be told, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Status {
    /// Where the session stands.
    pub phase: Phase,
    /// Documents of which the hub has more than is stored here.
    pub behind: usize,
    /// Documents with changes made here that no receipt covers yet.
    pub unsent: usize,
    /// Of those, documents that wait for somebody else's changes to reach the hub.
    pub waiting: usize,
    /// Changes that the hub refused.
    pub refused: usize,
    /// Documents whose data could not be stored here (disk full); tried again.
    pub stalled: usize,
}
