//! `/metrics`, on a listener of its own.

use std::{path::PathBuf, sync::Arc};

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use prometheus_client::{encoding::text::encode, metrics::gauge::Gauge, registry::Registry};
use tokio::net::TcpListener;

use crate::{hub::Hub, store::SqliteStore, tls::Renewal};

/// How `OpenMetrics` is called in a header.
const CONTENT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is asked for its state whenever somebody reads the metrics.
pub(crate) struct Watched {
    pub(crate) hub: Arc<Hub>,
    pub(crate) sqlite: Arc<SqliteStore>,
    pub(crate) data: PathBuf,
    pub(crate) tls: Option<Arc<Renewal>>,
}

struct Page {
    watched: Watched,
    registry: Registry,
    free: Gauge,
    expires: Gauge,
}

/// Answers `/metrics` until it is dropped.
pub(crate) async fn serve(listener: TcpListener, watched: Watched) {
    let mut registry = watched.hub.metrics.registry();
    let (free, expires) = (Gauge::default(), Gauge::default());
    registry.register("data_free_bytes", "Free bytes on the disk of the data folder", free.clone());
    if watched.tls.is_some() {
        registry.register("certificate_expires_seconds", "When the certificate expires, Unix time", expires.clone());
    }
    let build: Gauge = Gauge::default();
    build.set(1);
    registry.sub_registry_with_label(("version".into(), env!("CARGO_PKG_VERSION").into())).register(
        "build_info",
        "The version that runs",
        build,
    );
    let page = Arc::new(Page { watched, registry, free, expires });
    let router = Router::new().route("/metrics", get(metrics)).with_state(page);
    if let Err(why) = axum::serve(listener, router).await {
        tracing::error!(%why, "metrics are served no more");
    }
}

async fn metrics(State(page): State<Arc<Page>>) -> impl IntoResponse {
    page.look();
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = encode(&mut text, &page.registry);
    ([(header::CONTENT_TYPE, CONTENT)], text)
}

impl Page {
    /// Reads what is not counted as it happens.
    fn look(&self) {
        let Watched { hub, sqlite, data, tls } = &self.watched;
        let metrics = &hub.metrics;
        metrics.traffic.connections.set(signed(hub.peers.count() as u64));
        let (all, most) = hub.peers.waiting();
        metrics.traffic.waiting.set(signed(all as u64));
        metrics.traffic.fullest.set(signed(most as u64));
        metrics.store.queue.set(signed(sqlite.queued() as u64));
        if let Ok(disk) = rustix::fs::statvfs(data) {
            self.free.set(signed(disk.f_bavail.saturating_mul(disk.f_frsize)));
        }
        if let Some(renewal) = tls {
            self.expires.set(renewal.expires());
        }
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
