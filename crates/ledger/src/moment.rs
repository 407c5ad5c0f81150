//! When a command happens, and the randomness it may use. Both come from the caller: the ledger reads no clock.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Seconds by which the ledger's local time is ahead of UTC (+08:00, all of China).
const LOCAL_OFFSET: i32 = 8 * 3600;

/// An instant: milliseconds since 1970-01-01T00:00:00Z, as the writing device's clock had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The local date and time at +08:00; the epoch when the number is out of all calendars.
    pub fn local(self) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        match FixedOffset::east_opt(LOCAL_OFFSET) {
            Some(offset) => utc.with_timezone(&offset),
            None => utc.fixed_offset(),
        }
    }

    /// The local date at +08:00.
    pub fn date(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// The instant of `hour:minute` at +08:00 on a local date.
    pub fn at(date: NaiveDate, hour: u32, minute: u32) -> Self {
        let local = date.and_hms_opt(hour, minute, 0).unwrap_or_default();
        Self(local.and_utc().timestamp_millis() - i64::from(LOCAL_OFFSET) * 1000)
    }
}

/// What a command may know of the world: the time, and fresh random numbers for record ids.
pub struct Moment<'a> {
    /// The device's clock.
    pub now: Timestamp,
    /// A source of random numbers, which nobody can guess: keys are drawn from it.
    pub random: &'a mut dyn FnMut() -> u128,
}

impl Moment<'_> {
    /// A fresh UUID v7 of this moment.
    pub(crate) fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(self.now.0).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// Fills a buffer with random bytes.
    pub(crate) fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(16) {
            part.iter_mut().zip((self.random)().to_be_bytes()).for_each(|(to, from)| *to = from);
        }
    }
}

impl std::fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Moment").field("now", &self.now).finish_non_exhaustive()
    }
}
