//! What the hub refused of a document, and whether it is worth asking again.

use std::collections::BTreeMap;

use automerge::ChangeHash;

use super::ConnectionId;
use crate::RefusalReason;

/// On what terms changes are sent now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) connection: ConnectionId,
    /// Whether all that the hub is known to have is stored here.
    pub(super) level: bool,
    /// Whether the hub said that the document is writable; `None` if it has not said anything yet.
    pub(super) writable: Option<bool>,
}

#[derive(Debug)]
struct Refusal {
    reason: RefusalReason,
    /// The connection that it was given on; `None` if that no longer tells anything.
    on: Option<ConnectionId>,
    /// The genesis change is nothing that a person made.
    silent: bool,
}

/// The refusals of one document.
#[derive(Debug, Default)]
pub(super) struct Refusals(BTreeMap<ChangeHash, Refusal>);

impl Refusals {
    /// As they were stored in an earlier life of the app.
    pub(super) fn stored(refused: Vec<(ChangeHash, RefusalReason)>) -> Self {
        let known = |(hash, reason)| (hash, Refusal { reason, on: None, silent: false });
        Self(refused.into_iter().map(known).collect())
    }

    /// How many changes that a person made are refused.
    pub(super) fn count(&self) -> usize {
        self.0.values().filter(|refusal| !refusal.silent).count()
    }

    /// Notes a refusal; `true` if the host should hear of it.
    pub(super) fn note(&mut self, hash: ChangeHash, reason: RefusalReason, on: ConnectionId, silent: bool) -> bool {
        let before = self.0.insert(hash, Refusal { reason, on: Some(on), silent });
        !silent && before.is_none_or(|before| before.reason != reason)
    }

    /// The hub has taken it after all.
    pub(super) fn forget(&mut self, hash: &ChangeHash) {
        self.0.remove(hash);
    }

    /// The terms are new: what may pass at all may be tried again.
    pub(super) fn reopen(&mut self) {
        for refusal in self.0.values_mut() {
            refusal.on = None;
        }
    }

    /// Whether sending this change now would be asking for a refusal that is already known.
    pub(super) fn bar(&self, hash: &ChangeHash, terms: Terms) -> bool {
        self.0.get(hash).is_some_and(|refusal| {
            !refusal.reason.may_pass()
                || refusal.on == Some(terms.connection)
                || (refusal.reason.is_of_document() && terms.writable != Some(true))
        })
    }
}
