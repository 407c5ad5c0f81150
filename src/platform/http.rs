//! JSON over HTTP with this page's own origin.

use gloo_timers::callback::Timeout;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestCredentials, RequestInit, Response};

use super::PlatformError;

/// How long an answer may take, in milliseconds. A weak signal often delivers nothing and reports nothing.
const PATIENCE: u32 = 20_000;

/// How the server says no.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// Reads a JSON value.
///
/// # Errors
/// [`PlatformError::Offline`] without an answer, [`PlatformError::Refused`] with the server's words.
pub async fn get<A: DeserializeOwned>(path: &str) -> Result<A, PlatformError> {
    fetch(path, &RequestInit::new()).await
}

/// Posts a JSON value and reads one back.
///
/// # Errors
/// As [`get`].
pub async fn post<Q: Serialize, A: DeserializeOwned>(path: &str, question: &Q) -> Result<A, PlatformError> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(&serde_json::to_string(question).map_err(failed)?));
    let headers = web_sys::Headers::new()?;
    headers.set("content-type", "application/json")?;
    init.set_headers(&headers);
    fetch(path, &init).await
}

fn failed(why: serde_json::Error) -> PlatformError {
    PlatformError::Failed(why.to_string())
}

async fn fetch<A: DeserializeOwned>(path: &str, init: &RequestInit) -> Result<A, PlatformError> {
    init.set_credentials(RequestCredentials::SameOrigin);
    let controller = AbortController::new()?;
    init.set_signal(Some(&controller.signal()));
    // Dropped with this future, it does not fire.
    let _patience = Timeout::new(PATIENCE, move || controller.abort());
    let window = web_sys::window().ok_or(PlatformError::Missing("window"))?;
    let response = JsFuture::from(window.fetch_with_str_and_init(path, init)).await;
    let response: Response = response.map_err(|_| PlatformError::Offline)?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await.map_err(|_| PlatformError::Offline)?;
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        return serde_json::from_str(&text).map_err(failed);
    }
    let status = response.status();
    let said: Refusal = serde_json::from_str(&text).unwrap_or(Refusal { code: String::new(), message: String::new() });
    Err(PlatformError::Refused { status, code: said.code, message: said.message })
}
