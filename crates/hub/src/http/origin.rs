//! Whether a request comes from the hub's own pages: a cookie travels with any.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::ApiError;
use crate::hub::Hub;

/// Turns away what could act for somebody from another site: whatever writes, and the upgrade to a WebSocket, must carry
/// this very origin.
pub(super) async fn check(State(hub): State<Arc<Hub>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let acts = !request.method().is_safe() || headers.contains_key(header::UPGRADE);
    if acts && !is_own(headers, hub.public_url.as_deref()) {
        return ApiError::OriginRefused.into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    if public_url.is_some_and(|own| own.eq_ignore_ascii_case(origin)) {
        return true;
    }
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    match (authority, text(header::HOST)) {
        (Some(authority), Some(host)) => authority.eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_the_own_origin_passes() {
        let own = |origin: Option<&str>, public_url| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "hub.example:8080".parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, origin.parse().unwrap());
            }
            is_own(&headers, public_url)
        };
        assert!(own(Some("http://hub.example:8080"), None));
        assert!(own(Some("https://tz.example"), Some("https://tz.example")));
        for strange in ["http://hub.example", "http://evil.example:8080", "http://hub.example:8080.evil", "null", ""] {
            assert!(!own(Some(strange), Some("https://tz.example")), "{strange}");
        }
        assert!(!own(None, None));
    }
}
