//! The built app: read into memory once, so that a page and the files that it names are always of one build.

mod asset;
mod load;

use std::collections::BTreeMap;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

pub use load::AppError;

use self::asset::{Asset, Coding};
use super::{ApiError, csp};

/// The files of the built app by their paths, which begin with a slash.
#[derive(Debug)]
pub struct App {
    files: BTreeMap<String, Asset>,
    /// The text of `index.html`.
    page: String,
}

impl App {
    /// Answers a request for a path that is none of the interface's.
    pub(super) fn respond(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return ApiError::MethodNotAllowed.into_response();
        }
        let page = || self.files.get("/index.html");
        let found = match path {
            "/" => page(),
            path => self.files.get(path).or_else(|| {
                // The app's own addresses have no extension; a file that is gone must not become a page.
                let is_page = path.rsplit('/').next().is_some_and(|name| !name.contains('.'));
                if is_page { page() } else { None }
            }),
        };
        match found {
            Some(asset) => self.send(asset, method, headers),
            None => (StatusCode::NOT_FOUND, "not found\n").into_response(),
        }
    }

    fn send(&self, asset: &Asset, method: &Method, asked: &HeaderMap) -> Response {
        let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
        let (coding, bytes) = asset.choose(text(header::ACCEPT_ENCODING).unwrap_or_default());
        let tag = asset.tag(coding);
        let is_fresh = text(header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag));
        let body = if is_fresh || method == Method::HEAD { Bytes::new() } else { bytes.clone() };
        let mut response = Response::new(Body::from(body));
        if is_fresh {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        put(header::ETAG, &tag);
        put(header::VARY, "accept-encoding");
        put(header::CACHE_CONTROL, asset.cache_control());
        // A service worker fetches under the policy that its own script came with.
        if asset.is_page() || asset.content_type().contains("javascript") {
            let policy = csp::policy(&self.page, text(header::HOST), text(header::USER_AGENT).unwrap_or_default());
            put(header::CONTENT_SECURITY_POLICY, &policy);
        }
        if !is_fresh {
            put(header::CONTENT_TYPE, asset.content_type());
            put(header::CONTENT_LENGTH, &bytes.len().to_string());
            if coding != Coding::Plain {
                put(header::CONTENT_ENCODING, coding.word());
            }
        }
        response
    }
}

/// Whether an `If-None-Match` names a tag.
pub(super) fn names(known: &str, tag: &str) -> bool {
    known.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}
