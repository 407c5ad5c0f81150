//! A tablet as a task that is told what to do.

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use taizhang_hub::key::DeviceKey;
use taizhang_ledger::DeviceId;
use taizhang_sync::{DocName, HubId, tablet::TabletEvent};
use tokio::{
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};

use super::{counted::Traffic, host::Host, socket::Dialer};
use crate::{
    clock::{Nanos, now},
    failure::Failure,
    workload::{Edit, StateHash},
};

/// An enrolled device of the county.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Seat {
    /// The device.
    pub device: DeviceId,
    /// Its session cookie, as a request's header has it.
    pub cookie: String,
}

/// How far a client has got.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Reached {
    /// When all documents showed what they should.
    pub shown: Option<Nanos>,
    /// When verified receipts covered all that it wrote.
    pub delivered: Option<Nanos>,
    /// What went wrong, if anything did.
    pub trouble: Option<String>,
}

/// What to be after.
#[derive(Debug, Default)]
struct Pursuit {
    /// Documents whose receipts are awaited.
    receipts: Vec<DocName>,
    answer: Option<oneshot::Sender<Reached>>,
}

enum Command {
    Pursue { goals: BTreeMap<DocName, StateHash>, receipts: Vec<DocName>, answer: oneshot::Sender<Reached> },
    Look(oneshot::Sender<Reached>),
    Leave(oneshot::Sender<()>),
    Write { doc: DocName, edits: Vec<Edit>, answer: oneshot::Sender<Nanos> },
    Watch { doc: DocName, places: Vec<Edit> },
    Seen(DocName, oneshot::Sender<Vec<Nanos>>),
    Compare(DocName, Vec<Edit>, oneshot::Sender<usize>),
    Traffic(oneshot::Sender<(Traffic, Traffic)>),
}

/// A tablet; it ends when this is dropped.
pub struct Client(mpsc::UnboundedSender<Command>);

impl Client {
    /// A fresh tablet, not connected.
    pub fn start(seat: Seat, dialer: Dialer, hub: HubId, hub_key: DeviceKey) -> Self {
        let (sender, commands) = mpsc::unbounded_channel();
        let host = Host::new(seat.device, seat.cookie, dialer, hub, hub_key);
        tokio::spawn(Task { host, pursuit: Pursuit::default() }.run(commands));
        Self(sender)
    }

    /// Goes online, until data comes after which every document shows its goal, verified receipts cover what was written in others, and the
    /// session has nothing left to do; or until patience is at its end.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn pursue(
        &self,
        goals: BTreeMap<DocName, StateHash>,
        receipts: Vec<DocName>,
        patience: Duration,
    ) -> Result<Reached, Failure> {
        let (answer, answered) = oneshot::channel();
        self.tell(Command::Pursue { goals, receipts, answer })?;
        match timeout(patience, answered).await {
            Ok(reached) => Ok(reached?),
            Err(_) => self.ask(Command::Look).await,
        }
    }

    /// Disconnects and stays offline.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn leave(&self) -> Result<(), Failure> {
        self.ask(Command::Leave).await
    }

    /// Writes edits, each as one change, and hands them in if it is online; answers with the moment before the first.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn write(&self, doc: DocName, edits: Vec<Edit>) -> Result<Nanos, Failure> {
        self.ask(|answer| Command::Write { doc, edits, answer }).await
    }

    /// From now on notes when each of these edits is first seen, in their order.
    ///
    /// # Errors
    /// When the client is gone.
    pub fn watch(&self, doc: DocName, places: Vec<Edit>) -> Result<(), Failure> {
        self.tell(Command::Watch { doc, places })
    }

    /// When each was seen, as far as they were.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn seen(&self, doc: DocName) -> Result<Vec<Nanos>, Failure> {
        self.ask(|answer| Command::Seen(doc, answer)).await
    }

    /// How many cells do not show what they should.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn compare(&self, doc: DocName, places: Vec<Edit>) -> Result<usize, Failure> {
        self.ask(|answer| Command::Compare(doc, places, answer)).await
    }

    /// What went over the open connection: for its HTTP upgrade, and since.
    ///
    /// # Errors
    /// When the client is gone.
    pub async fn traffic(&self) -> Result<(Traffic, Traffic), Failure> {
        self.ask(Command::Traffic).await
    }

    fn tell(&self, command: Command) -> Result<(), Failure> {
        self.0.send(command).map_err(|_| "a client is gone".into())
    }

    async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        self.tell(command(answer))?;
        Ok(answered.await?)
    }
}

