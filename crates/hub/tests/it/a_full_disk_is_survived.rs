//! A hub whose database may not grow any more says so, goes on reading, and takes everything once there is room.

use std::{path::Path, time::Duration};

use crate::support::{Client, Stopped, TOWNSHIP, Tablet, VILLAGE, hub_command, metric, name, stored_hashes};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_in_part_and_everything_in_the_end() {
    let stopped = Stopped::new();
    let size = std::fs::metadata(Path::new(&stopped.data()).join("hub.db")).unwrap().len();
    let limit = (size + (120 << 10)).to_string();
    let hub = stopped.start_with(&["--max-database-bytes", &limit, "--metrics-listen", "127.0.0.1:0"]);
    let doc = name("branch/t01-v01/2026");
    let village = Client::enrolled(&hub, VILLAGE).await;
    let deputy = Client::enrolled(&hub, VILLAGE).await;
    village.settle().await;
    deputy.settle().await;
    let full = "taizhang_append_failures_total{cause=\"full\"}";
    while metric(&hub, full).await.is_none() {
        village.edit(&doc, 500);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    village.until("offline or behind", |held| held.status.unsent > 0).await;
    assert!(village.owes(&doc) > 0);
    let receipted = village.held().receipted(&doc);
    assert!(!receipted.is_empty(), "there was room for something");

    deputy.edit(&doc, 20);
    // Another process, as `hub invite` is one, uses up what is left.
    rusqlite::Connection::open(Path::new(&hub.data()).join("hub.db"))
        .unwrap()
        .execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
             INSERT INTO invitations (token, org, role, created_ms, expires_ms)
             SELECT randomblob(32), 'nobody', 'nothing', 0, 0 FROM n",
        )
        .unwrap();
    // Whoever comes in is told, in words; what is there can still be read.
    let mut refused = false;
    for _ in 0..27 {
        let answer = Tablet::new().enrol(&hub, &hub.invite(TOWNSHIP)).await;
        if answer.status != 200 {
            assert_eq!(answer.code(), (503, "store_unavailable".into()));
            refused = true;
            break;
        }
    }
    assert!(refused, "there was room to the end");
    let stopped = hub.kill();
    let held = stored_hashes(Path::new(&stopped.data()), &doc).await;
    assert!(receipted.is_subset(&held));
    assert!(hub_command(&["check", "--data", &stopped.data()]).status.success());

    let hub = stopped.start();
    for client in [&village, &deputy] {
        client.follow(&hub);
        client.settle().await;
        assert_eq!(client.owes(&doc), 0);
        assert!(client.held().refused.is_empty(), "a full disk is no reason to refuse a change");
    }
    let heads = village.heads(&doc);
    let stopped = hub.terminate();
    let held = stored_hashes(Path::new(&stopped.data()), &doc).await;
    assert!(heads.iter().all(|head| held.contains(head)));
}
