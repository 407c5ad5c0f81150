//! Whatever a tablet claims, the hub stores and shows only what its post allows.

use std::collections::BTreeMap;

use crate::support::{self, COUNTY, Hub, Line, OTHER_VILLAGE, TOWNSHIP, Tablet, VILLAGE, Writer, name};
use taizhang_ledger::{Author, Command, DocId, Ledger, Moment, OrgKind, Organisation, Role, Timestamp};
use taizhang_sync::{
    CloseReason, DocName, Place, RefusalReason,
    wire::{BriefPlaces, HubFrame, TabletFrame, VERSION},
};
use tokio_tungstenite::tungstenite::Message;

async fn grants(line: &mut Line) -> BTreeMap<String, bool> {
    let granted = line.hello(&[]).await;
    granted.into_iter().map(|grant| (grant.doc.to_string(), grant.writable)).collect()
}

/// How a push of these changes ends.
async fn outcome(line: &mut Line, doc: &DocName, writer: &mut Writer) -> (Vec<RefusalReason>, HubFrame) {
    line.push(doc, &writer.changes(), &writer.heads()).await;
    let mut reasons = Vec::new();
    loop {
        match line.expect().await {
            HubFrame::Refused { reason, .. } => reasons.push(reason),
            HubFrame::Data { .. } => {}
            end => return (reasons, end),
        }
    }
}

#[tokio::test]
async fn each_post_is_granted_its_documents() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let granted = grants(&mut village.connect(&hub).await).await;
    let expected = [
        ("branch/t01-v01/2026", true),
        ("county-review/t01-v01/2026", false),
        ("review/t01-v01/2026", false),
        ("sealed/t01-v01/2026", false),
        ("taskbook/2026", false),
        ("township/county/2026", false),
        ("township/t01/2026", false),
    ];
    assert_eq!(granted, expected.map(|(doc, writable)| (doc.to_owned(), writable)).into());

    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let granted = grants(&mut township.connect(&hub).await).await;
    assert!(granted["township/t01/2026"]);
    assert!(granted["review/t01-v01/2026"]);
    assert!(!granted["county-review/t01-v01/2026"], "the county's word is the county's");
    assert!(!granted["sealed/t01-v01/2026"], "what people are paid is the county's to publish");
    assert!(!granted.keys().any(|doc| doc.contains("/t02")));
    let county = Tablet::enrolled(&hub, COUNTY).await;
    let granted = grants(&mut county.connect(&hub).await).await;
    assert!(granted["taskbook/2026"]);
    assert!(granted["county-review/t01-v01/2026"] && !granted["review/t01-v01/2026"]);
    assert!(!granted["branch/t02-v01/2026"]);
    assert!(granted["sealed/t01-v01/2026"] && !granted["sealed/t01/2026"]);
}

#[tokio::test]
async fn what_a_post_may_not_write_is_refused() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let mut line = village.connect(&hub).await;
    line.hello(&[]).await;
    for (doc, reason) in [
        ("branch/t02-v01/2026", RefusalReason::UnknownDocument),
        ("branch/t01-v99/2026", RefusalReason::UnknownDocument),
        ("branch/t01-v01/2031", RefusalReason::UnknownDocument),
        ("branch/t01/2026", RefusalReason::UnknownDocument),
        ("township/t01/2026", RefusalReason::NotWritable),
    ] {
        let doc = name(doc);
        let mut writer = Writer::new(&doc, village.device);
        writer.edit(10);
        let (reasons, end) = outcome(&mut line, &doc, &mut writer).await;
        assert_eq!(reasons, vec![reason; writer.changes().len()], "{doc}");
        assert!(matches!(end, HubFrame::Missing { .. }), "{end:?}");
    }
    let database = rusqlite::Connection::open(format!("{}/hub.db", hub.data())).unwrap();
    let count: i64 = database.query_row("SELECT count(*) FROM documents", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1, "the taskbook alone");
}

