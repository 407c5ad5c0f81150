//! What the hub computed last, boards and figures, so that it opens offline.

use serde::{Serialize, de::DeserializeOwned};

use super::{BOARDS, Store, from_json, json, words};
use crate::platform::{PlatformError, idb::Step};

impl Store {
    /// What was stored under a key last, and when it was right; `None` if there is none or it is damaged.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn computed<T: DeserializeOwned>(&self, key: &str) -> Result<Option<(T, i64)>, PlatformError> {
        let value = self.0.get(BOARDS, &[key, "value"]).await?.as_ref().and_then(from_json);
        let at = self.0.get(BOARDS, &[key, "at"]).await?.as_ref().and_then(from_json);
        Ok(value.zip(at))
    }

    /// Stores that something is right at a time; `None` for what is stored already.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn put_computed<T: Serialize>(&self, key: &str, value: Option<&T>, at: i64) -> Result<(), PlatformError> {
        let mut steps = vec![Step::Put(BOARDS, words(&[key, "at"]), json(&at)?)];
        if let Some(value) = value {
            steps.push(Step::Put(BOARDS, words(&[key, "value"]), json(value)?));
        }
        self.0.write(&steps).await
    }
}
