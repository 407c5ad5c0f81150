//! The keys of published pay: the person's own device gets theirs and no other, those above get all, and when the year
//! is over nobody gets any.

use std::{fs, path::Path, time::Duration};

use crate::support::{COUNTY, Hub, OTHER_VILLAGE, Stopped, TOWNSHIP, Tablet, VILLAGE, base64url};
use serde_json::{Value, json};
use taizhang_hub::store::{GivenKey, KeyShelf as _, SqliteStore, sqlite};
use taizhang_ledger::sealed::RowKey;
use taizhang_sync::DocName;

const DOC: &str = "sealed/t01-v01/2026";
const MINE: &str = "01996b2e-0000-7000-8000-000000000001";
const THEIRS: &str = "01996b2e-0000-7000-8000-000000000002";
const PAPER: &str = "01996b2e-0000-7000-8000-000000000003";
const KEY: [u8; 32] = *b"a key that is nowhere by chance!";

fn put(doc: &str, row: &str, person: Option<&str>) -> Value {
    json!({ "doc": doc, "row": row, "key": base64url(&KEY), "person": person })
}

async fn rows(hub: &Hub, who: &Tablet) -> Vec<(String, bool)> {
    let answer = who.post(hub, "/api/keys", &json!({})).await.json();
    assert!(!answer.to_string().contains("某"), "nobody is told whose key it is: {answer}");
    let all = answer["keys"].as_array().unwrap().iter();
    all.map(|one| (one["row"].as_str().unwrap().to_owned(), one["key"].is_string())).collect()
}

fn all_of(rows: &[&str]) -> Vec<(String, bool)> {
    rows.iter().map(|row| ((*row).to_owned(), true)).collect()
}

#[tokio::test]
async fn each_gets_their_own_and_those_above_get_all() {
    let hub = Hub::start();
    let county = Tablet::enrolled_as(&hub, COUNTY, "黄某").await;
    let township = Tablet::enrolled_as(&hub, TOWNSHIP, "林某").await;
    let deputy = Tablet::enrolled_as(&hub, ("t01", "township_secretary"), "郑某").await;
    let elsewhere = Tablet::enrolled_as(&hub, ("t02", "township_org_officer"), "周某").await;
    let me = Tablet::enrolled_as(&hub, VILLAGE, "陈某").await;
    let mate = Tablet::enrolled_as(&hub, VILLAGE, "吴某").await;
    let stranger = Tablet::enrolled_as(&hub, VILLAGE, "许某").await;
    let namesake = Tablet::enrolled_as(&hub, OTHER_VILLAGE, "陈某").await;
    for who in [&township, &me] {
        let refused = who.post(&hub, "/api/keys", &json!({ "put": [put(DOC, MINE, Some("陈某"))] })).await;
        assert_eq!(refused.code(), (403, "not_allowed".to_owned()), "the county alone publishes");
    }
    let put = [put(DOC, MINE, Some("陈某")), put(DOC, THEIRS, Some("吴某")), put(DOC, PAPER, None)];
    assert_eq!(county.post(&hub, "/api/keys", &json!({ "put": put })).await.status, 200);
    for who in [&county, &township, &deputy] {
        assert_eq!(rows(&hub, who).await, all_of(&[MINE, THEIRS, PAPER]));
    }
    assert_eq!(rows(&hub, &me).await, all_of(&[MINE]));
    assert_eq!(rows(&hub, &mate).await, all_of(&[THEIRS]));
    for who in [&stranger, &namesake, &elsewhere] {
        assert_eq!(rows(&hub, who).await, []);
    }
    // It is the same after a restart, and a destroyed key is told to whoever may have had it.
    let hub = hub.terminate().start();
    assert_eq!(rows(&hub, &me).await, all_of(&[MINE]));
    let gone = json!({ "destroy": [{ "doc": DOC, "row": MINE }] });
    assert_eq!(me.post(&hub, "/api/keys", &gone).await.code(), (403, "not_allowed".to_owned()));
    assert_eq!(county.post(&hub, "/api/keys", &gone).await.status, 200);
    assert_eq!(rows(&hub, &me).await, [(MINE.to_owned(), false)]);
}

