//! The interface; docs/hub-api.md describes it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header},
    routing::{get, post},
};
use qrcode::{Color, EcLevel, QrCode};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{DeviceId, OrgId, OrgTree, Role};
use taizhang_sync::CloseReason;

use super::scope;
use crate::{
    clock::now_ms,
    enrol::{Authenticated, InviteError, VALID_MS, invite, person_name},
    http::ApiError,
    hub::Hub,
    store::{Device, Roster, Standing},
};

/// The longest name of a version, in bytes.
const VERSION_MAX: usize = 40;

pub(crate) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/devices", get(list))
        .route("/devices/self", post(stand))
        .route("/devices/{id}/revoke", post(revoke))
        .route("/devices/{id}/post", post(give_post))
        .route("/invitations", post(invitation))
}

/// The JSON of a request, or a refusal in the hub's own words.
type Body<T> = Result<Json<T>, JsonRejection>;

fn body<T>(body: Body<T>) -> Result<T, ApiError> {
    body.map(|Json(value)| value).map_err(|_| ApiError::BadRequest)
}

#[derive(Serialize)]
struct List {
    may_manage: bool,
    devices: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    device: String,
    person: String,
    named: bool,
    org: OrgId,
    org_name: String,
    role: Role,
    enrolled_ms: i64,
    last_seen_ms: Option<i64>,
    connected: bool,
    app_version: Option<String>,
    unsent: Option<u32>,
    oldest_unsent_ms: Option<i64>,
    standing_ms: Option<i64>,
    revoked_ms: Option<i64>,
    own: bool,
}

impl Line {
    fn of(tree: &OrgTree, known: Roster, connected: bool, own: bool) -> Self {
        let Roster { device, enrolled_ms, last_seen_ms, revoked_ms, standing } = known;
        Self {
            device: device.id.to_string(),
            person: device.person,
            named: device.named,
            org_name: tree.name(&device.org).to_owned(),
            org: device.org,
            role: device.role,
            enrolled_ms,
            last_seen_ms: last_seen_ms.max(standing.as_ref().map(|one| one.at_ms)),
            connected,
            unsent: standing.as_ref().map(|one| one.unsent),
            oldest_unsent_ms: standing.as_ref().and_then(|one| one.oldest_unsent_ms),
            standing_ms: standing.as_ref().map(|one| one.at_ms),
            app_version: standing.map(|one| one.app_version),
            revoked_ms,
            own,
        }
    }
}

async fn list(State(hub): State<Arc<Hub>>, Authenticated(who): Authenticated) -> Result<Json<List>, ApiError> {
    let (tree, connected) = (hub.policy.organisations(), hub.peers.devices());
    let seen = hub.registry.roster().await?.into_iter().filter(|known| scope::sees(&tree, &who, &known.device.org));
    let line = |known: Roster| {
        let id = known.device.id;
        Line::of(&tree, known, connected.contains(&id), id == who.id)
    };
    Ok(Json(List { may_manage: scope::may_manage(who.role), devices: seen.map(line).collect() }))
}

#[derive(Deserialize)]
struct Said {
    app_version: String,
    unsent: u32,
    oldest_unsent_ms: Option<i64>,
}

async fn stand(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    said: Body<Said>,
) -> Result<StatusCode, ApiError> {
    let Said { app_version, unsent, oldest_unsent_ms } = body(said)?;
    if app_version.len() > VERSION_MAX || app_version.chars().any(char::is_control) {
        return Err(ApiError::BadRequest);
    }
    hub.registry.stands(who.id, Standing { app_version, unsent, oldest_unsent_ms, at_ms: now_ms() }).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The device of an address, if `who` manages it and it is another.
async fn managed(hub: &Hub, who: &Device, id: &str) -> Result<Device, ApiError> {
    let id: DeviceId = id.parse().map_err(|_| ApiError::NotFound)?;
    if id == who.id {
        return Err(ApiError::OwnDevice);
    }
    let device = hub.registry.device(id).await?;
    // Whoever may not manage a device does not learn whether there is one.
    let managed = device.filter(|device| scope::manages(&hub.policy.organisations(), who, &device.org));
    managed.ok_or(ApiError::NotAllowed)
}

async fn revoke(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let device = managed(&hub, &who, &id).await?;
    hub.revoke(device.id).await?;
    tracing::info!(device = %device.id, by = %who.id, "revoked");
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Post {
    org: OrgId,
    role: Role,
    /// The name of the person, which the device cannot change then.
    #[serde(default)]
    person: Option<String>,
}

/// A post that `who` may give.
fn given(hub: &Hub, who: &Device, asked: Body<Post>) -> Result<Post, ApiError> {
    let mut post = body(asked)?;
    if let Some(name) = post.person.take().filter(|name| !name.trim().is_empty()) {
        post.person = Some(person_name(&name).ok_or(ApiError::PersonInvalid)?);
    }
    let tree = hub.policy.organisations();
    if !scope::manages(&tree, who, &post.org) {
        return Err(ApiError::NotAllowed);
    }
    let org = tree.get(&post.org).ok_or(ApiError::OrganisationUnknown)?;
    if org.has_post(post.role) { Ok(post) } else { Err(ApiError::PostInvalid) }
}

async fn give_post(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    Path(id): Path<String>,
    asked: Body<Post>,
) -> Result<StatusCode, ApiError> {
    let device = managed(&hub, &who, &id).await?;
    let Post { org, role, person } = given(&hub, &who, asked)?;
    tracing::info!(device = %device.id, by = %who.id, %org, role = role.word(), "another post");
    hub.registry.give_post(device.id, org, role, person).await?;
    // It connects again, and learns its post when it does.
    hub.peers.close_device(device.id, CloseReason::Restarting);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
struct Invited {
    link: String,
    expires_ms: i64,
    qr: Vec<String>,
}

async fn invitation(
    State(hub): State<Arc<Hub>>,
    Authenticated(who): Authenticated,
    headers: HeaderMap,
    asked: Body<Post>,
) -> Result<Json<Invited>, ApiError> {
    let Post { org, role, person } = given(&hub, &who, asked)?;
    // The origin was checked: it is the hub's own.
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let base = hub.public_url.as_deref().or(origin).ok_or(ApiError::OriginRefused)?;
    let now_ms = now_ms();
    let tree = hub.policy.organisations();
    let token = invite(hub.registry.as_ref(), &tree, &org, role, person.as_deref(), now_ms).await;
    let token = token.map_err(|why| match why {
        InviteError::UnknownOrganisation(_) => ApiError::OrganisationUnknown,
        InviteError::WrongRole { .. } => ApiError::PostInvalid,
        InviteError::BadName => ApiError::PersonInvalid,
        InviteError::Store(why) => why.into(),
        InviteError::Random(why) => {
            tracing::error!(%why, "no random numbers");
            ApiError::StoreUnavailable
        }
    })?;
    let link = format!("{base}/enrol#{token}");
    let qr = modules(&link).ok_or(ApiError::BadRequest)?;
    tracing::info!(by = %who.id, %org, role = role.word(), "invited");
    Ok(Json(Invited { link, expires_ms: now_ms.saturating_add(VALID_MS), qr }))
}

/// A link as the rows of a QR code, dark modules as `1`; `None` when it is too long for one.
fn modules(link: &str) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L).ok()?;
    let digit = |color: &Color| if *color == Color::Dark { '1' } else { '0' };
    Some(code.to_colors().chunks(code.width()).map(|row| row.iter().map(digit).collect()).collect())
}
