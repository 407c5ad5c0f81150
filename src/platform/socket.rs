//! A binary WebSocket to this page's own origin.

use std::{cell::Cell, rc::Rc};

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use super::PlatformError;

/// What a socket tells.
#[derive(Debug)]
pub enum SocketEvent {
    /// It is open.
    Open,
    /// A message came.
    Message(Vec<u8>),
    /// It is over; said once.
    Closed,
}

/// A socket; dropping it closes it, and nothing is heard of it after that.
pub struct Socket {
    inner: WebSocket,
    live: Rc<Cell<bool>>,
    _callbacks: [Closure<dyn Fn(MessageEvent)>; 4],
}

impl Socket {
    /// Begins to connect to `path` of this page's origin.
    ///
    /// # Errors
    /// When the address is refused; a failure to connect is told as [`SocketEvent::Closed`].
    pub fn connect(path: &str, tell: impl Fn(SocketEvent) + 'static) -> Result<Self, PlatformError> {
        let location = web_sys::window().ok_or(PlatformError::Missing("window"))?.location();
        let scheme = if location.protocol()? == "https:" { "wss" } else { "ws" };
        let socket = WebSocket::new(&format!("{scheme}://{}{path}", location.host()?))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let live = Rc::new(Cell::new(true));
        let tell = Rc::new(tell);
        let callback = |make: fn(MessageEvent) -> Option<SocketEvent>| {
            let (live, tell) = (Rc::clone(&live), Rc::clone(&tell));
            Closure::<dyn Fn(MessageEvent)>::new(move |event| {
                let Some(event) = make(event).filter(|_| live.get()) else { return };
                if matches!(event, SocketEvent::Closed) {
                    live.set(false);
                }
                tell(event);
            })
        };
        let callbacks = [
            callback(|_| Some(SocketEvent::Open)),
            callback(|event| {
                let buffer: ArrayBuffer = event.data().dyn_into().ok()?;
                Some(SocketEvent::Message(Uint8Array::new(&buffer).to_vec()))
            }),
            callback(|_| Some(SocketEvent::Closed)),
            callback(|_| Some(SocketEvent::Closed)),
        ];
        let [open, message, close, error] = &callbacks;
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        socket.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { inner: socket, live, _callbacks: callbacks })
    }

    /// Sends a message; one that cannot go any more is dropped, since the closing is told.
    pub fn send(&self, bytes: &[u8]) {
        let _ = self.inner.send_with_u8_array(bytes);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.live.set(false);
        self.inner.set_onopen(None);
        self.inner.set_onmessage(None);
        self.inner.set_onclose(None);
        self.inner.set_onerror(None);
        let _ = self.inner.close();
    }
}
