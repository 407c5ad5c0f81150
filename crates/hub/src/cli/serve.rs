//! `hub serve`.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, ValueEnum};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{Data, Failure, link::base_url, output::say};
use crate::serve::{Config, Server};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hub serve --data data/sample --app dist\n  \
    hub serve --data /srv/taizhang --listen 127.0.0.1:8080 --public-url https://tz.example --log json\n\n\
    The hub speaks HTTP. For tablets to reach it, put a web server that speaks TLS in front of it, pass its address as\n\
    --public-url, and let it hand on WebSockets. RUST_LOG chooses what is logged (info unless told).")]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Where to listen; port 0 takes any that is free and prints it
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The folder of the built app
    #[arg(long, default_value = "dist", value_name = "DIR")]
    app: PathBuf,
    /// Where tablets reach the hub; remembered for invitation links
    #[arg(long, value_name = "URL", value_parser = base_url)]
    public_url: Option<String>,
    /// Listens on an address that other machines reach, without TLS
    #[arg(long)]
    allow_remote: bool,
    /// How to write the log
    #[arg(long, value_enum, default_value_t = Log::Text)]
    log: Log,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// Lines for people
    Text,
    /// One JSON object a line
    Json,
}

pub(super) async fn run(serve: Serve) -> Result<(), Failure> {
    if !serve.listen.ip().is_loopback() && !serve.allow_remote {
        return Err(format!(
            "{} is reached by other machines, and the hub speaks no TLS: enrolment links, cookies and ledgers would \
             travel in the clear, and browsers allow no offline app there. Listen on 127.0.0.1 behind a web server \
             that speaks TLS, or say --allow-remote if the network itself is protected.",
            serve.listen
        )
        .into());
    }
    log(serve.log);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let server = Server::start(Config {
        data: serve.data.data,
        app: serve.app,
        listen: serve.listen,
        public_url: serve.public_url,
    })
    .await?;
    say(&format!("listening on http://{}", server.address()?));
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    Ok(server.run(stop).await?)
}

fn log(format: Log) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        Log::Text => subscriber.with_ansi(false).init(),
        Log::Json => subscriber.json().init(),
    }
}
