//! From an HTTP request to a connection.

use std::sync::Arc;

use axum::{
    extract::{State, WebSocketUpgrade},
    response::{IntoResponse as _, Response},
};
use taizhang_sync::wire::MAX_FRAME;

use super::connection;
use crate::{enrol::Authenticated, http::ApiError, hub::Hub};

/// How much is read from a socket in one go, in bytes.
const READ_BUFFER: usize = 4 << 10;

/// `GET /api/sync`.
pub(crate) async fn upgrade(
    State(hub): State<Arc<Hub>>,
    Authenticated(device): Authenticated,
    upgrade: WebSocketUpgrade,
) -> Response {
    let Ok(slot) = Arc::clone(&hub.slots).try_acquire_owned() else {
        return ApiError::Overloaded.into_response();
    };
    // The default of 128 KiB a connection is filled at once; a longer message gets the room that it needs.
    let upgrade = upgrade.read_buffer_size(READ_BUFFER);
    // Twice the limit: what is only a little too long reaches the session, which says so to the tablet.
    upgrade.max_message_size(2 * MAX_FRAME).max_frame_size(2 * MAX_FRAME).on_upgrade(move |socket| async move {
        connection::serve(&hub, device, socket).await;
        drop(slot);
    })
}
