//! The board that the hub sends is the one that a ledger of the same documents gives, as far as the post may read.

use std::collections::BTreeSet;

use crate::support::{self, Answer, COUNTY, Desk, Hub, TOWNSHIP, VILLAGE, YEAR, org, pull_all, request};
use taizhang_ledger::{Board, Command, Definition, DocId, Domain, DomainName, ItemKey, Move};

impl Desk {
    /// The board that the hub sends to this post.
    async fn board(&self, hub: &Hub) -> Board {
        let answer = self.tablet.get(hub, "/api/board").await;
        assert_eq!(answer.status, 200, "{:?}", String::from_utf8_lossy(&answer.body));
        serde_json::from_slice(&answer.body).unwrap()
    }

    async fn board_unless(&self, hub: &Hub, tag: &str) -> Answer {
        let cookie = self.tablet.cookie.clone().unwrap();
        request(hub, "GET", "/api/board", &[("cookie", &cookie), ("if-none-match", tag)], "").await
    }
}

fn act(branch: &str, task: taizhang_ledger::TaskId, act: Move) -> Command {
    Command::Act { item: ItemKey { branch: org(branch), task }, act, reason: None, until: None }
}

#[tokio::test]
async fn the_numbers_are_those_of_a_ledger_with_the_same_documents() {
    const BRANCHES: [&str; 3] = ["t01-v01", "t01-v02", "t02-v01"];
    let hub = Hub::start();
    let (mut county, mut township) = (Desk::at(&hub, COUNTY).await, Desk::at(&hub, TOWNSHIP).await);
    let mut village = Desk::at(&hub, VILLAGE).await;
    assert_eq!(county.board(&hub).await.total().all, 0, "nothing is given out yet");

    let task = county.issue(&hub, Domain::RURAL, &BRANCHES).await;
    let own = township.issue(&hub, Domain::CADRE, &BRANCHES[..2]).await;
    village.pull(&hub, &DocId::township(&org("county"), YEAR)).await;
    village.pull(&hub, &DocId::township(&org("t01"), YEAR)).await;
    village.run(&hub, act("t01-v01", task, Move::Acknowledge)).await;
    let item = ItemKey { branch: org("t01-v01"), task: own };
    village.run(&hub, Command::Report { item, text: "已办结".into(), percent: Some(100) }).await;
    village.run(&hub, act("t01-v01", own, Move::Submit)).await;
    village.issue(&hub, Domain::DEMO, &["t01-v01"]).await;

    let sent = county.board(&hub).await;
    pull_all(&mut county, &hub, &BRANCHES).await;
    assert_eq!(sent, Board::of(&county.ledger, &org("county"), sent.date));
    let total = sent.total();
    assert_eq!((total.all, total.awaiting), (6, 1));

    // What is written shows in the next answer: a verdict in the review, then a task in the township's list.
    pull_all(&mut township, &hub, &BRANCHES[..1]).await;
    township.run(&hub, act("t01-v01", own, Move::VerifyTownship)).await;
    pull_all(&mut county, &hub, &BRANCHES).await;
    county.run(&hub, act("t01-v01", own, Move::VerifyCounty)).await;
    county.run(&hub, act("t01-v01", own, Move::Close)).await;
    let after = county.board(&hub).await;
    assert_eq!(after, Board::of(&county.ledger, &org("county"), after.date));
    assert_eq!(after.total().closed, 1);
    township.issue(&hub, Domain::TWO_NEW, &["t01-v02"]).await;
    assert_eq!(county.board(&hub).await.total().all, 7);

    // And after a restart from nothing but the store.
    let hub = hub.kill().start();
    pull_all(&mut county, &hub, &BRANCHES).await;
    let again = county.board(&hub).await;
    assert_eq!(again, Board::of(&county.ledger, &org("county"), again.date));
}

