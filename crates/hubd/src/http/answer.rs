//! How the hub says no: `{"code", "message"}`, a code for the app and a sentence for the person.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{
    store::{RegistryError, StoreError},
    text,
};

/// A refusal.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: &'static str,
}

impl Refusal {
    pub(super) const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message }
    }

    pub(super) const fn bad_request(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    pub(super) fn internal(why: impl std::fmt::Display) -> Self {
        tracing::error!(%why, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", text::INTERNAL)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(Body { code: self.code, message: self.message })).into_response()
    }
}

impl From<StoreError> for Refusal {
    fn from(why: StoreError) -> Self {
        Self::internal(why)
    }
}

impl From<RegistryError> for Refusal {
    fn from(why: RegistryError) -> Self {
        match why {
            RegistryError::Unknown => {
                Self::new(StatusCode::NOT_FOUND, "invitation_unknown", text::INVITATION_UNKNOWN)
            }
            RegistryError::Used => Self::new(StatusCode::GONE, "invitation_used", text::INVITATION_USED),
            RegistryError::Expired => Self::new(StatusCode::GONE, "invitation_expired", text::INVITATION_EXPIRED),
            RegistryError::Store(why) => Self::internal(why),
        }
    }
}

/// Runs what blocks on the store away from the connections.
pub(super) async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, Refusal>
where
    T: Send + 'static,
    E: Send + 'static,
    Refusal: From<E>,
{
    tokio::task::spawn_blocking(work).await.map_err(Refusal::internal)?.map_err(Refusal::from)
}
