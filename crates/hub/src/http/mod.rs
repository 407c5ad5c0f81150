//! What is answered over HTTP: the interface under `/api`, the app everywhere else.

mod app;
mod board;
mod csp;
mod error;
mod figures;
mod headers;
mod origin;
mod tagged;

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use serde_json::{Value, json};

pub use app::{App, AppError};
pub use error::ApiError;

use crate::{devices, enrol, files, hub::Hub, peers, row_keys};

/// The longest body of a request.
const MAX_BODY: usize = 16 << 10;
/// How long the store may take to show that it is well.
const HEALTH: Duration = Duration::from_secs(2);

/// Every route of the hub.
pub fn router(hub: Arc<Hub>, app: App) -> Router {
    let interface = Router::new()
        .merge(enrol::routes())
        .merge(devices::routes())
        .route("/board", get(board::board))
        .route("/figures/{org}", get(figures::figures))
        .route("/sync", get(peers::upgrade))
        .fallback(async || ApiError::NotFound)
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .merge(files::routes())
        .merge(row_keys::routes())
        .layer(from_fn_with_state(Arc::clone(&hub), origin::check));
    let app = Arc::new(app);
    let files = move |request: Request| {
        let app = Arc::clone(&app);
        async move { app.respond(request.method(), request.uri().path(), request.headers()) }
    };
    Router::new()
        .nest("/api", interface)
        .route("/healthz", get(health))
        .fallback(files)
        .layer(from_fn(headers::add))
        .with_state(hub)
}

/// `GET /healthz`.
async fn health(State(hub): State<Arc<Hub>>) -> Result<Json<Value>, Response> {
    match tokio::time::timeout(HEALTH, hub.store.probe()).await {
        Ok(Ok(())) => Ok(Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") }))),
        Ok(Err(why)) => Err(ApiError::from(why).into_response()),
        Err(_) => {
            tracing::error!("the store does not answer");
            Err(ApiError::StoreUnavailable.into_response())
        }
    }
}
