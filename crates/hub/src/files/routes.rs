//! The interface; docs/hub-api.md describes it.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use taizhang_ledger::{DocId, OrgId, record::FileHash};

use super::{PART_MAX, Received, UPLOAD_LENGTH, UPLOAD_OFFSET};
use crate::{enrol::Authenticated, http::ApiError, hub::Hub, policy::doc_name, store::Device};

/// What a file's own page may do: nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(crate) fn routes() -> Router<Arc<Hub>> {
    let file = get(read).head(held).patch(receive).layer(DefaultBodyLimit::max(PART_MAX));
    Router::new().route("/files/{org}/{hash}", file)
}

/// The file of an address, if the post may read the document that it belongs to, a branch's ledger or a township's
/// registers; and whether it may write it.
fn file(hub: &Hub, who: &Device, org: &str, hash: &str) -> Result<(OrgId, FileHash, bool), ApiError> {
    let org: OrgId = org.parse().map_err(|_| ApiError::NotFound)?;
    let hash: FileHash = hash.parse().map_err(|_| ApiError::NotFound)?;
    let year = hub.policy.year();
    let docs = [DocId::branch(&org, year), DocId::township(&org, year)].map(|id| doc_name(&id));
    let granted = hub
        .policy
        .grants(&who.org, who.role)
        .into_iter()
        .find(|(name, _)| docs.iter().flatten().any(|doc| doc == name));
    let (_, writable) = granted.ok_or(ApiError::NotAllowed)?;
    Ok((org, hash, writable))
}

async fn held(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    Path((org, hash)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (org, hash, _) = file(&hub, &who, &org, &hash)?;
    match hub.files.find_sound(&org, hash).await? {
        Some(row) => Ok(respond(
            StatusCode::OK,
            vec![
                (header::CONTENT_LENGTH, row.bytes.into()),
                (header::CONTENT_TYPE, HeaderValue::from_static(row.media.word())),
            ],
        )),
        None => Ok(at(StatusCode::NOT_FOUND, hub.files.held(&org, hash).await?)),
    }
}

async fn receive(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    Path((org, hash)): Path<(String, String)>,
    headers: HeaderMap,
    part: Bytes,
) -> Result<Response, ApiError> {
    let (org, hash, writable) = file(&hub, &who, &org, &hash)?;
    if !writable {
        return Err(ApiError::NotAllowed);
    }
    let number = |name: &HeaderName| headers.get(name)?.to_str().ok()?.parse().ok();
    let (Some(offset), Some(length)) = (number(&UPLOAD_OFFSET), number(&UPLOAD_LENGTH)) else {
        return Err(ApiError::BadRequest);
    };
    Ok(match hub.files.receive(&org, hash, offset, length, part.into()).await? {
        Received::Part(held) => at(StatusCode::NO_CONTENT, held),
        Received::Whole => {
            tracing::info!(%org, %hash, bytes = length, device = %who.id, "a file was received");
            at(StatusCode::CREATED, length)
        }
        Received::Before => at(StatusCode::OK, length),
    })
}

async fn read(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    Path((org, hash)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let (org, hash, _) = file(&hub, &who, &org, &hash)?;
    let row = hub.files.find(&org, hash).await?.ok_or(ApiError::NotFound)?;
    let bytes = hub.files.read(hash).await?.ok_or_else(|| {
        tracing::error!(%org, %hash, "a file is damaged or missing on the disk");
        ApiError::NotFound
    })?;
    let disposition = if row.media.is_picture() { "inline" } else { "attachment" };
    let mut response = respond(
        StatusCode::OK,
        vec![
            (header::CONTENT_TYPE, HeaderValue::from_static(row.media.word())),
            (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        ],
    );
    *response.body_mut() = Body::from(bytes);
    Ok(response)
}

fn at(status: StatusCode, held: u64) -> Response {
    respond(status, vec![(UPLOAD_OFFSET, held.into())])
}

fn respond(status: StatusCode, headers: Vec<(HeaderName, HeaderValue)>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().extend(headers);
    response
}
