//! What the hub has signed for is there after the process was killed, and after it was restored from a backup the
//! tablets learn that it may not be.

use crate::support::{COUNTY, Hub, Tablet, VILLAGE, Writer, hub_command, name};
use automerge::AutoCommit;
use taizhang_ledger::{DocKind, beginning_hashes};
use taizhang_sync::{CloseReason, HubId, receipt::signed_bytes, wire::HubFrame};

#[tokio::test]
async fn a_receipt_is_signed_and_outlives_the_process() {
    let mut hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let doc = name("branch/t01-v01/2026");
    let mut writer = Writer::new(&doc, village.device);
    let mut acknowledged = 0;
    for round in 0..5 {
        let mut line = village.connect(&hub).await;
        let place = line.subscribe(&doc).await;
        assert_eq!(place.seq, acknowledged, "round {round}");
        for _ in 0..20 {
            writer.edit(100);
        }
        line.push(&doc, &writer.changes(), &writer.heads()).await;
        loop {
            match line.expect().await {
                HubFrame::Receipt { doc: of, heads, place, time, signature } => {
                    assert_eq!((&of, &heads), (&doc, &writer.heads()));
                    let id = village.identity["hub"].as_str().unwrap().parse::<taizhang_ledger::DeviceId>().unwrap();
                    let bytes = signed_bytes(&of, &heads, place, time, HubId(id.0));
                    assert!(village.trusts(&bytes, &signature.0));
                    assert!(!village.trusts(&bytes[1..], &signature.0));
                    acknowledged = place.seq;
                    break;
                }
                HubFrame::Data { .. } => {}
                other => panic!("{other:?}"),
            }
        }
        hub = hub.kill().start();
    }
    let county = Tablet::enrolled(&hub, COUNTY).await;
    let mut line = county.connect(&hub).await;
    let place = line.subscribe(&doc).await;
    let beginnings = u64::try_from(beginning_hashes(DocKind::Branch).len()).unwrap();
    assert_eq!(place.seq, beginnings + 100, "the beginnings and a hundred edits");
    let mut read = AutoCommit::new();
    line.pull(&mut read, place.seq).await;
    assert_eq!(read.get_heads(), writer.heads());

    let stopped = hub.kill();
    let checked = hub_command(&["check", "--data", &stopped.data()]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[tokio::test]
async fn stopping_says_goodbye_and_leaves_no_journal() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let mut line = village.connect(&hub).await;
    line.hello(&[]).await;
    let goodbye = tokio::spawn(async move { (line.next().await, line.next().await) });
    let stopped = tokio::task::spawn_blocking(|| hub.terminate()).await.unwrap();
    let (said, then) = goodbye.await.unwrap();
    assert_eq!(said, Some(HubFrame::Closed { reason: CloseReason::Restarting }));
    assert_eq!(then, None);
    let folder = std::fs::read_dir(stopped.data()).unwrap();
    let mut files: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["hub.db", "hub.lock", "keys.db"]);
}

#[tokio::test]
async fn a_place_of_before_a_restore_is_worth_nothing() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let doc = name("taskbook/2026");
    let before = village.connect(&hub).await.subscribe(&doc).await;
    let stopped = hub.terminate();
    assert!(hub_command(&["after-restore", "--data", &stopped.data()]).status.success());

    let hub = stopped.start();
    let mut line = village.connect(&hub).await;
    let granted = line.hello(&[(&doc, before)]).await;
    let now = granted.iter().find(|grant| grant.doc == doc).unwrap().place;
    assert_eq!(now.seq, before.seq);
    assert_ne!(now.epoch, before.epoch);
    let mut read = AutoCommit::new();
    line.pull(&mut read, now.seq).await;
    assert!(!read.get_heads().is_empty(), "all of it came again");
}

#[tokio::test]
async fn one_folder_is_served_by_one_hub() {
    let hub = Hub::start();
    let data = hub.data();
    let app = hub.folder.path().join("app");
    let second = hub_command(&["serve", "--data", &data, "--listen", "127.0.0.1:0", "--app", app.to_str().unwrap()]);
    assert!(!second.status.success());
    assert!(String::from_utf8(second.stderr).unwrap().contains("another hub is serving"));
    assert!(!hub_command(&["after-restore", "--data", &data]).status.success());
}
