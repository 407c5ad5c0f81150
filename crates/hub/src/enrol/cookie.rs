//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{
    encode::{base64url, from_base64url, sha256},
    store::TokenHash,
};

const NAME: &str = "taizhang_session";
/// How long a session lasts, in seconds: as long as browsers keep a cookie at most.
pub(super) const MAX_AGE: i64 = 400 * 24 * 3600;

/// The session that a request carries, as it is stored.
pub(super) fn of(headers: &HeaderMap) -> Option<TokenHash> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == NAME)?;
    Some(sha256(&[&from_base64url(value)?]))
}

/// How a session is stored.
pub(super) fn hash(secret: &[u8; 32]) -> TokenHash {
    sha256(&[secret])
}

/// The header that sets the cookie; `secure` where tablets come over TLS.
pub(super) fn set(secret: &[u8; 32], secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let value = base64url(secret);
    HeaderValue::try_from(format!("{NAME}={value}; HttpOnly; SameSite=Strict; Path=/; Max-Age={MAX_AGE}{secure}")).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_set_is_found_again_among_others() {
        let set = set(&[7; 32], true).unwrap();
        let set = set.to_str().unwrap();
        assert!(set.ends_with("; HttpOnly; SameSite=Strict; Path=/; Max-Age=34560000; Secure"));
        let mut headers = HeaderMap::new();
        let cookies = format!("a=b; {}; c=d", set.split(';').next().unwrap());
        headers.insert(header::COOKIE, cookies.parse().unwrap());
        assert_eq!(of(&headers), Some(hash(&[7; 32])));
        assert_eq!(of(&HeaderMap::new()), None);
    }
}
