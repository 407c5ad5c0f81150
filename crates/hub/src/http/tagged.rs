//! Answers in JSON with a tag, so that nobody is sent twice what has not changed.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use super::{ApiError, app::names};
use crate::encode;

/// Answers with `value`, or that the one with the tag that was asked about is still right.
pub(super) async fn respond<T>(value: T, headers: &HeaderMap) -> Result<Response, ApiError>
where
    T: Serialize + Send + 'static,
{
    // A county's answer is some hundred kilobytes: not on a thread that others wait for.
    let written = tokio::task::spawn_blocking(move || {
        let body = serde_json::to_vec(&value)?;
        let tag = format!("\"{}\"", encode::base64url(&encode::sha256(&[&body])));
        Ok::<_, serde_json::Error>((body, tag))
    });
    let (body, tag) = written.await.map_err(failed)?.map_err(failed)?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| names(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let json = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, json)], Body::from(body)).into_response()
    };
    let tag = HeaderValue::from_str(&tag).map_err(failed)?;
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

fn failed(why: impl std::fmt::Display) -> ApiError {
    tracing::error!(%why, "an answer cannot be sent");
    ApiError::StoreUnavailable
}
