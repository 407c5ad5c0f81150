//! Who this hub is.

use rusqlite::{Connection, OptionalExtension as _, ToSql, types::FromSql};

use crate::store::StoreError;

/// Who this hub is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The secret scalar of its key.
    pub key: Vec<u8>,
    /// The epoch of its logs; below 2^63 and not zero.
    pub epoch: u64,
    /// The year of the current ledger.
    pub year: u16,
    /// Where it is reached, if that was ever said.
    pub public_url: Option<String>,
}

pub(super) fn write(connection: &mut Connection, meta: &Meta) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    set(&transaction, "hub_key", &meta.key)?;
    set(&transaction, "year", &meta.year)?;
    set_epoch(&transaction, meta.epoch)?;
    if let Some(url) = &meta.public_url {
        set_public_url(&transaction, url)?;
    }
    Ok(transaction.commit()?)
}

pub(super) fn read(connection: &Connection) -> Result<Meta, StoreError> {
    Ok(Meta {
        key: get(connection, "hub_key")?.ok_or_else(|| missing("hub_key"))?,
        epoch: epoch(connection)?,
        year: get(connection, "year")?.ok_or_else(|| missing("year"))?,
        public_url: get(connection, "public_url")?,
    })
}

pub(super) fn epoch(connection: &Connection) -> Result<u64, StoreError> {
    get(connection, "epoch")?.ok_or_else(|| missing("epoch"))
}

pub(super) fn set_epoch(connection: &Connection, epoch: u64) -> Result<(), StoreError> {
    set(connection, "epoch", &epoch)?;
    connection.execute("UPDATE documents SET epoch = ?1", [epoch])?;
    Ok(())
}

/// Notes that the store was restored, by which it may have lost anything.
pub(super) fn set_restored(connection: &Connection, now_ms: i64) -> Result<(), StoreError> {
    set(connection, "restored_ms", &now_ms)
}

/// When it was restored last, if ever, in Unix milliseconds.
pub(super) fn restored_ms(connection: &Connection) -> Result<Option<i64>, StoreError> {
    get(connection, "restored_ms")
}

pub(super) fn set_public_url(connection: &Connection, url: &str) -> Result<(), StoreError> {
    set(connection, "public_url", &url)
}

fn set(connection: &Connection, key: &str, value: &dyn ToSql) -> Result<(), StoreError> {
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", (key, value))?;
    Ok(())
}

fn get<T: FromSql>(connection: &Connection, key: &str) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

fn missing(key: &str) -> StoreError {
    StoreError::Damaged(format!("meta has no {key}"))
}
