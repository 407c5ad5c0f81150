//! `GET /api/board`: the board of the branches that a post may read.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use taizhang_ledger::{
    DocId, OrgTree, Organisation, Tier, Timestamp,
    access::{Access, access},
};

use super::{ApiError, app::names};
use crate::{clock::now_ms, encode, enrol::Authenticated, hub::Hub, store::Device};

/// Answers with the board as JSON, or that the one with this tag is still right.
pub(super) async fn board(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (orgs, year) = (hub.policy.organisations(), hub.policy.year());
    let branches = readable(&orgs, &device, year);
    let today = Timestamp(now_ms()).date();
    let board = hub.boards.board(&orgs, year, &branches, today).await?;
    // A county's board is some hundred kilobytes: not on a thread that others wait for.
    let written = tokio::task::spawn_blocking(move || {
        let body = serde_json::to_vec(&board)?;
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

/// The branches whose working ledger a post may read.
fn readable(orgs: &OrgTree, device: &Device, year: u16) -> Vec<Organisation> {
    let reads = |branch: &&Organisation| {
        let doc = DocId::branch(&branch.id, year);
        branch.kind.tier() == Tier::Branch && access(orgs, &device.org, device.role, &doc) != Access::None
    };
    orgs.iter().filter(reads).cloned().collect()
}

fn failed(why: impl std::fmt::Display) -> ApiError {
    tracing::error!(%why, "the board cannot be sent");
    ApiError::StoreUnavailable
}
