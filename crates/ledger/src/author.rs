//! Who writes.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{DeviceId, OrgId},
    org::Role,
};

/// The person, post and device behind a command, as enrolled at the hub.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Author {
    /// The device in hand; told from the change's actor, not from what a record claims.
    pub device: DeviceId,
    /// The organisation of the post.
    pub org: OrgId,
    /// The post.
    pub role: Role,
    /// The person's name.
    pub person: String,
}

impl Author {
    /// Whether two acts come from one person: the same device, or the same name at the same organisation.
    pub fn same_person(&self, other: &Self) -> bool {
        self.device == other.device || (self.org == other.org && self.person == other.person)
    }
}
