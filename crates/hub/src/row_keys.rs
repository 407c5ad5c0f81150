//! Hands on the keys of sealed rows to who may read them, and destroys them. docs/hub-api.md describes it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    routing::post,
};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{DocId, DocKind, RowId, sealed::RowKey};
use taizhang_sync::DocName;

use crate::{
    encode::{base64url, from_base64url},
    enrol::Authenticated,
    http::ApiError,
    hub::Hub,
    policy::doc_id,
    store::{Device, KeyRow},
};

/// The longest question: some 1,000 keys.
const BODY_MAX: usize = 256 << 10;

pub(crate) fn routes() -> Router<Arc<Hub>> {
    Router::new().route("/keys", post(exchange)).layer(DefaultBodyLimit::max(BODY_MAX))
}

#[derive(Deserialize)]
struct Question {
    /// New keys of this device.
    #[serde(default)]
    put: Vec<Line>,
    /// Rows that are erased.
    #[serde(default)]
    destroy: Vec<Row>,
    /// From when on keys are wanted.
    #[serde(default)]
    since: Since,
}

#[derive(Default, Deserialize, Serialize)]
struct Since {
    epoch: u64,
    turn: u64,
}

#[derive(Deserialize)]
struct Row {
    doc: DocId,
    row: RowId,
}

#[derive(Deserialize, Serialize)]
struct Line {
    doc: DocId,
    row: RowId,
    /// base64url; none when it was destroyed.
    key: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    keys: Vec<Line>,
    since: Since,
}

async fn exchange(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    question: Result<Json<Question>, JsonRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Json(Question { put, destroy, since }) = question.map_err(|_| ApiError::BadRequest)?;
    let grants = sealed(&hub, &who);
    let writable = |doc: &DocId| {
        let granted = grants.iter().find(|(name, writes)| *writes && doc_id(name).as_ref() == Some(doc));
        granted.map(|(name, _)| name.clone()).ok_or(ApiError::NotAllowed)
    };
    let new = put.iter().map(|line| {
        let bytes = line.key.as_deref().and_then(from_base64url).and_then(|bytes| bytes.try_into().ok());
        Ok((writable(&line.doc)?, line.row, RowKey::new(bytes.ok_or(ApiError::BadRequest)?)))
    });
    let new = new.collect::<Result<Vec<_>, ApiError>>()?;
    let gone = destroy.iter().map(|one| Ok((writable(&one.doc)?, one.row))).collect::<Result<Vec<_>, ApiError>>()?;
    if !new.is_empty() {
        hub.keys.put_keys(new).await?;
    }
    if !gone.is_empty() {
        tracing::info!(rows = gone.len(), device = %who.id, "keys are destroyed");
        hub.keys.destroy_keys(gone).await?;
    }
    // A hub restored from a backup counts anew.
    let epoch = hub.store.places().await?.epoch;
    let after = if since.epoch == epoch { since.turn } else { 0 };
    let news = hub.keys.keys(grants.into_iter().map(|(doc, _)| doc).collect(), after).await?;
    let keys = news.rows.into_iter().filter_map(line).collect();
    Ok(Json(Answer { keys, since: Since { epoch, turn: news.turn } }))
}

/// The sealed documents that a post may read, and whether it may write them.
fn sealed(hub: &Hub, who: &Device) -> Vec<(DocName, bool)> {
    let mut grants = hub.policy.grants(&who.org, who.role);
    grants.retain(|(name, _)| doc_id(name).is_some_and(|id| id.kind() == DocKind::Sealed));
    grants
}

fn line(found: KeyRow) -> Option<Line> {
    let key = found.key.map(|key| base64url(key.bytes()));
    Some(Line { doc: doc_id(&found.doc)?, row: found.row, key })
}
