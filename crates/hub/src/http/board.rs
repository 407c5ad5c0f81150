//! `GET /api/board`: the board of the branches that a post may read.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use taizhang_ledger::{
    DocId, OrgTree, Organisation, Tier, Timestamp,
    access::{Access, access},
};

use super::{ApiError, tagged};
use crate::{clock::now_ms, enrol::Authenticated, hub::Hub, store::Device};

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
    tagged::respond(board, &headers).await
}

/// The branches whose working ledger a post may read.
fn readable(orgs: &OrgTree, device: &Device, year: u16) -> Vec<Organisation> {
    let reads = |branch: &&Organisation| {
        let doc = DocId::branch(&branch.id, year);
        branch.kind.tier() == Tier::Branch && access(orgs, &device.org, device.role, &doc) != Access::None
    };
    orgs.iter().filter(reads).cloned().collect()
}
