//! A client's WebSocket to the hub, over TCP or TLS.

use std::sync::Arc;

use futures_util::{SinkExt as _, StreamExt as _};
use rustls::{ClientConfig, RootCertStore, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _, http::HeaderValue},
};

use super::counted::{Counted, Counts, Traffic};
use crate::{failure::Failure, hub::Address};

/// TCP or TLS.
trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// How to reach the hub; one for all clients of a process.
#[derive(Clone)]
pub struct Dialer {
    address: Address,
    tls: Option<TlsConnector>,
}

impl Dialer {
    /// Reaches the hub at an address, trusting its certificate if it has one.
    ///
    /// # Errors
    /// When the certificate is none.
    pub fn new(address: Address) -> Result<Self, Failure> {
        let tls = address.certificate.as_ref().map(|certificate| {
            let mut roots = RootCertStore::empty();
            roots.add(certificate.clone().into())?;
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()?
                .with_root_certificates(roots)
                .with_no_client_auth();
            Ok::<_, rustls::Error>(TlsConnector::from(Arc::new(config)))
        });
        Ok(Self { tls: tls.transpose()?, address })
    }

    /// Opens a WebSocket with a session's cookie.
    ///
    /// # Errors
    /// What the system, TLS or the hub says.
    pub async fn open(&self, cookie: &str) -> Result<Socket, Failure> {
        let authority = format!("127.0.0.1:{}", self.address.port);
        let (http, ws) = if self.tls.is_some() { ("https", "wss") } else { ("http", "ws") };
        let mut request = format!("{ws}://{authority}/api/sync").into_client_request()?;
        request.headers_mut().insert("origin", HeaderValue::try_from(format!("{http}://{authority}"))?);
        request.headers_mut().insert("cookie", HeaderValue::try_from(cookie)?);
        let stream = TcpStream::connect(&authority).await?;
        stream.set_nodelay(true)?;
        let counts = Counts::default();
        let counted = Counted::new(stream, counts.clone());
        let stream: Box<dyn Duplex> = match &self.tls {
            Some(tls) => Box::new(tls.connect(ServerName::try_from("127.0.0.1")?, counted).await?),
            None => Box::new(counted),
        };
        let (stream, _) = client_async(request, stream).await?;
        let upgrade = counts.traffic();
        Ok(Socket { stream, counts, upgrade })
    }
}

/// An open WebSocket.
pub struct Socket {
    stream: WebSocketStream<Box<dyn Duplex>>,
    counts: Counts,
    upgrade: Traffic,
}

impl Socket {
    /// The next binary message; `None` when the socket is closed.
    pub async fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            match self.stream.next().await? {
                Ok(Message::Binary(bytes)) => return Some(bytes.into()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Sends one binary message; `false` when the socket is closed.
    pub async fn send(&mut self, bytes: Vec<u8>) -> bool {
        self.stream.send(Message::Binary(bytes.into())).await.is_ok()
    }

    /// Everything that went over the wire.
    pub fn traffic(&self) -> Traffic {
        self.counts.traffic()
    }

    /// What of it was the HTTP upgrade (and the TLS handshake).
    pub fn upgrade(&self) -> Traffic {
        self.upgrade
    }

    /// Closes it in order.
    pub async fn close(mut self) {
        let _ = self.stream.close(None).await;
        while let Some(Ok(_)) = self.stream.next().await {}
    }
}
