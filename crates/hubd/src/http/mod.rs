//! The hub over HTTP: enrolment and sessions, the sync socket, the app's files. `docs/hub-api.md` describes it.

mod answer;
mod challenges;
mod enrol;
pub(crate) use enrol::TOKEN;
mod files;
mod origin;
mod session;

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    extract::{State, WebSocketUpgrade, ws::WebSocket},
    http::HeaderMap,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use taizhang_sync::wire::MAX_FRAME;

use self::{answer::Refusal, challenges::Challenges};
use crate::{hub::Hub, peers, store::Store as _, text};

/// What the handlers share.
#[derive(Clone)]
struct Shared {
    hub: Arc<Hub>,
    challenges: Arc<Challenges>,
    /// Whether cookies may travel over TLS alone.
    secure: bool,
}

/// Everything that the hub answers to; `app` is the folder of the built app.
pub fn router(hub: Arc<Hub>, app: &Path, secure: bool) -> Router {
    let shared = Shared { hub, challenges: Arc::default(), secure };
    Router::new()
        .route("/api/enrol/begin", post(enrol::begin))
        .route("/api/enrol/finish", post(enrol::finish))
        .route("/api/session/begin", post(session::begin))
        .route("/api/session/finish", post(session::finish))
        .route("/api/me", get(session::me))
        .route("/api/sync", get(sync))
        .route("/healthz", get(health))
        .route("/api/{*rest}", get(nothing).post(nothing))
        .layer(middleware::from_fn(origin::same_origin))
        .with_state(shared)
        .fallback_service(files::serve(app))
        .layer(middleware::from_fn(files::headers))
}

async fn sync(
    State(shared): State<Shared>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let device = session::device(&shared.hub, &headers).await?;
    let hub = Arc::clone(&shared.hub);
    let serve = |socket: WebSocket| peers::run(hub, device, socket);
    // A longer frame would be refused anyway; one byte more lets the session say so.
    Ok(upgrade.max_message_size(MAX_FRAME + 1).max_frame_size(MAX_FRAME + 1).on_upgrade(serve).into_response())
}

/// Whether the store answers.
async fn health(State(shared): State<Shared>) -> Result<&'static str, Refusal> {
    let store = Arc::clone(&shared.hub.store);
    let answered = tokio::task::spawn_blocking(move || store.documents()).await;
    match answered {
        Ok(Ok(_)) => Ok("ok\n"),
        _ => Err(Refusal::internal("the store does not answer")),
    }
}

async fn nothing() -> Refusal {
    Refusal::bad_request(text::BAD_REQUEST)
}
