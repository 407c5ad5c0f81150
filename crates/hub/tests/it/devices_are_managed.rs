//! Those who answer for devices see, invite, move and revoke them; nobody else does.

use crate::support::{Answer, COUNTY, Hub, OTHER_VILLAGE, TOWNSHIP, Tablet, VILLAGE};
use serde_json::{Value, json};
use taizhang_sync::{CloseReason, wire::HubFrame};

async fn devices(hub: &Hub, who: &Tablet) -> Vec<Value> {
    who.get(hub, "/api/devices").await.json()["devices"].as_array().unwrap().clone()
}

fn orgs(devices: &[Value]) -> Vec<&str> {
    devices.iter().map(|one| one["org"].as_str().unwrap()).collect()
}

async fn manage(hub: &Hub, who: &Tablet, device: &Tablet, what: &str, question: &Value) -> Answer {
    who.post(hub, &format!("/api/devices/{}/{what}", device.device), question).await
}

fn post(org: &str, role: &str) -> Value {
    json!({ "org": org, "role": role })
}

#[tokio::test]
async fn each_post_sees_the_devices_below_it() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let other = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let county = Tablet::enrolled(&hub, COUNTY).await;
    assert_eq!(orgs(&devices(&hub, &village).await), ["t01-v01"]);
    assert_eq!(orgs(&devices(&hub, &township).await), ["t01", "t01-v01"]);
    assert_eq!(orgs(&devices(&hub, &county).await), ["county", "t01", "t01-v01", "t02-v01"]);
    assert_eq!(village.get(&hub, "/api/devices").await.json()["may_manage"], false);

    // What a tablet says about itself is seen by those above it.
    let line = village.connect(&hub).await;
    let said = json!({ "app_version": "0.1.0", "unsent": 3, "oldest_unsent_ms": 1_790_000_000_000_i64 });
    assert_eq!(village.post(&hub, "/api/devices/self", &said).await.status, 204);
    let seen = devices(&hub, &township).await.into_iter().find(|one| one["org"] == "t01-v01").unwrap();
    assert_eq!((&seen["connected"], &seen["unsent"], &seen["app_version"]), (&json!(true), &json!(3), &json!("0.1.0")));
    assert_eq!(seen["oldest_unsent_ms"], 1_790_000_000_000_i64);
    drop(line);
    drop(other);
}

#[tokio::test]
async fn a_revoked_device_is_turned_away_at_once_on_an_open_connection() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let other = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let mut line = village.connect(&hub).await;
    line.hello(&[]).await;

    let nothing = json!({});
    for (who, device, code) in [
        (&village, &township, (403, "not_allowed".to_owned())),
        (&township, &other, (403, "not_allowed".to_owned())),
        (&township, &township, (409, "own_device".to_owned())),
    ] {
        assert_eq!(manage(&hub, who, device, "revoke", &nothing).await.code(), code);
    }
    assert_eq!(manage(&hub, &township, &village, "revoke", &nothing).await.status, 204);
    assert!(matches!(line.expect().await, HubFrame::Closed { reason: CloseReason::Revoked }));
    assert_eq!(village.get(&hub, "/api/me").await.code(), (403, "device_revoked".to_owned()));
    let seen = devices(&hub, &township).await.into_iter().find(|one| one["org"] == "t01-v01").unwrap();
    assert!(seen["revoked_ms"].is_i64());
}

#[tokio::test]
async fn another_post_is_learnt_at_the_next_connection() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let mut line = village.connect(&hub).await;
    line.hello(&[]).await;
    let to = post("t01-v02", "branch_secretary");
    assert_eq!(manage(&hub, &township, &village, "post", &to).await.status, 204);
    // The tablet comes again, and is not told that it is over.
    assert!(matches!(line.expect().await, HubFrame::Closed { reason: CloseReason::Restarting }));
    assert_eq!(village.get(&hub, "/api/me").await.json()["org"], "t01-v02");
    let granted = village.connect(&hub).await.hello(&[]).await;
    assert!(granted.iter().any(|grant| grant.writable && grant.doc.to_string() == "branch/t01-v02/2026"));
    assert!(!granted.iter().any(|grant| grant.doc.to_string() == "branch/t01-v01/2026"));

    for (to, code) in [
        (post("t02-v01", "branch_secretary"), "not_allowed"),
        (post("county", "county_org_dept"), "not_allowed"),
        (post("t01-v02", "township_org_officer"), "post_invalid"),
    ] {
        assert_eq!(manage(&hub, &township, &village, "post", &to).await.code().1, code);
    }
}

#[tokio::test]
async fn an_invitation_from_the_screen_enrols_a_device() {
    let hub = Hub::start();
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let made = township.post(&hub, "/api/invitations", &post("t01-v02", "branch_secretary")).await.json();
    let link = made["link"].as_str().unwrap();
    assert!(link.starts_with(&format!("http://{}/enrol#", hub.host())), "{link}");
    let rows = made["qr"].as_array().unwrap();
    assert!(rows.len() > 20 && rows.iter().all(|row| row.as_str().unwrap().len() == rows.len()));
    // The three corners of a QR code.
    assert!(rows[0].as_str().unwrap().starts_with("1111111") && rows[0].as_str().unwrap().ends_with("1111111"));
    let mut tablet = Tablet::new();
    assert_eq!(tablet.enrol(&hub, link.split_once('#').unwrap().1).await.status, 200);
    assert_eq!(tablet.identity["org"], "t01-v02");

    let asked = [(&tablet, post("t01-v02", "branch_secretary")), (&township, post("t02-v01", "branch_secretary"))];
    for (who, post) in asked {
        assert_eq!(who.post(&hub, "/api/invitations", &post).await.code(), (403, "not_allowed".to_owned()));
    }
}