#[tokio::test]
async fn nobody_writes_in_anothers_name() {
    let hub = Hub::start();
    let (village, township) = (Tablet::enrolled(&hub, VILLAGE).await, Tablet::enrolled(&hub, TOWNSHIP).await);
    let doc = name("branch/t01-v01/2026");
    let mut forged = Writer::new(&doc, village.device);
    forged.edit(10);
    // The township may write this document, but not with the village's hand.
    let mut line = township.connect(&hub).await;
    line.hello(&[]).await;
    let (reasons, end) = outcome(&mut line, &doc, &mut forged).await;
    assert_eq!(reasons, [RefusalReason::WrongAuthor]);
    assert!(matches!(end, HubFrame::Missing { .. }), "{end:?}");

    let mut own = Writer::new(&doc, township.device);
    own.edit(10);
    let (reasons, end) = outcome(&mut line, &doc, &mut own).await;
    assert_eq!(reasons, []);
    assert!(matches!(end, HubFrame::Receipt { .. }), "{end:?}");
    // A genesis that is not the one is somebody's change like any other.
    let other = name("review/t01-v01/2026");
    let (reasons, _) = outcome(&mut line, &other, &mut Writer::new(&doc, township.device)).await;
    assert!(!reasons.is_empty() && reasons.iter().all(|one| *one == RefusalReason::WrongAuthor), "{reasons:?}");
}

#[tokio::test]
async fn nonsense_ends_the_connection_with_a_reason() {
    let hub = Hub::start();
    let village = Tablet::enrolled(&hub, VILLAGE).await;
    let long = vec![0; (1 << 20) + 1];
    for (message, expected) in [
        (Message::Binary(vec![9, 9, 9].into()), CloseReason::Protocol),
        (Message::Text("hello".into()), CloseReason::Protocol),
        (Message::Binary(long.into()), CloseReason::FrameTooLarge),
    ] {
        let mut line = village.connect(&hub).await;
        line.hello(&[]).await;
        line.send_message(message).await;
        assert_eq!(line.next().await, Some(HubFrame::Closed { reason: expected }));
        assert_eq!(line.next().await, None);
    }
    let version = VERSION + 1;
    for hello in [
        TabletFrame::Hello { version, places: Vec::new() },
        TabletFrame::BriefHello { version, places: BriefPlaces::new(&[]) },
    ] {
        let mut line = village.connect(&hub).await;
        line.send(&hello).await;
        assert_eq!(line.next().await, Some(HubFrame::Closed { reason: CloseReason::Version }));
    }
}

#[tokio::test]
async fn grants_follow_the_taskbook() {
    let hub = Hub::start();
    let county = Tablet::enrolled(&hub, COUNTY).await;
    let township = Tablet::enrolled(&hub, TOWNSHIP).await;
    let mut watching = township.connect(&hub).await;
    assert!(!grants(&mut watching).await.contains_key("branch/t01-new/2026"));

    // The county enters a village.
    let doc = name("taskbook/2026");
    let id = DocId::taskbook(2026);
    let mut line = county.connect(&hub).await;
    let place = line.subscribe(&doc).await;
    let mut read = automerge::AutoCommit::new();
    line.pull(&mut read, place.seq).await;
    let mut ledger = Ledger::new(2026, county.device.actor([7; 4]));
    ledger.open(&id, [read.save().as_slice()]);
    let who = Author {
        device: county.device,
        org: "county".parse().unwrap(),
        role: Role::CountyOrgDept,
        person: "卢某文".into(),
    };
    let village = Organisation {
        id: "t01-new".parse().unwrap(),
        name: "石桥镇新石村党支部".into(),
        kind: OrgKind::Village,
        parent: Some("t01".parse().unwrap()),
        households: None,
    };
    let mut random = || 1_u128 << 90;
    let mut moment = Moment { now: Timestamp(1_780_000_000_000), random: &mut random };
    let written = ledger.execute(&who, &mut moment, Command::DefineOrganisation(village)).unwrap();
    line.push(&doc, &[written.change.unwrap()], &ledger.heads(&id)).await;
    assert!(matches!(line.expect().await, HubFrame::Receipt { .. }));

    match watching.expect().await {
        HubFrame::Welcome { docs, .. } => {
            let new = docs.iter().find(|grant| grant.doc.as_str() == "branch/t01-new/2026").unwrap();
            assert!(new.writable);
            assert_eq!(new.place, Place { epoch: place.epoch, seq: 0 });
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_revoked_device_is_disconnected() {
    let hub = Hub::start();
    let (village, other) = (Tablet::enrolled(&hub, VILLAGE).await, Tablet::enrolled(&hub, OTHER_VILLAGE).await);
    let (mut line, mut others) = (village.connect(&hub).await, other.connect(&hub).await);
    line.hello(&[]).await;
    others.hello(&[]).await;
    support::hub_command(&["revoke", "--data", &hub.data(), "--device", &village.device.to_string()]);
    assert_eq!(line.next().await, Some(HubFrame::Closed { reason: CloseReason::Revoked }));
    others.send(&TabletFrame::Ping { nonce: 1 }).await;
    assert_eq!(others.expect().await, HubFrame::Pong { nonce: 1 });
}
