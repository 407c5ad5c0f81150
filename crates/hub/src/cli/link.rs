//! Links, and the same as a QR code.

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};

use super::Failure;

/// The address of a hub without a slash at the end: `http://` or `https://`, a host, nothing after it.
///
/// # Errors
/// What is wrong with it.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '#', '?', ' ']) => Ok(url.to_owned()),
        _ => Err("write it like https://tz.example or http://localhost:8080".into()),
    }
}

/// The link of an invitation. Its token stands in the fragment, which browsers send to no server.
pub(super) fn invitation(base: &str, token: &str) -> String {
    format!("{base}/enrol#{token}")
}

/// A link as a QR code of half blocks, dark on light, for a terminal.
pub(super) fn qr(link: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(link, EcLevel::L)?;
    Ok(code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_base_url_is_an_origin() {
        assert_eq!(base_url("https://tz.example/").unwrap(), "https://tz.example");
        assert_eq!(base_url("http://localhost:8080").unwrap(), "http://localhost:8080");
        for wrong in ["tz.example", "ftp://tz.example", "https://", "https://tz.example/app"] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_link_fits_a_qr_code() {
        let link = invitation("https://taizhang.county.example", &"x".repeat(43));
        assert!(qr(&link).unwrap().lines().count() > 10);
    }
}
