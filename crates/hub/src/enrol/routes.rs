//! The interface of enrolment and login; docs/hub-api.md describes it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::header::SET_COOKIE,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{DeviceId, OrgId, Role};

use super::{
    Authenticated, ENROL, Identity, SESSION, challenges, cookie, hub_id, invite::hash, person_name, session::Attempt,
};
use crate::{
    clock::now_ms,
    encode::{base64url, from_base64url},
    http::ApiError,
    hub::Hub,
    key::{DeviceKey, random},
    store::{Device, Enrolment, Invitation},
};

pub(crate) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/enrol/begin", post(begin))
        .route("/enrol/finish", post(finish))
        .route("/session/begin", post(begin_session))
        .route("/session/finish", post(finish_session))
        .route("/me", get(me))
}

#[derive(Deserialize)]
struct Begin {
    token: String,
}

#[derive(Serialize)]
struct Offer {
    org: OrgId,
    org_name: String,
    role: Role,
    /// The name that the inviter gave: it stands, whatever is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
    challenge: String,
    hub: String,
    hub_key: String,
    year: u16,
}

async fn begin(State(hub): State<Arc<Hub>>, Attempt(Begin { token }): Attempt<Begin>) -> Result<Json<Offer>, ApiError> {
    let (token, invitation) = invitation(&hub, &token).await?;
    if invitation.used_by.is_some() {
        return Err(ApiError::InvitationUsed);
    }
    let org = hub.policy.organisation(&invitation.org).ok_or(ApiError::OrganisationUnknown)?;
    Ok(Json(Offer {
        org: org.id,
        org_name: org.name,
        role: invitation.role,
        person: invitation.person,
        challenge: base64url(&challenges::of_invitation(&token)),
        hub: hub_id(&hub),
        hub_key: base64url(hub.key.public()),
        year: hub.policy.year(),
    }))
}

#[derive(Deserialize)]
struct Finish {
    token: String,
    public_key: String,
    signature: String,
    person: String,
}

async fn finish(State(hub): State<Arc<Hub>>, Attempt(question): Attempt<Finish>) -> Result<Response, ApiError> {
    let (token, invitation) = invitation(&hub, &question.token).await?;
    let key = from_base64url(&question.public_key).ok_or(ApiError::KeyInvalid)?;
    let key = DeviceKey::from_spki(&key).map_err(|_| ApiError::KeyInvalid)?;
    let signature = from_base64url(&question.signature).ok_or(ApiError::SignatureInvalid)?;
    if !key.verifies(&[ENROL, &challenges::of_invitation(&token)].concat(), &signature) {
        return Err(ApiError::SignatureInvalid);
    }
    let named = invitation.person.is_some();
    let person = match invitation.person {
        Some(person) => person,
        None => person_name(&question.person).ok_or(ApiError::PersonInvalid)?,
    };
    if hub.policy.organisation(&invitation.org).is_none() {
        return Err(ApiError::OrganisationUnknown);
    }
    let device = Device {
        id: key.device(),
        key: key.spki().to_vec(),
        org: invitation.org,
        role: invitation.role,
        person,
        named,
        revoked: false,
    };
    let secret: [u8; 32] = random().map_err(no_random)?;
    let now_ms = now_ms();
    let enrolment = Enrolment {
        token: invitation.token,
        device: device.clone(),
        cookie: cookie::hash(&secret),
        now_ms,
        session_until_ms: now_ms + cookie::MAX_AGE * 1000,
    };
    // The same device may ask again, since the answer may have been lost on its way.
    if !hub.registry.enrol(enrolment).await? {
        return Err(ApiError::InvitationUsed);
    }
    tracing::info!(device = %device.id, org = %device.org, role = device.role.word(), "enrolled");
    // A connection with an earlier post of this device goes on with the new one.
    hub.peers.close_device(device.id, taizhang_sync::CloseReason::Restarting);
    Ok(welcome(&hub, &device, &secret))
}

#[derive(Deserialize)]
struct BeginSession {
    device: String,
}

#[derive(Serialize)]
struct Asked {
    challenge: String,
}

async fn begin_session(
    State(hub): State<Arc<Hub>>,
    Attempt(BeginSession { device }): Attempt<BeginSession>,
) -> Result<Json<Asked>, ApiError> {
    let device = known(&hub, &device).await?;
    let challenge = random().map_err(no_random)?;
    hub.challenges.put(device.id, challenge, now_ms());
    Ok(Json(Asked { challenge: base64url(&challenge) }))
}

#[derive(Deserialize)]
struct FinishSession {
    device: String,
    signature: String,
}

async fn finish_session(
    State(hub): State<Arc<Hub>>,
    Attempt(question): Attempt<FinishSession>,
) -> Result<Response, ApiError> {
    let device = known(&hub, &question.device).await?;
    let key = DeviceKey::from_spki(&device.key).map_err(|_| ApiError::KeyInvalid)?;
    let signature = from_base64url(&question.signature).ok_or(ApiError::SignatureInvalid)?;
    let now_ms = now_ms();
    let asked = hub.challenges.of(device.id, now_ms);
    if asked.is_empty() {
        return Err(ApiError::ChallengeExpired);
    }
    let signed = asked.into_iter().find(|asked| key.verifies(&[SESSION, asked].concat(), &signature));
    let signed = signed.ok_or(ApiError::SignatureInvalid)?;
    if !hub.challenges.take(device.id, signed) {
        return Err(ApiError::ChallengeExpired);
    }
    let secret: [u8; 32] = random().map_err(no_random)?;
    let until_ms = now_ms + cookie::MAX_AGE * 1000;
    hub.registry.open_session(cookie::hash(&secret), device.id, now_ms, until_ms).await?;
    Ok(welcome(&hub, &device, &secret))
}

async fn me(State(hub): State<Arc<Hub>>, Authenticated(device): Authenticated) -> Json<Identity> {
    Json(Identity::of(&hub, &device))
}

/// The invitation of a link, if it may still be used, and the link's token.
async fn invitation(hub: &Hub, token: &str) -> Result<(Vec<u8>, Invitation), ApiError> {
    let token = from_base64url(token).filter(|token| token.len() == 32).ok_or(ApiError::InvitationUnknown)?;
    let found = hub.registry.invitation(hash(&token)).await?.ok_or(ApiError::InvitationUnknown)?;
    if found.expires_ms <= now_ms() {
        // Who has used it before is told that rather than the time.
        return Err(if found.used_by.is_some() { ApiError::InvitationUsed } else { ApiError::InvitationExpired });
    }
    Ok((token, found))
}

async fn known(hub: &Hub, device: &str) -> Result<Device, ApiError> {
    let id: DeviceId = device.parse().map_err(|_| ApiError::BadRequest)?;
    let device = hub.registry.device(id).await?.ok_or(ApiError::DeviceUnknown)?;
    if device.revoked { Err(ApiError::DeviceRevoked) } else { Ok(device) }
}

fn welcome(hub: &Hub, device: &Device, secret: &[u8; 32]) -> Response {
    let mut response = Json(Identity::of(hub, device)).into_response();
    if let Some(cookie) = cookie::set(secret, hub.is_secure()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

fn no_random(why: getrandom::Error) -> ApiError {
    tracing::error!(%why, "no random numbers");
    ApiError::StoreUnavailable
}
