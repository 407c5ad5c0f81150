//! HTTPS: a certificate that is looked at before it is served, and followed when it is renewed.

mod certificate;
mod listener;
mod renewal;

use std::{path::PathBuf, sync::Arc};

use rustls::{ServerConfig, crypto::ring};

pub use certificate::{Certificate, Files};
pub(crate) use listener::TlsListener;
pub(crate) use renewal::{Renewal, follow};

/// Why a certificate is not served. Each says which file it is about, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}: {why}. The hub's user must be able to read it.", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{} holds no {expected} in PEM: {why}. {hint}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What should be in it.
        expected: &'static str,
        /// What is wrong.
        why: String,
        /// What to do.
        hint: &'static str,
    },
    /// The certificate was issued for another key.
    #[error(
        "the key in {} is not that of the certificate in {}. Name the two files that were issued together \
         (a file of several certificates begins with the server's own).",
        .key.display(), .cert.display()
    )]
    Mismatch {
        /// The certificate's file.
        cert: PathBuf,
        /// The key's file.
        key: PathBuf,
    },
    /// Its time is over.
    #[error("the certificate in {} expired on {until}. Renew it; a running hub takes the new one by itself.", .cert.display())]
    Expired {
        /// The certificate's file.
        cert: PathBuf,
        /// Its last day.
        until: String,
    },
    /// Its time has not begun.
    #[error("the certificate in {} is not valid before {from}. Set this machine's clock.", .cert.display())]
    NotYet {
        /// The certificate's file.
        cert: PathBuf,
        /// Its first day.
        from: String,
    },
    /// It is for other names.
    #[error(
        "the certificate in {} is for {names}, but tablets reach the hub as {host} (public-url). Have one issued for \
         {host}, or correct public-url.",
        .cert.display()
    )]
    WrongName {
        /// The certificate's file.
        cert: PathBuf,
        /// The host in the public URL.
        host: String,
        /// What it is for.
        names: String,
    },
    /// The library says no.
    #[error("TLS: {0}")]
    Library(#[from] rustls::Error),
}

/// How the server speaks TLS with whatever certificate `renewal` holds: TLS 1.2 and 1.3, HTTP/1.1.
///
/// # Errors
/// What the library says.
pub(crate) fn server_config(renewal: Arc<Renewal>) -> Result<Arc<ServerConfig>, TlsError> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(renewal);
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
