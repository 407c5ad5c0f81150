//! The last board that the hub sent, so that it opens offline.

use serde::{Serialize, de::DeserializeOwned};

use super::{BOARDS, Store, from_json, json, words};
use crate::platform::{PlatformError, idb::Step};

impl Store {
    /// The last board for an organisation's post, and when it was right; `None` if there is none or it is damaged.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn board<T: DeserializeOwned>(&self, org: &str) -> Result<Option<(T, i64)>, PlatformError> {
        let board = self.0.get(BOARDS, &[org, "board"]).await?.as_ref().and_then(from_json);
        let at = self.0.get(BOARDS, &[org, "at"]).await?.as_ref().and_then(from_json);
        Ok(board.zip(at))
    }

    /// Stores that a board is right at a time; `None` for the one that is stored already.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn put_board<T: Serialize>(&self, org: &str, board: Option<&T>, at: i64) -> Result<(), PlatformError> {
        let mut steps = vec![Step::Put(BOARDS, words(&[org, "at"]), json(&at)?)];
        if let Some(board) = board {
            steps.push(Step::Put(BOARDS, words(&[org, "board"]), json(board)?));
        }
        self.0.write(&steps).await
    }
}
