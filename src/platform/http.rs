//! JSON over HTTP with this page's own origin.

use gloo_timers::callback::Timeout;
use js_sys::Uint8Array;
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

/// A value and the tag by which the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<A> {
    /// The value.
    pub value: A,
    /// Its `ETag`.
    pub tag: String,
}

/// Reads a JSON value unless it is still the one with this tag.
///
/// # Errors
/// As [`get`].
pub async fn get_unless<A: DeserializeOwned>(
    path: &str,
    tag: Option<&str>,
) -> Result<Option<Tagged<A>>, PlatformError> {
    let init = RequestInit::new();
    if let Some(tag) = tag {
        let headers = web_sys::Headers::new()?;
        headers.set("if-none-match", tag)?;
        init.set_headers(&headers);
    }
    let (response, text) = answer(path, &init).await?;
    if response.status() == 304 {
        return Ok(None);
    }
    let tag = response.headers().get("etag")?.unwrap_or_default();
    read(&response, &text).map(|value| Some(Tagged { value, tag }))
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

/// How the server answered one step of sending a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The HTTP status.
    pub status: u16,
    /// How many bytes the server holds, where it says so.
    pub offset: Option<u64>,
    /// The server's words for the person, where it refuses.
    pub message: String,
}

/// Asks how much of a file the server holds.
///
/// # Errors
/// [`PlatformError::Offline`] without an answer.
pub async fn ask_file(path: &str) -> Result<Step, PlatformError> {
    let init = RequestInit::new();
    init.set_method("HEAD");
    step(path, &init).await
}

/// Sends `part` of a file of `length` bytes, to go at `offset`.
///
/// # Errors
/// [`PlatformError::Offline`] without an answer.
pub async fn send_part(path: &str, offset: u64, length: u64, part: &[u8]) -> Result<Step, PlatformError> {
    let init = RequestInit::new();
    init.set_method("PATCH");
    init.set_body(&Uint8Array::from(part));
    let headers = web_sys::Headers::new()?;
    headers.set("content-type", "application/octet-stream")?;
    headers.set("upload-offset", &offset.to_string())?;
    headers.set("upload-length", &length.to_string())?;
    init.set_headers(&headers);
    step(path, &init).await
}

async fn step(path: &str, init: &RequestInit) -> Result<Step, PlatformError> {
    let (response, text) = answer(path, init).await?;
    let offset = response.headers().get("upload-offset")?.and_then(|offset| offset.parse().ok());
    let said: Option<Refusal> = serde_json::from_str(&text).ok();
    Ok(Step { status: response.status(), offset, message: said.map(|said| said.message).unwrap_or_default() })
}

fn failed(why: serde_json::Error) -> PlatformError {
    PlatformError::Failed(why.to_string())
}

/// The answer to a request and its body, which may take their time, but not for ever.
async fn answer(path: &str, init: &RequestInit) -> Result<(Response, String), PlatformError> {
    init.set_credentials(RequestCredentials::SameOrigin);
    let controller = AbortController::new()?;
    init.set_signal(Some(&controller.signal()));
    // Dropped with this future, it does not fire.
    let _patience = Timeout::new(PATIENCE, move || controller.abort());
    let window = web_sys::window().ok_or(PlatformError::Missing("window"))?;
    let response = JsFuture::from(window.fetch_with_str_and_init(path, init)).await;
    let response: Response = response.map_err(|_| PlatformError::Offline)?.dyn_into()?;
    let text = JsFuture::from(response.text()?).await.map_err(|_| PlatformError::Offline)?;
    Ok((response, text.as_string().unwrap_or_default()))
}

async fn fetch<A: DeserializeOwned>(path: &str, init: &RequestInit) -> Result<A, PlatformError> {
    let (response, text) = answer(path, init).await?;
    read(&response, &text)
}

fn read<A: DeserializeOwned>(response: &Response, text: &str) -> Result<A, PlatformError> {
    if response.ok() {
        // 204 No Content reads as `()`.
        return serde_json::from_str(if text.is_empty() { "null" } else { text }).map_err(failed);
    }
    let status = response.status();
    let said: Refusal = serde_json::from_str(text).unwrap_or(Refusal { code: String::new(), message: String::new() });
    Err(PlatformError::Refused { status, code: said.code, message: said.message })
}
