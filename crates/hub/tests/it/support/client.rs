//! A tablet as the app drives it: a sync session over a real socket, with documents in memory.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use automerge::{AutoCommit, Change};
use futures_util::{SinkExt as _, StreamExt as _};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use taizhang_sync::{
    ChangeHash, DocName, HubId, Place, Receipt, RefusalReason,
    change::{device_of, is_genesis_actor},
    tablet::{Phase, Status, TabletEffect, TabletEvent, TabletSession},
};
use tokio::{
    net::TcpStream,
    sync::mpsc,
    time::{Instant, sleep, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest as _},
};

use super::{Hub, Tablet, Writer, writer::table};

/// What tests look at.
#[derive(Default)]
pub struct Held {
    pub docs: BTreeMap<DocName, AutoCommit>,
    pub places: BTreeMap<DocName, Place>,
    pub receipts: BTreeMap<DocName, Receipt>,
    pub refused: Vec<(DocName, ChangeHash, RefusalReason)>,
    pub voids: usize,
    pub status: Status,
    /// Edits that are made, and those that were ordered.
    made: usize,
    ordered: usize,
    host: String,
}

impl Held {
    /// The changes of a document that a receipt stands for.
    pub fn receipted(&mut self, doc: &DocName) -> BTreeSet<ChangeHash> {
        let Some(receipt) = self.receipts.get(doc) else { return BTreeSet::new() };
        let Some(document) = self.docs.get_mut(doc) else { return BTreeSet::new() };
        let after: BTreeSet<_> = document.get_changes(&receipt.heads).iter().map(Change::hash).collect();
        document.get_changes(&[]).iter().map(Change::hash).filter(|hash| !after.contains(hash)).collect()
    }
}

enum Order {
    Edit(DocName, usize),
    Online,
}

/// A tablet that syncs in a task of its own until it is dropped.
pub struct Client {
    pub tablet: Arc<Tablet>,
    held: Arc<Mutex<Held>>,
    orders: mpsc::UnboundedSender<Order>,
    task: tokio::task::JoinHandle<()>,
}

impl Client {
    pub async fn enrolled(hub: &Hub, post: (&str, &str)) -> Self {
        let tablet = Arc::new(Tablet::enrolled(hub, post).await);
        let held = Arc::new(Mutex::new(Held { host: hub.host(), ..Held::default() }));
        let (orders, receiver) = mpsc::unbounded_channel();
        let task = tokio::spawn(Driver::run(Arc::clone(&tablet), Arc::clone(&held), receiver));
        Self { tablet, held, orders, task }
    }

    /// Writes a change of about `bytes`.
    pub fn edit(&self, doc: &DocName, bytes: usize) {
        self.held().ordered += 1;
        let _ = self.orders.send(Order::Edit(doc.clone(), bytes));
    }

    /// The hub is here from now on, and the network is back.
    pub fn follow(&self, hub: &Hub) {
        self.held().host = hub.host();
        let _ = self.orders.send(Order::Online);
    }

