//! How the hub says no over HTTP: a status, a stable code, and a sentence for people.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::{files::UPLOAD_OFFSET, store::StoreError, text};

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
    /// A post that may not do this.
    NotAllowed,
    /// There is no such post at the organisation.
    PostInvalid,
    /// Nobody takes away their own right.
    OwnDevice,
    /// A part of a file that does not follow on what is held.
    OffsetMismatch {
        /// How many bytes are held.
        offset: u64,
    },
    /// A file with more bytes than one of its kind may have.
    FileTooLarge,
    /// A file that is neither a picture nor a PDF, whatever it is called.
    FileType,
    /// A file whose bytes do not have the hash that it is named by.
    FileDamaged,
    /// Too many files are under way.
    TooManyFiles,
    /// There is no room on the hub's disk.
    DiskFull,
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
            Self::NotAllowed => "not_allowed",
            Self::PostInvalid => "post_invalid",
            Self::OwnDevice => "own_device",
            Self::OffsetMismatch { .. } => "offset_mismatch",
            Self::FileTooLarge => "file_too_large",
            Self::FileType => "file_type",
            Self::FileDamaged => "file_damaged",
            Self::TooManyFiles => "too_many_files",
            Self::DiskFull => "disk_full",
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
            | Self::PersonInvalid
            | Self::PostInvalid => StatusCode::BAD_REQUEST,
            Self::SessionMissing | Self::ChallengeExpired => StatusCode::UNAUTHORIZED,
            // At login a tablet takes 403 as final, so nothing else may be one there.
            Self::DeviceUnknown | Self::DeviceRevoked | Self::NotAllowed => StatusCode::FORBIDDEN,
            Self::InvitationUnknown | Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::OrganisationUnknown | Self::OwnDevice | Self::OffsetMismatch { .. } => StatusCode::CONFLICT,
            Self::FileTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::FileType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::FileDamaged => StatusCode::UNPROCESSABLE_ENTITY,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::InvitationUsed | Self::InvitationExpired => StatusCode::GONE,
            Self::TooManyAttempts { .. } | Self::TooManyFiles => StatusCode::TOO_MANY_REQUESTS,
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
        if let Self::OffsetMismatch { offset } = self {
            response.headers_mut().insert(UPLOAD_OFFSET, HeaderValue::from(offset));
        }
        response
    }
}
