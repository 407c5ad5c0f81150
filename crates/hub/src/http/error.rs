//! How the hub says no over HTTP: a status, a stable code, and a sentence for people.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{store::StoreError, text};

/// How the hub says no over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiError {
    /// The body is not what it must be.
    BadRequest,
    /// The request comes from another site.
    OriginRefused,
    /// Not a P-256 public key.
    KeyInvalid,
    /// The signature does not fit key and message.
    SignatureInvalid,
    /// Not a person's name.
    PersonInvalid,
    /// No session, or one that is over.
    SessionMissing,
    /// No login under way.
    ChallengeExpired,
    /// The device was never enrolled.
    DeviceUnknown,
    /// The device's right was withdrawn.
    DeviceRevoked,
    /// There never was such an invitation.
    InvitationUnknown,
    /// Another device has used the invitation.
    InvitationUsed,
    /// The invitation's time is over.
    InvitationExpired,
    /// The invitation's organisation is not in the taskbook.
    OrganisationUnknown,
    /// No such address.
    NotFound,
    /// The address takes other methods.
    MethodNotAllowed,
    /// Too many attempts from one address.
    TooManyAttempts {
        /// After how many seconds to try again.
        retry_after: u32,
    },
    /// Too many connections.
    Overloaded,
    /// The store failed; nothing was changed.
    StoreUnavailable,
}

impl ApiError {
    /// The code for machines; never changed once given.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::OriginRefused => "origin_refused",
            Self::KeyInvalid => "key_invalid",
            Self::SignatureInvalid => "signature_invalid",
            Self::PersonInvalid => "person_invalid",
            Self::SessionMissing => "session_missing",
            Self::ChallengeExpired => "challenge_expired",
            Self::DeviceUnknown => "device_unknown",
            Self::DeviceRevoked => "device_revoked",
            Self::InvitationUnknown => "invitation_unknown",
            Self::InvitationUsed => "invitation_used",
            Self::InvitationExpired => "invitation_expired",
            Self::OrganisationUnknown => "organisation_unknown",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::Overloaded => "overloaded",
            Self::StoreUnavailable => "store_unavailable",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Self::BadRequest
            | Self::OriginRefused
            | Self::KeyInvalid
            | Self::SignatureInvalid
            | Self::PersonInvalid => StatusCode::BAD_REQUEST,
            Self::SessionMissing | Self::ChallengeExpired => StatusCode::UNAUTHORIZED,
            // A tablet takes 403 as final, so nothing else may be one.
            Self::DeviceUnknown | Self::DeviceRevoked => StatusCode::FORBIDDEN,
            Self::InvitationUnknown | Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::OrganisationUnknown => StatusCode::CONFLICT,
            Self::InvitationUsed | Self::InvitationExpired => StatusCode::GONE,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Overloaded | Self::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(why: StoreError) -> Self {
        tracing::error!(%why, "the store failed a request");
        Self::StoreUnavailable
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = Json(json!({ "code": self.code(), "message": text::sentence(self) }));
        let mut response = (self.status(), body).into_response();
        if let Self::TooManyAttempts { retry_after } = self {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(retry_after));
        }
        response
    }
}
