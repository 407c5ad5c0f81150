//! Sessions: a cookie that outlives months offline, and a new one for a device whose cookie is gone.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
};
use serde::{Deserialize, Serialize};
use taizhang_sync::DeviceId;

use super::{
    Shared,
    answer::{Refusal, blocking},
    enrol::{Identity, challenge_gone, verify},
};
use crate::{
    base64url,
    folder::random,
    hub::{Hub, now_ms},
    store::Device,
    text,
};

const COOKIE: &str = "taizhang";
/// The longest that browsers keep a cookie: 400 days.
const MAX_AGE_S: u32 = 400 * 24 * 3600;
/// What a device signs for a new session: this and the challenge.
const SESSION: &[u8] = b"taizhang session v1\0";

#[derive(Deserialize)]
pub(super) struct Begin {
    device: taizhang_ledger::DeviceId,
}

#[derive(Serialize)]
pub(super) struct Challenge {
    challenge: String,
}

#[derive(Deserialize)]
pub(super) struct Finish {
    device: taizhang_ledger::DeviceId,
    signature: String,
}

/// Gives a device something to sign.
pub(super) async fn begin(
    State(shared): State<Shared>,
    Json(question): Json<Begin>,
) -> Result<Json<Challenge>, Refusal> {
    if !shared.challenges.admit() {
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many", text::TOO_MANY));
    }
    let device = known(&shared.hub, DeviceId(question.device.0)).await?;
    let challenge = random()?;
    shared.challenges.give(device.id.0.to_vec(), challenge);
    Ok(Json(Challenge { challenge: base64url::encode(&challenge) }))
}

/// Gives a device that signed it a new session.
pub(super) async fn finish(
    State(shared): State<Shared>,
    Json(question): Json<Finish>,
) -> Result<(HeaderMap, Json<Identity>), Refusal> {
    let device = known(&shared.hub, DeviceId(question.device.0)).await?;
    let challenge = shared.challenges.take(&device.id.0).ok_or(challenge_gone())?;
    verify(&device.public_key, &[SESSION, &challenge].concat(), &question.signature)?;
    let secret = random::<32>()?;
    let (hub, id) = (Arc::clone(&shared.hub), device.id);
    blocking(move || hub.registry.add_session(id, &secret, now_ms())).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, cookie(&secret, shared.secure)?);
    Ok((headers, Json(Identity::of(&shared.hub, &device)?)))
}

/// Who the hub takes this browser for.
pub(super) async fn me(State(shared): State<Shared>, headers: HeaderMap) -> Result<Json<Identity>, Refusal> {
    let device = device(&shared.hub, &headers).await?;
    Identity::of(&shared.hub, &device).map(Json)
}

/// The device of a request's session.
pub(super) async fn device(hub: &Arc<Hub>, headers: &HeaderMap) -> Result<Device, Refusal> {
    let none = || Refusal::new(StatusCode::UNAUTHORIZED, "no_session", text::NO_SESSION);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let secret = pairs.filter(|(name, _)| *name == COOKIE).find_map(|(_, value)| base64url::decode(value));
    let secret = secret.ok_or_else(none)?;
    let asked = Arc::clone(hub);
    let device = blocking(move || asked.registry.device_of_session(&secret)).await?.ok_or_else(none)?;
    admitted(device)
}

async fn known(hub: &Arc<Hub>, id: DeviceId) -> Result<Device, Refusal> {
    let asked = Arc::clone(hub);
    let device = blocking(move || asked.registry.device(id)).await?;
    admitted(device.ok_or(Refusal::new(StatusCode::FORBIDDEN, "device_unknown", text::DEVICE_UNKNOWN))?)
}

fn admitted(device: Device) -> Result<Device, Refusal> {
    if device.revoked {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "device_revoked", text::DEVICE_REVOKED));
    }
    Ok(device)
}

/// The cookie of a session.
pub(super) fn cookie(secret: &[u8], secure: bool) -> Result<HeaderValue, Refusal> {
    let value = base64url::encode(secret);
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{COOKIE}={value}; Path=/; Max-Age={MAX_AGE_S}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&line).map_err(Refusal::internal)
}
