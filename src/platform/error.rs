//! What a browser API may answer instead of doing what it was asked.

use wasm_bindgen::{JsCast as _, JsValue};

/// A browser API failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// The disk, or the site's share of it, is full.
    #[error("no room left")]
    Full,
    /// The browser does not have this API, or not here.
    #[error("{0} is not available")]
    Missing(&'static str),
    /// No answer: no network, or nobody at the other end.
    #[error("no connection")]
    Offline,
    /// The server refused.
    #[error("{status} {code}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The server's code for the reason.
        code: String,
        /// The server's words for the person.
        message: String,
    },
    /// Anything else, in the browser's words.
    #[error("{0}")]
    Failed(String),
}

impl From<JsValue> for PlatformError {
    fn from(value: JsValue) -> Self {
        if let Some(exception) = value.dyn_ref::<web_sys::DomException>() {
            return match exception.name().as_str() {
                "QuotaExceededError" => Self::Full,
                name => Self::Failed(format!("{name}: {}", exception.message())),
            };
        }
        let error = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Self::Failed(error.or_else(|| value.as_string()).unwrap_or_else(|| format!("{value:?}")))
    }
}