    pub fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap()
    }

    /// Waits until everything is exchanged and acknowledged.
    pub async fn settle(&self) {
        let settled = |held: &mut Held| {
            held.made == held.ordered && held.status.phase == Phase::InSync && held.status.unsent == 0
        };
        self.until("in sync", settled).await;
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl Fn(&mut Held) -> bool) {
        let patience = timeout(Duration::from_secs(90), async {
            while !holds(&mut self.held()) {
                sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(patience.await.is_ok(), "not {what}: {:?}", self.held().status);
    }

    /// How many changes of its own no receipt stands for.
    pub fn owes(&self, doc: &DocName) -> usize {
        let mut held = self.held();
        let receipted = held.receipted(doc);
        let device = self.tablet.device.0;
        let own = |change: &Change| device_of(change.actor_id()).is_some_and(|author| author.0 == device);
        let changes = held.docs.get_mut(doc).map(|document| document.get_changes(&[])).unwrap_or_default();
        changes.iter().filter(|change| own(change) && !receipted.contains(&change.hash())).count()
    }

    pub fn heads(&self, doc: &DocName) -> Vec<ChangeHash> {
        self.held().docs.get_mut(doc).map(AutoCommit::get_heads).unwrap_or_default()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Driver {
    tablet: Arc<Tablet>,
    held: Arc<Mutex<Held>>,
    session: TabletSession,
    rng: ChaCha8Rng,
    began: Instant,
    wake: Option<Instant>,
    line: Option<(taizhang_sync::tablet::ConnectionId, WebSocketStream<TcpStream>)>,
    edits: usize,
}

impl Driver {
    async fn run(tablet: Arc<Tablet>, held: Arc<Mutex<Held>>, mut orders: mpsc::UnboundedReceiver<Order>) {
        let hub = tablet.identity["hub"].as_str().unwrap().parse::<taizhang_ledger::DeviceId>().unwrap();
        let seed = u64::from_le_bytes(*tablet.device.0.first_chunk().unwrap());
        let mut driver = Self {
            tablet,
            held,
            session: TabletSession::new(HubId(hub.0), Vec::new()),
            rng: ChaCha8Rng::seed_from_u64(seed),
            began: Instant::now(),
            wake: None,
            line: None,
            edits: 0,
        };
        driver.take(TabletEvent::Online).await;
        loop {
            let wake = driver.wake.unwrap_or_else(|| Instant::now() + Duration::from_secs(3600));
            let event = tokio::select! {
                order = orders.recv() => match order {
                    Some(Order::Edit(doc, bytes)) => {
                        let event = driver.edit(doc, bytes);
                        driver.take(event).await;
                        driver.held.lock().unwrap().made += 1;
                        continue;
                    }
                    Some(Order::Online) => TabletEvent::Online,
                    None => return,
                },
                event = heard(&mut driver.line) => event,
                () = sleep_until(wake) => {
                    driver.wake = None;
                    TabletEvent::Tick
                }
            };
            driver.take(event).await;
        }
    }

    fn edit(&mut self, doc: DocName, bytes: usize) -> TabletEvent {
        self.edits += 1;
        let text = char::from(b'a' + (self.edits % 26) as u8).to_string().repeat(bytes);
        let key = format!("{}-{}", self.tablet.device, self.edits);
        self.document(&doc, |document| {
            use automerge::transaction::Transactable as _;
            document.put(table(document), key, text).unwrap();
            document.commit().unwrap();
        });
        TabletEvent::Changed { doc }
    }

    fn document<T>(&self, doc: &DocName, work: impl FnOnce(&mut AutoCommit) -> T) -> T {
        let mut held = self.held.lock().unwrap();
        work(held.docs.entry(doc.clone()).or_insert_with(|| Writer::new(doc, self.tablet.device).doc))
    }

    async fn take(&mut self, event: TabletEvent) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let now = self.began.elapsed().as_millis() as u64;
            for effect in self.session.handle(now, &mut self.rng, event) {
                events.extend(self.carry_out(effect).await);
            }
        }
    }

    async fn carry_out(&mut self, effect: TabletEffect) -> Option<TabletEvent> {
        match effect {
            TabletEffect::Connect { connection } => {
                let host = self.held.lock().unwrap().host.clone();
                self.line = open(&host, self.tablet.cookie.as_deref().unwrap()).await.map(|line| (connection, line));
                Some(match self.line {
                    Some(_) => TabletEvent::Connected { connection },
                    None => TabletEvent::Lost { connection },
                })
            }
            TabletEffect::Disconnect { .. } => {
                self.line = None;
                None
            }
            TabletEffect::Send { connection, bytes } => {
                let (_, socket) = self.line.as_mut().filter(|(id, _)| *id == connection)?;
                if socket.send(Message::Binary(bytes.into())).await.is_ok() {
                    return None;
                }
                self.line = None;
                Some(TabletEvent::Lost { connection })
            }
            TabletEffect::Apply { apply, doc, bytes, place } => {
                self.document(&doc, |document| document.load_incremental(&bytes).map(drop)).unwrap();
                self.held.lock().unwrap().places.insert(doc, place);
                Some(TabletEvent::Applied { apply })
            }
            TabletEffect::CollectOutbox { doc, since } => {
                let device = self.tablet.device;
                let own = |change: &Change| {
                    is_genesis_actor(change.actor_id())
                        || device_of(change.actor_id()).is_some_and(|author| author.0 == device.0)
                };
                let (heads, changes) = self.document(&doc, |document| {
                    (document.get_heads(), document.get_changes(&since).into_iter().filter(own).collect())
                });
                Some(TabletEvent::Outbox { doc, heads, changes })
            }
            TabletEffect::CollectLost { doc, hashes, since } => {
                let changes =
                    self.document(&doc, |document| taizhang_ledger::changes_behind(document, &hashes, &since));
                Some(TabletEvent::Found { doc, changes })
            }
            TabletEffect::VerifyReceipt { receipt } => {
                assert!(self.tablet.trusts(&receipt.signed_bytes(), &receipt.signature.0));
                Some(TabletEvent::ReceiptVerified { receipt })
            }
            effect => {
                self.note(effect);
                None
            }
        }
    }

    fn note(&mut self, effect: TabletEffect) {
        let mut held = self.held.lock().unwrap();
        match effect {
            TabletEffect::Delivered { receipt } => drop(held.receipts.insert(receipt.doc.clone(), receipt)),
            TabletEffect::ReceiptsVoid { receipt: Receipt { doc, .. } } => {
                held.receipts.remove(&doc);
                held.voids += 1;
            }
            TabletEffect::Refused { doc, hash, reason } => held.refused.push((doc, hash, reason)),
            TabletEffect::Status(status) => held.status = status,
            TabletEffect::Wake { at } => self.wake = Some(self.began + Duration::from_millis(at)),
            _ => {}
        }
    }
}

async fn heard(line: &mut Option<(taizhang_sync::tablet::ConnectionId, WebSocketStream<TcpStream>)>) -> TabletEvent {
    let Some((connection, socket)) = line else { return std::future::pending().await };
    let connection = *connection;
    loop {
        match socket.next().await {
            Some(Ok(Message::Binary(bytes))) => return TabletEvent::Frame { connection, bytes: bytes.into() },
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            _ => {
                *line = None;
                return TabletEvent::Lost { connection };
            }
        }
    }
}

async fn open(host: &str, cookie: &str) -> Option<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{host}/api/sync").into_client_request().unwrap();
    request.headers_mut().insert("origin", format!("http://{host}").parse().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    let stream = TcpStream::connect(host).await.ok()?;
    Some(client_async(request, stream).await.ok()?.0)
}
