//! Installing the app: the browser's own offer where there is one, else what surroundings to describe steps for.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::page;

/// Where boot.js keeps the browser's offer, which comes before the app runs.
const OFFER: &str = "taizhangInstall";

/// In what the page runs, as far as installing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surroundings {
    /// `WeChat`'s webview, which cannot install.
    WeChat,
    /// `HarmonyOS`'s browser.
    HarmonyOs,
    /// Any other browser.
    Browser,
}

/// In what the page runs.
pub fn surroundings() -> Surroundings {
    let agent = page::user_agent();
    if agent.contains("MicroMessenger") {
        Surroundings::WeChat
    } else if agent.contains("HarmonyOS") || agent.contains("ArkWeb") {
        Surroundings::HarmonyOs
    } else {
        Surroundings::Browser
    }
}

/// Whether the app runs installed.
pub fn is_standalone() -> bool {
    page::is_standalone()
}

/// Whether the browser offers to install.
pub fn can_prompt() -> bool {
    offer().is_some()
}

/// Shows the browser's offer, which it makes once.
pub async fn prompt() {
    let Some(offer) = offer() else { return };
    let prompt = Reflect::get(&offer, &"prompt".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let answer = prompt.and_then(|prompt| prompt.call0(&offer).ok()).and_then(|found| found.dyn_into::<Promise>().ok());
    if let Some(answer) = answer {
        let _ = JsFuture::from(answer).await;
    }
    if let Some(window) = web_sys::window() {
        let _ = Reflect::set(&window, &OFFER.into(), &JsValue::NULL);
    }
}

fn offer() -> Option<JsValue> {
    let window = web_sys::window()?;
    let offer = Reflect::get(&window, &OFFER.into()).ok()?;
    (!offer.is_null() && !offer.is_undefined()).then_some(offer)
}
