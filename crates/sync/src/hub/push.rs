//! What comes up from the tablet: changes are checked, appended, and acknowledged after the commit.

use std::collections::{BTreeMap, BTreeSet};

use automerge::ChangeHash;
use serde_bytes::ByteBuf;

use super::{AppendId, Appended, Ended, HubEffect, HubHost, Outcome, send};
use crate::{
    CloseReason, DeviceId, DocName, RefusalReason,
    change::{self, ChangeError, ParsedChange},
    wire::{HubFrame, MAX_ITEMS},
};

/// How many appends one session may have under way before it takes no more frames.
const MAX_APPENDS: usize = 8;

/// Who may write what.
pub(super) struct Gate<'a> {
    pub(super) device: DeviceId,
    pub(super) host: &'a dyn HubHost,
    /// Whether the document pushed to is writable; `None` if it is not granted at all.
    pub(super) writable: Option<bool>,
}

impl Gate<'_> {
    fn writes(&self) -> bool {
        self.writable == Some(true)
    }

    /// A change that may be stored, and whether it comes from another hand than its author's.
    fn admit(&self, doc: &DocName, bytes: &[u8]) -> Result<(ParsedChange, bool), (ChangeHash, RefusalReason)> {
        let refuse = |reason| (change::hash_of(bytes), reason);
        let lacks = || self.host.lacks(doc);
        match self.writable {
            None => return Err(refuse(RefusalReason::UnknownDocument)),
            // A hash proves what was lost, whoever brings it.
            Some(false) if !lacks() => return Err(refuse(RefusalReason::NotWritable)),
            Some(_) => {}
        }
        let change = ParsedChange::parse(bytes).map_err(|error| match error {
            ChangeError::TooLarge => refuse(RefusalReason::TooLarge),
            ChangeError::Malformed(_) => refuse(RefusalReason::Malformed),
        })?;
        let foreign = !self.writes() || change::device_of(change.actor()) != Some(self.device);
        if foreign && self.host.is_genesis(doc, &change) {
            return Ok((change, false));
        }
        if foreign && !lacks() {
            return Err(refuse(RefusalReason::WrongAuthor));
        }
        self.host.admits(doc, &change).map_err(refuse)?;
        Ok((change, foreign))
    }
}

/// One append under way.
#[derive(Debug)]
struct Appending {
    doc: DocName,
    changes: Vec<ChangeHash>,
    heads: Vec<ChangeHash>,
    /// Whether the peer may write the document.
    writes: bool,
}

/// What an append comes to.
pub(super) struct Answer {
    pub(super) doc: DocName,
    /// Sequence numbers of what is new in the log, ascending.
    pub(super) stored: Vec<u64>,
    pub(super) refused: Vec<(ChangeHash, RefusalReason)>,
    /// How the push ends, if this was its last frame.
    pub(super) end: Option<End>,
}

/// How a push ends.
pub(super) enum End {
    /// The hub holds these heads.
    Held(Vec<ChangeHash>),
    /// It lacks these.
    Missing(Vec<ChangeHash>),
}

/// Pushes under way.
#[derive(Debug, Default)]
pub(super) struct Pushes {
    appending: BTreeMap<AppendId, Appending>,
    /// What the frames of a push that has not ended were found to lack.
    missing: BTreeMap<DocName, BTreeSet<ChangeHash>>,
    appends: u64,
}

impl Pushes {
    pub(super) fn has_room(&self) -> bool {
        self.appending.len() < MAX_APPENDS
    }

    /// Checks one frame of a push and has the host append what may be stored.
    pub(super) fn receive(
        &mut self,
        gate: &Gate<'_>,
        doc: DocName,
        heads: Vec<ChangeHash>,
        changes: &[ByteBuf],
        out: &mut Vec<HubEffect>,
    ) -> Result<(), Ended> {
        let mut admitted = Vec::with_capacity(changes.len());
        let mut foreign = BTreeSet::new();
        for bytes in changes {
            match gate.admit(&doc, bytes) {
                Ok((change, is_foreign)) => {
                    if is_foreign {
                        foreign.insert(change.hash());
                    }
                    admitted.push(change);
                }
                Err((hash, reason)) => {
                    send(out, &HubFrame::Refused { doc: doc.clone(), hash, reason })?;
                }
            }
        }
        if admitted.is_empty() && heads.is_empty() {
            return Ok(());
        }
        if gate.writable.is_none() {
            // Not even which hashes the hub holds is this post's business.
            return send(out, &HubFrame::Missing { doc, hashes: heads });
        }
        let append = AppendId(self.appends);
        self.appends += 1;
        self.appending.insert(
            append,
            Appending {
                doc: doc.clone(),
                changes: admitted.iter().map(ParsedChange::hash).collect(),
                heads: heads.clone(),
                writes: gate.writes(),
            },
        );
        out.push(HubEffect::Append { append, doc, changes: admitted, heads, foreign });
        Ok(())
    }

    /// Makes sense of the store's answer; `None` if nobody asked.
    pub(super) fn appended(&mut self, appended: &Appended) -> Result<Option<Answer>, Ended> {
        let Some(asked) = self.appending.remove(&appended.append) else { return Ok(None) };
        if asked.changes.len() != appended.outcomes.len() {
            return Err(Ended(CloseReason::Internal));
        }
        let mut answer = Answer { doc: asked.doc, stored: Vec::new(), refused: Vec::new(), end: None };
        let mut lacking = BTreeSet::new();
        for (&hash, outcome) in asked.changes.iter().zip(&appended.outcomes) {
            match outcome {
                Outcome::Stored { seq } => answer.stored.push(*seq),
                Outcome::Duplicate => {}
                Outcome::MissingDeps(deps) => lacking.extend(deps.iter().copied()),
                // Who may only read is told so, of whatever was not lost.
                Outcome::Refused(RefusalReason::WrongAuthor) if !asked.writes => {
                    answer.refused.push((hash, RefusalReason::NotWritable));
                }
                Outcome::Refused(reason) => answer.refused.push((hash, *reason)),
            }
        }
        answer.stored.sort_unstable();
        if asked.heads.is_empty() {
            if !lacking.is_empty() {
                let missing = self.missing.entry(answer.doc.clone()).or_default();
                let room = MAX_ITEMS.saturating_sub(missing.len());
                missing.extend(lacking.into_iter().take(room));
            }
            return Ok(Some(answer));
        }
        lacking.extend(self.missing.remove(&answer.doc).unwrap_or_default());
        answer.end = Some(if appended.missing_heads.is_empty() {
            End::Held(asked.heads)
        } else {
            lacking.extend(appended.missing_heads.iter().copied());
            End::Missing(lacking.into_iter().take(MAX_ITEMS).collect())
        });
        Ok(Some(answer))
    }
}
