//! Messages between the tabs of this app on this device.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel to the other tabs; without the API, a channel to nobody.
#[derive(Debug, Clone)]
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Opens a channel; `hear` is called for each message of another tab, for as long as the page lives.
    pub fn open(name: &str, hear: impl Fn(Vec<u8>) + 'static) -> Self {
        let channel = BroadcastChannel::new(name).ok();
        if let Some(channel) = &channel {
            let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(bytes) = event.data().dyn_ref::<Uint8Array>() {
                    hear(bytes.to_vec());
                }
            });
            channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
            hear.forget();
        }
        Self(channel)
    }

    /// Tells the other tabs.
    pub fn tell(&self, message: &[u8]) {
        if let Some(channel) = &self.0 {
            // It fails only once the channel is closed, with the page.
            let _ = channel.post_message(&Uint8Array::from(message));
        }
    }
}
