//! What goes down to the tablet: every document's log, in order and without gaps.

use std::collections::{BTreeMap, VecDeque};

use super::{Ended, HubEffect, Live, LogPart, ReadId, send};
use crate::{
    CloseReason, DocName, Place,
    wire::{HubFrame, PART},
};

/// How many reads of the store one session may have under way.
const MAX_READS: usize = 2;

/// Where one document's log stands with the tablet.
#[derive(Debug)]
struct Feed {
    epoch: u64,
    /// Everything up to here was sent, or came from the tablet itself.
    sent: u64,
    /// The last place that a frame told the tablet.
    told: u64,
    /// Everything up to here exists.
    target: u64,
    reading: Reading,
}

#[derive(Debug, PartialEq, Eq)]
enum Reading {
    No,
    Queued,
    Running(ReadId),
}

/// The documents that the tablet has subscribed to.
#[derive(Debug, Default)]
pub(super) struct Feeds {
    by_doc: BTreeMap<DocName, Feed>,
    queue: VecDeque<DocName>,
    running: BTreeMap<ReadId, DocName>,
    reads: u64,
}

impl Feeds {
    /// Starts to serve `doc` from the tablet's `place`, or from zero if that is worth nothing here.
    pub(super) fn subscribe(&mut self, doc: DocName, place: Place, known: Place) {
        let holds = place.epoch == known.epoch && place.seq <= known.seq;
        let sent = if holds { place.seq } else { 0 };
        // Who subscribes over and over stands in the queue once all the same.
        let queued = self.by_doc.get(&doc).is_some_and(|feed| feed.reading == Reading::Queued);
        let mut feed = Feed {
            epoch: known.epoch,
            sent,
            told: sent,
            target: known.seq,
            reading: if queued { Reading::Queued } else { Reading::No },
        };
        queue_if_behind(&mut self.queue, &doc, &mut feed);
        self.by_doc.insert(doc, feed);
    }

    /// Stops serving `doc`; the answer of a read under way is dropped.
    pub(super) fn unsubscribe(&mut self, doc: &DocName) {
        self.by_doc.remove(doc);
    }

    /// Another session's changes: passed on if they follow what was sent, else read in their turn.
    pub(super) fn live(&mut self, live: &Live, out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let Some(feed) = self.by_doc.get_mut(&live.doc) else { return Ok(()) };
        if live.last <= feed.sent {
            return Ok(());
        }
        let follows =
            feed.reading == Reading::No && live.first <= feed.sent.saturating_add(1) && feed.sent >= feed.target;
        if !follows {
            self.grown(&live.doc, live.last, out);
            return Ok(());
        }
        feed.sent = live.last;
        feed.told = live.last;
        feed.target = live.last;
        let place = Place { epoch: feed.epoch, seq: live.last };
        send_data(out, &live.doc, place, &live.bytes)
    }

    /// The log reaches up to `seq`.
    pub(super) fn grown(&mut self, doc: &DocName, seq: u64, out: &mut Vec<HubEffect>) {
        if let Some(feed) = self.by_doc.get_mut(doc) {
            feed.target = feed.target.max(seq);
            queue_if_behind(&mut self.queue, doc, feed);
        }
        self.pump(out);
    }

    /// The tablet's own changes were stored at `seqs` (ascending). It has them, so they need not go
    /// back to it unless something of others lies between.
    pub(super) fn own(&mut self, doc: &DocName, seqs: &[u64], out: &mut Vec<HubEffect>) {
        let (Some(feed), Some(&last)) = (self.by_doc.get_mut(doc), seqs.last()) else { return };
        let contiguous = seqs.iter().zip(feed.sent.saturating_add(1)..).all(|(&seq, next)| seq == next);
        if contiguous && feed.reading == Reading::No && feed.sent >= feed.target {
            feed.sent = last;
            feed.target = last;
        } else {
            self.grown(doc, last, out);
        }
    }

    /// Tells the tablet its place if that moved without data.
    pub(super) fn tell_place(&mut self, doc: &DocName, out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let Some(feed) = self.by_doc.get_mut(doc) else { return Ok(()) };
        if feed.told >= feed.sent {
            return Ok(());
        }
        feed.told = feed.sent;
        send_data(out, doc, Place { epoch: feed.epoch, seq: feed.sent }, &[])
    }

    /// A read is done.
    pub(super) fn read(&mut self, read: ReadId, part: LogPart, out: &mut Vec<HubEffect>) -> Result<(), Ended> {
        let Some(doc) = self.running.remove(&read) else { return Ok(()) };
        if let Some(feed) = self.by_doc.get_mut(&doc)
            && feed.reading == Reading::Running(read)
        {
            if part.epoch != feed.epoch {
                return Err(Ended(CloseReason::Restarting));
            }
            feed.reading = Reading::No;
            if part.seq > feed.sent {
                feed.sent = part.seq;
                feed.told = part.seq;
                send_data(out, &doc, Place { epoch: part.epoch, seq: part.seq }, &part.bytes)?;
            } else {
                // The log is not as long as was said; asking again would not make it longer.
                feed.target = feed.sent;
            }
            queue_if_behind(&mut self.queue, &doc, feed);
        }
        self.pump(out);
        Ok(())
    }

    /// Starts queued reads while there is room.
    pub(super) fn pump(&mut self, out: &mut Vec<HubEffect>) {
        while self.running.len() < MAX_READS {
            let Some(doc) = self.queue.pop_front() else { return };
            let Some(feed) = self.by_doc.get_mut(&doc) else { continue };
            if feed.reading != Reading::Queued {
                continue;
            }
            let read = ReadId(self.reads);
            self.reads += 1;
            feed.reading = Reading::Running(read);
            out.push(HubEffect::Read { read, doc: doc.clone(), after: feed.sent });
            self.running.insert(read, doc);
        }
    }
}

fn queue_if_behind(queue: &mut VecDeque<DocName>, doc: &DocName, feed: &mut Feed) {
    if feed.reading == Reading::No && feed.sent < feed.target {
        feed.reading = Reading::Queued;
        queue.push_back(doc.clone());
    }
}

/// Sends data in frames of at most [`PART`] bytes, or one empty frame.
fn send_data(out: &mut Vec<HubEffect>, doc: &DocName, place: Place, bytes: &[u8]) -> Result<(), Ended> {
    let mut rest = bytes;
    loop {
        let (part, after) = rest.split_at_checked(PART).unwrap_or((rest, &[]));
        rest = after;
        let more = !rest.is_empty();
        send(out, &HubFrame::Data { doc: doc.clone(), place, bytes: part.to_vec(), more })?;
        if !more {
            return Ok(());
        }
    }
}
