//! What goes up to the hub: one push of a document at a time, until a receipt covers it.
//!
//! A push ends in `Receipt` or `Missing`. After `Missing` the outbox tries two more things, each
//! once: to collect again from nothing, in case the hub holds less than was thought; and to get a
//! receipt at least for what does not build on what is missing or refused. Then it waits.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Change, ChangeHash};

use super::{
    ConnectionId,
    graph::{self, Node},
};
use crate::{Receipt, RefusalReason, change::is_genesis_actor, wire::MAX_CHANGE};

/// What the session shall do for a document's outbox.
#[derive(Debug)]
pub(super) enum Step {
    /// Ask the host for changes after these heads.
    Collect(Vec<ChangeHash>),
    /// Send a push.
    Push { heads: Vec<ChangeHash>, changes: Vec<Change> },
    /// Tell the host of a refusal.
    Refuse(ChangeHash, RefusalReason),
    /// Tell the host what is being waited for.
    Wait(Vec<ChangeHash>),
    /// Hand on a verified receipt.
    Deliver(Receipt),
}

/// On what terms changes are sent now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) connection: ConnectionId,
    /// Whether all that the hub is known to have is stored here.
    pub(super) level: bool,
    /// Whether the hub said that the document is writable; `None` if it has not said anything yet.
    pub(super) writable: Option<bool>,
}

/// Why nothing is sent although not everything is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// All that is left was refused.
    Refused,
    /// The rest builds on what the hub must get from elsewhere.
    Waiting,
    /// Nothing is left, as far as can be told before all data has come: a change made here may lack
    /// a dependency that the disk lost, and appear only when that has come again.
    Behind,
}

#[derive(Debug)]
struct Refusal {
    reason: RefusalReason,
    /// The connection that it was given on; `None` if that was another life of the app.
    on: Option<ConnectionId>,
    /// The genesis change is nothing that a person made.
    silent: bool,
}

/// How far a push has got in its attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Its base was once held by the hub, by an earlier receipt.
    Believed,
    /// Its base is empty, or the hub said on this very connection that it holds it.
    Proven,
    /// It asks for no more than a receipt for what the hub did take.
    Settling,
}

/// What has happened since the push under way was collected.
#[derive(Debug, Clone, Copy, Default)]
struct News {
    /// Changes were made.
    changes: bool,
    /// Data was stored: the hub may have got what it lacked.
    data: bool,
}

/// A push on its way.
#[derive(Debug)]
struct Flight {
    base: Vec<ChangeHash>,
    round: Round,
    nodes: Vec<Node>,
    genesis: BTreeSet<ChangeHash>,
    /// Sorted.
    heads: Vec<ChangeHash>,
    /// Own changes that its receipt will not cover.
    barred: BTreeSet<ChangeHash>,
    /// What those wait for that are not refused; `None` if all are.
    awaited: Option<Vec<ChangeHash>>,
    /// The hub turned out to be another one than it was made for.
    doomed: bool,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Idle,
    Collecting {
        since: Vec<ChangeHash>,
        round: Round,
    },
    InFlight(Flight),
    Verifying(Flight, Receipt),
}

/// One document's outbox.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// There may be changes that no receipt covers.
    dirty: bool,
    /// A receipt is wanted even if there is nothing to send.
    owed: bool,
    news: News,
    hold: Option<Hold>,
    refused: BTreeMap<ChangeHash, Refusal>,
    stage: Stage,
    recollected: bool,
    /// Answers still to come to questions that no longer matter.
    stale: u32,
}

impl Outbox {
    pub(super) fn new(dirty: bool, refused: Vec<(ChangeHash, RefusalReason)>) -> Self {
        let known = |(hash, reason)| (hash, Refusal { reason, on: None, silent: false });
        Self { dirty, refused: refused.into_iter().map(known).collect(), ..Self::default() }
    }

    pub(super) fn is_unsent(&self) -> bool {
        self.dirty || self.owed
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.hold == Some(Hold::Waiting)
    }

    /// Whether there is nothing to do before something changes.
    pub(super) fn is_quiet(&self) -> bool {
        matches!(self.stage, Stage::Idle) && (!self.is_unsent() || self.hold.is_some())
    }

    pub(super) fn refusals(&self) -> usize {
        self.refused.values().filter(|refusal| !refusal.silent).count()
    }

    /// This device changed the document.
    pub(super) fn changed(&mut self) {
        self.dirty = true;
        self.news.changes |= !matches!(self.stage, Stage::Idle);
        self.release(Hold::Refused);
    }

    /// The hub's earlier receipts are void.
    pub(super) fn void(&mut self, owed: bool) {
        self.owed |= owed;
        self.hold = None;
        match &mut self.stage {
            Stage::Idle => {}
            Stage::Collecting { .. } => self.abandon_question(),
            Stage::InFlight(flight) => flight.doomed = true,
            Stage::Verifying(..) => self.stage = Stage::Idle,
        }
    }

