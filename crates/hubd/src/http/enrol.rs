//! Enrolment: an invitation becomes a device.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
};
use p256::{
    ecdsa::{Signature, VerifyingKey, signature::Verifier as _},
    pkcs8::DecodePublicKey as _,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use taizhang_ledger::{OrgId, Role};
use taizhang_sync::DeviceId;

use super::{
    Shared,
    answer::{Refusal, blocking},
    session,
};
use crate::{
    base64url,
    folder::random,
    hub::{Hub, now_ms},
    store::{Device, Invitation},
    text,
};

/// What a device signs to be enrolled: this and the challenge.
const ENROL: &[u8] = b"taizhang enrol v1\0";

#[derive(Deserialize)]
pub(super) struct Begin {
    token: String,
}

#[derive(Serialize)]
pub(super) struct Offer {
    org: OrgId,
    org_name: String,
    role: Role,
    challenge: String,
}

#[derive(Deserialize)]
pub(super) struct Finish {
    token: String,
    public_key: String,
    signature: String,
    person: String,
}

/// What the device is to remember.
#[derive(Serialize)]
pub(super) struct Identity {
    device: String,
    org: OrgId,
    org_name: String,
    role: Role,
    person: String,
    hub: String,
    hub_key: String,
    year: u16,
}

impl Identity {
    pub(super) fn of(hub: &Hub, device: &Device) -> Result<Self, Refusal> {
        Ok(Self {
            device: taizhang_ledger::DeviceId(device.id.0).to_string(),
            org: device.org.clone(),
            org_name: hub.policy.orgs().name(&device.org).to_owned(),
            role: device.role,
            person: device.person.clone(),
            hub: taizhang_ledger::DeviceId(hub.folder.hub.0).to_string(),
            hub_key: base64url::encode(&hub.folder.public_key()?),
            year: hub.folder.year,
        })
    }
}

/// Says what an invitation offers, and what to sign to accept it.
pub(super) async fn begin(
    State(shared): State<Shared>,
    Json(question): Json<Begin>,
) -> Result<Json<Offer>, Refusal> {
    let (token, invitation) = open(&shared, &question.token).await?;
    let orgs = shared.hub.policy.orgs();
    let org = orgs.get(&invitation.org);
    let org = org.ok_or(Refusal::new(StatusCode::GONE, "organisation_unknown", text::ORGANISATION_UNKNOWN))?;
    let challenge = random()?;
    shared.challenges.give(token, challenge);
    Ok(Json(Offer {
        org_name: org.name.clone(),
        org: invitation.org,
        role: invitation.role,
        challenge: base64url::encode(&challenge),
    }))
}

/// Enrols the device that signed the challenge, and uses the invitation up.
pub(super) async fn finish(
    State(shared): State<Shared>,
    Json(question): Json<Finish>,
) -> Result<(HeaderMap, Json<Identity>), Refusal> {
    let (token, invitation) = open(&shared, &question.token).await?;
    let person = question.person.trim().to_owned();
    if !(1..=20).contains(&person.chars().count()) || person.chars().any(char::is_control) {
        return Err(Refusal::bad_request(text::PERSON_WRONG));
    }
    let public_key = base64url::decode(&question.public_key).unwrap_or_default();
    let challenge = shared.challenges.take(&token).ok_or(challenge_gone())?;
    verify(&public_key, &[ENROL, &challenge].concat(), &question.signature)?;
    let device = Device {
        id: device_id(&public_key)?,
        public_key,
        org: invitation.org,
        role: invitation.role,
        person,
        revoked: false,
    };
    let secret = random::<32>()?;
    let (hub, enrolled) = (Arc::clone(&shared.hub), device.clone());
    blocking(move || hub.registry.enrol(&token, &enrolled, &secret, now_ms())).await?;
    // A device that comes with another post starts anew with it.
    shared.hub.peers.close_device(device.id, taizhang_sync::CloseReason::Restarting);
    tracing::info!(org = %device.org, role = device.role.word(), "enrolled a device");
    let identity = Identity::of(&shared.hub, &device)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, session::cookie(&secret, shared.secure)?);
    Ok((headers, Json(identity)))
}

/// The invitation of a token.
async fn open(shared: &Shared, token: &str) -> Result<(Vec<u8>, Invitation), Refusal> {
    if !shared.challenges.admit() {
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "too_many", text::TOO_MANY));
    }
    let unknown = Refusal::new(StatusCode::NOT_FOUND, "invitation_unknown", text::INVITATION_UNKNOWN);
    let token = base64url::decode(token).filter(|token| token.len() == TOKEN).ok_or(unknown)?;
    let (hub, asked) = (Arc::clone(&shared.hub), token.clone());
    let invitation = blocking(move || hub.registry.invitation(&asked, now_ms())).await?;
    Ok((token, invitation))
}

/// The bytes of an invitation's token.
pub(crate) const TOKEN: usize = 24;

/// The id of the device with this public key (SPKI, DER).
fn device_id(public_key: &[u8]) -> Result<DeviceId, Refusal> {
    let digest: [u8; 32] = Sha256::digest(public_key).into();
    digest.first_chunk().map(|id| DeviceId(*id)).ok_or(Refusal::bad_request(text::BAD_REQUEST))
}

pub(super) fn challenge_gone() -> Refusal {
    Refusal::new(StatusCode::GONE, "challenge_gone", text::CHALLENGE_GONE)
}

/// Checks a signature (`r ‖ s`, base64url) by a key (SPKI, DER).
pub(super) fn verify(public_key: &[u8], message: &[u8], signature: &str) -> Result<(), Refusal> {
    let wrong = || Refusal::new(StatusCode::FORBIDDEN, "signature_wrong", text::SIGNATURE_WRONG);
    let key = VerifyingKey::from_public_key_der(public_key).map_err(|_| wrong())?;
    let signature = base64url::decode(signature).ok_or_else(wrong)?;
    let signature = Signature::from_slice(&signature).map_err(|_| wrong())?;
    key.verify(message, &signature).map_err(|_| wrong())
}
