//! Who works on this device, as the hub enrolled it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use taizhang_ledger::{Author, DeviceId, OrgId, Role, Tier};

/// What enrolment left on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The device's id, 32 hexadecimal digits.
    pub device: String,
    /// The organisation of the post.
    pub org: OrgId,
    /// The organisation's name when it was enrolled.
    pub org_name: String,
    /// The post.
    pub role: Role,
    /// The person's name.
    pub person: String,
    /// The hub's id.
    pub hub: String,
    /// The hub's public key, SPKI in base64url: it signs receipts.
    pub hub_key: String,
    /// The year of the ledger.
    pub year: u16,
}

impl Identity {
    /// Who signs what is written here; `None` when the stored id is damaged.
    pub fn author(&self) -> Option<Author> {
        let device: DeviceId = self.device.parse().ok()?;
        Some(Author { device, org: self.org.clone(), role: self.role, person: self.person.clone() })
    }
}

/// The session of this tab.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    identity: StoredValue<Identity>,
    author: StoredValue<Author>,
}

impl Session {
    /// The session of an enrolled device.
    pub fn new(identity: Identity, author: Author) -> Self {
        Self { identity: StoredValue::new(identity), author: StoredValue::new(author) }
    }

    /// What enrolment left on the device.
    pub fn identity(self) -> Identity {
        self.identity.get_value()
    }

    /// Who signs what is written here.
    pub fn author(self) -> Author {
        self.author.get_value()
    }

    /// The tier of the post.
    pub fn tier(self) -> Tier {
        self.author.with_value(|author| author.role.tier())
    }
}
