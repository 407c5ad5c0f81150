//! Invitations, devices and sessions.

use rusqlite::{Connection, OptionalExtension as _, Row};
use taizhang_ledger::{DeviceId, OrgId, Role};

use super::SqliteStore;
use crate::store::{Device, Enrolment, Invitation, Pending, Registry, Roster, Standing, StoreError, TokenHash};

/// How many sessions a device may have: its browsers' profiles, and what cleared cookies left behind.
const SESSIONS: u32 = 8;

const DEVICE: &str = "devices.id, devices.key, devices.org, devices.role, devices.person, devices.revoked_ms, \
                      devices.named";

impl Registry for SqliteStore {
    fn invite(&self, invitation: Invitation, now_ms: i64) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            connection.execute(
                "INSERT INTO invitations (token, org, role, created_ms, expires_ms, person)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    invitation.token,
                    invitation.org.as_str(),
                    invitation.role.word(),
                    now_ms,
                    invitation.expires_ms,
                    invitation.person,
                ),
            )?;
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn invitation(&self, token: TokenHash) -> Pending<'_, Option<Invitation>> {
        Box::pin(self.readers.read(move |connection| {
            let mut statement = connection
                .prepare_cached("SELECT org, role, expires_ms, device, person FROM invitations WHERE token = ?1")?;
            let found = statement.query_row([token], |row| {
                let device: Option<[u8; 16]> = row.get(3)?;
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, device.map(DeviceId), row.get(4)?))
            });
            let Some((org, role, expires_ms, used_by, person)) = found.optional()? else { return Ok(None) };
            Ok(Some(Invitation { token, org: parse_org(org)?, role: parse_role(role)?, person, expires_ms, used_by }))
        }))
    }

    fn enrol(&self, enrolment: Enrolment) -> Pending<'_, bool> {
        Box::pin(self.writer.write(move |connection| enrol(connection, &enrolment), |_| ()))
    }

    fn device(&self, id: DeviceId) -> Pending<'_, Option<Device>> {
        Box::pin(self.readers.read(move |connection| {
            let mut statement = connection.prepare_cached(&format!("SELECT {DEVICE} FROM devices WHERE id = ?1"))?;
            statement.query_row([id.0], columns).optional()?.map(device).transpose()
        }))
    }

    fn open_session(&self, cookie: TokenHash, device: DeviceId, now_ms: i64, until_ms: i64) -> Pending<'_, ()> {
        let work = move |connection: &Connection| open_session(connection, cookie, device, now_ms, until_ms);
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn session(&self, cookie: TokenHash, now_ms: i64) -> Pending<'_, Option<Device>> {
        Box::pin(self.readers.read(move |connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT {DEVICE} FROM sessions JOIN devices ON devices.id = sessions.device
                 WHERE sessions.cookie = ?1 AND sessions.expires_ms > ?2"
            ))?;
            statement.query_row((cookie, now_ms), columns).optional()?.map(device).transpose()
        }))
    }

    fn revoke(&self, id: DeviceId, now_ms: i64) -> Pending<'_, bool> {
        // Its sessions stay, so that the device can be told why it is turned away.
        let work = move |connection: &Connection| {
            let changed = connection
                .execute("UPDATE devices SET revoked_ms = coalesce(revoked_ms, ?2) WHERE id = ?1", (id.0, now_ms))?;
            Ok(changed > 0)
        };
        Box::pin(self.writer.write(work, |_| ()))
    }

    fn seen(&self, id: DeviceId, now_ms: i64) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            connection.execute("UPDATE devices SET last_seen_ms = ?2 WHERE id = ?1", (id.0, now_ms))?;
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn stands(&self, id: DeviceId, standing: Standing) -> Pending<'_, ()> {
        let work = move |connection: &Connection| {
            let Standing { app_version, unsent, oldest_unsent_ms, at_ms } = &standing;
            connection.execute(
                "UPDATE devices SET app_version = ?2, unsent = ?3, oldest_unsent_ms = ?4, standing_ms = ?5 WHERE id = ?1",
                (id.0, app_version, unsent, oldest_unsent_ms, at_ms),
            )?;
            Ok(())
        };
        Box::pin(self.writer.write(work, |()| ()))
    }

    fn give_post(&self, id: DeviceId, org: OrgId, role: Role, person: Option<String>) -> Pending<'_, bool> {
        let work = move |connection: &Connection| {
            let changed = connection.execute(
                "UPDATE devices SET org = ?2, role = ?3, person = coalesce(?4, person), named = max(named, ?4 IS NOT NULL)
                 WHERE id = ?1",
                (id.0, org.as_str(), role.word(), &person),
            )?;
            Ok(changed > 0)
        };
        Box::pin(self.writer.write(work, |_| ()))
    }

    fn roster(&self) -> Pending<'_, Vec<Roster>> {
        Box::pin(self.readers.read(|connection| {
            let mut statement = connection.prepare(&format!(
                "SELECT {DEVICE}, enrolled_ms, last_seen_ms, app_version, unsent, oldest_unsent_ms, standing_ms
                 FROM devices ORDER BY org, person, id"
            ))?;
            let rows = statement.query_map([], |row| Ok((columns(row)?, life(row)?)))?;
            rows.map(|row| {
                let (columns, (enrolled_ms, last_seen_ms, standing)) = row?;
                let revoked_ms = columns.5;
                Ok(Roster { device: device(columns)?, enrolled_ms, last_seen_ms, revoked_ms, standing })
            })
            .collect()
        }))
    }

    fn devices(&self) -> Pending<'_, Vec<Device>> {
        Box::pin(self.readers.read(|connection| {
            let mut statement = connection.prepare(&format!("SELECT {DEVICE} FROM devices ORDER BY org, id"))?;
            let rows = statement.query_map([], columns)?;
            rows.map(|row| device(row?)).collect()
        }))
    }

    fn revoked(&self) -> Pending<'_, Vec<DeviceId>> {
        Box::pin(self.readers.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id FROM devices WHERE revoked_ms IS NOT NULL")?;
            let rows = statement.query_map([], |row| row.get(0).map(DeviceId))?;
            Ok(rows.collect::<Result<_, _>>()?)
        }))
    }
}

