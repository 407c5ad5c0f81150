//! What the hub answers to a push, and what follows.

use std::{collections::BTreeSet, ops::ControlFlow};

use automerge::ChangeHash;

use super::{
    super::{graph, refusals::Terms},
    Flight, Hold, News, Outbox, Owed, Round, Stage, Step, covering,
};
use crate::{Receipt, RefusalReason};

impl Outbox {
    /// The hub refused one change of the push under way.
    pub(in crate::tablet) fn refused(&mut self, hash: ChangeHash, reason: RefusalReason, terms: Terms) -> Option<Step> {
        if self.is_unwanted(&hash) {
            return None;
        }
        let Stage::InFlight(flight) = &self.stage else { return None };
        if !flight.nodes.iter().any(|node| node.hash == hash) {
            return None;
        }
        let silent = flight.genesis.contains(&hash);
        let is_news = self.refusals.note(hash, reason, terms.connection, silent);
        is_news.then_some(Step::Refuse(hash, reason))
    }

    /// The hub lacks something and gives no receipt.
    pub(in crate::tablet) fn missing(&mut self, hashes: &[ChangeHash], terms: Terms) -> Vec<Step> {
        if !matches!(self.stage, Stage::InFlight(_)) {
            return Vec::new();
        }
        let Stage::InFlight(flight) = std::mem::take(&mut self.stage) else {
            return Vec::new();
        };
        if flight.doomed {
            return Vec::new();
        }
        self.lacking(flight, hashes, terms)
    }

    /// What to do about what the hub lacks to give a receipt.
    pub(super) fn lacking(&mut self, mut flight: Flight, hashes: &[ChangeHash], terms: Terms) -> Vec<Step> {
        if flight.is_question {
            return self.answered(flight, hashes);
        }
        if self.owed == Owed::Quietly {
            self.owed = Owed::No;
            if flight.nodes.is_empty() && !self.dirty {
                return Vec::new();
            }
        }
        let missing: BTreeSet<_> = hashes.iter().copied().collect();
        let refused = graph::barred(&flight.nodes, |hash| self.refusals.bar(hash, terms));
        let unexplained: Vec<_> =
            missing.iter().filter(|hash| !refused.contains(hash) && !self.refusals.bar(hash, terms)).copied().collect();
        let may_hold_less = flight.round == Round::Believed && !self.recollected;
        if !unexplained.is_empty() && may_hold_less {
            self.recollected = true;
            return vec![self.collect(Vec::new(), Round::Proven)];
        }
        if flight.round == Round::Proven {
            flight = match self.bring(flight, unexplained.clone()) {
                ControlFlow::Break(steps) => return steps,
                ControlFlow::Continue(flight) => flight,
            };
        }
        let barred = graph::barred(&flight.nodes, |hash| missing.contains(hash) || self.refusals.bar(hash, terms));
        let tips = graph::tips(&flight.nodes, &barred);
        let gains = !tips.is_empty() || self.owed == Owed::Yes;
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
    pub(in crate::tablet) fn receipt(&mut self, receipt: &Receipt) -> bool {
        let mut heads = receipt.heads.clone();
        heads.sort_unstable();
        match std::mem::take(&mut self.stage) {
            Stage::InFlight(flight) if flight.heads == heads && !flight.is_question => {
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
    pub(in crate::tablet) fn verified(&mut self, receipt: Receipt, level: bool) -> Vec<Step> {
        let flight = match std::mem::take(&mut self.stage) {
            Stage::Verifying(flight, pending) if pending == receipt => flight,
            other => {
                self.stage = other;
                return Vec::new();
            }
        };
        for node in flight.nodes.iter().filter(|node| !flight.barred.contains(&node.hash)) {
            self.refusals.forget(&node.hash);
        }
        let word_alone = self.is_quietly_owed() && flight.nodes.is_empty();
        self.owed = Owed::No;
        self.bringing.connected();
        let mut steps = vec![Step::Deliver(receipt)];
        if word_alone {
            self.news = News::default();
        } else if flight.barred.is_empty() {
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
    pub(in crate::tablet) fn forged(&mut self, receipt: &Receipt) -> bool {
        match std::mem::take(&mut self.stage) {
            Stage::Verifying(_, pending) if pending == *receipt => true,
            other => {
                self.stage = other;
                false
            }
        }
    }
}
