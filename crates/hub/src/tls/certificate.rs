//! One certificate with its key, read from PEM files and found fit to be served.

use std::{
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::DateTime;
use rustls::{
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    sign::CertifiedKey,
};
use x509_parser::{
    certificate::X509Certificate,
    extensions::GeneralName,
    prelude::{ASN1Time, FromDer as _},
};

use super::TlsError;

/// Where a certificate and its key lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The server's certificate and those that lead to its issuer, in PEM.
    pub cert: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
}

/// A certificate that may be served.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// For the library.
    pub(super) certified: Arc<CertifiedKey>,
    /// Until when it is valid, in seconds since the Unix epoch.
    pub expires: i64,
}

impl Certificate {
    /// Reads a certificate that is valid at `now` (seconds since the Unix epoch) and for `host`, if one is named.
    ///
    /// # Errors
    /// [`TlsError`], which says which file is wrong and what to do.
    pub fn load(files: &Files, host: Option<&str>, now: i64) -> Result<Self, TlsError> {
        let chain = chain(&files.cert)?;
        let key = PrivateKeyDer::from_pem_slice(&read(&files.key)?).map_err(|why| malformed_key(&files.key, &why))?;
        let expires = examine(files, &chain, host, now)?;
        let certified = CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|why| match why {
            rustls::Error::InconsistentKeys(_) => {
                TlsError::Mismatch { cert: files.cert.clone(), key: files.key.clone() }
            }
            why => malformed_key(&files.key, &why),
        })?;
        Ok(Self { certified: Arc::new(certified), expires })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|why| TlsError::Unreadable { path: path.to_owned(), why })
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let pem = read(path)?;
    let chain = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|why| malformed_certificate(path, &why))?;
    if chain.is_empty() { Err(malformed_certificate(path, &"no BEGIN CERTIFICATE")) } else { Ok(chain) }
}

/// Checks the server's own certificate, the first of the chain; until when it is valid.
fn examine(files: &Files, chain: &[CertificateDer<'_>], host: Option<&str>, now: i64) -> Result<i64, TlsError> {
    let own = chain.first().map(AsRef::as_ref).unwrap_or_default();
    let (_, own) = X509Certificate::from_der(own).map_err(|why| malformed_certificate(&files.cert, &why))?;
    let validity = own.validity();
    let (from, until) = (validity.not_before, validity.not_after);
    if until.timestamp() <= now {
        return Err(TlsError::Expired { cert: files.cert.clone(), until: day(until) });
    }
    if from.timestamp() > now {
        return Err(TlsError::NotYet { cert: files.cert.clone(), from: day(from) });
    }
    if let Some(host) = host {
        let names = names(&own);
        if !names.iter().any(|name| covers(name, host)) {
            let (host, names) = (host.to_owned(), names.join(", "));
            return Err(TlsError::WrongName { cert: files.cert.clone(), host, names });
        }
    }
    Ok(until.timestamp())
}

/// What a certificate is for: host names and addresses.
fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let extension = certificate.subject_alternative_name().ok().flatten();
    let names = extension.iter().flat_map(|extension| &extension.value.general_names);
    names
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
            _ => None,
        })
        .collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// Whether a name, perhaps `*.example`, covers a host; the star stands for one label.
fn covers(name: &str, host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    match name.strip_prefix("*.") {
        Some(domain) => host.split_once('.').is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(domain)),
        None => name.eq_ignore_ascii_case(host),
    }
}

fn day(time: ASN1Time) -> String {
    DateTime::from_timestamp(time.timestamp(), 0).map_or_else(|| time.to_string(), |time| time.date_naive().to_string())
}

fn malformed_certificate(path: &Path, why: &dyn std::fmt::Display) -> TlsError {
    let hint = "Name the file that your certificate's issuer calls fullchain.pem.";
    TlsError::Malformed { path: path.to_owned(), expected: "certificate", why: why.to_string(), hint }
}

fn malformed_key(path: &Path, why: &dyn std::fmt::Display) -> TlsError {
    let hint = "Name the file that your certificate's issuer calls privkey.pem, without a password.";
    TlsError::Malformed { path: path.to_owned(), expected: "private key", why: why.to_string(), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_one_label() {
        assert!(covers("tz.example", "TZ.example"));
        assert!(covers("*.example", "tz.example"));
        assert!(covers("10.0.0.7", "10.0.0.7"));
        assert!(covers("::1", "[::1]"));
        for (name, host) in [("*.example", "a.tz.example"), ("*.example", "example"), ("tz.example", "a.tz.example")] {
            assert!(!covers(name, host), "{name} {host}");
        }
    }
}
