//! One connection: a socket, a sync session, and the store behind it.
//!
//! Everything happens in one task and one after the other: an append, a read or a slow socket holds up this
//! connection alone, and what waits for it is bounded by its mailbox.

use std::{collections::VecDeque, time::Duration};

use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, WebSocket, close_code},
};
use taizhang_sync::{
    CloseReason, DeviceId, DocName, RefusalReason,
    change::ParsedChange,
    hub::{Appended, HubEffect, HubEvent, HubHost, HubPeers, HubSession, IDLE_LIMIT_MS},
    receipt::Signature,
    wire::DocGrant,
};
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout, timeout_at};

use super::{Seat, mailbox::Mail};
use crate::{
    clock::{millis, now_ms},
    hub::Hub,
    policy::doc_id,
    row_keys::is_over,
    store::{Append, Device, StoreError},
};

/// How often to ping, which keeps proxies from closing a quiet connection.
const PING: Duration = Duration::from_secs(30);
/// How long one message may take to leave: 64 KiB over a line of about half a kilobyte a second.
const SEND: Duration = Duration::from_secs(120);
/// How long saying goodbye may take.
const GOODBYE: Duration = Duration::from_secs(5);

/// The connection is over; there is nobody left to tell.
struct Gone;

struct Connection<'a> {
    hub: &'a Hub,
    seat: &'a Seat<'a>,
    device: &'a Device,
    session: HubSession,
    socket: WebSocket,
}

/// Serves one device until either side ends it.
pub(super) async fn serve(hub: &Hub, device: Device, mut socket: WebSocket) {
    let seat = hub.peers.join(device.id);
    let begun = match hub.registry.device(device.id).await {
        Ok(now) => {
            if let Some(reason) = outdated(&device, now.as_ref()) {
                seat.mailbox.close(reason);
            }
            grants(hub, &seat, &device).await
        }
        Err(why) => Err(why),
    };
    let grants = match begun {
        Ok(grants) => grants,
        Err(why) => {
            tracing::error!(%why, "a connection ends at once");
            goodbye(&mut socket, close_code::ERROR).await;
            return;
        }
    };
    let peers = HubPeers { hub: hub.key.id(), device: DeviceId(device.id.0) };
    let session = HubSession::new(peers, grants);
    let mut connection = Connection { hub, seat: &seat, device: &device, session, socket };
    tracing::info!(device = %device.id, org = %device.org, peers = hub.peers.count(), "connected");
    let closing = tokio::select! {
        // What ends it goes before what it sends.
        biased;
        reason = seat.mailbox.closed() => Some(reason),
        Gone = connection.run() => None,
    };
    if let Some(reason) = closing {
        let _ = timeout(GOODBYE, connection.feed(HubEvent::Close(reason))).await;
    }
    seen(hub, &device).await;
    tracing::info!(device = %device.id, reason = ?closing, "disconnected");
}

/// Why a device that was authenticated as `then` may not go on, now that its connection is among the others: what was
/// changed before that could not end it.
fn outdated(then: &Device, now: Option<&Device>) -> Option<CloseReason> {
    match now {
        Some(now) if now.revoked => Some(CloseReason::Revoked),
        // It connects again, and learns its post when it does.
        Some(now) if (&now.org, now.role) != (&then.org, then.role) => Some(CloseReason::Restarting),
        Some(_) => None,
        None => Some(CloseReason::Revoked),
    }
}

async fn seen(hub: &Hub, device: &Device) {
    if let Err(why) = hub.registry.seen(device.id, now_ms()).await {
        tracing::error!(%why, device = %device.id, "cannot note when it was last seen");
    }
}

impl Connection<'_> {
    async fn run(&mut self) -> Gone {
        let mut ping = interval_at(Instant::now() + PING, PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = Instant::now();
        loop {
            let idle_at = heard + Duration::from_millis(IDLE_LIMIT_MS);
            let event = tokio::select! {
                message = timeout_at(idle_at, self.socket.recv()) => {
                    heard = Instant::now();
                    match message {
                        Ok(Some(Ok(Message::Binary(bytes)))) => {
                            self.hub.metrics.traffic.received(bytes.len());
                            HubEvent::Frame(bytes.into())
                        }
                        Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => continue,
                        Ok(Some(Ok(Message::Text(_)) | Err(_))) => HubEvent::Close(CloseReason::Protocol),
                        Ok(Some(Ok(Message::Close(_))) | None) | Err(_) => return Gone,
                    }
                }
                mail = self.seat.mailbox.next() => open(self.hub, self.seat, self.device, mail).await,
                _ = ping.tick() => {
                    if let Err(gone) = self.send(Message::Ping(Bytes::new())).await {
                        return gone;
                    }
                    continue;
                }
            };
            if let Err(gone) = self.feed(event).await {
                return gone;
            }
        }
    }

    /// Feeds an event to the session and carries out what follows from it, to the end.
    async fn feed(&mut self, event: HubEvent) -> Result<(), Gone> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.session.handle(millis(), &Host(self.hub), event) {
                events.extend(self.carry_out(effect).await?);
            }
        }
        Ok(())
    }

    async fn carry_out(&mut self, effect: HubEffect) -> Result<Option<HubEvent>, Gone> {
        match effect {
            HubEffect::Send(bytes) => {
                self.hub.metrics.traffic.sent(&bytes);
                self.send(Message::Binary(bytes.into())).await?;
                Ok(None)
            }
            HubEffect::Append { append, doc, changes, heads, foreign } => {
                let asked = Append { origin: self.seat.number, doc, changes, heads, foreign };
                Ok(Some(match self.hub.store.append(asked).await {
                    Ok(committed) => HubEvent::Appended(Appended {
                        append,
                        epoch: committed.place.epoch,
                        seq: committed.place.seq,
                        outcomes: committed.outcomes,
                        missing_heads: committed.missing_heads,
                    }),
                    Err(why) => {
                        tracing::error!(%why, device = %self.device.id, "an append failed; it stays unacknowledged");
                        HubEvent::AppendFailed(append)
                    }
                }))
            }
            HubEffect::Read { read, doc, after } => {
                let part = self.hub.store.read(&doc, after).await;
                let part = part.inspect_err(|why| tracing::error!(%why, %doc, "a read failed"));
                Ok(Some(HubEvent::Read(read, part.ok())))
            }
            HubEffect::NoteHeld { doc, heads } => {
                // The tablet shows it again on its next connection.
                let noted = self.hub.store.note_held(doc, heads).await;
                let noted = noted.inspect_err(|why| tracing::error!(%why, "what the hub once had is not noted"));
                Ok(noted.is_err().then_some(HubEvent::Close(CloseReason::Internal)))
            }
            HubEffect::Close => {
                goodbye(&mut self.socket, close_code::NORMAL).await;
                Err(Gone)
            }
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(SEND, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Gone),
            Err(_) => {
                tracing::info!(device = %self.device.id, "closed: takes no more messages");
                Err(Gone)
            }
        }
    }
}

