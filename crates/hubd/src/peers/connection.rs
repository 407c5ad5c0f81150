//! One connection: the socket, the store and the session between them.
//!
//! The session is fed an event only when the effects of the last are carried out, and sending waits for the socket;
//! so a slow tablet slows its own session and nobody else's. One that takes nothing for half a minute is let go.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{StreamExt as _, future::BoxFuture, stream::FuturesUnordered};
use taizhang_sync::{
    CloseReason, DocName,
    hub::{Appended, HubEffect, HubEvent, HubPeers, HubSession, IDLE_LIMIT_MS, Live, Outcome},
    wire::DocGrant,
};
use tokio::time::timeout;

use super::{Membership, Notice};
use crate::{
    hub::{Hub, now_ms},
    store::{Append, COMPACT_AFTER, Device, Store as _, StoreError},
};

/// How long a tablet may take to accept one message.
const SEND_LIMIT: Duration = Duration::from_secs(30);

type Pending = FuturesUnordered<BoxFuture<'static, Done>>;

/// Something asked of the store is done.
struct Done {
    event: HubEvent,
    /// What others are to hear of it.
    live: Option<Live>,
    /// A document whose log has grown long.
    long: Option<DocName>,
}

/// Serves one authenticated device until either side ends it.
pub async fn run(hub: Arc<Hub>, device: Device, mut socket: WebSocket) {
    let (membership, mut notices, mut closing) = hub.peers.join(device.id);
    // Subscribed before the places are read, so that nothing falls between.
    let grants = match renew_grants(&hub, &device, &membership) {
        Ok(grants) => grants,
        Err(why) => return tracing::error!(%why, "cannot read the grants"),
    };
    let peers = HubPeers { hub: hub.folder.hub, device: device.id };
    let mut session = HubSession::new(peers, grants);
    let mut pending = Pending::new();
    let idle = Duration::from_millis(IDLE_LIMIT_MS);
    let mut deadline = tokio::time::Instant::now() + idle;
    tracing::info!(org = %device.org, role = device.role.word(), "connected");
    while !session.is_over() {
        let event = tokio::select! {
            biased;
            Some(reason) = closing.recv() => HubEvent::Close(reason),
            Some(done) = pending.next() => {
                if let Some(live) = &done.live {
                    membership.publish(live);
                    after_commit(&hub, live).await;
                }
                if let Some(doc) = done.long {
                    // A full queue means that compaction is behind; it will be asked again.
                    let _ = hub.to_compact.try_send(doc);
                }
                done.event
            }
            Some(notice) = notices.recv() => match notice {
                Notice::Live(live) => HubEvent::Live(live),
                Notice::PolicyChanged => match renew_grants(&hub, &device, &membership) {
                    Ok(grants) => HubEvent::GrantsChanged(grants),
                    Err(why) => {
                        tracing::error!(%why, "cannot read the grants");
                        HubEvent::Close(CloseReason::Internal)
                    }
                },
            },
            message = socket.recv(), if session.accepts_frames() => {
                deadline = tokio::time::Instant::now() + idle;
                match message {
                    Some(Ok(Message::Binary(bytes))) => HubEvent::Frame(bytes.into()),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Text(_))) => HubEvent::Close(CloseReason::Protocol),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                }
            }
            () = tokio::time::sleep_until(deadline), if session.accepts_frames() => break,
        };
        if !step(&hub, &mut session, event, &mut socket, &mut pending).await {
            break;
        }
        for (doc, (epoch, seq)) in membership.take_dropped() {
            if !step(&hub, &mut session, HubEvent::Grown { doc, epoch, seq }, &mut socket, &mut pending).await {
                return;
            }
        }
    }
    tracing::info!(org = %device.org, role = device.role.word(), "disconnected");
    // Appends under way are committed whether or not anyone waits for them.
}

