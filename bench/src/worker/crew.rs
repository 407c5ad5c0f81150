//! The side that gives orders: some worker processes, each with its share of the clients.

use std::process::Stdio;

use futures_util::future::try_join_all;
use taizhang_sync::{DocName, HubId};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::order::{Aim, Answer, Edits, Order};
use crate::{
    client::{Reached, Seat, Traffic},
    clock::Nanos,
    failure::Failure,
    hub::{Address, Usage},
    workload::Edit,
};

/// How long clients may take to reach their aims, in milliseconds.
const PATIENCE_MS: u64 = 120_000;

/// Worker processes; they end when this is dropped.
pub struct Crew {
    workers: Vec<Worker>,
    clients: usize,
}

struct Worker {
    child: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Crew {
    /// Starts processes.
    ///
    /// # Errors
    /// What the system says.
    pub fn start(processes: u32) -> Result<Self, Failure> {
        let workers = (0..processes).map(|_| Worker::start()).collect::<Result<_, _>>()?;
        Ok(Self { workers, clients: 0 })
    }

    /// Replaces all clients by fresh ones, spread evenly.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn enlist(&mut self, address: &Address, hub: &(HubId, Vec<u8>), seats: &[Seat]) -> Result<(), Failure> {
        self.clients = seats.len();
        let (hub, hub_key) = hub.clone();
        let order = |seats: &[Seat]| Order::Enlist {
            address: address.clone(),
            hub,
            hub_key: hub_key.clone(),
            seats: seats.to_vec(),
        };
        self.share(seats, order).await.map(drop)
    }

    /// Lets all clients go online at once; answers when all have reached their aims or two minutes are over.
    ///
    /// # Errors
    /// When a worker fails, or a client met with something that the workload does not hold.
    pub async fn pursue(&mut self, at: Nanos, aims: &[Aim]) -> Result<Vec<Reached>, Failure> {
        let order = |aims: &[Aim]| Order::Pursue { at, aims: aims.to_vec(), patience_ms: PATIENCE_MS };
        let mut all = Vec::with_capacity(self.clients);
        for answer in self.share(aims, order).await? {
            let Answer::Reached(reached) = answer else { return Err(unexpected(&answer)) };
            all.extend(reached);
        }
        match all.iter().find_map(|reached| reached.trouble.as_ref()) {
            Some(trouble) => Err(format!("a client: {trouble}").into()),
            None => Ok(all),
        }
    }

    /// Lets all clients disconnect.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn leave(&mut self) -> Result<(), Failure> {
        self.all(&Order::Leave).await.map(drop)
    }

    /// Lets each client write.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn write(&mut self, edits: &[Edits]) -> Result<(), Failure> {
        self.share(edits, |edits| Order::Write(edits.to_vec())).await.map(drop)
    }

    /// Lets each client note when it sees each of these edits.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn watch(&mut self, doc: &DocName, places: &[Edit]) -> Result<(), Failure> {
        self.all(&Order::Watch(doc.clone(), places.to_vec())).await.map(drop)
    }

    /// When each client saw what it watches for; waits as long as more is seen, up to `patience_ms`.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn seen(&mut self, doc: &DocName, patience_ms: u64) -> Result<Vec<Vec<Nanos>>, Failure> {
        let mut all = Vec::new();
        for answer in self.all(&Order::Seen(doc.clone(), patience_ms)).await? {
            let Answer::Seen(seen) = answer else { return Err(unexpected(&answer)) };
            all.extend(seen);
        }
        Ok(all)
    }

    /// Lets the only client write edits on a fixed schedule; answers with the moment before each.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn perform(
        &mut self,
        doc: &DocName,
        edits: &[Edit],
        at: Nanos,
        every_ms: u64,
    ) -> Result<Vec<Nanos>, Failure> {
        let order = Order::Perform { doc: doc.clone(), edits: edits.to_vec(), at, every_ms };
        match self.all(&order).await?.pop() {
            Some(Answer::Wrote(wrote)) => Ok(wrote),
            other => Err(format!("unexpected answer: {other:?}").into()),
        }
    }

    /// How many cells each client does not show as told.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn compare(&mut self, places: &[Edits]) -> Result<Vec<usize>, Failure> {
        let mut all = Vec::new();
        for answer in self.share(places, |places| Order::Compare(places.to_vec())).await? {
            let Answer::Differ(differ) = answer else { return Err(unexpected(&answer)) };
            all.extend(differ);
        }
        Ok(all)
    }

    /// Each client's traffic on its open connection: for the HTTP upgrade, and since.
    ///
    /// # Errors
    /// When a worker fails.
    pub async fn traffic(&mut self) -> Result<Vec<(Traffic, Traffic)>, Failure> {
        let mut all = Vec::new();
        for answer in self.all(&Order::Traffic).await? {
            let Answer::Traffic(traffic) = answer else { return Err(unexpected(&answer)) };
            all.extend(traffic);
        }
        Ok(all)
    }

    /// What the processes have used so far, in seconds of processor time.
    ///
    /// # Errors
    /// When one has ended.
    pub fn cpu_s(&self) -> Result<f64, Failure> {
        let pids = self.workers.iter().map(|worker| worker.child.id().ok_or("a worker has ended"));
        pids.map(|pid| Ok(Usage::of(pid?)?.cpu_s)).sum()
    }

    /// Gives each worker its share of a list that has one thing for each client.
    async fn share<T>(&mut self, list: &[T], order: impl Fn(&[T]) -> Order) -> Result<Vec<Answer>, Failure> {
        let share = list.len().div_ceil(self.workers.len()).max(1);
        let shares = list.chunks(share).chain(std::iter::repeat(&[][..]));
        let ask = self.workers.iter_mut().zip(shares).map(|(worker, share)| {
            let order = order(share);
            async move { worker.ask(&order).await }
        });
        try_join_all(ask).await
    }

    async fn all(&mut self, order: &Order) -> Result<Vec<Answer>, Failure> {
        try_join_all(self.workers.iter_mut().map(|worker| worker.ask(order))).await
    }
}

impl Worker {
    fn start() -> Result<Self, Failure> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("worker")
            // To clear huge pages, and to give memory back only to ask for it again, was a quarter of the tablets' time.
            .envs([("MIMALLOC_ALLOW_THP", "0"), ("MIMALLOC_PURGE_DELAY", "-1")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let orders = child.stdin.take().ok_or("a worker has no input")?;
        let answers = child.stdout.take().ok_or("a worker has no output")?;
        Ok(Self { child, orders, answers: BufReader::new(answers).lines() })
    }

    async fn ask(&mut self, order: &Order) -> Result<Answer, Failure> {
        let mut line = serde_json::to_vec(order)?;
        line.push(b'\n');
        self.orders.write_all(&line).await?;
        self.orders.flush().await?;
        let answer = self.answers.next_line().await?.ok_or("a worker has ended")?;
        match serde_json::from_str(&answer)? {
            Answer::Failed(why) => Err(why.into()),
            answer => Ok(answer),
        }
    }
}

fn unexpected(answer: &Answer) -> Failure {
    format!("unexpected answer: {answer:?}").into()
}
