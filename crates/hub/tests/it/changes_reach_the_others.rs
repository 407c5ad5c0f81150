//! What one tablet writes, the others get: at once where they read, in their own time where they are slow.

use std::time::{Duration, Instant};

use crate::support::{COUNTY, Hub, OTHER_VILLAGE, TOWNSHIP, Tablet, VILLAGE, Writer, name};
use automerge::AutoCommit;
use taizhang_ledger::{DocKind, beginning_hashes};
use taizhang_sync::wire::{HubFrame, TabletFrame};

/// How many changes a branch's document begins with.
fn begun() -> u64 {
    u64::try_from(beginning_hashes(DocKind::Branch).len()).unwrap()
}

#[tokio::test]
async fn a_change_reaches_those_who_may_read_it_at_once() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let stranger = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let doc = name("branch/t01-v01/2026");
    let (mut writing, mut reading) = (village.connect(&hub).await, township.connect(&hub).await);
    let mut outside = stranger.connect(&hub).await;
    writing.subscribe(&doc).await;
    reading.subscribe(&doc).await;
    outside.hello(&[(&doc, taizhang_sync::Place::ZERO)]).await;

    let mut writer = Writer::new(&doc, village.device);
    let mut copy = AutoCommit::new();
    for edits in 1..=10 {
        let change = writer.edit(50);
        let changes = if edits == 1 { writer.changes() } else { vec![change] };
        writing.push(&doc, &changes, &writer.heads()).await;
        assert!(matches!(writing.expect().await, HubFrame::Receipt { .. }));
        reading.pull(&mut copy, begun() + edits).await;
        assert_eq!(copy.get_heads(), writer.heads());
        assert!(matches!(writing.expect().await, HubFrame::Data { bytes, .. } if bytes.is_empty()), "its place alone");
    }
    outside.send(&TabletFrame::Ping { nonce: 9 }).await;
    assert_eq!(outside.expect().await, HubFrame::Pong { nonce: 9 }, "nothing of it went to a stranger");
}

#[tokio::test]
async fn a_slow_reader_holds_up_nobody_and_misses_nothing() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let county = Tablet::enrolled(&hub, COUNTY).await;
    let doc = name("branch/t01-v01/2026");
    let (mut writing, mut reading) = (village.connect(&hub).await, township.connect(&hub).await);
    let mut slow = county.connect(&hub).await;
    writing.subscribe(&doc).await;
    reading.subscribe(&doc).await;
    slow.subscribe(&doc).await;

    // 30 MB: more than any socket takes in advance, and more than the hub would keep for one connection.
    let mut writer = Writer::new(&doc, village.device);
    let mut copy = AutoCommit::new();
    let began = Instant::now();
    for edits in 1..=600 {
        let change = writer.edit(50_000);
        let changes = if edits == 1 { writer.changes() } else { vec![change] };
        writing.push(&doc, &changes, &writer.heads()).await;
        while !matches!(writing.expect().await, HubFrame::Receipt { .. }) {}
        reading.pull(&mut copy, begun() + edits).await;
    }
    assert_eq!(copy.get_heads(), writer.heads());
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());

    let mut late = AutoCommit::new();
    slow.pull(&mut late, begun() + 600).await;
    assert_eq!(late.get_heads(), writer.heads());
}
