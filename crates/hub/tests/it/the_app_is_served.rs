//! The built app comes with the right types, encodings and headers.

use crate::support::{Answer, Hub, Stopped, hub_command, request};

fn hub() -> Hub {
    let stopped = Stopped::new();
    let app = stopped.0.path().join("app");
    let put = |name: &str, text: &str| {
        std::fs::create_dir_all(app.join(name).parent().unwrap()).unwrap();
        std::fs::write(app.join(name), text).unwrap();
    };
    put("app-0123456789abcdef_bg.wasm", "plain wasm");
    put("app-0123456789abcdef_bg.wasm.br", "brotli");
    put("app-0123456789abcdef_bg.wasm.gz", "gzip");
    put("app-0123456789abcdef.js", "js");
    put("sw.js", "worker");
    put("manifest.webmanifest", "{}");
    put("icons/icon.svg", "<svg/>");
    stopped.start()
}

async fn get(hub: &Hub, path: &str, headers: &[(&str, &str)]) -> Answer {
    request(hub, "GET", path, headers, "").await
}

#[tokio::test]
async fn the_smallest_encoding_that_is_understood_is_sent() {
    let hub = hub();
    let path = "/app-0123456789abcdef_bg.wasm";
    let mut tags = std::collections::BTreeSet::new();
    for (accepted, coding, body) in
        [("gzip, deflate, br", Some("br"), "brotli"), ("gzip", Some("gzip"), "gzip"), ("", None, "plain wasm")]
    {
        let answer = get(&hub, path, &[("accept-encoding", accepted)]).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding));
        assert_eq!(answer.body, body.as_bytes());
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        tags.insert(answer.header("etag").unwrap().to_owned());
    }
    assert_eq!(tags.len(), 3, "each encoding has a tag of its own");
    assert_eq!(get(&hub, "/app-0123456789abcdef_bg.wasm.br", &[]).await.status, 404);
}

#[tokio::test]
async fn what_may_change_is_asked_for_anew() {
    let hub = hub();
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/icons/icon.svg", "image/svg+xml"),
    ] {
        let answer = get(&hub, path, &[]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        let tag = answer.header("etag").unwrap();
        let again = get(&hub, path, &[("if-none-match", tag)]).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn the_apps_own_addresses_get_its_page_and_nothing_else_does() {
    let hub = hub();
    for path in ["/", "/index.html", "/enrol", "/items/t01-v01/0190"] {
        let answer = get(&hub, path, &[]).await;
        assert!(answer.body.starts_with(b"<!doctype html>"), "{path}");
    }
    for path in ["/gone-0123456789abcdef.js", "/icons/gone.png", "/../hub.db", "/..%2fhub.db"] {
        assert_eq!(get(&hub, path, &[]).await.status, 404, "{path}");
    }
    assert_eq!(get(&hub, "/api/nothing", &[]).await.code(), (404, "not_found".into()));
    assert_eq!(get(&hub, "/api/enrol/begin", &[]).await.code(), (405, "method_not_allowed".into()));
    assert_eq!(request(&hub, "HEAD", "/", &[], "").await.body, b"");
}

#[tokio::test]
async fn pages_come_with_a_policy() {
    let hub = hub();
    let answer = get(&hub, "/enrol", &[]).await;
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"));
    assert!(policy.contains(&format!("ws://{}", hub.host())));
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
        for path in ["/", "/sw.js", "/api/me", "/healthz"] {
            assert_eq!(get(&hub, path, &[]).await.header(name), Some(value), "{path}");
        }
    }
    assert_eq!(get(&hub, "/api/me", &[]).await.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_hub_says_that_it_is_well() {
    let hub = hub();
    let answer = get(&hub, "/healthz", &[]).await;
    assert_eq!((answer.status, answer.json()["status"].as_str()), (200, Some("ok")));
}

#[test]
fn other_machines_are_not_served_in_the_clear_by_mistake() {
    let stopped = Stopped::new();
    let app = stopped.0.path().join("app");
    let tried =
        hub_command(&["serve", "--data", &stopped.data(), "--listen", "0.0.0.0:0", "--app", app.to_str().unwrap()]);
    assert!(!tried.status.success());
    assert!(String::from_utf8(tried.stderr).unwrap().contains("--allow-remote"));
}
