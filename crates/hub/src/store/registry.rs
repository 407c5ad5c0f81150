//! Who may connect: invitations, devices, sessions. Secrets are stored as SHA-256 alone.

use taizhang_ledger::{DeviceId, OrgId, Role};

use super::Pending;

/// The SHA-256 of an invitation's token or a session's cookie.
pub type TokenHash = [u8; 32];

/// The right to enrol one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What the link's token hashes to.
    pub token: TokenHash,
    /// The organisation of the post.
    pub org: OrgId,
    /// The post.
    pub role: Role,
    /// The name of the person, where who invites gave one: the device cannot enrol by another.
    pub person: Option<String>,
    /// Until when it may be used, in Unix milliseconds.
    pub expires_ms: i64,
    /// The device that has used it.
    pub used_by: Option<DeviceId>,
}

/// A device that was enrolled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its public key: SPKI, DER.
    pub key: Vec<u8>,
    /// The organisation of its post.
    pub org: OrgId,
    /// Its post.
    pub role: Role,
    /// The person's name.
    pub person: String,
    /// Whether who manages the device gave the name. One that was typed on the device itself opens nothing that is for
    /// one person alone.
    pub named: bool,
    /// Whether its right was withdrawn.
    pub revoked: bool,
}

/// What a device said about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The version of the app that it runs.
    pub app_version: String,
    /// How many changes it holds without a receipt.
    pub unsent: u32,
    /// When the oldest of these was made, by the device's clock, in Unix milliseconds.
    pub oldest_unsent_ms: Option<i64>,
    /// When it said so, in Unix milliseconds.
    pub at_ms: i64,
}

/// A device with what is known of its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// The device.
    pub device: Device,
    /// When it was enrolled, in Unix milliseconds.
    pub enrolled_ms: i64,
    /// When it was last connected.
    pub last_seen_ms: Option<i64>,
    /// When its right was withdrawn.
    pub revoked_ms: Option<i64>,
    /// What it said last about itself.
    pub standing: Option<Standing>,
}

/// An invitation being accepted.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The invitation.
    pub token: TokenHash,
    /// Who accepts it.
    pub device: Device,
    /// The session that begins with it.
    pub cookie: TokenHash,
    /// When, in Unix milliseconds.
    pub now_ms: i64,
    /// Until when the session lasts.
    pub session_until_ms: i64,
}

/// Devices and how they come in. As with documents, what is answered is committed.
pub trait Registry: Send + Sync {
    /// Stores a new invitation.
    fn invite(&self, invitation: Invitation, now_ms: i64) -> Pending<'_, ()>;

    /// The invitation of a token.
    fn invitation(&self, token: TokenHash) -> Pending<'_, Option<Invitation>>;

    /// Uses an invitation up, stores the device and opens its session, all or nothing. `false` if another device was
    /// quicker.
    fn enrol(&self, enrolment: Enrolment) -> Pending<'_, bool>;

    /// An enrolled device.
    fn device(&self, id: DeviceId) -> Pending<'_, Option<Device>>;

    /// Opens a session of a device; its oldest ones end if it has too many.
    fn open_session(&self, cookie: TokenHash, device: DeviceId, now_ms: i64, until_ms: i64) -> Pending<'_, ()>;

    /// The device of a session that has not ended; it may be revoked.
    fn session(&self, cookie: TokenHash, now_ms: i64) -> Pending<'_, Option<Device>>;

    /// Withdraws a device's right; `false` if there is no such device. Its sessions stay, so that it can be told why.
    fn revoke(&self, id: DeviceId, now_ms: i64) -> Pending<'_, bool>;

    /// Notes that a device is, or was until now, connected.
    fn seen(&self, id: DeviceId, now_ms: i64) -> Pending<'_, ()>;

    /// Notes what a device says about itself.
    fn stands(&self, id: DeviceId, standing: Standing) -> Pending<'_, ()>;

    /// Gives a device another post, and another name where one is said; `false` if there is no such device.
    fn give_post(&self, id: DeviceId, org: OrgId, role: Role, person: Option<String>) -> Pending<'_, bool>;

    /// Every device with what is known of its life.
    fn roster(&self) -> Pending<'_, Vec<Roster>>;

    /// Every device, in the order of organisations.
    fn devices(&self) -> Pending<'_, Vec<Device>>;

    /// The devices that are revoked.
    fn revoked(&self) -> Pending<'_, Vec<DeviceId>>;
}
