//! The content security policy of the app's pages.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::encode::sha256;

/// The policy for a page: scripts of this origin, WebAssembly, and the inline scripts that the page was built with.
pub(super) fn policy(page: &str, host: Option<&str>, agent: &str) -> String {
    let wasm = wasm_word(agent);
    let scripts = inline_scripts(page)
        .fold(String::new(), |list, script| list + " 'sha256-" + &STANDARD.encode(sha256(&[script.as_bytes()])) + "'");
    // Older browsers do not count a WebSocket to the own origin as 'self'.
    let sockets = host.filter(|host| is_host(host)).map(|host| format!(" ws://{host} wss://{host}"));
    let sockets = sockets.unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' {wasm}{scripts}; style-src 'self'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{sockets}; \
         manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// What stands between `<script …>` and `</script>`, where there is no `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, body) = rest.split_once('>')?;
        let (script, _) = body.split_once("</script>")?;
        let is_inline = !attributes.split_whitespace().any(|word| word.starts_with("src="));
        (is_inline && !script.is_empty()).then_some(script)
    })
}

/// Chromium before 97 does not know `wasm-unsafe-eval`, and starts no WebAssembly without the wider word.
fn wasm_word(agent: &str) -> &'static str {
    let version = agent.split_once("Chrome/").and_then(|(_, rest)| rest.split('.').next()?.parse::<u32>().ok());
    if version.is_some_and(|version| version < 97) { "'unsafe-eval'" } else { "'wasm-unsafe-eval'" }
}

fn is_host(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_hash_and_others_by_origin() {
        let page = r#"<script src="/a.js"></script><script type="module">abc</script><p>"#;
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["abc"]);
        let policy = policy(page, Some("hub.example:8080"), "Chrome/114.0");
        // The SHA-256 of "abc" (FIPS 180-4), in base64.
        assert!(policy.contains("wasm-unsafe-eval' 'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=';"));
        assert!(policy.contains("connect-src 'self' ws://hub.example:8080 wss://hub.example:8080;"));
    }

    #[test]
    fn a_strange_host_does_not_get_into_the_policy() {
        assert!(!policy("", Some("a; script-src *"), "").contains('*'));
    }

    #[test]
    fn an_old_browser_gets_the_word_that_it_knows() {
        assert!(policy("", None, "Mozilla/5.0 Chrome/90.0.4430.210 Safari").contains(" 'unsafe-eval'"));
        assert!(!policy("", None, "Mozilla/5.0 Chrome/114.0.0.0 Safari").contains(" 'unsafe-eval'"));
    }
}
