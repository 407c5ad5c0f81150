//! Photos and scanned documents come in parts, count when they are whole and what they say, and stay with those whose
//! they are.

use std::{fs, path::Path};

use crate::support::{Answer, Hub, OTHER_VILLAGE, TOWNSHIP, Tablet, VILLAGE, request};
use sha2::{Digest as _, Sha256};
use taizhang_ledger::record::FileHash;

const ORG: &str = "t01-v01";

fn scan(size: usize) -> String {
    format!("%PDF-1.7\n{}", "page ".repeat(size / 5))
}

fn hash(text: &str) -> String {
    FileHash(Sha256::digest(text).into()).to_string()
}

async fn send(hub: &Hub, who: &Tablet, address: &str, offset: usize, length: usize, part: &str) -> Answer {
    let (offset, length, origin) = (offset.to_string(), length.to_string(), format!("http://{}", hub.host()));
    let headers = [
        ("cookie", who.cookie.as_deref().unwrap()),
        ("origin", &origin),
        ("upload-offset", &offset),
        ("upload-length", &length),
    ];
    request(hub, "PATCH", address, &headers, part).await
}

async fn held(hub: &Hub, who: &Tablet, address: &str) -> (u16, Option<String>) {
    let answer = request(hub, "HEAD", address, &[("cookie", who.cookie.as_deref().unwrap())], "").await;
    (answer.status, answer.header("upload-offset").map(str::to_owned))
}

#[tokio::test]
async fn a_file_goes_on_where_it_was_cut_off_also_after_a_kill() {
    let mut hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let other = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let text = scan(300_000);
    let address = format!("/api/files/{ORG}/{}", hash(&text));
    assert_eq!(held(&hub, &village, &address).await, (404, Some("0".into())));
    let first = send(&hub, &village, &address, 0, text.len(), &text[..100_000]).await;
    assert_eq!((first.status, first.header("upload-offset")), (204, Some("100000")));
    assert_eq!(village.get(&hub, &address).await.status, 404, "a part is no file");

    hub = hub.kill().start();
    assert_eq!(held(&hub, &village, &address).await, (404, Some("100000".into())));
    let wrong = send(&hub, &village, &address, 5, text.len(), &text[5..]).await;
    assert_eq!((wrong.code().1.as_str(), wrong.header("upload-offset")), ("offset_mismatch", Some("100000")));
    let last = send(&hub, &village, &address, 100_000, text.len(), &text[100_000..]).await;
    assert_eq!(last.status, 201);
    assert_eq!(send(&hub, &village, &address, 0, text.len(), &text[..10]).await.status, 200, "once is enough");

    for who in [&village, &township] {
        let got = who.get(&hub, &address).await;
        assert_eq!(got.body, text.as_bytes());
        assert_eq!(got.header("content-type"), Some("application/pdf"));
        assert_eq!(got.header("content-disposition"), Some("attachment"));
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(other.get(&hub, &address).await.code(), (403, "not_allowed".to_owned()));
    // The same bytes at another village are another file, whoever knows their hash.
    let elsewhere = address.replace(ORG, "t02-v01");
    assert_eq!(other.get(&hub, &elsewhere).await.status, 404);
    assert_eq!(send(&hub, &other, &elsewhere, 0, text.len(), &text).await.status, 201);
    assert_eq!(other.get(&hub, &elsewhere).await.body, text.as_bytes());
}

#[tokio::test]
async fn what_is_not_what_it_says_is_refused_and_forgotten() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let at = |text: &str| format!("/api/files/{ORG}/{}", hash(text));
    let page = "<html><script>alert(1)</script></html>";
    assert_eq!(send(&hub, &village, &at(page), 0, page.len(), page).await.code(), (415, "file_type".into()));
    let text = scan(500);
    let lie = at("something else");
    assert_eq!(send(&hub, &village, &lie, 0, text.len(), &text).await.code(), (422, "file_damaged".into()));
    assert_eq!(held(&hub, &village, &lie).await, (404, Some("0".into())), "it begins anew");
    let large = send(&hub, &village, &at(&text), 0, 21 << 20, &text).await;
    assert_eq!(large.code(), (413, "file_too_large".into()));
    let foreign = at(&text).replace(ORG, "t02-v01");
    assert_eq!(send(&hub, &village, &foreign, 0, text.len(), &text).await.code(), (403, "not_allowed".into()));
    let past = send(&hub, &village, &at(&text), 0, 10, &text).await;
    assert_eq!(past.code().1, "offset_mismatch");
    for address in [format!("/api/files/{ORG}/ABC"), format!("/api/files/../{}", hash(&text))] {
        assert_eq!(village.get(&hub, &address).await.status, 404);
    }
}

#[tokio::test]
async fn what_the_disk_has_lost_or_damaged_is_taken_again() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let text = scan(20_000);
    let address = format!("/api/files/{ORG}/{}", hash(&text));
    assert_eq!(send(&hub, &village, &address, 0, text.len(), &text).await.status, 201);
    assert_eq!(held(&hub, &village, &address).await, (200, None));
    let whole = Path::new(&hub.data()).join("files").join(&hash(&text)[..2]).join(hash(&text));

    // One flipped byte.
    let mut bytes = fs::read(&whole).unwrap();
    bytes[9_000] ^= 1;
    fs::write(&whole, bytes).unwrap();
    assert_eq!(village.get(&hub, &address).await.status, 404, "what is damaged is handed to nobody");
    assert_eq!(held(&hub, &village, &address).await, (404, Some("0".into())));
    assert_eq!(send(&hub, &village, &address, 0, text.len(), &text).await.status, 201);
    assert_eq!(village.get(&hub, &address).await.body, text.as_bytes());

    // As after a restore from a copy without it.
    fs::remove_file(&whole).unwrap();
    assert_eq!(held(&hub, &village, &address).await, (404, Some("0".into())));
    assert_eq!(send(&hub, &village, &address, 0, text.len(), &text).await.status, 201);
    assert_eq!(held(&hub, &village, &address).await, (200, None));
    assert_eq!(village.get(&hub, &address).await.body, text.as_bytes());
}

#[tokio::test]
async fn a_file_of_a_townships_register_is_for_those_who_read_the_register() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let other = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let text = scan(500);
    let address = format!("/api/files/t01/{}", hash(&text));
    assert_eq!(send(&hub, &village, &address, 0, text.len(), &text).await.code(), (403, "not_allowed".into()));
    assert_eq!(send(&hub, &township, &address, 0, text.len(), &text).await.status, 201);
    for who in [&village, &township] {
        assert_eq!(who.get(&hub, &address).await.body, text.as_bytes());
    }
    assert_eq!(other.get(&hub, &address).await.code(), (403, "not_allowed".to_owned()));
}
