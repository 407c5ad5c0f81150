//! The running server: from a data folder to a socket, and back to a clean end.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use axum::serve::{Listener, ListenerExt as _, TapIo};
use taizhang_sync::CloseReason;
use tokio::{
    net::TcpListener,
    sync::{Notify, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    boards::Boards,
    compact,
    enrol::{Challenges, Limiter},
    figures::{self, Figures},
    files::{self, Files},
    http::{self, App, AppError},
    hub::{Hub, MAX_CONNECTIONS},
    key::{BadKey, HubKey},
    lock::lock,
    metrics::{self, Metrics, Watched},
    peers::Peers,
    policy::Policy,
    scrub,
    store::{Growth, SqliteStore, StoreError, sqlite},
    tls::{self, Renewal, TlsError, TlsListener},
    year_end,
};

/// How long changes of the taskbook are gathered before the organisations are read anew.
const GATHER: Duration = Duration::from_millis(300);
/// How often to look for devices that another process has revoked.
const REVOKED_EVERY: Duration = Duration::from_secs(5);
/// How long open requests may take when the hub stops.
const GRACE: Duration = Duration::from_secs(10);

/// What to serve, and where.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data folder.
    pub data: PathBuf,
    /// The folder of the built app.
    pub app: PathBuf,
    /// Where to listen; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// Where tablets reach the hub, if that is another address.
    pub public_url: Option<String>,
    /// The certificate and key to speak HTTPS with; HTTP without.
    pub tls: Option<tls::Files>,
    /// Where to answer `/metrics`; nowhere unless set.
    pub metrics_listen: Option<SocketAddr>,
    /// The most bytes that the database may grow to; unlimited unless set.
    pub max_database_bytes: Option<u64>,
}

/// Why the hub does not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The app cannot be read.
    #[error(transparent)]
    App(#[from] AppError),
    /// The stored key is damaged.
    #[error("the hub's key is damaged: {0}")]
    Key(#[from] BadKey),
    /// Another hub runs on this data folder.
    #[error("another hub is serving {}", .0.display())]
    Busy(PathBuf),
    /// The certificate cannot be served.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The address cannot be listened on, or the lock not be taken.
    #[error("{what}: {why}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system says.
        why: std::io::Error,
    },
}

/// A hub that listens.
pub struct Server {
    hub: Arc<Hub>,
    sqlite: Arc<SqliteStore>,
    listener: TcpListener,
    metrics_address: Option<SocketAddr>,
    tls: Option<Arc<Renewal>>,
    app: App,
    background: JoinSet<()>,
    /// Held as long as the hub runs, so that there is one for each data folder.
    _lock: std::fs::File,
}

