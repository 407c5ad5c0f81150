//! A post at work: a tablet with its copy of the ledger.

use automerge::AutoCommit;
use taizhang_ledger::{
    Author, Command, DocId, Domain, Ledger, Moment, NewTask, OrgId, Role, Timestamp, record::EvidenceRule,
};
use taizhang_sync::{Place, wire::HubFrame};

use super::{Hub, Tablet, name};

pub const YEAR: u16 = 2026;

pub fn org(id: &str) -> OrgId {
    id.parse().unwrap()
}

/// A post with its tablet and its copy of the ledger.
pub struct Desk {
    pub tablet: Tablet,
    pub ledger: Ledger,
    pub who: Author,
    random: u128,
}

impl Desk {
    pub async fn at(hub: &Hub, post: (&str, &str)) -> Self {
        let tablet = Tablet::enrolled(hub, post).await;
        let device = tablet.device;
        let role = Role::from_word(post.1).unwrap();
        let who = Author { device, org: org(post.0), role, person: "某人".into() };
        let random = u128::from_be_bytes(device.0);
        let mut desk = Self { tablet, ledger: Ledger::new(YEAR, device.actor([7; 4])), who, random };
        desk.pull(hub, &DocId::taskbook(YEAR)).await;
        desk
    }

    pub async fn pull(&mut self, hub: &Hub, id: &DocId) {
        let doc = name(&id.to_string());
        let mut line = self.tablet.connect(hub).await;
        let grants = line.hello(&[(&doc, Place::ZERO)]).await;
        let granted = grants.into_iter().find(|grant| grant.doc == doc);
        if let Some(place) = granted.map(|grant| grant.place).filter(|place| place.seq > 0) {
            let mut read = AutoCommit::new();
            line.pull(&mut read, place.seq).await;
            self.ledger.merge(id, &read.save()).unwrap();
        }
    }

    /// Carries a command out and hands the document in.
    pub async fn run(&mut self, hub: &Hub, command: Command) -> taizhang_ledger::Written {
        let mut random = || {
            // An id takes the first ten bytes.
            self.random = self.random.wrapping_add(1 << 64);
            self.random
        };
        let mut moment = Moment { now: Timestamp(1_780_000_000_000), random: &mut random };
        let written = self.ledger.execute(&self.who, &mut moment, command).unwrap();
        let doc = name(&written.doc.to_string());
        let changes = self.ledger.own_changes_since(&written.doc, self.tablet.device, &[]);
        let heads = self.ledger.heads(&written.doc);
        let mut line = self.tablet.connect(hub).await;
        line.hello(&[]).await;
        line.push(&doc, &changes, &heads).await;
        loop {
            match line.expect().await {
                HubFrame::Receipt { .. } => return written,
                HubFrame::Data { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub async fn issue(&mut self, hub: &Hub, domain: Domain, branches: &[&str]) -> taizhang_ledger::TaskId {
        let task = NewTask {
            title: "整顿软弱涣散党组织".into(),
            requirement: "制定一村一策方案。".into(),
            code: "R1".into(),
            domain,
            due: "2026-06-30".parse().unwrap(),
            unit: None,
            evidence: EvidenceRule::None,
            branches: branches.iter().map(|id| (org(id), None)).collect(),
        };
        self.run(hub, Command::SetTask(task)).await.task.unwrap()
    }
}

/// Everything that a branch's items stand in, as one ledger holds it.
pub async fn pull_all(desk: &mut Desk, hub: &Hub, branches: &[&str]) {
    for owner in ["county", "t01", "t02"] {
        desk.pull(hub, &DocId::township(&org(owner), YEAR)).await;
    }
    for branch in branches {
        desk.pull(hub, &DocId::branch(&org(branch), YEAR)).await;
        desk.pull(hub, &DocId::review(&org(branch), YEAR)).await;
    }
}