/// What a piece of mail tells the session.
async fn open(hub: &Hub, seat: &Seat<'_>, device: &Device, mail: Mail) -> HubEvent {
    match mail {
        Mail::Live(live) => HubEvent::Live(live),
        Mail::Grown(doc, place) => HubEvent::Grown { doc, epoch: place.epoch, seq: place.seq },
        Mail::Grants => match grants(hub, seat, device).await {
            Ok(grants) => HubEvent::GrantsChanged(grants),
            Err(why) => {
                tracing::error!(%why, "a connection cannot learn its grants");
                HubEvent::Close(CloseReason::Internal)
            }
        },
    }
}

/// Closes a socket, and waits a little for what was sent before it to be taken.
async fn goodbye(socket: &mut WebSocket, code: u16) {
    let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
    let _ = timeout(GOODBYE, async {
        socket.send(close).await?;
        while let Some(Ok(_)) = socket.recv().await {}
        Ok::<_, axum::Error>(())
    })
    .await;
}

/// What the device's post may read and where those logs stand. The mailbox hears of new changes before the places are
/// read, so that nothing falls between.
async fn grants(hub: &Hub, seat: &Seat<'_>, device: &Device) -> Result<Vec<DocGrant>, StoreError> {
    let mut granted = hub.policy.grants(&device.org, device.role);
    // What is settled has left the devices, and does not come back to them.
    granted.retain(|(doc, _)| doc_id(doc).is_none_or(|id| !is_over(hub, &id)));
    seat.read(granted.iter().map(|(doc, _)| doc.clone()).collect());
    let places = hub.store.places().await?;
    let grant = |(doc, writable)| DocGrant { place: places.of(&doc), doc, writable };
    Ok(granted.into_iter().map(grant).collect())
}

struct Host<'a>(&'a Hub);

impl HubHost for Host<'_> {
    fn is_genesis(&self, doc: &DocName, change: &ParsedChange) -> bool {
        self.0.policy.is_genesis(doc, change)
    }

    /// The session has checked the author and the grant; there is no further rule, so that an older hub stores what
    /// a newer app writes.
    fn admits(&self, _doc: &DocName, _change: &ParsedChange) -> Result<(), RefusalReason> {
        Ok(())
    }

    fn lacks(&self, doc: &DocName) -> bool {
        self.0.store.lacks(doc)
    }

    fn sign(&self, bytes: &[u8]) -> Signature {
        self.0.key.sign(bytes)
    }

    fn signed(&self, bytes: &[u8], signature: &Signature) -> bool {
        self.0.key.signed(bytes, signature)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use taizhang_ledger::Role;

    use super::*;

    #[test]
    fn a_post_that_changed_while_it_connected_ends_a_connection() {
        let device = |org: &str, role, revoked| Device {
            id: taizhang_ledger::DeviceId([7; 16]),
            key: Vec::new(),
            org: org.parse().unwrap(),
            role,
            person: "陈大明".to_owned(),
            named: false,
            revoked,
        };
        let then = device("t01-v01", Role::BranchSecretary, false);
        assert_eq!(outdated(&then, Some(&then.clone())), None);
        let elsewhere = device("t01-v02", Role::BranchSecretary, false);
        assert_eq!(outdated(&then, Some(&elsewhere)), Some(CloseReason::Restarting));
        let other = device("t01-v01", Role::TownshipOrgOfficer, false);
        assert_eq!(outdated(&then, Some(&other)), Some(CloseReason::Restarting));
        let revoked = device("t01-v02", Role::BranchSecretary, true);
        assert_eq!(outdated(&then, Some(&revoked)), Some(CloseReason::Revoked));
        assert_eq!(outdated(&then, None), Some(CloseReason::Revoked));
    }
}
