//! `hub serve`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{Data, Failure, link::base_url, output::say, size};
use crate::{
    serve::{Config, Server},
    tls,
};

#[derive(Debug, Args)]
#[command(after_help = "Every option may also stand in the environment and in the configuration file (see --config), \
    options first.\n\n\
    Examples:\n  \
    hub serve --data data/sample --app dist\n      \
        on this machine alone, http://localhost:8080\n  \
    hub serve --data /var/lib/taizhang --listen 0.0.0.0:443 --public-url https://tz.example \\\n            \
        --tls-cert /etc/taizhang/fullchain.pem --tls-key /etc/taizhang/privkey.pem\n      \
        for tablets, over HTTPS\n  \
    hub serve --data /var/lib/taizhang --public-url https://tz.example\n      \
        behind a web server on this machine that speaks HTTPS and hands on WebSockets\n\n\
    SIGTERM and Ctrl-C end it in order: every tablet is told, what is being stored is finished. SIGHUP takes up a \
    renewed certificate, which otherwise happens within 30 seconds.")]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// The folder of the built app; read once, when the hub starts
    #[arg(long, default_value = "dist", value_name = "DIR", env = "TAIZHANG_APP")]
    app: PathBuf,

    /// Where to listen: an address and a port; port 0 takes any that is free and prints it
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS",
        env = "TAIZHANG_LISTEN",
        help_heading = "Network"
    )]
    listen: SocketAddr,
    /// Where tablets reach the hub, such as `https://tz.example`; remembered for invitation links
    #[arg(long, value_name = "URL", value_parser = base_url, env = "TAIZHANG_PUBLIC_URL", help_heading = "Network")]
    public_url: Option<String>,
    /// The server's certificate and those that lead to its issuer, in PEM (fullchain.pem); needs --tls-key
    #[arg(long, value_name = "FILE", env = "TAIZHANG_TLS_CERT", help_heading = "Network")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, in PEM and without a password (privkey.pem)
    #[arg(long, value_name = "FILE", env = "TAIZHANG_TLS_KEY", help_heading = "Network")]
    tls_key: Option<PathBuf>,
    /// Listens on an address that other machines reach, without TLS
    #[arg(
        long,
        num_args = 0..=1,
        require_equals = true,
        default_value_t = false,
        default_missing_value = "true",
        value_name = "BOOL",
        hide_possible_values = true,
        hide_default_value = true,
        env = "TAIZHANG_ALLOW_REMOTE",
        help_heading = "Network"
    )]
    allow_remote: bool,

    /// Where Prometheus reads /metrics, on a listener of its own; nobody checks who asks. Off unless told
    #[arg(long, value_name = "ADDRESS", env = "TAIZHANG_METRICS_LISTEN", help_heading = "Watching")]
    metrics_listen: Option<SocketAddr>,

    /// The most that the database may grow to: bytes, or with KiB, MiB, GiB; unlimited unless told
    ///
    /// Beyond it the hub stores nothing more and says so (`store_unavailable`); tablets keep what they have and hand it
    /// in once there is room. Leave a margin to the size of the disk: the write-ahead log beside the database comes on
    /// top, and backups need space too.
    #[arg(long, value_name = "SIZE", value_parser = size::bytes, env = "TAIZHANG_MAX_DATABASE_BYTES", help_heading = "Limits")]
    max_database_bytes: Option<u64>,

    /// What to log: error, warn, info, debug or trace, also by part of the program
    ///
    /// Such as `info`, or `warn,taizhang_hub::peers=debug`. `RUST_LOG` is heeded where nothing else says.
    #[arg(long, value_name = "FILTER", env = "TAIZHANG_LOG", help_heading = "Watching")]
    log: Option<String>,
    /// How to write the log, which goes to standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text, env = "TAIZHANG_LOG_FORMAT", help_heading = "Watching")]
    log_format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

pub(super) async fn run(serve: Serve) -> Result<(), Failure> {
    let tls = match (serve.tls_cert, serve.tls_key) {
        (Some(cert), Some(key)) => Some(tls::Files { cert, key }),
        (None, None) => None,
        (Some(_), None) => return Err("tls-cert needs tls-key: name the certificate's private key".into()),
        (None, Some(_)) => return Err("tls-key needs tls-cert: name the key's certificate".into()),
    };
    if !serve.listen.ip().is_loopback() && tls.is_none() && !serve.allow_remote {
        return Err(format!(
            "{} is reached by other machines, and without TLS enrolment links, cookies and ledgers would travel in the \
             clear, and browsers allow no offline app there. Name a certificate with --tls-cert and --tls-key, or \
             listen on 127.0.0.1 behind a web server that speaks TLS, or say --allow-remote if the network itself is \
             protected.",
            serve.listen
        )
        .into());
    }
    log(serve.log.as_deref(), serve.log_format)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = Server::start(Config {
        data: serve.data.data,
        app: serve.app,
        listen: serve.listen,
        public_url: serve.public_url,
        tls,
        metrics_listen: serve.metrics_listen,
        max_database_bytes: serve.max_database_bytes,
    })
    .await?;
    let scheme = if server.speaks_tls() { "https" } else { "http" };
    say(&format!("listening on {scheme}://{}", server.address()?));
    if let Some(address) = server.metrics_address() {
        say(&format!("metrics on http://{address}/metrics"));
    }
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    Ok(server.run(stop).await?)
}

fn log(filter: Option<&str>, format: LogFormat) -> Result<(), Failure> {
    let filter = match filter {
        Some(filter) => EnvFilter::try_new(filter).map_err(|why| format!("log: {filter:?} is no filter: {why}"))?,
        None => EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
    };
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => subscriber.with_ansi(false).init(),
        LogFormat::Json => subscriber.json().init(),
    }
    Ok(())
}
