//! How a device comes in: an invitation link once, its key and a session cookie from then on.

mod challenges;
mod cookie;
mod invite;
mod limiter;
mod routes;
mod session;

use serde::Serialize;
use taizhang_ledger::{DeviceId, OrgId, Role};

pub use challenges::{Challenge, Challenges};
pub(crate) use invite::person_name;
pub use invite::{InviteError, VALID_MS, fits, invite};
pub use limiter::Limiter;
pub(crate) use routes::routes;
pub(crate) use session::Authenticated;

use crate::{encode::base64url, hub::Hub, store::Device};

/// Separates an enrolment's signature from every other of the device's key; the challenge follows.
pub const ENROL: &[u8] = b"taizhang enrol v1\0";
/// The same for a login.
pub const SESSION: &[u8] = b"taizhang session v1\0";

/// What an enrolled device is told about itself and the hub.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    device: String,
    org: OrgId,
    org_name: String,
    role: Role,
    person: String,
    hub: String,
    hub_key: String,
    year: u16,
}

impl Identity {
    fn of(hub: &Hub, device: &Device) -> Self {
        Self {
            device: device.id.to_string(),
            org: device.org.clone(),
            org_name: hub.policy.organisation(&device.org).map_or_else(|| device.org.to_string(), |org| org.name),
            role: device.role,
            person: device.person.clone(),
            hub: hub_id(hub),
            hub_key: base64url(hub.key.public()),
            year: hub.policy.year(),
        }
    }
}

fn hub_id(hub: &Hub) -> String {
    // Written as a device's id is.
    DeviceId(hub.key.id().0).to_string()
}