/// Whoever gets the link of a village could type a colleague's name: that opens nothing.
#[tokio::test]
async fn a_name_that_was_typed_on_the_device_opens_nothing_until_who_manages_it_gives_it() {
    let hub = Hub::start();
    let county = Tablet::enrolled_as(&hub, COUNTY, "黄某").await;
    let township = Tablet::enrolled_as(&hub, TOWNSHIP, "林某").await;
    let mut typed = Tablet::new();
    "陈某".clone_into(&mut typed.person);
    assert_eq!(typed.enrol(&hub, &hub.invite(VILLAGE)).await.status, 200, "an invitation without a name is good");
    let mut other = Tablet::new();
    "陈某".clone_into(&mut other.person);
    let answer = other.enrol(&hub, &hub.invite_person(VILLAGE, "吴某")).await;
    assert_eq!((answer.status, &answer.json()["person"]), (200, &json!("吴某")), "the inviter's name stands");
    let put = [put(DOC, MINE, Some("陈某")), put(DOC, THEIRS, Some("吴某"))];
    assert_eq!(county.post(&hub, "/api/keys", &json!({ "put": put })).await.status, 200);
    assert_eq!(rows(&hub, &typed).await, []);
    assert_eq!(rows(&hub, &other).await, all_of(&[THEIRS]));
    let give = |person: &str| json!({ "org": VILLAGE.0, "role": VILLAGE.1, "person": person });
    let post = format!("/api/devices/{}/post", typed.device);
    assert_eq!(typed.post(&hub, &post, &give("陈某")).await.code(), (409, "own_device".to_owned()));
    assert_eq!(township.post(&hub, &post, &give("陈某")).await.status, 204);
    assert_eq!(rows(&hub, &typed).await, all_of(&[MINE]));
    // Another post without a name leaves it as it is.
    assert_eq!(township.post(&hub, &post, &give(" ")).await.status, 204);
    assert_eq!(typed.get(&hub, "/api/me").await.json()["person"], "陈某");
    assert_eq!(rows(&hub, &typed).await, all_of(&[MINE]));
}

#[tokio::test]
async fn what_was_paid_in_a_year_that_is_over_opens_no_more() {
    let stopped = Stopped::of_year("2025");
    let data = stopped.data();
    let folder = Path::new(&data);
    let given = |doc: &str, row: &str, key: &[u8; 32], person: Option<&str>| GivenKey {
        doc: DocName::new(doc.to_owned()).unwrap(),
        row: row.parse().unwrap(),
        key: RowKey::new(*key),
        person: person.map(str::to_owned),
    };
    let store = SqliteStore::open(folder, sqlite::Options::default()).unwrap();
    let list = *b"the key of a township's own list";
    let all = vec![
        given("sealed/t01-v01/2025", MINE, &KEY, Some("Name of Person")),
        given("sealed/t01/2025", THEIRS, &list, None),
    ];
    store.put_keys(all).await.unwrap();
    store.close().await;
    let stored = |bytes: &[u8]| {
        let file = fs::read(folder.join("keys.db")).unwrap();
        file.windows(bytes.len()).any(|part| part == bytes)
    };
    assert!(stored(&KEY) && stored(b"Name of Person"));
    let hub = stopped.start();
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    for _ in 0..100 {
        if !stored(&KEY) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!stored(&KEY) && !stored(b"Name of Person"), "neither the key nor whose it was is in the file");
    assert!(stored(&list), "what the township keeps for its work stays");
    let county = Tablet::enrolled(&hub, COUNTY).await;
    // What comes late is not taken either.
    let late = json!({ "put": [put("sealed/t01-v01/2025", PAPER, None)] });
    assert_eq!(county.post(&hub, "/api/keys", &late).await.status, 200);
    let mut told = rows(&hub, &township).await;
    told.sort();
    assert_eq!(told, [(MINE.to_owned(), false), (THEIRS.to_owned(), true)]);
    assert!(!stored(&KEY));
    // Nor does what is left of it, which nobody can read, come back to the devices that it has left.
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    for who in [&village, &township, &county] {
        let granted = who.connect(&hub).await.hello(&[]).await;
        let named: Vec<String> = granted.iter().map(|grant| grant.doc.to_string()).collect();
        assert!(!named.contains(&"sealed/t01-v01/2025".to_owned()), "{named:?}");
        assert!(named.contains(&"taskbook/2025".to_owned()));
        assert_eq!(named.contains(&"sealed/t01/2025".to_owned()), who.device != village.device);
    }
}
