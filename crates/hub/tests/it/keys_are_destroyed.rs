//! The keys of sealed rows go to who may read the rows and to nobody else, and a destroyed one is nowhere any more.

use std::{fs, path::Path};

use crate::support::{Answer, COUNTY, Hub, TOWNSHIP, Tablet, VILLAGE, base64url, hub_command};
use serde_json::{Value, json};

const DOC: &str = "sealed/t01/2026";
const ROW: &str = "01996b2e-0000-7000-8000-000000000001";
const OTHER_ROW: &str = "01996b2e-0000-7000-8000-000000000002";
/// Bytes that are nowhere by chance.
const KEY: [u8; 32] = *b"a key that is nowhere by chance!";
const OTHER_KEY: [u8; 32] = *b"the key of another row, who stay";

async fn ask(hub: &Hub, who: &Tablet, question: Value) -> Answer {
    who.post(hub, "/api/keys", &question).await
}

fn put(row: &str, key: [u8; 32]) -> Value {
    json!({ "doc": DOC, "row": row, "key": base64url(&key) })
}

fn rows(answer: &Answer) -> Vec<(String, Option<String>)> {
    let json = answer.json();
    let all = json["keys"].as_array().unwrap().iter();
    all.map(|one| (one["row"].as_str().unwrap().to_owned(), one["key"].as_str().map(str::to_owned))).collect()
}

/// Whether bytes stand in a file of the data folder.
fn is_stored(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| fs::read(entry.unwrap().path()).ok())
        .any(|file| file.windows(bytes.len()).any(|part| part == bytes))
}

#[tokio::test]
async fn who_may_read_the_rows_gets_the_keys() {
    let hub = Hub::start();
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let county = Tablet::enrolled(&hub, COUNTY).await;
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let elsewhere = Tablet::enrolled(&hub, ("t02", "township_org_officer")).await;
    let deputy = Tablet::enrolled(&hub, ("t01", "township_secretary")).await;

    let given = ask(&hub, &township, json!({ "put": [put(ROW, KEY), put(OTHER_ROW, OTHER_KEY)] })).await;
    assert_eq!(rows(&given).len(), 2);
    // The first key of a row stays: another could only be a mistake.
    ask(&hub, &township, json!({ "put": [put(ROW, OTHER_KEY)] })).await;
    for who in [&county, &deputy] {
        let first = (ROW.to_owned(), Some(base64url(&KEY)));
        assert_eq!(rows(&ask(&hub, who, json!({})).await)[0], first);
        let refused = ask(&hub, who, json!({ "destroy": [{ "doc": DOC, "row": ROW }] })).await;
        assert_eq!(refused.code(), (403, "not_allowed".to_owned()));
    }
    for who in [&village, &elsewhere] {
        assert_eq!(rows(&ask(&hub, who, json!({})).await), []);
        for question in [json!({ "put": [put(ROW, KEY)] }), json!({ "destroy": [{ "doc": DOC, "row": ROW }] })] {
            assert_eq!(ask(&hub, who, question).await.code(), (403, "not_allowed".to_owned()));
        }
    }
    // Only what is new since the last answer, unless that was another hub's.
    let since = given.json()["since"].clone();
    assert_eq!(rows(&ask(&hub, &township, json!({ "since": since })).await), []);
    assert_eq!(rows(&ask(&hub, &township, json!({ "since": { "epoch": 1, "turn": 99 } })).await).len(), 2);
    for nonsense in [
        json!({ "put": [{ "doc": DOC, "row": ROW, "key": "short" }] }),
        json!({ "put": [{ "doc": DOC, "row": ROW }] }),
        json!({ "put": [{ "doc": "sealed/../2026", "row": ROW, "key": base64url(&KEY) }] }),
        json!({ "put": [{ "doc": DOC, "row": "1", "key": base64url(&KEY) }] }),
    ] {
        assert_eq!(ask(&hub, &township, nonsense).await.code(), (400, "bad_request".to_owned()));
    }
    let open = json!({ "put": [{ "doc": "township/t01/2026", "row": ROW, "key": base64url(&KEY) }] });
    assert_eq!(ask(&hub, &township, open).await.code(), (403, "not_allowed".to_owned()));
}

#[tokio::test]
async fn a_destroyed_key_is_in_no_file_and_does_not_come_back() {
    let hub = Hub::start();
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let county = Tablet::enrolled(&hub, COUNTY).await;
    ask(&hub, &township, json!({ "put": [put(ROW, KEY), put(OTHER_ROW, OTHER_KEY)] })).await;
    let before = ask(&hub, &county, json!({})).await.json()["since"].clone();
    let data = hub.data();
    let folder = Path::new(&data);
    assert!(is_stored(folder, &KEY));

    let gone = ask(&hub, &township, json!({ "destroy": [{ "doc": DOC, "row": ROW }] })).await;
    assert_eq!(gone.status, 200);
    assert!(!is_stored(folder, &KEY), "in no file");
    assert!(is_stored(folder, &OTHER_KEY), "what is not destroyed stays");
    assert_eq!(rows(&ask(&hub, &county, json!({ "since": before })).await), [(ROW.to_owned(), None)]);
    ask(&hub, &township, json!({ "put": [put(ROW, KEY)] })).await;
    assert!(!is_stored(folder, &KEY), "who still has it cannot bring it back");

    // A backup made from now on does not have it; the hub itself starts with what it had.
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("copy");
    assert!(hub_command(&["backup", "--data", &data, "--to", copy.to_str().unwrap()]).status.success());
    assert!(!is_stored(&copy, &KEY) && is_stored(&copy, &OTHER_KEY));
}
