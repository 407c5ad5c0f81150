//! Who may come in: invitations, devices, sessions. Of every secret only its SHA-256 is stored.

use std::{
    path::Path,
    str::FromStr as _,
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};
use taizhang_ledger::{OrgId, Role};
use taizhang_sync::DeviceId;

use super::{StoreError, schema};

/// How long an invitation is good for.
const INVITATION_MS: i64 = 24 * 3600 * 1000;

/// An invitation that can be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The organisation.
    pub org: OrgId,
    /// The post.
    pub role: Role,
}

/// An enrolled device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Its public key: SPKI, DER.
    pub public_key: Vec<u8>,
    /// The organisation of its post.
    pub org: OrgId,
    /// The post.
    pub role: Role,
    /// The person's name.
    pub person: String,
    /// Whether it may not come in any more.
    pub revoked: bool,
}

/// Why somebody does not get in.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// There is no such invitation.
    #[error("no such invitation")]
    Unknown,
    /// It has been used.
    #[error("the invitation was used")]
    Used,
    /// It is older than a day.
    #[error("the invitation has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for RegistryError {
    fn from(why: rusqlite::Error) -> Self {
        Self::Store(why.into())
    }
}

/// Invitations, devices, sessions and the hub's own facts, in a data folder's database.
pub struct Registry(Mutex<Connection>);

impl Registry {
    /// Opens the database file of a data folder.
    ///
    /// # Errors
    /// When it cannot be opened, or was written by a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = schema::open(path)?;
        schema::migrate(&mut connection)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// A fact about this hub.
    ///
    /// # Errors
    /// When the store fails.
    pub fn meta(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.lock().query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0));
        Ok(found.optional()?)
    }

    /// Sets a fact about this hub.
    ///
    /// # Errors
    /// When the store fails.
    pub fn set_meta(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.lock().execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", params![key, value])?;
        Ok(())
    }

    /// Writes an invitation down; `token` is to be given to the person and to nobody else.
    ///
    /// # Errors
    /// When the store fails.
    pub fn invite(&self, token: &[u8], invitation: &Invitation, now_ms: i64) -> Result<(), StoreError> {
        self.lock().execute(
            "INSERT INTO invitations (token_hash, org, role, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![hash(token), invitation.org.as_str(), invitation.role.word(), now_ms, now_ms + INVITATION_MS],
        )?;
        Ok(())
    }

    /// What a token invites to.
    ///
    /// # Errors
    /// When it invites to nothing (any more).
    pub fn invitation(&self, token: &[u8], now_ms: i64) -> Result<Invitation, RegistryError> {
        invitation(&self.lock(), token, now_ms)
    }

    /// Uses an invitation up for a device, and gives it a session.
    ///
    /// # Errors
    /// When the invitation is not good (any more); nothing changes then.
    pub fn enrol(&self, token: &[u8], device: &Device, session: &[u8], now_ms: i64) -> Result<(), RegistryError> {
        let mut connection = self.lock();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        invitation(&transaction, token, now_ms)?;
        let id = device.id.0;
        transaction.execute("UPDATE invitations SET device = ?2 WHERE token_hash = ?1", params![hash(token), id])?;
        transaction.execute(
            "INSERT INTO devices (device, public_key, org, role, person, created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (device) DO UPDATE SET org = ?3, role = ?4, person = ?5, revoked_ms = NULL",
            params![id, device.public_key, device.org.as_str(), device.role.word(), device.person, now_ms],
        )?;
        add_session(&transaction, device.id, session, now_ms)?;
        Ok(transaction.commit()?)
    }

    /// A device, revoked or not.
    ///
    /// # Errors
    /// When the store fails.
    pub fn device(&self, id: DeviceId) -> Result<Option<Device>, StoreError> {
        let sql = "SELECT device, public_key, org, role, person, revoked_ms FROM devices WHERE device = ?1";
        Ok(self.lock().query_row(sql, [id.0], device).optional()?.flatten())
    }

    /// Gives a device another session.
    ///
    /// # Errors
    /// When the store fails.
    pub fn add_session(&self, id: DeviceId, session: &[u8], now_ms: i64) -> Result<(), StoreError> {
        Ok(add_session(&self.lock(), id, session, now_ms)?)
    }

    /// The device of a session; none when the session is unknown.
    ///
    /// # Errors
    /// When the store fails.
    pub fn device_of_session(&self, session: &[u8]) -> Result<Option<Device>, StoreError> {
        let sql = "SELECT d.device, d.public_key, d.org, d.role, d.person, d.revoked_ms
                   FROM sessions s JOIN devices d ON d.device = s.device WHERE s.token_hash = ?1";
        Ok(self.lock().query_row(sql, [hash(session)], device).optional()?.flatten())
    }

    // A thread that panicked rolled its transaction back, so the connection is sound.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

fn invitation(connection: &Connection, token: &[u8], now_ms: i64) -> Result<Invitation, RegistryError> {
    let sql = "SELECT org, role, expires_ms, device IS NOT NULL FROM invitations WHERE token_hash = ?1";
    let found: Option<(String, String, i64, bool)> = connection
        .query_row(sql, [hash(token)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let (org, role, expires_ms, used) = found.ok_or(RegistryError::Unknown)?;
    if used {
        return Err(RegistryError::Used);
    }
    if now_ms > expires_ms {
        return Err(RegistryError::Expired);
    }
    match (OrgId::from_str(&org), Role::from_word(&role)) {
        (Ok(org), Some(role)) => Ok(Invitation { org, role }),
        _ => Err(RegistryError::Unknown),
    }
}

fn add_session(connection: &Connection, id: DeviceId, session: &[u8], now_ms: i64) -> Result<(), rusqlite::Error> {
    connection.execute(
        "INSERT INTO sessions (token_hash, device, created_ms) VALUES (?1, ?2, ?3)",
        params![hash(session), id.0, now_ms],
    )?;
    Ok(())
}

/// A row as a device; `None` when its post is of a newer version.
fn device(row: &Row<'_>) -> Result<Option<Device>, rusqlite::Error> {
    let org = OrgId::from_str(&row.get::<_, String>(2)?).ok();
    let role = Role::from_word(&row.get::<_, String>(3)?);
    let id = DeviceId(row.get(0)?);
    let (public_key, person, revoked) = (row.get(1)?, row.get(4)?, row.get::<_, Option<i64>>(5)?.is_some());
    Ok(org.zip(role).map(|(org, role)| Device { id, public_key, org, role, person, revoked }))
}
