//! Twenty tablets write while the hub is killed, again and again: nothing that it gave a receipt for is missing.
//! `ROUNDS=50 cargo test -p taizhang-hub killed_again_and_again` for longer.

use std::{path::Path, time::Duration};

use crate::support::{Client, Hub, hub_command, name, stored_hashes};
use taizhang_sync::DocName;

/// Ten posts with two tablets each.
fn posts() -> Vec<(String, &'static str, DocName)> {
    let branch = |org: &str| (org.to_owned(), "branch_secretary", name(&format!("branch/{org}/2026")));
    let mut posts: Vec<_> =
        (1..=4).flat_map(|n| [format!("t01-v0{n}"), format!("t02-v0{n}")]).map(|o| branch(&o)).collect();
    for org in ["t01", "t02"] {
        posts.push((org.to_owned(), "township_org_officer", name(&format!("township/{org}/2026"))));
    }
    posts
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_receipted_is_missing() {
    let rounds: u64 = std::env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4);
    let mut hub = Hub::start();
    let mut clients = Vec::new();
    for (org, role, doc) in posts() {
        for _ in 0..2 {
            clients.push((Client::enrolled(&hub, (&org, role)).await, doc.clone()));
        }
    }
    let mut receipted = 0;
    for round in 0..rounds {
        // Between a third of a second and one, not the same for each round.
        let until = tokio::time::Instant::now() + Duration::from_millis(350 + round * 197 % 600);
        while tokio::time::Instant::now() < until {
            for (client, doc) in &clients {
                client.edit(doc, 60);
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
        let stopped = hub.kill();
        // What had reached the sockets is still taken in.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let before = receipted;
        receipted = 0;
        for (_, _, doc) in posts() {
            let held = stored_hashes(Path::new(&stopped.data()), &doc).await;
            for (client, _) in clients.iter().filter(|(_, of)| *of == doc) {
                let promised = client.held().receipted(&doc);
                assert!(promised.is_subset(&held), "round {round}: {doc} has lost what was acknowledged");
                receipted += promised.len();
            }
        }
        assert!(receipted > before, "round {round}: nothing was acknowledged");
        let checked = hub_command(&["check", "--data", &stopped.data()]);
        assert!(checked.status.success(), "round {round}: {}", String::from_utf8_lossy(&checked.stdout));
        hub = stopped.start();
        for (client, _) in &clients {
            client.follow(&hub);
        }
    }
    for (client, doc) in &clients {
        client.settle().await;
        assert_eq!(client.owes(doc), 0);
        assert!(client.held().refused.is_empty());
    }
    eprintln!("{rounds} kills, {receipted} acknowledged changes");
}
