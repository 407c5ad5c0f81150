//! The hub speaks HTTPS with a certificate that fits, follows its renewal, and says of every other what is wrong.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use crate::support::{Hub, Stopped, Tablet, VILLAGE, hub_command};
use futures_util::{SinkExt as _, StreamExt as _};
use rcgen::{CertificateParams, KeyPair};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName},
};
use taizhang_sync::wire::{self, HubFrame, TabletFrame};
use time::OffsetDateTime;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tokio_tungstenite::{
    client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

/// A certificate for `localhost` and where its files lie.
struct Issued {
    der: CertificateDer<'static>,
    cert: PathBuf,
    key: PathBuf,
}

impl Issued {
    fn options(&self) -> [&str; 4] {
        ["--tls-cert", self.cert.to_str().unwrap(), "--tls-key", self.key.to_str().unwrap()]
    }
}

fn issue(folder: &Path, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Issued {
    let mut params = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    change(&mut params);
    let pair = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&pair).unwrap();
    let (cert, key) = (folder.join(format!("{name}.pem")), folder.join(format!("{name}-key.pem")));
    std::fs::write(&cert, certificate.pem()).unwrap();
    std::fs::write(&key, pair.serialize_pem()).unwrap();
    Issued { der: certificate.der().clone(), cert, key }
}

/// A connection that trusts this certificate alone.
async fn connect(hub: &Hub, trusted: &CertificateDer<'static>) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(hub.host()).await.unwrap();
    TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").unwrap(), stream).await
}

async fn get(mut stream: TlsStream<TcpStream>, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_open_connections_stay() {
    let plain = Hub::start();
    let village = Tablet::enrolled(&plain, VILLAGE).await;
    let stopped = plain.terminate();
    let first = issue(stopped.0.path(), "tls", |_| ());
    let hub = stopped.start_with(&first.options());
    let answer = get(connect(&hub, &first.der).await.unwrap(), "/healthz").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let mut request = "wss://localhost/api/sync".into_client_request().unwrap();
    request.headers_mut().insert("origin", "https://localhost".parse().unwrap());
    request.headers_mut().insert("cookie", village.cookie.as_deref().unwrap().parse().unwrap());
    let (mut socket, _) = client_async(request, connect(&hub, &first.der).await.unwrap()).await.unwrap();
    let hello = TabletFrame::Hello { version: wire::VERSION, places: Vec::new() };
    socket.send(Message::Binary(wire::encode(&hello).unwrap().into())).await.unwrap();
    // A ping may come between.
    let welcome = loop {
        if let Message::Binary(bytes) = socket.next().await.unwrap().unwrap() {
            break bytes;
        }
    };
    assert!(matches!(wire::decode(&welcome), Ok(HubFrame::Welcome { .. })));

    // A renewal that went wrong changes nothing.
    std::fs::write(&first.cert, "nonsense").unwrap();
    hang_up(&hub);
    tokio::time::sleep(Duration::from_millis(300)).await;
    connect(&hub, &first.der).await.unwrap();
    let second = issue(stopped_folder(&hub), "tls", |_| ());
    hang_up(&hub);
    let began = Instant::now();
    while connect(&hub, &second.der).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(5), "the renewed certificate is not served");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(connect(&hub, &first.der).await.is_err(), "the former one is gone");

    // The connection of before lives on.
    socket.send(Message::Binary(wire::encode(&TabletFrame::Ping { nonce: 4 }).unwrap().into())).await.unwrap();
    loop {
        let message = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.unwrap().unwrap().unwrap();
        if let Message::Binary(bytes) = message {
            assert_eq!(wire::decode::<HubFrame>(&bytes).unwrap(), HubFrame::Pong { nonce: 4 });
            return;
        }
    }
}

fn stopped_folder(hub: &Hub) -> &Path {
    hub.folder.path()
}

fn hang_up(hub: &Hub) {
    assert!(
        std::process::Command::new("kill").args(["-HUP", &hub.process_id().to_string()]).status().unwrap().success()
    );
}

#[test]
fn every_wrong_certificate_is_refused_with_what_to_do() {
    let stopped = Stopped::new();
    let folder = stopped.0.path();
    let good = issue(folder, "good", |_| ());
    let other = issue(folder, "other", |_| ());
    let expired = issue(folder, "expired", |params| params.not_after = OffsetDateTime::UNIX_EPOCH);
    let early = issue(folder, "early", |params| params.not_before = OffsetDateTime::now_utc() + time::Duration::DAY);
    let text = folder.join("text.pem");
    std::fs::write(&text, "hello").unwrap();
    let gone = folder.join("gone.pem");
    for (cert, key, said) in [
        (&good.cert, &other.key, "is not that of the certificate"),
        (&expired.cert, &expired.key, "expired on 1970-01-01"),
        (&early.cert, &early.key, "not valid before"),
        (&text, &good.key, "holds no certificate in PEM"),
        (&good.cert, &text, "holds no private key in PEM"),
        (&gone, &good.key, "cannot read"),
    ] {
        let why = refusal(&stopped, &["--tls-cert", cert.to_str().unwrap(), "--tls-key", key.to_str().unwrap()]);
        assert!(why.contains(said), "{said}: {why}");
        assert!(why.trim_end().ends_with('.'), "{why}");
    }
    let elsewhere = [&good.options()[..], &["--public-url", "https://tz.example:8443"]].concat();
    let why = refusal(&stopped, &elsewhere);
    assert!(why.contains("tz.example") && why.contains("localhost"), "{why}");
    let why = refusal(&stopped, &good.options()[..2]);
    assert!(why.contains("tls-key"), "{why}");
}

fn refusal(stopped: &Stopped, options: &[&str]) -> String {
    let data = stopped.data();
    let app = stopped.0.path().join("app");
    let begin = ["serve", "--data", &data, "--listen", "0.0.0.0:0", "--app", app.to_str().unwrap()];
    let tried = hub_command(&[&begin[..], options].concat());
    assert!(!tried.status.success());
    String::from_utf8(tried.stderr).unwrap()
}
