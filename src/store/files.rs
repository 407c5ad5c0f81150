//! Photos and scanned documents, each under its hash, and which of them are still to be sent.

use std::collections::BTreeMap;

use taizhang_ledger::{OrgId, record::FileHash};

use super::{FILES, Store, UPLOADS, from_json, json, words};
use crate::platform::{
    PlatformError,
    idb::{Step, Stored},
};

/// The key, among files, of the note since when nothing has referred to which: no hash is like it.
const IDLE: &str = "idle";

impl Store {
    /// Stores files; all of them, or none.
    ///
    /// # Errors
    /// [`PlatformError::Full`] when there is no room; nothing was written then.
    pub async fn put_files(&self, files: Vec<(FileHash, Vec<u8>)>) -> Result<(), PlatformError> {
        let step = |(hash, bytes): (FileHash, Vec<u8>)| Step::Put(FILES, vec![hash.to_string()], Stored::Bytes(bytes));
        self.0.write(&files.into_iter().map(step).collect::<Vec<_>>()).await
    }

    /// A file that is here.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn file(&self, hash: FileHash) -> Result<Option<Vec<u8>>, PlatformError> {
        Ok(match self.0.get(FILES, &[&hash.to_string()]).await? {
            Some(Stored::Bytes(bytes)) => Some(bytes),
            _ => None,
        })
    }

    /// The files that are here, without reading them.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn file_hashes(&self) -> Result<Vec<FileHash>, PlatformError> {
        let keys = self.0.keys(FILES).await?;
        Ok(keys.into_iter().filter_map(|key| key.into_iter().next()?.parse().ok()).collect())
    }

    /// Since when nothing has referred to files, in Unix milliseconds, as far as it was noted.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn idle_files(&self) -> Result<BTreeMap<FileHash, i64>, PlatformError> {
        let noted: Option<BTreeMap<String, i64>> = self.0.get(FILES, &[IDLE]).await?.as_ref().and_then(from_json);
        let parse = |(hash, since): (String, i64)| Some((hash.parse().ok()?, since));
        Ok(noted.unwrap_or_default().into_iter().filter_map(parse).collect())
    }

    /// Notes since when nothing has referred to files.
    ///
    /// # Errors
    /// As [`Store::put_files`].
    pub async fn set_idle_files(&self, idle: &BTreeMap<FileHash, i64>) -> Result<(), PlatformError> {
        let idle: BTreeMap<String, i64> = idle.iter().map(|(hash, since)| (hash.to_string(), *since)).collect();
        let key = words(&[IDLE]);
        let step = if idle.is_empty() { Step::Delete(FILES, key) } else { Step::Put(FILES, key, json(&idle)?) };
        self.0.write(&[step]).await
    }

    /// Forgets files that nothing refers to.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn remove_files(&self, files: &[FileHash]) -> Result<(), PlatformError> {
        let steps: Vec<Step> = files.iter().map(|hash| Step::Delete(FILES, vec![hash.to_string()])).collect();
        self.0.write(&steps).await
    }

    /// Notes that files of an organisation are to be sent.
    ///
    /// # Errors
    /// As [`Store::put_files`].
    pub async fn to_send(&self, org: &OrgId, files: &[FileHash]) -> Result<(), PlatformError> {
        let note = |hash: &FileHash| Step::Put(UPLOADS, key(org, *hash), Stored::Text(String::new()));
        self.0.write(&files.iter().map(note).collect::<Vec<_>>()).await
    }

    /// What is to be sent.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn unsent_files(&self) -> Result<Vec<(OrgId, FileHash)>, PlatformError> {
        let parse = |(key, _): (Vec<String>, Stored)| match key.as_slice() {
            [org, hash] => Some((org.parse().ok()?, hash.parse().ok()?)),
            _ => None,
        };
        Ok(self.0.all(UPLOADS).await?.into_iter().filter_map(parse).collect())
    }

    /// Notes that the hub holds a file.
    ///
    /// # Errors
    /// What the browser says.
    pub async fn sent(&self, org: &OrgId, hash: FileHash) -> Result<(), PlatformError> {
        self.0.write(&[Step::Delete(UPLOADS, key(org, hash))]).await
    }
}

fn key(org: &OrgId, hash: FileHash) -> Vec<String> {
    words(&[org.as_str(), &hash.to_string()])
}
