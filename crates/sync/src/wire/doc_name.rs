//! The name of a document, as far as sync needs to know it.

use std::{borrow::Borrow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A document's name: 1 to 96 bytes of `a-z`, `0-9`, `-` and `/`, such as `branch/b-12/2026`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocName(String);

/// A string that cannot name a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a document name")]
pub struct DocNameError;

impl DocName {
    /// The longest name, in bytes.
    pub const MAX: usize = 96;

    /// # Errors
    /// [`DocNameError`] unless `name` is 1 to 96 bytes of `[a-z0-9-/]`.
    pub fn new(name: impl Into<String>) -> Result<Self, DocNameError> {
        let name = name.into();
        let allowed = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'/');
        if name.is_empty() || name.len() > Self::MAX || !name.bytes().all(allowed) {
            return Err(DocNameError);
        }
        Ok(Self(name))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DocName {
    type Error = DocNameError;
    fn try_from(name: String) -> Result<Self, DocNameError> {
        Self::new(name)
    }
}

impl FromStr for DocName {
    type Err = DocNameError;
    fn from_str(name: &str) -> Result<Self, DocNameError> {
        Self::new(name)
    }
}

impl From<DocName> for String {
    fn from(name: DocName) -> Self {
        name.0
    }
}

impl AsRef<str> for DocName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for DocName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