    /// Data from the hub was stored. It may be just what was waited for.
    pub(super) fn data_stored(&mut self) {
        self.news.data = true;
        self.release(Hold::Waiting);
        self.release(Hold::Behind);
    }

    pub(super) fn release(&mut self, hold: Hold) {
        if self.hold == Some(hold) {
            self.hold = None;
        }
    }

    pub(super) fn connected(&mut self) {
        self.recollected = false;
        self.hold = None;
    }

    /// What was under way may or may not have arrived; a receipt in hand is still good.
    pub(super) fn disconnected(&mut self) {
        match self.stage {
            Stage::Idle | Stage::Verifying(..) => {}
            Stage::Collecting { .. } => self.abandon_question(),
            Stage::InFlight(_) => self.stage = Stage::Idle,
        }
    }

    fn abandon_question(&mut self) {
        self.stale += 1;
        self.stage = Stage::Idle;
    }

    /// Starts a push if one is wanted.
    ///
    /// `base` is what the hub holds as far as is known; `proven` says that it said so on this very
    /// connection.
    pub(super) fn want(&mut self, base: &[ChangeHash], proven: bool) -> Option<Step> {
        if self.is_unsent() && self.hold.is_none() && matches!(self.stage, Stage::Idle) {
            let proven = proven || base.is_empty();
            let round = if proven { Round::Proven } else { Round::Believed };
            Some(self.collect(base.to_vec(), round))
        } else {
            None
        }
    }

    fn collect(&mut self, since: Vec<ChangeHash>, round: Round) -> Step {
        self.news = News::default();
        self.stage = Stage::Collecting { since: since.clone(), round };
        Step::Collect(since)
    }

    /// The host's answer to [`Step::Collect`].
    pub(super) fn collected(&mut self, mut heads: Vec<ChangeHash>, changes: Vec<Change>, terms: Terms) -> Vec<Step> {
        if self.stale > 0 {
            self.stale -= 1;
            return Vec::new();
        }
        let Stage::Collecting { since, round } = std::mem::take(&mut self.stage) else {
            return Vec::new();
        };
        let mut steps = self.refuse_oversized(&changes, terms);
        let nodes: Vec<_> =
            changes.iter().map(|change| Node { hash: change.hash(), deps: change.deps().to_vec() }).collect();
        let genesis: BTreeSet<_> =
            changes.iter().filter(|change| is_genesis_actor(change.actor_id())).map(Change::hash).collect();
        let barred = graph::barred(&nodes, |hash| self.is_barred(hash, terms));
        let tips = graph::tips(&nodes, &barred);
        let own_left = nodes.iter().any(|n| !barred.contains(&n.hash) && !genesis.contains(&n.hash));
        if !own_left && !self.owed {
            if barred.is_empty() {
                self.rest(terms.level);
            } else {
                self.hold = Some(Hold::Refused);
            }
            return steps;
        }
        if !barred.is_empty() {
            heads = covering(&since, tips);
        }
        heads.sort_unstable();
        if heads.is_empty() {
            // A receipt is owed for a document that holds nothing, or nothing acceptable.
            self.owed = false;
            if barred.is_empty() {
                self.rest(terms.level);
            } else {
                self.hold = Some(Hold::Refused);
            }
            return steps;
        }
        let changes = changes.into_iter().filter(|c| !barred.contains(&c.hash())).collect();
        self.stage = Stage::InFlight(Flight {
            base: since,
            round,
            nodes: nodes.into_iter().filter(|node| !barred.contains(&node.hash)).collect(),
            genesis,
            heads: heads.clone(),
            barred,
            awaited: None,
            doomed: false,
        });
        steps.push(Step::Push { heads, changes });
        steps
    }

    /// Everything that the host came up with is covered.
    fn rest(&mut self, level: bool) {
        let again = std::mem::take(&mut self.news).changes;
        self.dirty = again || !level;
        self.hold = (self.dirty && !again).then_some(Hold::Behind);
    }

    /// What no frame can carry need not be asked about.
    fn refuse_oversized(&mut self, changes: &[Change], terms: Terms) -> Vec<Step> {
        let mut steps = Vec::new();
        for change in changes.iter().filter(|change| change.raw_bytes().len() > MAX_CHANGE) {
            let reason = RefusalReason::TooLarge;
            let refusal = Refusal { reason, on: Some(terms.connection), silent: false };
            if self.refused.insert(change.hash(), refusal).is_none() {
                steps.push(Step::Refuse(change.hash(), reason));
            }
        }
        steps
    }

    /// Whether sending this change now would be asking for a refusal that is already known.
    fn is_barred(&self, hash: &ChangeHash, terms: Terms) -> bool {
        self.refused.get(hash).is_some_and(|refusal| {
            !refusal.reason.may_pass()
                || refusal.on == Some(terms.connection)
                || (refusal.reason.is_of_document() && terms.writable != Some(true))
        })
    }

    /// The document has become writable: what was refused before may be tried again.
    pub(super) fn writable_now(&mut self) {
        for refusal in self.refused.values_mut() {
            refusal.on = None;
        }
        self.release(Hold::Refused);
    }

