//! The devices of the county, as the hub knows them: this app's part of its HTTP interface (docs/hub-api.md).

use serde::{Deserialize, Serialize};
use taizhang_ledger::{OrgId, Role};

use crate::platform::{PlatformError, http, page};

/// The devices that this post may see.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Devices {
    /// Whether this post may invite, revoke and move them.
    pub may_manage: bool,
    /// By organisation, then by person.
    pub devices: Vec<Device>,
}

/// A device that is or was enrolled. Times are milliseconds since the Unix epoch, by the hub's clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Device {
    /// Its id, 32 hexadecimal digits.
    #[serde(rename = "device")]
    pub id: String,
    /// Who uses it.
    pub person: String,
    /// Whether who manages it gave the name.
    #[serde(default)]
    pub named: bool,
    /// The organisation of the post.
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// The post.
    pub role: Role,
    /// When it was enrolled.
    pub enrolled_ms: i64,
    /// When it last spoke with the hub.
    pub last_seen_ms: Option<i64>,
    /// Whether it is connected now.
    pub connected: bool,
    /// The version of the app that it runs.
    pub app_version: Option<String>,
    /// How many changes and files it held that had not arrived when it last said so.
    pub unsent: Option<u64>,
    /// When the oldest of these was made, by the device's clock.
    pub oldest_unsent_ms: Option<i64>,
    /// When it was revoked.
    pub revoked_ms: Option<i64>,
    /// Whether it is the one that asks.
    pub own: bool,
}

/// A fresh invitation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Invitation {
    /// Good for one device.
    pub link: String,
    /// Until when.
    pub expires_ms: i64,
    /// The link as a QR code: rows of `0` and `1`.
    pub qr: Vec<String>,
}

/// A post at an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Post {
    /// The organisation.
    pub org: OrgId,
    /// The post.
    pub role: Role,
    /// The person whom it is for; the device cannot change that name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

#[derive(Serialize)]
struct Standing<'a> {
    app_version: &'a str,
    unsent: usize,
    oldest_unsent_ms: Option<i64>,
}

#[derive(Serialize)]
struct Nothing {}

/// All devices that this post may see.
///
/// # Errors
/// Without a connection, or the hub's refusal.
pub async fn list() -> Result<Devices, PlatformError> {
    http::get("/api/devices").await
}

/// Invites a device to a post.
///
/// # Errors
/// As [`list`].
pub async fn invite(post: &Post) -> Result<Invitation, PlatformError> {
    http::post("/api/invitations", post).await
}

/// Withdraws a device's right.
///
/// # Errors
/// As [`list`].
pub async fn revoke(device: &str) -> Result<(), PlatformError> {
    http::post(&format!("/api/devices/{device}/revoke"), &Nothing {}).await
}

/// Gives a device another post.
///
/// # Errors
/// As [`list`].
pub async fn give_post(device: &str, post: &Post) -> Result<(), PlatformError> {
    http::post(&format!("/api/devices/{device}/post"), post).await
}

/// Says how this device stands: its version, and how many changes and files it holds that have not arrived.
///
/// # Errors
/// As [`list`].
pub async fn report(unsent: usize, oldest_unsent_ms: Option<i64>) -> Result<(), PlatformError> {
    let app_version = page::build();
    http::post("/api/devices/self", &Standing { app_version: &app_version, unsent, oldest_unsent_ms }).await
}
