//! What goes up to the hub: one push of a document at a time, until a receipt covers it.
//!
//! A push ends in `Receipt` or `Missing`. After `Missing` the outbox tries three more things, each
//! once: to collect again from nothing, in case the hub holds less than was thought; to bring what
//! the hub may have lost, whoever made it; and to get a receipt at least for what does not build on
//! what is missing or refused. Then it waits.

mod answers;
mod lost;
mod offer;

use std::collections::BTreeSet;

use automerge::{Change, ChangeHash};

use self::{lost::Bringing, offer::Offer};
use super::{
    graph::{self, Node},
    refusals::{Refusals, Terms},
};
use crate::{Receipt, RefusalReason, change::is_genesis_actor, wire::MAX_CHANGE};

/// What the session shall do for a document's outbox.
#[derive(Debug)]
pub(super) enum Step {
    /// Ask the host for changes after these heads.
    Collect(Vec<ChangeHash>),
    /// Ask the host for these changes and what they build on, whoever made them.
    CollectLost { hashes: Vec<ChangeHash>, since: Vec<ChangeHash> },
    /// Send a push.
    Push { heads: Vec<ChangeHash>, changes: Vec<Change> },
    /// Tell the host of a refusal.
    Refuse(ChangeHash, RefusalReason),
    /// Tell the host what is being waited for.
    Wait(Vec<ChangeHash>),
    /// Hand on a verified receipt.
    Deliver(Receipt),
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

/// Whether a receipt is wanted even if there is nothing to send.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Owed {
    #[default]
    No,
    /// For what others wrote, to show it to the hub should that be restored one day. Nobody waits for it.
    Quietly,
    /// Until then it is not known whether the hub holds what it should.
    Yes,
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
    /// It pushes nothing and asks what the hub has lost.
    is_question: bool,
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
    /// What the hub may have lost and was not brought yet, dependencies first.
    lost: Vec<Change>,
    /// What was brought of it.
    brought: BTreeSet<ChangeHash>,
    /// What others made of the last part of that, and was not refused.
    untold: BTreeSet<ChangeHash>,
    /// Whether anything was refused that was brought.
    turned_down: bool,
}

impl Flight {
    fn new(base: Vec<ChangeHash>, round: Round, heads: Vec<ChangeHash>) -> Self {
        Self {
            base,
            round,
            is_question: false,
            nodes: Vec::new(),
            genesis: BTreeSet::new(),
            heads,
            barred: BTreeSet::new(),
            awaited: None,
            doomed: false,
            lost: Vec::new(),
            brought: BTreeSet::new(),
            untold: BTreeSet::new(),
            turned_down: false,
        }
    }

    fn question(base: Vec<ChangeHash>, heads: Vec<ChangeHash>) -> Self {
        Self { is_question: true, ..Self::new(base, Round::Proven, heads) }
    }
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
    /// The host is asked for what the hub has said to lack.
    Searching(Flight, Vec<ChangeHash>),
    Verifying(Flight, Receipt),
}

/// One document's outbox.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// There may be changes that no receipt covers.
    dirty: bool,
    owed: Owed,
    news: News,
    hold: Option<Hold>,
    refusals: Refusals,
    stage: Stage,
    recollected: bool,
    bringing: Bringing,
    offer: Offer,
    /// Answers still to come to questions that no longer matter.
    stale: u32,
}

impl Outbox {
    pub(super) fn new(dirty: bool, refused: Vec<(ChangeHash, RefusalReason)>) -> Self {
        Self { dirty, refusals: Refusals::stored(refused), ..Self::default() }
    }

    pub(super) fn is_unsent(&self) -> bool {
        self.dirty || self.owed == Owed::Yes
    }

    /// Whether there may be something to send.
    pub(super) fn is_wanting(&self) -> bool {
        self.is_unsent() || self.owed == Owed::Quietly || self.offer == Offer::Due
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.hold == Some(Hold::Waiting)
    }

    /// Whether there is nothing to do before something changes.
    pub(super) fn is_quiet(&self) -> bool {
        let rests = matches!(self.stage, Stage::Idle) || self.is_quietly_owed();
        rests && (!self.is_unsent() || self.hold.is_some())
    }

