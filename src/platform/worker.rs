//! A Web Worker: work beside the page, which stays at hand meanwhile.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, WorkerOptions, WorkerType};

use super::PlatformError;

/// What a worker tells.
#[derive(Debug)]
pub enum WorkerEvent {
    /// A message came.
    Message(Vec<u8>),
    /// It could not be started, or broke down; in the browser's words.
    Broken(String),
}

/// A worker; dropping it ends it, whatever it is at, and frees its memory.
pub struct Worker {
    inner: web_sys::Worker,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _broken: Closure<dyn Fn(ErrorEvent)>,
}

impl Worker {
    /// Starts the module at `path` of this page's origin. A worker that cannot be loaded is told as broken.
    ///
    /// # Errors
    /// When the browser has no workers, or none of modules.
    pub fn start(path: &str, tell: impl Fn(WorkerEvent) + Clone + 'static) -> Result<Self, PlatformError> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let inner = web_sys::Worker::new_with_options(path, &options)?;
        let broken = tell.clone();
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| match event.data().dyn_into() {
            Ok(bytes) => tell(WorkerEvent::Message(Uint8Array::to_vec(&bytes))),
            // Its own start says in words why it failed.
            Err(words) => tell(WorkerEvent::Broken(words.as_string().unwrap_or_default())),
        });
        let broken = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that was not found is told by a plain event, without a message.
            let words = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|words| words.as_string());
            broken(WorkerEvent::Broken(words.unwrap_or_default()));
        });
        inner.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        inner.set_onerror(Some(broken.as_ref().unchecked_ref()));
        Ok(Self { inner, _hear: hear, _broken: broken })
    }

    /// Sends a message. What is sent before the worker listens is lost.
    ///
    /// # Errors
    /// When the message is too large to be copied.
    pub fn send(&self, message: &[u8]) -> Result<(), PlatformError> {
        let bytes = Uint8Array::new_from_slice(message);
        Ok(self.inner.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))?)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.terminate();
    }
}