struct Task {
    host: Host,
    pursuit: Pursuit,
}

impl Task {
    async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        loop {
            let wake = self.host.wake.map(|at| Duration::from_nanos(at.saturating_sub(now())));
            let event = tokio::select! {
                command = commands.recv() => match command {
                    Some(command) => self.obey(command).await,
                    None => return,
                },
                event = next(&mut self.host) => Some(event),
                () = sleep(wake.unwrap_or_default()), if wake.is_some() => {
                    self.host.wake = None;
                    Some(TabletEvent::Tick)
                }
            };
            if let Some(event) = event {
                self.host.handle(event).await;
            }
            self.report();
        }
    }

    async fn obey(&mut self, command: Command) -> Option<TabletEvent> {
        match command {
            Command::Pursue { goals, receipts, answer } => {
                for (doc, goal) in goals {
                    let replica = self.host.replica(&doc);
                    replica.goal = Some(goal);
                    replica.reached = None;
                }
                self.pursuit = Pursuit { receipts, answer: Some(answer) };
                Some(TabletEvent::Online)
            }
            Command::Look(answer) => {
                let _ = answer.send(self.reached());
                None
            }
            Command::Leave(answer) => {
                self.host.handle(TabletEvent::Offline).await;
                if let Some((connection, socket)) = self.host.line.take() {
                    socket.close().await;
                    self.host.handle(TabletEvent::Lost { connection }).await;
                }
                let _ = answer.send(());
                None
            }
            Command::Write { doc, edits, answer } => {
                let began = now();
                let time = 1_790_000_000;
                let replica = self.host.replica(&doc);
                if !edits.iter().zip(time..).all(|(edit, time)| replica.write(edit, time)) {
                    self.host.trouble = Some(format!("{doc} cannot be written"));
                }
                let _ = answer.send(began);
                Some(TabletEvent::Changed { doc })
            }
            Command::Watch { doc, places } => {
                let replica = self.host.replica(&doc);
                replica.awaited = places;
                replica.seen.clear();
                None
            }
            Command::Seen(doc, answer) => {
                let _ = answer.send(self.host.replica(&doc).seen.clone());
                None
            }
            Command::Compare(doc, places, answer) => {
                let _ = answer.send(self.host.replica(&doc).differences(&places));
                None
            }
            Command::Traffic(answer) => {
                let traffic = self.host.line.as_ref().map(|(_, socket)| (socket.upgrade(), socket.traffic()));
                let (upgrade, all) = traffic.unwrap_or_default();
                let _ = answer.send((upgrade, all.since(upgrade)));
                None
            }
        }
    }

    fn reached(&self) -> Reached {
        let goals = self.host.replicas.values().filter(|replica| replica.goal.is_some());
        let shown = goals.map(|replica| replica.reached).collect::<Option<Vec<_>>>();
        let delivered = |doc| self.host.replicas.get(doc).and_then(|replica| replica.delivered);
        let delivered = self.pursuit.receipts.iter().map(delivered).collect::<Option<Vec<_>>>();
        Reached {
            shown: shown.and_then(|times| times.into_iter().max()),
            delivered: delivered.and_then(|times| times.into_iter().max()),
            trouble: self.host.trouble.clone(),
        }
    }

    /// Answers a pursuit that is at its end.
    fn report(&mut self) {
        if self.pursuit.answer.is_none() {
            return;
        }
        let replicas = || self.host.replicas.values();
        let shown = replicas().all(|replica| replica.goal.is_none() || replica.reached.is_some());
        let delivered = |doc| self.host.replicas.get(doc).is_some_and(|replica| replica.delivered.is_some());
        let done = shown && self.pursuit.receipts.iter().all(delivered) && self.host.is_in_sync();
        if done || self.host.trouble.is_some() {
            let reached = self.reached();
            if let Some(answer) = self.pursuit.answer.take() {
                let _ = answer.send(reached);
            }
        }
    }
}

/// The next thing that happens on the line; for ever if there is none.
async fn next(host: &mut Host) -> TabletEvent {
    let Some((connection, socket)) = &mut host.line else { return std::future::pending().await };
    let connection = *connection;
    if let Some(bytes) = socket.next().await {
        return TabletEvent::Frame { connection, bytes };
    }
    host.line = None;
    TabletEvent::Lost { connection }
}
