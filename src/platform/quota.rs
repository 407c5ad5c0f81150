//! How much the browser stores for this app, and whether it promised to keep it.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::PlatformError;

/// Bytes in use and allowed, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// In use.
    pub usage: u64,
    /// Allowed in all.
    pub quota: u64,
}

/// The browser's estimate.
///
/// # Errors
/// When it gives none.
pub async fn estimate() -> Result<Estimate, PlatformError> {
    let estimate = JsFuture::from(manager()?.estimate()?).await?;
    let number = |name: &str| {
        let value = Reflect::get(&estimate, &name.into()).ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let whole = value as u64;
        whole
    };
    Ok(Estimate { usage: number("usage"), quota: number("quota") })
}

/// Whether the browser promised not to clear what is stored.
pub async fn persisted() -> bool {
    match manager().and_then(|manager| Ok(manager.persisted()?)) {
        Ok(promise) => answer(promise).await,
        Err(_) => false,
    }
}

/// Asks the browser for that promise.
pub async fn persist() -> bool {
    match manager().and_then(|manager| Ok(manager.persist()?)) {
        Ok(promise) => answer(promise).await,
        Err(_) => false,
    }
}

async fn answer(promise: Promise) -> bool {
    JsFuture::from(promise).await.ok().as_ref().and_then(JsValue::as_bool).unwrap_or(false)
}

fn manager() -> Result<StorageManager, PlatformError> {
    let navigator = web_sys::window().ok_or(PlatformError::Missing("window"))?.navigator();
    let there = Reflect::get(&navigator, &"storage".into()).is_ok_and(|value| !value.is_undefined());
    if there { Ok(navigator.storage()) } else { Err(PlatformError::Missing("StorageManager")) }
}
