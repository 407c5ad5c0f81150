//! A tablet: a key, and what enrolment gave it.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::{
    ecdsa::{
        Signature, SigningKey, VerifyingKey,
        signature::{Signer as _, Verifier as _},
    },
    pkcs8::{DecodePublicKey as _, EncodePublicKey as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use taizhang_ledger::DeviceId;

use super::{Answer, Hub, Line, request};

pub const ENROL: &[u8] = b"taizhang enrol v1\0";
pub const SESSION: &[u8] = b"taizhang session v1\0";

pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub fn from_base64url(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

pub struct Tablet {
    key: SigningKey,
    pub device: DeviceId,
    pub cookie: Option<String>,
    pub identity: Value,
    /// The person's name.
    pub person: String,
}

impl Tablet {
    /// A tablet that is not enrolled.
    pub fn new() -> Self {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).unwrap();
        let key = SigningKey::from_slice(&secret).unwrap();
        let hash = Sha256::digest(key.verifying_key().to_public_key_der().unwrap());
        Self {
            key,
            device: DeviceId(*hash.first_chunk().unwrap()),
            cookie: None,
            identity: Value::Null,
            person: "陈某平".to_owned(),
        }
    }

    /// A tablet that was enrolled for a post.
    pub async fn enrolled(hub: &Hub, post: (&str, &str)) -> Self {
        Self::enrolled_as(hub, post, "陈某平").await
    }

    /// A tablet that was enrolled for a post by an invitation that names the person.
    pub async fn enrolled_as(hub: &Hub, post: (&str, &str), person: &str) -> Self {
        let mut tablet = Self { person: person.to_owned(), ..Self::new() };
        let answer = tablet.enrol(hub, &hub.invite_person(post, person)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.code());
        tablet
    }

    pub fn public_key(&self) -> Vec<u8> {
        self.key.verifying_key().to_public_key_der().unwrap().into_vec()
    }

    pub fn sign(&self, domain: &[u8], challenge: &str) -> Vec<u8> {
        let signature: Signature = self.key.sign(&[domain, &from_base64url(challenge)].concat());
        signature.to_bytes().to_vec()
    }

    /// Posts JSON as the app does.
    pub async fn post(&self, hub: &Hub, path: &str, question: &Value) -> Answer {
        let origin = format!("http://{}", hub.host());
        let cookie = self.cookie.clone().unwrap_or_default();
        let headers = [("origin", origin.as_str()), ("content-type", "application/json"), ("cookie", &cookie)];
        request(hub, "POST", path, &headers, &question.to_string()).await
    }

    pub async fn get(&self, hub: &Hub, path: &str) -> Answer {
        let cookie = self.cookie.clone().unwrap_or_default();
        request(hub, "GET", path, &[("cookie", &cookie)], "").await
    }

    /// Accepts an invitation; the answer is that of the step that went furthest.
    pub async fn enrol(&mut self, hub: &Hub, token: &str) -> Answer {
        let offer = self.post(hub, "/api/enrol/begin", &json!({ "token": token })).await;
        if offer.status != 200 {
            return offer;
        }
        let challenge = offer.json()["challenge"].as_str().unwrap().to_owned();
        self.finish(hub, token, &challenge).await
    }

    pub async fn finish(&mut self, hub: &Hub, token: &str, challenge: &str) -> Answer {
        let question = json!({
            "token": token,
            "public_key": base64url(&self.public_key()),
            "signature": base64url(&self.sign(ENROL, challenge)),
            "person": self.person,
        });
        let answer = self.post(hub, "/api/enrol/finish", &question).await;
        self.take(&answer);
        answer
    }

    /// Logs in by key.
    pub async fn log_in(&mut self, hub: &Hub) -> Answer {
        let device = self.device.to_string();
        let asked = self.post(hub, "/api/session/begin", &json!({ "device": device })).await;
        if asked.status != 200 {
            return asked;
        }
        let signature = self.sign(SESSION, asked.json()["challenge"].as_str().unwrap());
        let question = json!({ "device": device, "signature": base64url(&signature) });
        let answer = self.post(hub, "/api/session/finish", &question).await;
        self.take(&answer);
        answer
    }

    fn take(&mut self, answer: &Answer) {
        if let Some(set) = answer.header("set-cookie") {
            self.cookie = Some(set.split(';').next().unwrap().to_owned());
            self.identity = answer.json();
        }
    }

    /// Opens a connection.
    pub async fn connect(&self, hub: &Hub) -> Line {
        Line::open(hub, self.cookie.as_deref().unwrap()).await
    }

    /// Whether bytes were signed by the hub that enrolled this tablet.
    pub fn trusts(&self, bytes: &[u8], signature: &[u8]) -> bool {
        let key = from_base64url(self.identity["hub_key"].as_str().unwrap());
        let key = VerifyingKey::from_public_key_der(&key).unwrap();
        key.verify(bytes, &Signature::from_slice(signature).unwrap()).is_ok()
    }
}
