//! Enrolment and login: the happy path, and every way in which it is refused.

use crate::support::{self, COUNTY, ENROL, Hub, TOWNSHIP, Tablet, VILLAGE, base64url, hub_command, request};
use serde_json::json;

fn refusal(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn an_invited_device_gets_its_identity_and_a_session() {
    let hub = Hub::start();
    let token = hub.invite(VILLAGE);
    let mut tablet = Tablet::new();
    let offer = tablet.post(&hub, "/api/enrol/begin", &json!({ "token": token })).await.json();
    assert_eq!(offer["org"], "t01-v01");
    assert_eq!(offer["org_name"], "石桥镇上石村党总支");
    assert_eq!(offer["role"], "branch_secretary");
    assert_eq!(offer["year"], 2026);

    let answer = tablet.finish(&hub, &token, offer["challenge"].as_str().unwrap()).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("; HttpOnly; SameSite=Strict; Path=/; Max-Age=34560000"), "{cookie}");
    assert!(!cookie.contains("Secure"), "this hub has no public https address");
    let identity = answer.json();
    assert_eq!(identity["device"], tablet.device.to_string());
    assert_eq!(identity["person"], "陈某平");
    for same in ["org", "org_name", "role", "year", "hub", "hub_key"] {
        assert_eq!(identity[same], offer[same], "{same}");
    }
    assert_eq!(tablet.get(&hub, "/api/me").await.json(), identity);
}

#[tokio::test]
async fn a_link_serves_one_device_alone_which_may_ask_twice() {
    let hub = Hub::start();
    let token = hub.invite(VILLAGE);
    let (mut first, mut second) = (Tablet::new(), Tablet::new());
    let offer = second.post(&hub, "/api/enrol/begin", &json!({ "token": token })).await.json();
    let challenge = offer["challenge"].as_str().unwrap();
    assert_eq!(first.finish(&hub, &token, challenge).await.status, 200);

    assert_eq!(second.finish(&hub, &token, challenge).await.code(), refusal(410, "invitation_used"));
    assert_eq!(second.enrol(&hub, &token).await.code(), refusal(410, "invitation_used"));
    assert_eq!(second.log_in(&hub).await.code(), refusal(403, "device_unknown"), "nothing of it was stored");
    // Its answer was lost: the same key gets it again, and the cookie works.
    assert_eq!(first.finish(&hub, &token, challenge).await.status, 200);
    assert_eq!(first.get(&hub, "/api/me").await.status, 200);
}

#[tokio::test]
async fn forged_mistyped_and_old_links_are_told_apart() {
    let hub = Hub::start();
    let mut tablet = Tablet::new();
    for wrong in [base64url(&[7; 32]), "abc".into(), "???".into(), String::new()] {
        assert_eq!(tablet.enrol(&hub, &wrong).await.code(), refusal(404, "invitation_unknown"), "{wrong}");
    }
    let token = hub.invite(VILLAGE);
    let database = rusqlite::Connection::open(format!("{}/hub.db", hub.data())).unwrap();
    database.execute("UPDATE invitations SET expires_ms = 1", []).unwrap();
    assert_eq!(tablet.enrol(&hub, &token).await.code(), refusal(410, "invitation_expired"));
}

#[tokio::test]
async fn a_key_must_be_shown_to_be_ones_own() {
    let hub = Hub::start();
    let token = hub.invite(VILLAGE);
    let tablet = Tablet::new();
    let offer = tablet.post(&hub, "/api/enrol/begin", &json!({ "token": token })).await.json();
    let challenge = offer["challenge"].as_str().unwrap();
    let good = json!({
        "token": token,
        "public_key": base64url(&tablet.public_key()),
        "signature": base64url(&tablet.sign(ENROL, challenge)),
        "person": "陈某平",
    });
    let with = |field: &str, value: String| {
        let mut question = good.clone();
        question[field] = value.into();
        question
    };
    let stranger = Tablet::new();
    let mut odd_key = tablet.public_key();
    odd_key.truncate(90);
    for (question, expected) in [
        (with("signature", base64url(&stranger.sign(ENROL, challenge))), refusal(400, "signature_invalid")),
        (
            with("signature", base64url(&tablet.sign(b"taizhang session v1\0", challenge))),
            refusal(400, "signature_invalid"),
        ),
        (with("signature", "!".into()), refusal(400, "signature_invalid")),
        (with("public_key", base64url(&odd_key)), refusal(400, "key_invalid")),
        (with("person", "   ".into()), refusal(400, "person_invalid")),
        (with("person", "很".repeat(21)), refusal(400, "person_invalid")),
        (json!({ "token": token }), refusal(400, "bad_request")),
        (with("person", "长".repeat(20_000)), refusal(400, "bad_request")),
    ] {
        assert_eq!(tablet.post(&hub, "/api/enrol/finish", &question).await.code(), expected);
    }
    assert_eq!(tablet.post(&hub, "/api/enrol/finish", &good).await.status, 200, "nothing above used it up");
}

