//! Enrolment and the session cookie: this device's part of the hub's HTTP interface (docs/hub-api.md).

use gloo_storage::{LocalStorage, Storage as _};
use serde::{Deserialize, Serialize};
use taizhang_ledger::{OrgId, Role};

use crate::{
    base64url,
    platform::{PlatformError, http, page},
    state::Identity,
    store::Store,
};

/// What an invitation offers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Offer {
    /// The organisation.
    pub org: OrgId,
    /// Its name.
    pub org_name: String,
    /// The post.
    pub role: Role,
    /// The name that the inviter gave, which stands.
    #[serde(default)]
    pub person: Option<String>,
    challenge: String,
}

#[derive(Serialize)]
struct Begin<'a> {
    token: &'a str,
}

#[derive(Serialize)]
struct Finish<'a> {
    token: &'a str,
    public_key: String,
    signature: String,
    person: &'a str,
}

#[derive(Serialize)]
struct BeginSession<'a> {
    device: &'a str,
}

#[derive(Deserialize)]
struct Challenge {
    challenge: String,
}

#[derive(Serialize)]
struct FinishSession<'a> {
    device: &'a str,
    signature: String,
}

/// Where the token of the last invitation that was accepted stands.
const ACCEPTED: &str = "taizhang.accepted";

/// Separates this signature from all others of the key; the challenge follows.
const ENROL: &[u8] = b"taizhang enrol v1\0";
const SESSION: &[u8] = b"taizhang session v1\0";

/// Asks what an invitation offers; it is not used up by that.
///
/// # Errors
/// When there is no connection, or the invitation is used, expired or forged.
pub async fn begin(token: &str) -> Result<Offer, PlatformError> {
    http::post("/api/enrol/begin", &Begin { token }).await
}

/// Accepts an invitation with this device's key; what comes back is stored.
///
/// # Errors
/// As [`begin`], or when the browser has no keys or no storage.
pub async fn finish(store: &Store, token: &str, offer: &Offer, person: &str) -> Result<Identity, PlatformError> {
    let key = store.device_key().await?;
    let signature = key.sign(&message(ENROL, &offer.challenge)?).await?;
    let question = Finish {
        token,
        public_key: base64url::encode(&key.public().await?),
        signature: base64url::encode(&signature),
        person,
    };
    let identity: Identity = http::post("/api/enrol/finish", &question).await?;
    store.set_identity(&identity).await?;
    // Used up by now, so that it is no secret any more. Where the browser keeps nothing the link is only asked about again.
    let _ = LocalStorage::set(ACCEPTED, token);
    Ok(identity)
}

/// Whether the page was opened with an invitation that this device has not accepted, as far as it remembers: people open
/// the link of their own enrolment again.
pub fn is_invited() -> bool {
    let token = page::fragment();
    let accepted = || LocalStorage::get::<String>(ACCEPTED).is_ok_and(|accepted| accepted == token);
    page::path() == "/enrol" && !token.is_empty() && !accepted()
}

/// Makes sure that the hub knows this browser: by its cookie, or by the device's key when the cookie is gone. Answers
/// with who works here as the hub has it, since the township may have given the device another post.
///
/// # Errors
/// When there is no connection, or the hub does not know the device (any more).
pub async fn ensure_session(store: &Store, identity: &Identity) -> Result<Identity, PlatformError> {
    match http::get("/api/me").await {
        Err(PlatformError::Refused { status: 401, .. }) => {}
        other => return other,
    }
    let device = identity.device.as_str();
    let Challenge { challenge } = http::post("/api/session/begin", &BeginSession { device }).await?;
    let signature = store.device_key().await?.sign(&message(SESSION, &challenge)?).await?;
    http::post("/api/session/finish", &FinishSession { device, signature: base64url::encode(&signature) }).await
}

fn message(domain: &[u8], challenge: &str) -> Result<Vec<u8>, PlatformError> {
    let challenge = base64url::decode(challenge).ok_or_else(|| PlatformError::Failed("challenge".to_owned()))?;
    Ok([domain, &challenge].concat())
}
