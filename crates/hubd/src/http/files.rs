//! The built app: precompressed files, and headers that let a browser keep what never changes and ask for the rest.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
};
use tower_http::services::{ServeDir, ServeFile};

/// Serves the files of `app`; a path that names no file is a page of the app.
pub(super) fn serve(app: &Path) -> Router {
    let index: PathBuf = app.join("index.html");
    let page = ServeFile::new(index).precompressed_br().precompressed_gzip();
    let files = ServeDir::new(app).precompressed_br().precompressed_gzip().fallback(page);
    Router::new().fallback_service(files).layer(middleware::from_fn(only_files_and_pages))
}

/// A file that is not there must not be answered with the page: an old page would take it for its script.
async fn only_files_and_pages(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let html = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let last = path.rsplit('/').next().unwrap_or_default();
    if html && last.contains('.') && !Path::new(last).extension().is_some_and(|ending| ending == "html") {
        return StatusCode::NOT_FOUND.into_response();
    }
    response
}

/// The headers of every answer.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let policy = content_policy(request.headers());
    let api = request.uri().path().starts_with("/api/") || request.uri().path() == "/healthz";
    let mut response = next.run(request).await;
    let caching = match (api, hashed && response.status().is_success()) {
        (true, _) => "no-store",
        (_, true) => "public, max-age=31536000, immutable",
        _ => "no-cache",
    };
    let answer = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| drop(answer.insert(name, HeaderValue::from_static(value)));
    set(header::CACHE_CONTROL, caching);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        answer.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Whether a file's name holds the hash of its content, as in `app-0123456789abcdef.js`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '_', '.']).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What a page may load: its own files, and WebAssembly. Chromium before 97 does not know `wasm-unsafe-eval` and
/// needs the wider word.
fn content_policy(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let wasm = match chromium(text(header::USER_AGENT)) {
        Some(..97) => "'unsafe-eval'",
        _ => "'wasm-unsafe-eval'",
    };
    let host = text(header::HOST);
    let plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte));
    // Before Chromium 92 'self' does not cover the socket.
    let sockets = if plain && !host.is_empty() { format!(" ws://{host} wss://{host}") } else { String::new() };
    format!(
        "default-src 'self'; script-src 'self' {wasm}; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; \
         connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

fn chromium(agent: &str) -> Option<u32> {
    agent.split_once("Chrome/")?.1.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_known_by_their_hash() {
        assert!(is_hashed("/taizhang-0123456789abcdef_bg.wasm"));
        assert!(is_hashed("/boot-fedcba9876543210.css"));
        assert!(!is_hashed("/index.html") && !is_hashed("/icons/icon-192.png") && !is_hashed("/sw.js"));
    }

    #[test]
    fn old_browsers_get_the_word_they_know() {
        assert_eq!(chromium("Mozilla/5.0 (Linux) Chrome/90.0.1 Safari"), Some(90));
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static("x Chrome/90.0"));
        assert!(content_policy(&headers).contains(" 'unsafe-eval'"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static("x Chrome/114.0"));
        assert!(!content_policy(&headers).contains(" 'unsafe-eval'"));
    }
}