#[tokio::test]
async fn each_post_gets_the_branches_that_it_may_read() {
    let hub = Hub::start();
    let mut county = Desk::at(&hub, COUNTY).await;
    county.issue(&hub, Domain::RURAL, &["t01-v01", "t02-v01"]).await;
    let rows = |board: &Board| board.rows.iter().map(|row| row.branch.to_string()).collect::<BTreeSet<_>>();

    let all = county.board(&hub).await;
    let branches: BTreeSet<_> =
        county.ledger.orgs().branches_of(&org("county")).map(|branch| branch.id.to_string()).collect();
    assert_eq!(rows(&all), branches, "also those that have nothing to do");

    let township = Desk::at(&hub, TOWNSHIP).await.board(&hub).await;
    assert_eq!(township.total().all, 1);
    assert!(rows(&township).len() > 1);
    assert!(rows(&township).iter().all(|branch| branch.starts_with("t01-")), "{:?}", rows(&township));
    let village = Desk::at(&hub, VILLAGE).await.board(&hub).await;
    assert_eq!(rows(&village), BTreeSet::from(["t01-v01".to_owned()]));

    let stranger = request(&hub, "GET", "/api/board", &[], "").await;
    assert_eq!(stranger.code(), (401, "session_missing".into()));
    support::hub_command(&["revoke", "--data", &hub.data(), "--device", &county.tablet.device.to_string()]);
    assert_eq!(county.tablet.get(&hub, "/api/board").await.code(), (403, "device_revoked".into()));
}

#[tokio::test]
async fn an_unchanged_board_is_not_sent_again() {
    let hub = Hub::start();
    let mut county = Desk::at(&hub, COUNTY).await;
    county.issue(&hub, Domain::RURAL, &["t01-v01"]).await;
    let first = county.tablet.get(&hub, "/api/board").await;
    let tag = first.header("etag").unwrap().to_owned();
    assert_eq!(first.header("content-type"), Some("application/json"));
    assert_eq!(first.header("cache-control"), Some("no-store"));

    let same = county.board_unless(&hub, &tag).await;
    assert_eq!((same.status, same.body.len()), (304, 0));
    assert_eq!(same.header("etag"), Some(tag.as_str()));
    county.issue(&hub, Domain::CADRE, &["t01-v01"]).await;
    let other = county.board_unless(&hub, &tag).await;
    assert_eq!(other.status, 200);
    assert_ne!(other.header("etag"), Some(tag.as_str()));
}

#[tokio::test]
async fn many_ask_at_once_and_all_get_the_same() {
    let hub = Hub::start();
    let mut county = Desk::at(&hub, COUNTY).await;
    county.issue(&hub, Domain::RURAL, &["t01-v01", "t01-v02", "t02-v01"]).await;
    let asked = [(); 8].map(|()| county.tablet.get(&hub, "/api/board"));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
}

#[tokio::test]
async fn damage_to_one_branch_holds_up_nobody() {
    let hub = Hub::start();
    let mut county = Desk::at(&hub, COUNTY).await;
    let task = county.issue(&hub, Domain::RURAL, &["t01-v01", "t01-v02"]).await;
    let mut village = Desk::at(&hub, VILLAGE).await;
    village.pull(&hub, &DocId::township(&org("county"), YEAR)).await;
    village.run(&hub, act("t01-v01", task, Move::Acknowledge)).await;
    let damage =
        "UPDATE log SET bytes = randomblob(length(bytes)) WHERE doc = (SELECT id FROM documents WHERE name = ?1)";
    let database = rusqlite::Connection::open(format!("{}/hub.db", hub.data())).unwrap();
    assert!(database.execute(damage, ["branch/t01-v01/2026"]).unwrap() > 0);

    let board = county.board(&hub).await;
    assert_eq!(board.total().all, 2, "what the county gave out still counts");
    assert_eq!(board.total().not_started, 2);
}

#[tokio::test]
async fn a_field_of_work_that_the_county_added_is_on_the_board_and_in_the_taskbook_of_all() {
    let hub = Hub::start();
    let college = Domain::from_word("college").unwrap();
    let mut county = Desk::at(&hub, COUNTY).await;
    let named = DomainName { id: college, name: "高校".to_owned(), order: 12, retired: false };
    county.run(&hub, Command::Define(Definition::Domain(named))).await;
    county.issue(&hub, college, &["t01-v01"]).await;
    county.issue(&hub, Domain::RURAL, &["t01-v01"]).await;
    let sent = county.board(&hub).await;
    let numbers: Vec<(Domain, u32)> = sent.by_domain().iter().map(|(domain, tally)| (*domain, tally.all)).collect();
    assert_eq!(numbers, [(college, 1), (Domain::RURAL, 1)]);
    let village = Desk::at(&hub, VILLAGE).await;
    assert_eq!(village.ledger.domain_name(college), Some("高校"));
}
