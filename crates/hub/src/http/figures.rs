//! `GET /api/figures/<org>`: what the indicators of an organisation come to, of all that is committed.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use taizhang_ledger::{OrgId, OrgKind, OrgTree, Timestamp};

use super::{ApiError, tagged};
use crate::{clock::now_ms, enrol::Authenticated, hub::Hub, store::Device};

/// Answers with the report as JSON, or that the one with this tag is still right.
pub(super) async fn figures(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    Path(of): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (orgs, year) = (hub.policy.organisations(), hub.policy.year());
    let org: OrgId = of.parse().map_err(|_| ApiError::NotFound)?;
    if !may_ask(&orgs, &device, &org) {
        return Err(ApiError::NotFound);
    }
    let today = Timestamp(now_ms()).date();
    let report = hub.figures.report(&orgs, year, &org, today).await?;
    tagged::respond(report, &headers).await
}

/// Whether all that the figures of `org` are made of is open to the post: it stands above, and is no linked leader.
fn may_ask(orgs: &OrgTree, device: &Device, org: &OrgId) -> bool {
    let own = orgs.get(&device.org);
    orgs.within(org, &device.org)
        && own.is_some_and(|own| own.kind != OrgKind::Leader && own.kind.tier() == device.role.tier())
}
