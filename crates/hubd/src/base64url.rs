//! Bytes as text in URLs and JSON: base64url without padding (RFC 4648, section 5).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Bytes as text.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Text as bytes; `None` when it is not base64url.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