/// Feeds an event and carries out the effects; `false` once the connection is over.
async fn step(
    hub: &Arc<Hub>,
    session: &mut HubSession,
    event: HubEvent,
    socket: &mut WebSocket,
    pending: &mut Pending,
) -> bool {
    let now = u64::try_from(now_ms()).unwrap_or_default();
    for effect in session.handle(now, &**hub, event) {
        match effect {
            HubEffect::Send(bytes) => {
                let sent = timeout(SEND_LIMIT, socket.send(Message::Binary(bytes.into()))).await;
                if !matches!(sent, Ok(Ok(()))) {
                    return false;
                }
            }
            HubEffect::Append { append, doc, changes, heads } => {
                let chunks: Vec<Vec<u8>> = changes.iter().map(|change| change.bytes().to_vec()).collect();
                let named = doc.clone();
                let reply = hub.writer.append(Append { doc, changes, heads }).await;
                pending.push(Box::pin(async move {
                    let result = match reply {
                        Ok(reply) => reply.await.unwrap_or(Err(StoreError::Closing)),
                        Err(why) => Err(why),
                    };
                    let Ok(result) = result else {
                        return Done { event: HubEvent::AppendFailed(append), live: None, long: None };
                    };
                    let live = live(&named, result.place.epoch, &result.outcomes, &chunks);
                    let long = (result.behind_snapshot > COMPACT_AFTER && live.is_some()).then_some(named);
                    let event = HubEvent::Appended(Appended {
                        append,
                        epoch: result.place.epoch,
                        seq: result.place.seq,
                        outcomes: result.outcomes,
                        missing_heads: result.missing_heads,
                    });
                    Done { event, live, long }
                }));
            }
            HubEffect::Read { read, doc, after } => {
                let store = Arc::clone(&hub.store);
                pending.push(Box::pin(async move {
                    let part = tokio::task::spawn_blocking(move || store.read(&doc, after)).await;
                    let part = part.ok().and_then(|part| part.inspect_err(|why| tracing::error!(%why, "read")).ok());
                    Done { event: HubEvent::Read(read, part), live: None, long: None }
                }));
            }
            HubEffect::Close => {
                // The reason has been sent; the tablet may be gone already.
                let _ = timeout(SEND_LIMIT, socket.send(Message::Close(None))).await;
                return false;
            }
        }
    }
    true
}

/// What was newly stored by an append, for those who read along.
fn live(doc: &DocName, epoch: u64, outcomes: &[Outcome], chunks: &[Vec<u8>]) -> Option<Live> {
    let stored = outcomes.iter().zip(chunks).filter_map(|(outcome, chunk)| match outcome {
        Outcome::Stored { seq } => Some((*seq, chunk)),
        _ => None,
    });
    let (seqs, chunks): (Vec<u64>, Vec<&Vec<u8>>) = stored.unzip();
    let bytes: Vec<u8> = chunks.into_iter().flatten().copied().collect();
    Some(Live { doc: doc.clone(), epoch, first: *seqs.first()?, last: *seqs.last()?, bytes: bytes.into() })
}

/// The grants of a post now, with the connection subscribed to them.
fn renew_grants(hub: &Hub, device: &Device, membership: &Membership<'_>) -> Result<Vec<DocGrant>, StoreError> {
    let named = hub.policy.grants(&*hub.store, &device.org, device.role)?;
    membership.subscribe(named.into_iter().map(|grant| grant.doc).collect::<BTreeSet<_>>());
    hub.policy.grants(&*hub.store, &device.org, device.role)
}

/// The taskbook decides who may do what, so its changes count at once.
async fn after_commit(hub: &Arc<Hub>, live: &Live) {
    if !hub.policy.is_taskbook(&live.doc) {
        return;
    }
    let reloading = Arc::clone(hub);
    let result = tokio::task::spawn_blocking(move || reloading.policy.reload(&*reloading.store)).await;
    match result {
        Ok(Ok(())) => hub.peers.policy_changed(),
        Ok(Err(why)) => tracing::error!(%why, "cannot read the taskbook"),
        Err(why) => tracing::error!(%why, "cannot read the taskbook"),
    }
}
