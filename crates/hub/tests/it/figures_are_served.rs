//! The figures that the hub sends are those that a ledger of the same documents gives, as far as the post may read.

use std::{collections::BTreeMap, path::Path};

use crate::support::{COUNTY, Desk, Hub, TOWNSHIP, VILLAGE, YEAR, org, pull_all, request};
use chrono::NaiveDate;
use taizhang_hub::store::sqlite;
use taizhang_ledger::{
    CaseCommand, Command, DocId, Domain, ItemKey, Move, OrgId, OrgKind, Organisation, Reckoner, RegisterCommand,
    ScoreCommand, Written,
    expr::Exact,
    indicator::{Report, Reported},
    points::Points,
    record::Value,
    score::ScoreMove,
};

const BRANCHES: [&str; 3] = ["t01-v01", "t01-v02", "t02-v01"];

impl Desk {
    /// The report on `of` that the hub sends to this post.
    async fn report(&self, hub: &Hub, of: &str) -> Report {
        let answer = self.tablet.get(hub, &format!("/api/figures/{of}")).await;
        assert_eq!(answer.status, 200, "{:?}", String::from_utf8_lossy(&answer.body));
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// An income of a village, in fen.
    async fn earn(&mut self, hub: &Hub, fen: i64) -> Written {
        let text = |text: &str| Value::Text(text.to_owned());
        let cells = vec![
            ("day".to_owned(), text("2026-03-05")),
            ("kind".to_owned(), text("operating")),
            ("amount".to_owned(), Value::Number(fen)),
            ("source".to_owned(), text("厂房租金")),
        ];
        let add = RegisterCommand::Add { org: self.who.org.clone(), register: "collective_income".into(), cells };
        self.run(hub, Command::Register(add)).await
    }
}

/// What a ledger of the same documents gives.
fn expected(desk: &Desk, of: &str, date: NaiveDate) -> BTreeMap<String, Reported> {
    let reckoner = Reckoner::new(&desk.ledger, date);
    let at: OrgId = org(of);
    let one = |indicator| {
        let figure = reckoner.figure(indicator, &at)?;
        Some((indicator.id.clone(), Reported { value: figure.value.ok(), of: figure.of }))
    };
    desk.ledger.indicators().into_iter().filter_map(one).collect()
}

#[tokio::test]
async fn the_numbers_are_those_of_a_ledger_with_the_same_documents() {
    let hub = Hub::start();
    let (mut county, mut village) = (Desk::at(&hub, COUNTY).await, Desk::at(&hub, VILLAGE).await);
    let task = county.issue(&hub, Domain::RURAL, &BRANCHES).await;
    village.pull(&hub, &DocId::township(&org("county"), YEAR)).await;
    let item = ItemKey { branch: org("t01-v01"), task };
    village.run(&hub, Command::Act { item, act: Move::Acknowledge, reason: None, until: None }).await;
    village.earn(&hub, 1_234_567).await;

    pull_all(&mut county, &hub, &BRANCHES).await;
    for of in ["county", "t01", "t01-v01", "t02"] {
        let sent = county.report(&hub, of).await;
        assert!(!sent.damaged);
        assert_eq!(sent.figures, expected(&county, of, sent.date), "{of}");
    }
    let income = |report: &Report| report.figures["operating_profit"].value;
    let before = income(&county.report(&hub, "county").await);

    // What is written shows in the next answer: a row of a branch, then what the county itself decides.
    village.earn(&hub, 1_000_000).await;
    pull_all(&mut county, &hub, &BRANCHES).await;
    let after = county.report(&hub, "county").await;
    assert_ne!(income(&after), before);
    assert_eq!(after.figures, expected(&county, "county", after.date));
    county.run(&hub, Command::SetParameter { name: "weak_village_income".into(), value: 1 }).await;
    let decided = county.report(&hub, "county").await;
    assert_ne!(decided.figures, after.figures);
    assert_eq!(decided.figures, expected(&county, "county", decided.date));

    // A task of the county's is read anew for those who have it.
    county.issue(&hub, Domain::RURAL, &BRANCHES[1..2]).await;
    let given = county.report(&hub, "county").await;
    for of in ["county", "t01", "t01-v01", "t01-v02"] {
        assert_eq!(county.report(&hub, of).await.figures, expected(&county, of, given.date), "{of}");
    }

    // And after a restart from nothing but the store, whatever has become of the extracts.
    let mut hub = hub.kill().start();
    assert_eq!(county.report(&hub, "county").await, given);
    for harm in [spoil, flip, lose] {
        let killed = hub.kill();
        let file = Path::new(&killed.data()).join(sqlite::EXTRACTS_FILE);
        assert!(file.metadata().unwrap().len() > 0, "what was read is kept");
        // Into the file itself, whatever its journal holds.
        rusqlite::Connection::open(&file).unwrap().pragma_update(None, "journal_mode", "delete").unwrap();
        harm(&file);
        hub = killed.start();
        assert_eq!(county.report(&hub, "county").await, given);
    }
}

/// Makes it no database.
fn spoil(file: &Path) {
    std::fs::write(file, "不是数据库".repeat(1_000)).unwrap();
}

fn lose(file: &Path) {
    std::fs::remove_file(file).unwrap();
}

/// Flips a bit of every extract.
fn flip(file: &Path) {
    let connection = rusqlite::Connection::open(file).unwrap();
    let all: Vec<(String, Vec<u8>)> = {
        let mut find = connection.prepare("SELECT doc, bytes FROM extracts").unwrap();
        let found = find.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        found.collect::<Result<_, _>>().unwrap()
    };
    assert!(!all.is_empty());
    for (doc, mut bytes) in all {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        connection.execute("UPDATE extracts SET bytes = ?2 WHERE doc = ?1", (doc, bytes)).unwrap();
    }
}

#[tokio::test]
async fn the_points_of_a_branch_are_those_of_a_ledger_with_the_same_documents() {
    let hub = Hub::start();
    let (mut county, mut township) = (Desk::at(&hub, COUNTY).await, Desk::at(&hub, TOWNSHIP).await);
    county.issue(&hub, Domain::RURAL, &BRANCHES).await;
    let before = county.report(&hub, "t01-v01").await.points;
    assert_eq!(before["village_secretary"].get("party_life"), None, "nothing was scored");
    assert!(before["village_secretary"].contains_key("tasks"), "{before:?}");
    let entry = ScoreCommand::Propose {
        branch: org("t01-v01"),
        scheme: "village_secretary".into(),
        part: "party_life".into(),
        points: Points(1_250),
        text: "全年12次主题党日".into(),
        task: None,
        row: None,
        participant: None,
        on: NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(),
    };
    township.run(&hub, Command::Score(entry)).await;
    pull_all(&mut county, &hub, &BRANCHES).await;
    assert_eq!(county.report(&hub, "t01-v01").await.points, before, "not confirmed");
    let branch = org("t01-v01");
    let entry = county.ledger.scores(&branch)[0].entry.id;
    let confirm = ScoreCommand::Act { branch: branch.clone(), entry, act: ScoreMove::Confirm, reason: None };
    county.run(&hub, Command::Score(confirm)).await;
    let after = county.report(&hub, "t01-v01").await;
    assert_eq!(after.points["village_secretary"]["party_life"], 1_250);
    let reckoner = Reckoner::new(&county.ledger, after.date);
    assert_eq!(after.points, reckoner.points_of(&branch, &reckoner.all_own(&branch)));
    assert!(county.report(&hub, "t01").await.points.is_empty(), "a township takes part in no scheme");
}

#[tokio::test]
async fn nobody_is_told_of_what_they_may_not_read() {
    let hub = Hub::start();
    let township = Desk::at(&hub, TOWNSHIP).await;
    let village = Desk::at(&hub, VILLAGE).await;
    assert_eq!(township.report(&hub, "t01").await.org, org("t01"));
    assert_eq!(township.report(&hub, "t01-v02").await.org, org("t01-v02"));
    assert_eq!(village.report(&hub, "t01-v01").await.org, org("t01-v01"));
    for (desk, of) in [(&township, "county"), (&township, "t02-v01"), (&village, "t01"), (&village, "t01-v02")] {
        assert_eq!(desk.tablet.get(&hub, &format!("/api/figures/{of}")).await.status, 404, "{of}");
    }
    assert_eq!(township.tablet.get(&hub, "/api/figures/%E6%9D%91").await.status, 404);
    let mut county = Desk::at(&hub, COUNTY).await;
    let leader = Organisation {
        id: org("leader-01"),
        name: "郑某".into(),
        kind: OrgKind::Leader,
        parent: Some(org("county")),
        households: None,
    };
    county.run(&hub, Command::DefineOrganisation(leader)).await;
    let link = CaseCommand::Link { leader: org("leader-01"), branch: org("t01-v01"), linked: true };
    county.run(&hub, Command::Case(link)).await;
    // A running hub looks for new organisations now and then, one that starts does so at once.
    let hub = hub.kill().start();
    let leader = Desk::at(&hub, ("leader-01", "linked_leader")).await;
    for of in ["leader-01", "county", "t01-v01"] {
        assert_eq!(leader.tablet.get(&hub, &format!("/api/figures/{of}")).await.status, 404, "{of}");
    }
    let stranger = request(&hub, "GET", "/api/figures/county", &[], "").await;
    assert_eq!(stranger.code(), (401, "session_missing".into()));
}

#[tokio::test]
async fn what_damage_took_is_missing_until_the_tablet_hands_it_in_again() {
    let hub = Hub::start();
    let (county, mut village) = (Desk::at(&hub, COUNTY).await, Desk::at(&hub, VILLAGE).await);
    let profit = |report: &Report| report.figures["operating_profit"].value;
    village.earn(&hub, 1_234_567).await;
    let whole = county.report(&hub, "county").await;
    assert_eq!(profit(&whole), Some(Exact::new(1_234_567, 100)));
    let damage =
        "UPDATE log SET bytes = randomblob(length(bytes)) WHERE doc = (SELECT id FROM documents WHERE name = ?1)";
    let database = rusqlite::Connection::open(format!("{}/hub.db", hub.data())).unwrap();
    assert!(database.execute(damage, ["branch/t01-v01/2026"]).unwrap() > 0);
    // What was reckoned before, or kept of the documents, stays until something is read anew.
    let stopped = hub.kill();
    for file in ["extracts.db", "extracts.db-wal", "extracts.db-shm"] {
        let _ = std::fs::remove_file(format!("{}/{file}", stopped.data()));
    }
    let hub = stopped.start();
    let report = county.report(&hub, "county").await;
    assert_eq!(profit(&report), Some(Exact::from_integer(0)));
    assert_eq!(report.figures.len(), whole.figures.len());
    village.earn(&hub, 100).await;
    assert_eq!(profit(&county.report(&hub, "county").await), Some(Exact::new(1_234_667, 100)));
}