#[tokio::test]
async fn another_site_cannot_act_for_a_device() {
    let hub = Hub::start();
    let tablet = Tablet::enrolled(&hub, VILLAGE).await;
    let cookie = tablet.cookie.clone().unwrap();
    for origin in ["https://evil.example", "null"] {
        let headers = [("origin", origin), ("cookie", &cookie), ("content-type", "application/json")];
        let answer = request(&hub, "POST", "/api/session/begin", &headers, "{}").await;
        assert_eq!(answer.code(), refusal(400, "origin_refused"));
        let upgrade = [("origin", origin), ("cookie", &cookie), ("upgrade", "websocket")];
        assert_eq!(request(&hub, "GET", "/api/sync", &upgrade, "").await.code(), refusal(400, "origin_refused"));
    }
    assert_eq!(request(&hub, "POST", "/api/enrol/begin", &[], "{}").await.code(), refusal(400, "origin_refused"));
}

#[tokio::test]
async fn a_device_logs_in_by_its_key() {
    let hub = Hub::start();
    let mut tablet = Tablet::enrolled(&hub, TOWNSHIP).await;
    let first = tablet.cookie.take().unwrap();
    assert_eq!(tablet.get(&hub, "/api/me").await.code(), refusal(401, "session_missing"));
    assert_eq!(request(&hub, "GET", "/api/sync", &[], "").await.code(), refusal(401, "session_missing"));
    assert_eq!(tablet.log_in(&hub).await.status, 200);
    assert_ne!(tablet.cookie.as_ref(), Some(&first));
    assert_eq!(tablet.get(&hub, "/api/me").await.status, 200);

    // A signature is good once.
    let device = tablet.device.to_string();
    let asked = tablet.post(&hub, "/api/session/begin", &json!({ "device": device })).await.json();
    let signature = base64url(&tablet.sign(support::SESSION, asked["challenge"].as_str().unwrap()));
    let question = json!({ "device": device, "signature": signature });
    assert_eq!(tablet.post(&hub, "/api/session/finish", &question).await.status, 200);
    let again = tablet.post(&hub, "/api/session/finish", &question).await;
    assert_eq!(again.code(), refusal(401, "challenge_expired"));
}

#[tokio::test]
async fn a_revoked_device_is_told_so() {
    let hub = Hub::start();
    let mut tablet = Tablet::enrolled(&hub, VILLAGE).await;
    let revoked = hub_command(&["revoke", "--data", &hub.data(), "--device", &tablet.device.to_string()]);
    assert!(revoked.status.success());
    assert_eq!(tablet.get(&hub, "/api/me").await.code(), refusal(403, "device_revoked"));
    assert_eq!(tablet.log_in(&hub).await.code(), refusal(403, "device_revoked"));
}

#[tokio::test]
async fn attempts_are_counted() {
    let hub = Hub::start();
    let tablet = Tablet::new();
    for attempt in 0..100 {
        let answer = tablet.post(&hub, "/api/enrol/begin", &json!({ "token": "x" })).await;
        if answer.status == 429 {
            assert!(attempt >= 60 && answer.header("retry-after").is_some());
            assert_eq!(answer.code().1, "too_many_attempts");
            return;
        }
    }
    unreachable!("nobody stopped it");
}

#[test]
fn nobody_is_invited_to_a_post_that_is_not_there() {
    let stopped = support::Stopped::new();
    let invite = |org, role| {
        let data = stopped.data();
        let made = hub_command(&["invite", "--data", &data, "--org", org, "--role", role]);
        (made.status.success(), String::from_utf8(made.stderr).unwrap())
    };
    assert!(invite("nowhere", COUNTY.1).1.contains("no organisation nowhere;"));
    assert!(invite("t01-v01", "county_org_dept").1.contains("its posts are: branch_secretary"));
    assert!(invite("t01", "sector_committee").1.contains("township_org_officer, township_secretary"));
    assert!(invite("t01", "mayor").1.contains("possible values"));
    assert!(invite("t01", "township_secretary").0);
}