fn enrol(connection: &Connection, enrolment: &Enrolment) -> Result<bool, StoreError> {
    let Enrolment { token, device, cookie, now_ms, session_until_ms } = enrolment;
    let usable = connection
        .prepare_cached("SELECT 1 FROM invitations WHERE token = ?1 AND (device IS NULL OR device = ?2)")?
        .exists((token, device.id.0))?;
    if !usable {
        return Ok(false);
    }
    connection.execute(
        "INSERT INTO devices (id, key, org, role, person, enrolled_ms, named) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET org = ?3, role = ?4, person = ?5, enrolled_ms = ?6, named = ?7, revoked_ms = NULL",
        (device.id.0, &device.key, device.org.as_str(), device.role.word(), &device.person, now_ms, device.named),
    )?;
    connection.execute(
        "UPDATE invitations SET used_ms = coalesce(used_ms, ?2), device = ?3 WHERE token = ?1",
        (token, now_ms, device.id.0),
    )?;
    // Cookies from before a revocation must not come back to life.
    connection.execute("DELETE FROM sessions WHERE device = ?1", [device.id.0])?;
    open_session(connection, *cookie, device.id, *now_ms, *session_until_ms)?;
    Ok(true)
}

fn open_session(
    connection: &Connection,
    cookie: TokenHash,
    device: DeviceId,
    now_ms: i64,
    until_ms: i64,
) -> Result<(), StoreError> {
    connection.execute("DELETE FROM sessions WHERE expires_ms <= ?1", [now_ms])?;
    connection.execute(
        "INSERT INTO sessions (cookie, device, created_ms, expires_ms) VALUES (?1, ?2, ?3, ?4)",
        (cookie, device.0, now_ms, until_ms),
    )?;
    connection.execute(
        "DELETE FROM sessions WHERE device = ?1 AND cookie NOT IN
             (SELECT cookie FROM sessions WHERE device = ?1 ORDER BY created_ms DESC, cookie = ?3 DESC LIMIT ?2)",
        (device.0, SESSIONS, cookie),
    )?;
    Ok(())
}

type Columns = ([u8; 16], Vec<u8>, String, String, String, Option<i64>, bool);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
}

/// What stands after the columns of [`DEVICE`].
fn life(row: &Row<'_>) -> rusqlite::Result<(i64, Option<i64>, Option<Standing>)> {
    let said: (Option<String>, Option<u32>, Option<i64>, Option<i64>) =
        (row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?);
    let standing = match said {
        (Some(app_version), Some(unsent), oldest_unsent_ms, Some(at_ms)) => {
            Some(Standing { app_version, unsent, oldest_unsent_ms, at_ms })
        }
        _ => None,
    };
    Ok((row.get(7)?, row.get(8)?, standing))
}

fn device((id, key, org, role, person, revoked, named): Columns) -> Result<Device, StoreError> {
    let (org, role) = (parse_org(org)?, parse_role(role)?);
    Ok(Device { id: DeviceId(id), key, org, role, person, named, revoked: revoked.is_some() })
}

fn parse_org(text: String) -> Result<OrgId, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged(format!("organisation id {text:?}")))
}

fn parse_role(text: String) -> Result<Role, StoreError> {
    Role::from_word(&text).ok_or_else(|| StoreError::Damaged(format!("role {text:?}")))
}
