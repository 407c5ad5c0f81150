//! Serving: from the data folder to a listening socket, and back down without losing anything.

use std::{error::Error, net::SocketAddr, path::Path, sync::Arc};

use taizhang_sync::{CloseReason, DocName};
use tokio::{net::TcpListener, signal::unix::{SignalKind, signal}};
use tracing_subscriber::EnvFilter;

use crate::{
    folder::Folder,
    http,
    hub::Hub,
    peers::Peers,
    policy::Policy,
    store::{SqliteStore, Writer, compact},
};

/// How many documents may wait for compaction; more are asked for again at their next change.
const COMPACT_QUEUE: usize = 256;
/// How long open connections may take to end.
const GOODBYE: std::time::Duration = std::time::Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT.
pub(crate) fn run(
    data: &Path,
    listen: SocketAddr,
    app: &Path,
    public_url: &str,
    allow_remote: bool,
) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    if !listen.ip().is_loopback() && !allow_remote {
        let text = "without TLS the hub listens on this machine alone, since anyone on the way could read and alter \
                    the ledger; put a proxy with a certificate in front of it, or say --allow-remote";
        return Err(text.into());
    }
    if !app.join("index.html").exists() {
        return Err(format!("{} holds no built app; build it, or name its folder with --app", app.display()).into());
    }
    let (folder, registry) = Folder::open(data)?;
    let store = Arc::new(SqliteStore::open(&folder.database, folder.epoch)?);
    let policy = Policy::load(&*store, folder.year)?;
    let (writer, writing) = Writer::start(Arc::clone(&store));
    let (to_compact, documents) = std::sync::mpsc::sync_channel::<DocName>(COMPACT_QUEUE);
    let compacting = std::thread::spawn({
        let store = Arc::clone(&store);
        move || compact_each(&store, &documents)
    });
    let hub = Hub { folder, registry, store: Arc::clone(&store), writer, policy, peers: Peers::default(), to_compact };
    let secure = public_url.starts_with("https://");
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(Arc::new(hub), listen, app, secure))?;
    // The runtime is gone and with it every handle to the writer: what waited is being committed.
    let _ = (writing.join(), compacting.join());
    store.checkpoint()?;
    tracing::info!("stopped; everything received is on the disk");
    Ok(())
}

async fn serve(hub: Arc<Hub>, listen: SocketAddr, app: &Path, secure: bool) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind(listen).await.map_err(|why| format!("cannot listen on {listen}: {why}"))?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tracing::info!(address = %listener.local_addr()?, year = hub.folder.year, "serving");
    let router = http::router(Arc::clone(&hub), app, secure);
    let (stopping, mut stopped) = tokio::sync::watch::channel(false);
    let server = tokio::spawn(async move {
        let stop = async move { drop(stopped.wait_for(|stop| *stop).await) };
        axum::serve(listener, router).with_graceful_shutdown(stop).await
    });
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!(connections = hub.peers.count(), "stopping");
    stopping.send_replace(true);
    hub.peers.close_all(CloseReason::Restarting);
    match tokio::time::timeout(GOODBYE, server).await {
        Ok(ended) => Ok(ended??),
        // Connections that do not end are cut; what they handed over is committed all the same.
        Err(_) => Ok(()),
    }
}

fn compact_each(store: &SqliteStore, documents: &std::sync::mpsc::Receiver<DocName>) {
    while let Ok(doc) = documents.recv() {
        match compact(store, &doc) {
            Ok(()) => tracing::debug!(%doc, "compacted"),
            Err(why) => tracing::error!(%doc, %why, "cannot compact; the log stays as it is"),
        }
    }
}