    /// The hub refused one change of the push under way.
    pub(super) fn refused(&mut self, hash: ChangeHash, reason: RefusalReason, terms: Terms) -> Option<Step> {
        let Stage::InFlight(flight) = &self.stage else { return None };
        if !flight.nodes.iter().any(|node| node.hash == hash) {
            return None;
        }
        let silent = flight.genesis.contains(&hash);
        let refusal = Refusal { reason, on: Some(terms.connection), silent };
        let before = self.refused.insert(hash, refusal);
        let is_news = before.is_none_or(|before| before.reason != reason);
        (is_news && !silent).then_some(Step::Refuse(hash, reason))
    }

    /// The hub lacks something and gives no receipt.
    pub(super) fn missing(&mut self, hashes: &[ChangeHash], terms: Terms) -> Vec<Step> {
        if !matches!(self.stage, Stage::InFlight(_)) {
            return Vec::new();
        }
        let Stage::InFlight(mut flight) = std::mem::take(&mut self.stage) else {
            return Vec::new();
        };
        if flight.doomed {
            return Vec::new();
        }
        let missing: BTreeSet<_> = hashes.iter().copied().collect();
        let refused = graph::barred(&flight.nodes, |hash| self.is_barred(hash, terms));
        let unexplained: Vec<_> =
            missing.iter().filter(|hash| !refused.contains(hash) && !self.is_barred(hash, terms)).copied().collect();
        let may_hold_less = flight.round == Round::Believed && !self.recollected;
        if !unexplained.is_empty() && may_hold_less {
            self.recollected = true;
            return vec![self.collect(Vec::new(), Round::Proven)];
        }
        let barred = graph::barred(&flight.nodes, |hash| missing.contains(hash) || self.is_barred(hash, terms));
        let tips = graph::tips(&flight.nodes, &barred);
        let gains = !tips.is_empty() || self.owed;
        let is_own = |hash: &ChangeHash| flight.nodes.iter().any(|node| node.hash == *hash);
        let foreign: Vec<_> = unexplained.iter().filter(|hash| !is_own(hash)).copied().collect();
        if barred.len() > refused.len() {
            flight.awaited = Some(foreign.clone());
        }
        flight.barred.extend(barred);
        let heads = covering(&flight.base, tips);
        if flight.round == Round::Settling || !gains || heads.is_empty() {
            return self.pause((!unexplained.is_empty()).then_some(foreign));
        }
        flight.round = Round::Settling;
        flight.heads.clone_from(&heads);
        self.stage = Stage::InFlight(flight);
        vec![Step::Push { heads, changes: Vec::new() }]
    }

    /// Takes a receipt in hand for verification if it answers the push under way.
    pub(super) fn receipt(&mut self, receipt: &Receipt) -> bool {
        let mut heads = receipt.heads.clone();
        heads.sort_unstable();
        match std::mem::take(&mut self.stage) {
            Stage::InFlight(flight) if flight.heads == heads => {
                self.stage = Stage::Verifying(flight, receipt.clone());
                true
            }
            other => {
                self.stage = other;
                false
            }
        }
    }

    /// The receipt in hand is genuine.
    pub(super) fn verified(&mut self, receipt: Receipt, level: bool) -> Vec<Step> {
        let flight = match std::mem::take(&mut self.stage) {
            Stage::Verifying(flight, pending) if pending == receipt => flight,
            other => {
                self.stage = other;
                return Vec::new();
            }
        };
        for node in flight.nodes.iter().filter(|node| !flight.barred.contains(&node.hash)) {
            self.refused.remove(&node.hash);
        }
        self.owed = false;
        let mut steps = vec![Step::Deliver(receipt)];
        if flight.barred.is_empty() {
            self.rest(level);
        } else {
            self.dirty = true;
            steps.extend(self.pause(flight.awaited));
        }
        steps
    }

    /// Some changes cannot be sent now, be it that they are refused or that something is awaited:
    /// does nothing until that may have changed.
    fn pause(&mut self, awaited: Option<Vec<ChangeHash>>) -> Vec<Step> {
        let news = std::mem::take(&mut self.news);
        if news.changes || (news.data && awaited.is_some()) {
            self.hold = None;
            return Vec::new();
        }
        let Some(awaited) = awaited else {
            self.hold = Some(Hold::Refused);
            return Vec::new();
        };
        self.hold = Some(Hold::Waiting);
        vec![Step::Wait(awaited)]
    }

    /// The receipt in hand is none; `false` if there was no such receipt in hand.
    pub(super) fn forged(&mut self, receipt: &Receipt) -> bool {
        match std::mem::take(&mut self.stage) {
            Stage::Verifying(_, pending) if pending == *receipt => true,
            other => {
                self.stage = other;
                false
            }
        }
    }
}

/// Heads that cover `base` and `tips`, sorted.
fn covering(base: &[ChangeHash], tips: BTreeSet<ChangeHash>) -> Vec<ChangeHash> {
    let mut heads = tips;
    heads.extend(base);
    heads.into_iter().collect()
}