impl Server {
    /// Opens everything and begins to listen; nobody is answered before [`run`](Self::run).
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn start(config: Config) -> Result<Self, ServeError> {
        let lock = lock(&config.data)?;
        let app = App::load(&config.app)?;
        let host = config.public_url.as_deref().and_then(secure_host);
        let tls = config.tls.map(|files| Renewal::begin(files, host)).transpose()?.map(Arc::new);
        let peers = Arc::new(Peers::default());
        let taskbook = Arc::new(Notify::new());
        let on_growth = {
            let (peers, taskbook) = (Arc::clone(&peers), Arc::clone(&taskbook));
            Arc::new(move |growth: Growth| {
                if growth.doc.as_str().starts_with("taskbook/") {
                    taskbook.notify_one();
                }
                peers.publish(growth);
            })
        };
        let metrics = Metrics::default();
        let options = sqlite::Options {
            on_growth: Some(on_growth),
            max_pages: config.max_database_bytes.map(pages),
            metrics: metrics.store.clone(),
        };
        let store = Arc::new(SqliteStore::open(&config.data, options)?);
        let meta = store.meta().await?;
        if let Some(url) = &config.public_url {
            store.set_public_url(url.clone()).await?;
        }
        let hub = Arc::new(Hub {
            store: store.clone(),
            registry: store.clone(),
            keys: store.clone(),
            files: Files::open(&config.data, store.clone()),
            policy: Policy::load(store.clone(), meta.year).await?,
            boards: Boards::new(store.clone(), store.clone()),
            figures: Figures::new(store.clone(), store.clone()),
            peers,
            metrics,
            key: HubKey::from_secret(&meta.key)?,
            public_url: config.public_url,
            speaks_tls: tls.is_some(),
            challenges: Challenges::default(),
            limiter: Limiter::default(),
            slots: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
        });
        let listener = listen(config.listen).await?;
        let mut background = JoinSet::new();
        background.spawn(compact::run(store.clone(), hub.metrics.compaction.clone()));
        background.spawn(scrub::run(store.clone(), hub.metrics.store.clone()));
        background.spawn(scrub::adopt(store.clone()));
        background.spawn(files::sweep(Arc::clone(&hub)));
        background.spawn(year_end::run(Arc::clone(&hub)));
        background.spawn(figures::keep_warm(Arc::clone(&hub)));
        background.spawn(follow_taskbook(Arc::clone(&hub), taskbook));
        background.spawn(follow_revocations(Arc::clone(&hub)));
        if let Some(renewal) = &tls {
            background.spawn(tls::follow(Arc::clone(renewal)));
        }
        let mut metrics_address = None;
        if let Some(address) = config.metrics_listen {
            let listener = listen(address).await?;
            metrics_address = listener.local_addr().ok();
            let (hub, sqlite, tls) = (Arc::clone(&hub), Arc::clone(&store), tls.clone());
            background.spawn(metrics::serve(listener, Watched { hub, sqlite, data: config.data, tls }));
        }
        Ok(Self { hub, sqlite: store, listener, metrics_address, tls, app, background, _lock: lock })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> Result<SocketAddr, ServeError> {
        self.listener.local_addr().map_err(|why| ServeError::Io { what: "no address".into(), why })
    }

    /// Where it answers `/metrics`, if anywhere.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Whether it speaks HTTPS.
    pub fn speaks_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// What the server shares.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Serves until `stop`, then ends every connection with a reason, finishes what is being committed and closes the
    /// store.
    ///
    /// # Errors
    /// What the system says of the listening socket.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let Self { hub, sqlite, listener, tls, app, mut background, metrics_address: _, _lock } = self;
        let served = match tls {
            None => {
                // A receipt is small and waited for.
                let listener = listener.tap_io(|stream| {
                    let _ = stream.set_nodelay(true);
                });
                serve(&hub, app, listener, stop).await
            }
            Some(renewal) => {
                let listener = TlsListener::new(listener, tls::server_config(renewal)?);
                let listener = listener.map_err(|why| ServeError::Io { what: "cannot listen".into(), why })?;
                serve(&hub, app, listener.tap_io(|_| ()), stop).await
            }
        };
        background.shutdown().await;
        sqlite.close().await;
        tracing::info!("stopped");
        served.map_err(|why| ServeError::Io { what: "cannot serve".into(), why })
    }
}

/// Serves until `stop` and until the connections are gone, or have been waited for long enough.
async fn serve<L, F>(
    hub: &Arc<Hub>,
    app: App,
    listener: TapIo<L, F>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()>
where
    L: Listener<Addr = SocketAddr>,
    F: FnMut(&mut L::Io) + Send + 'static,
{
    let service = http::router(Arc::clone(hub), app).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = Arc::new(Notify::new());
    let (peers, said) = (Arc::clone(&hub.peers), Arc::clone(&stopping));
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!(peers = peers.count(), "stopping");
        peers.close_all(CloseReason::Restarting);
        said.notify_one();
    });
    let patience = async {
        stopping.notified().await;
        sleep(GRACE).await;
    };
    let served = tokio::select! {
        served = serving => served,
        () = patience => Ok(()),
    };
    // Connections have left HTTP behind and are not among what was waited for.
    let gone = async {
        while hub.peers.count() > 0 {
            sleep(Duration::from_millis(10)).await;
        }
    };
    let _ = timeout(GRACE, gone).await;
    served
}

async fn listen(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let listening = TcpListener::bind(address).await;
    listening.map_err(|why| ServeError::Io { what: format!("cannot listen on {address}"), why })
}

/// The host in an address that begins with `https://`, which a certificate must be for.
fn secure_host(url: &str) -> Option<String> {
    let authority = url.strip_prefix("https://")?;
    let host =
        authority.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(authority, |(host, _)| host);
    Some(host.to_owned())
}

/// Bytes as pages of the database.
fn pages(bytes: u64) -> u32 {
    u32::try_from(bytes / sqlite::PAGE).unwrap_or(u32::MAX).max(1)
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("hub", &self.hub).finish_non_exhaustive()
    }
}

/// Reads the organisations anew whenever the taskbook was written.
async fn follow_taskbook(hub: Arc<Hub>, written: Arc<Notify>) {
    loop {
        written.notified().await;
        sleep(GATHER).await;
        match hub.policy.refresh().await {
            Ok(true) => hub.peers.regrant(),
            Ok(false) => {}
            Err(why) => tracing::error!(%why, "the organisations stay as they were"),
        }
    }
}

/// Ends the connections of devices that `hub revoke` has revoked.
async fn follow_revocations(hub: Arc<Hub>) {
    loop {
        sleep(REVOKED_EVERY).await;
        match hub.registry.revoked().await {
            Ok(devices) => {
                for device in devices {
                    hub.peers.close_device(device, CloseReason::Revoked);
                }
            }
            Err(why) => tracing::error!(%why, "cannot look for revoked devices"),
        }
    }
}
