//! `/metrics` says what the hub did, on a listener of its own.

use crate::support::{OTHER_VILLAGE, Stopped, Tablet, VILLAGE, Writer, metric, name, request};
use taizhang_sync::wire::HubFrame;

const METRICS: [&str; 2] = ["--metrics-listen", "127.0.0.1:0"];

#[tokio::test]
async fn what_happens_is_counted() {
    let hub = Stopped::new().start_with(&METRICS);
    assert_eq!(metric(&hub, "taizhang_connections").await, Some(0.0));
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let doc = name("branch/t01-v01/2026");
    let mut line = village.connect(&hub).await;
    line.subscribe(&doc).await;
    let mut writer = Writer::new(&doc, village.device);
    (0..9).for_each(|_| drop(writer.edit(100)));
    line.push(&doc, &writer.changes(), &writer.heads()).await;
    assert!(matches!(line.expect().await, HubFrame::Receipt { .. }));

    let stranger = Tablet::enrolled(&hub, OTHER_VILLAGE).await;
    let mut intruding = stranger.connect(&hub).await;
    intruding.hello(&[]).await;
    intruding.push(&doc, &writer.changes(), &writer.heads()).await;
    while !matches!(intruding.expect().await, HubFrame::Missing { .. }) {}

    let written = f64::from(u32::try_from(writer.changes().len()).unwrap());
    for (name, value) in [
        ("taizhang_connections", 2.0),
        ("taizhang_receipts_total", 1.0),
        ("taizhang_changes_stored_total", written),
        ("taizhang_changes_refused_total{reason=\"unknown_document\"}", written),
        ("taizhang_documents_in_memory", 0.0),
        ("taizhang_writer_queue", 0.0),
        ("taizhang_mailbox_messages", 0.0),
        (concat!("taizhang_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}"), 1.0),
    ] {
        assert_eq!(metric(&hub, name).await, Some(value), "{name}");
    }
    for name in ["received_bytes_total", "sent_bytes_total", "commit_seconds_count", "data_free_bytes"] {
        assert!(metric(&hub, &format!("taizhang_{name}")).await.unwrap() > 0.0, "{name}");
    }
    assert!(metric(&hub, "taizhang_commit_changes_sum").await.unwrap() >= 10.0);
}

#[tokio::test]
async fn the_public_listener_does_not_tell() {
    let hub = Stopped::new().start_with(&METRICS);
    let page = request(&hub, "GET", "/metrics", &[], "").await;
    assert!(!String::from_utf8_lossy(&page.body).contains("taizhang_"));
}
