//! Hands on the keys of sealed rows to who may read them, and destroys them. docs/hub-api.md describes it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    routing::post,
};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{
    DocId, DocKind, RowId, Tier, Timestamp,
    sealed::{RowKey, is_past},
};
use taizhang_sync::DocName;

use crate::{
    clock::now_ms,
    encode::{base64url, from_base64url},
    enrol::Authenticated,
    http::ApiError,
    hub::Hub,
    policy::doc_id,
    store::{Device, GivenKey, KeyRow},
};

/// The longest question: some 1,000 keys.
const BODY_MAX: usize = 256 << 10;
/// The longest name of a person, in characters.
const PERSON_MAX: usize = 40;

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
    /// In a branch's document: the one person there who gets it. Only said to the hub.
    #[serde(default, skip_serializing)]
    person: Option<String>,
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
        let person = line.person.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
        if person.as_ref().is_some_and(|name| name.chars().count() > PERSON_MAX) {
            return Err(ApiError::BadRequest);
        }
        let (doc, key) = (writable(&line.doc)?, RowKey::new(bytes.ok_or(ApiError::BadRequest)?));
        Ok(GivenKey { doc, row: line.row, key, person })
    });
    let mut new = new.collect::<Result<Vec<_>, ApiError>>()?;
    new.retain(|one| doc_id(&one.doc).is_some_and(|doc| !is_over(&hub, &doc)));
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
    let rows = news.rows.into_iter().filter(|found| is_for(found, &who));
    let keys = rows.filter_map(|found| line(&hub, found)).collect();
    Ok(Json(Answer { keys, since: Since { epoch, turn: news.turn } }))
}

/// The sealed documents that a post may read, and whether it may write them.
fn sealed(hub: &Hub, who: &Device) -> Vec<(DocName, bool)> {
    let mut grants = hub.policy.grants(&who.org, who.role);
    grants.retain(|(name, _)| doc_id(name).is_some_and(|id| id.kind() == DocKind::Sealed));
    grants
}

/// Whether a device gets a key. Of what stands in a branch's own document, which is all that a branch reads of sealed
/// documents, each gets what is for the person in front of it, if who manages the device gave the name and not the device
/// itself; those above get all of it.
fn is_for(found: &KeyRow, who: &Device) -> bool {
    // That a key is destroyed is said to everyone who may have had it.
    let is_theirs = who.named && found.person.as_deref() == Some(who.person.trim());
    found.key.is_none() || who.role.tier() != Tier::Branch || is_theirs
}

/// Whether the keys of a document are destroyed by now: what a branch's people were paid in a year that is over.
pub(crate) fn is_over(hub: &Hub, doc: &DocId) -> bool {
    is_past(doc, Timestamp(now_ms()).date()) && hub.policy.is_of_branch(doc)
}

fn line(hub: &Hub, found: KeyRow) -> Option<Line> {
    let doc = doc_id(&found.doc)?;
    let key = found.key.filter(|_| !is_over(hub, &doc)).map(|key| base64url(key.bytes()));
    Some(Line { doc, row: found.row, key, person: None })
}
