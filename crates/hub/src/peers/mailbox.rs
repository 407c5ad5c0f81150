//! What waits for one connection, within bounds: when a reader is slow, it is told how far a log has grown instead of
//! being handed every change, and reads the rest from the store in its own time.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use taizhang_sync::{CloseReason, DocName, Place, hub::Live};
use tokio::sync::{Notify, watch};

/// How many changes may wait.
const MAX_LIVE: usize = 256;
/// How many bytes of changes may wait.
const MAX_BYTES: usize = 512 << 10;

/// Something for a connection.
#[derive(Debug)]
pub(super) enum Mail {
    /// Another session's changes.
    Live(Live),
    /// A log has grown up to here.
    Grown(DocName, Place),
    /// The organisations have changed, and with them perhaps the grants.
    Grants,
}

#[derive(Debug)]
pub(super) struct Mailbox {
    waiting: Mutex<Waiting>,
    arrived: Notify,
    closing: watch::Sender<Option<CloseReason>>,
}

#[derive(Debug, Default)]
struct Waiting {
    live: VecDeque<Live>,
    bytes: usize,
    grown: BTreeMap<DocName, Place>,
    grants: bool,
}

impl Mailbox {
    pub(super) fn new() -> Self {
        Self { waiting: Mutex::default(), arrived: Notify::new(), closing: watch::Sender::new(None) }
    }

    /// Hands over changes; never blocks and never grows without bound.
    pub(super) fn live(&self, live: &Live) {
        self.put(|waiting| {
            if waiting.live.len() < MAX_LIVE && waiting.bytes + live.bytes.len() <= MAX_BYTES {
                waiting.bytes += live.bytes.len();
                waiting.live.push_back(live.clone());
            } else {
                let place = Place { epoch: live.epoch, seq: live.last };
                waiting.grown.insert(live.doc.clone(), place);
            }
        });
    }

    pub(super) fn grants(&self) {
        self.put(|waiting| waiting.grants = true);
    }

    /// Ends the connection; the first reason stands.
    pub(super) fn close(&self, reason: CloseReason) {
        self.closing.send_if_modified(|closing| {
            let first = closing.is_none();
            closing.get_or_insert(reason);
            first
        });
    }

    /// Why the connection shall end, once it shall.
    pub(super) async fn closed(&self) -> CloseReason {
        let mut closing = self.closing.subscribe();
        // The sender lives in `self`, so there is always an answer.
        let reason = closing.wait_for(Option::is_some).await.ok().and_then(|reason| *reason);
        reason.unwrap_or(CloseReason::Restarting)
    }

    /// How much waits.
    pub(super) fn count(&self) -> usize {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.live.len() + waiting.grown.len() + usize::from(waiting.grants)
    }

    /// What is next. Nothing is lost when this is dropped before it answers.
    pub(super) async fn next(&self) -> Mail {
        loop {
            if let Some(mail) = self.take() {
                return mail;
            }
            // Whatever arrives in between leaves a permit behind.
            self.arrived.notified().await;
        }
    }

    fn put(&self, change: impl FnOnce(&mut Waiting)) {
        change(&mut self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        self.arrived.notify_one();
    }

    fn take(&self) -> Option<Mail> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut waiting.grants) {
            return Some(Mail::Grants);
        }
        if let Some(live) = waiting.live.pop_front() {
            waiting.bytes = waiting.bytes.saturating_sub(live.bytes.len());
            return Some(Mail::Live(live));
        }
        waiting.grown.pop_first().map(|(doc, place)| Mail::Grown(doc, place))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn live(doc: &str, seq: u64) -> Live {
        Live { doc: DocName::new(doc).unwrap(), epoch: 7, first: seq, last: seq, bytes: vec![0; 10].into() }
    }

    #[test]
    fn a_full_mailbox_keeps_the_place_and_drops_the_bytes() {
        let mailbox = Mailbox::new();
        for seq in 1..=1000 {
            mailbox.live(&live("branch/a/2026", seq));
        }
        let mut last = 0;
        for _ in 0..MAX_LIVE {
            let Some(Mail::Live(live)) = mailbox.take() else { panic!("too few") };
            last = live.last;
        }
        assert_eq!(last, MAX_LIVE as u64);
        assert!(matches!(mailbox.take(), Some(Mail::Grown(_, Place { epoch: 7, seq: 1000 }))));
        assert!(mailbox.take().is_none());
    }

    #[test]
    fn the_first_reason_to_close_stands() {
        let mailbox = Mailbox::new();
        mailbox.close(CloseReason::Revoked);
        mailbox.close(CloseReason::Restarting);
        assert_eq!(*mailbox.closing.borrow(), Some(CloseReason::Revoked));
    }
}