    /// Whether nothing is under way, and nothing wanted.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.stage, Stage::Idle) && !self.is_wanting()
    }

    /// A receipt is wanted for whatever is here.
    pub(super) fn owe(&mut self) {
        self.owed = Owed::Yes;
    }

    /// A receipt is wanted for what others wrote.
    pub(super) fn owe_quietly(&mut self) {
        if self.owed == Owed::No {
            self.owed = Owed::Quietly;
        }
    }

    /// Whether nothing but that is under way.
    fn is_quietly_owed(&self) -> bool {
        self.owed == Owed::Quietly && !self.dirty
    }

    pub(super) fn refusals(&self) -> usize {
        self.refusals.count()
    }

    /// This device changed the document.
    pub(super) fn changed(&mut self) {
        self.dirty = true;
        self.news.changes |= !matches!(self.stage, Stage::Idle);
        self.release(Hold::Refused);
    }

    /// The hub's earlier receipts are void.
    pub(super) fn void(&mut self) {
        self.hold = None;
        self.bringing = Bringing::default();
        match &mut self.stage {
            Stage::Idle => {}
            Stage::Collecting { .. } => self.abandon_question(),
            Stage::InFlight(flight) => flight.doomed = true,
            Stage::Searching(..) | Stage::Verifying(..) => self.stage = Stage::Idle,
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
        self.bringing.connected();
        self.offer.connected();
        self.hold = None;
    }

    /// What was under way may or may not have arrived; a receipt in hand is still good.
    /// `true` if nobody waits for that receipt but it was wanted.
    pub(super) fn disconnected(&mut self) -> bool {
        let owed_quietly = self.owed == Owed::Quietly;
        if owed_quietly {
            self.owed = Owed::No;
        }
        match self.stage {
            Stage::Idle | Stage::Verifying(..) => {}
            Stage::Collecting { .. } => self.abandon_question(),
            Stage::InFlight(_) | Stage::Searching(..) => self.stage = Stage::Idle,
        }
        owed_quietly
    }

    fn abandon_question(&mut self) {
        self.stale += 1;
        self.stage = Stage::Idle;
    }

    /// Starts a push if one is wanted, or else asks what the hub has lost if that is.
    ///
    /// `base` is what the hub holds as far as is known; `proven` says that it said so on this very
    /// connection.
    pub(super) fn want(&mut self, base: &[ChangeHash], proven: bool) -> Option<Step> {
        if !matches!(self.stage, Stage::Idle) {
            None
        } else if (self.is_unsent() || self.owed == Owed::Quietly) && self.hold.is_none() {
            let proven = proven || base.is_empty();
            let round = if proven { Round::Proven } else { Round::Believed };
            Some(self.collect(base.to_vec(), round))
        } else {
            self.ask(base)
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
        if self.is_quietly_owed() && changes.iter().all(|change| is_genesis_actor(change.actor_id())) {
            return self.ask_for_word(since, heads);
        }
        let mut steps = self.refuse_oversized(&changes, terms);
        let nodes: Vec<_> =
            changes.iter().map(|change| Node { hash: change.hash(), deps: change.deps().to_vec() }).collect();
        let genesis: BTreeSet<_> =
            changes.iter().filter(|change| is_genesis_actor(change.actor_id())).map(Change::hash).collect();
        let barred = graph::barred(&nodes, |hash| self.refusals.bar(hash, terms));
        let tips = graph::tips(&nodes, &barred);
        let own_left = nodes.iter().any(|n| !barred.contains(&n.hash) && !genesis.contains(&n.hash));
        if !own_left && self.owed == Owed::No {
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
            self.owed = Owed::No;
            if barred.is_empty() {
                self.rest(terms.level);
            } else {
                self.hold = Some(Hold::Refused);
            }
            return steps;
        }
        let changes = changes.into_iter().filter(|c| !barred.contains(&c.hash())).collect();
        self.stage = Stage::InFlight(Flight {
            nodes: nodes.into_iter().filter(|node| !barred.contains(&node.hash)).collect(),
            genesis,
            barred,
            ..Flight::new(since, round, heads.clone())
        });
        steps.push(Step::Push { heads, changes });
        steps
    }

    /// Nothing of what is here was made here: the hub is asked for a receipt alone.
    fn ask_for_word(&mut self, since: Vec<ChangeHash>, mut heads: Vec<ChangeHash>) -> Vec<Step> {
        heads.sort_unstable();
        if heads.is_empty() || since.iter().collect::<BTreeSet<_>>().into_iter().eq(&heads) {
            self.owed = Owed::No;
            return Vec::new();
        }
        self.stage = Stage::InFlight(Flight::new(since, Round::Proven, heads.clone()));
        vec![Step::Push { heads, changes: Vec::new() }]
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
            if self.refusals.note(change.hash(), reason, terms.connection, false) {
                steps.push(Step::Refuse(change.hash(), reason));
            }
        }
        steps
    }

    /// The document has become writable: what was refused before may be tried again.
    pub(super) fn writable_now(&mut self) {
        self.refusals.reopen();
        self.release(Hold::Refused);
    }
}

/// Heads that cover `base` and `tips`, sorted.
fn covering(base: &[ChangeHash], tips: BTreeSet<ChangeHash>) -> Vec<ChangeHash> {
    let mut heads = tips;
    heads.extend(base);
    heads.into_iter().collect()
}
