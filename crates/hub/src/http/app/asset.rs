//! One file of the app in every encoding that the build made of it.

use axum::body::Bytes;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Coding {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Plain => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }
}

#[derive(Debug)]
pub(super) struct Asset {
    pub(super) name: String,
    pub(super) plain: Bytes,
    pub(super) gzip: Option<Bytes>,
    pub(super) brotli: Option<Bytes>,
    /// Changes with the file.
    pub(super) digest: String,
}

impl Asset {
    /// The smallest encoding that an `Accept-Encoding` allows.
    pub(super) fn choose(&self, accepted: &str) -> (Coding, &Bytes) {
        let all = [(Coding::Brotli, &self.brotli), (Coding::Gzip, &self.gzip)];
        let found = all.into_iter().find_map(|(coding, bytes)| {
            let bytes = bytes.as_ref().filter(|_| accepts(accepted, coding.word()))?;
            Some((coding, bytes))
        });
        found.unwrap_or((Coding::Plain, &self.plain))
    }

    /// The strong validator of one encoding.
    pub(super) fn tag(&self, coding: Coding) -> String {
        format!("\"{}-{}\"", self.digest, coding.word())
    }

    /// A file whose name carries a hash never changes; every other one is asked for anew each time.
    pub(super) fn cache_control(&self) -> &'static str {
        if is_hashed(&self.name) { "public, max-age=31536000, immutable" } else { "no-cache" }
    }

    pub(super) fn is_page(&self) -> bool {
        self.name == "index.html"
    }

    pub(super) fn content_type(&self) -> &'static str {
        match self.name.rsplit('.').next().unwrap_or_default() {
            "html" => "text/html; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "webmanifest" => "application/manifest+json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            "txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        }
    }
}

/// Whether `accepted` lists `word` with a quality above zero.
fn accepts(accepted: &str, word: &str) -> bool {
    accepted.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(word));
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse::<f32>);
        named && quality.is_ok_and(|quality| quality > 0.0)
    })
}

/// Whether a name carries a hash as the build writes it: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let Some((_, after)) = name.rsplit_once('-') else { return false };
    let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
    digits >= 12 && after.get(digits..).is_some_and(|rest| rest.starts_with('.') || rest.starts_with("_bg."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_for_ever() {
        for hashed in ["app-0123456789abcdef.js", "app-0123456789abcdef_bg.wasm", "tokens-00ff00ff00ff00ff.css"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["index.html", "sw.js", "icon-192.png", "a-decade.css", "manifest.webmanifest"] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn a_quality_of_zero_is_a_no() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
        assert!(!accepts("brr", "br"));
    }
}
