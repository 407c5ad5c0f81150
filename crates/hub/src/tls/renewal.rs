//! A renewed certificate is taken up by itself. Connections that are open stay open.

use std::{
    fmt,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use rustls::{
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::{
    signal::unix::{SignalKind, signal},
    time::interval,
};

use super::{Certificate, Files, TlsError};
use crate::clock::now_ms;

/// How often to look whether the files have changed.
const LOOK: Duration = Duration::from_secs(30);

/// The certificate that is being served, and where the next one will lie.
pub(crate) struct Renewal {
    files: Files,
    host: Option<String>,
    current: RwLock<Certificate>,
}

impl Renewal {
    /// Reads the certificate; `host` is what it must be for, if that is known.
    pub(crate) fn begin(files: Files, host: Option<String>) -> Result<Self, TlsError> {
        let current = RwLock::new(load(&files, host.as_deref())?);
        Ok(Self { files, host, current })
    }

    /// Until when the certificate is valid that is being served, in seconds since the Unix epoch.
    pub(crate) fn expires(&self) -> i64 {
        self.current.read().unwrap_or_else(PoisonError::into_inner).expires
    }

    /// Reads the files anew. What is wrong with them leaves the certificate as it was.
    fn renew(&self) {
        match load(&self.files, self.host.as_deref()) {
            Ok(renewed) => {
                let days = (renewed.expires - now_ms() / 1000) / 86_400;
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = renewed;
                tracing::info!(days, "took up the certificate on disk");
            }
            Err(why) => tracing::error!(%why, "the certificate on disk is not taken up; the former one is served on"),
        }
    }

    fn written(&self) -> [Option<SystemTime>; 2] {
        let written = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
        [written(&self.files.cert), written(&self.files.key)]
    }
}

fn load(files: &Files, host: Option<&str>) -> Result<Certificate, TlsError> {
    Certificate::load(files, host, now_ms() / 1000)
}

impl ResolvesServerCert for Renewal {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner).certified))
    }
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewal").field("files", &self.files).finish_non_exhaustive()
    }
}

/// Takes a renewed certificate up, on SIGHUP or soon after its files were written, until it is dropped.
pub(crate) async fn follow(renewal: Arc<Renewal>) {
    let mut hang_up = match signal(SignalKind::hangup()) {
        Ok(hang_up) => hang_up,
        Err(why) => return tracing::error!(%why, "a renewed certificate will be taken up by a restart alone"),
    };
    let mut look = interval(LOOK);
    let mut seen = renewal.written();
    loop {
        let asked = tokio::select! {
            heard = hang_up.recv() => heard.is_some(),
            _ = look.tick() => false,
        };
        // Certificate and key are written one after the other: a pair that does not match is tried again once
        // the second has come.
        let written = renewal.written();
        if asked || written != seen {
            seen = written;
            let renewal = Arc::clone(&renewal);
            let _ = tokio::task::spawn_blocking(move || renewal.renew()).await;
        }
    }
}
