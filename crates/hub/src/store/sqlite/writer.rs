//! The one thread that writes. It takes what is queued into one transaction, so that many sessions share one flush
//! of the disk, and answers each only after the commit.

use std::{
    sync::{Mutex, PoisonError},
    thread::JoinHandle,
    time::Instant,
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::{metrics::StoreMetrics, store::StoreError};

/// How many jobs may wait; who has more waits with them.
const QUEUE: usize = 256;
/// How many jobs share one transaction.
const BATCH: usize = 128;
/// After how many transactions the write-ahead log is moved into the file, once nobody waits.
const CHECKPOINT: usize = 64;
/// How many pages the write-ahead log may have when there is no such moment: then a commit does it, and those who wait for
/// it wait for that too.
const CHECKPOINT_PAGES: u32 = 4_000;

pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// One piece of work on the database.
trait Job: Send {
    /// Does it; `false` if it must be undone.
    fn run(&mut self, connection: &Connection) -> bool;
    /// The transaction that it was in has ended so.
    fn finish(self: Box<Self>, ended: Result<(), StoreError>);
}

struct Task<T, W, A> {
    work: Option<W>,
    result: Option<Result<T, StoreError>>,
    after: A,
    answer: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W, A> Job for Task<T, W, A>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T, StoreError> + Send,
    A: FnOnce(&T) + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn finish(self: Box<Self>, ended: Result<(), StoreError>) {
        let Self { result, after, answer, .. } = *self;
        let result = ended.and(result.unwrap_or(Err(StoreError::Closed)));
        if let Ok(value) = &result {
            after(value);
        }
        // Nobody listens any more when a connection went away; the commit stands.
        let _ = answer.send(result);
    }
}

impl Writer {
    pub(super) fn start(connection: Connection, metrics: StoreMetrics) -> Result<Self, StoreError> {
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        let (sender, receiver) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || work(connection, receiver, &metrics))
            .map_err(|why| StoreError::Database(why.to_string()))?;
        Ok(Self { queue: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    /// Does `work` within a transaction and answers after its commit. `after` is called between the two, on the
    /// writer's thread and in the order of commits. Queued once it is polled; dropping it afterwards does not undo it.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
        after: impl FnOnce(&T) + Send + 'static,
    ) -> Result<T, StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or(StoreError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let task = Task { work: Some(work), result: None, after, answer };
        queue.send(Box::new(task)).await.map_err(|_| StoreError::Closed)?;
        answered.await.unwrap_or(Err(StoreError::Closed))
    }

    /// How many jobs wait.
    pub(super) fn queued(&self) -> usize {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.as_ref().map_or(0, |queue| queue.max_capacity() - queue.capacity())
    }

    /// Finishes what is queued and ends the thread.
    pub(super) async fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
    }
}

fn work(connection: Connection, mut queue: mpsc::Receiver<Box<dyn Job>>, metrics: &StoreMetrics) {
    let mut since = 0;
    while let Some(first) = queue.blocking_recv() {
        batch(&connection, first, &mut queue, metrics);
        since += 1;
        if since >= CHECKPOINT && queue.is_empty() {
            since = 0;
            // Everything is answered and durable already: a failure costs nothing but room.
            if let Err(why) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
                tracing::debug!(%why, "the write-ahead log was not moved");
            }
        }
    }
    if let Err(why) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%why, "the write-ahead log stays beside the file");
    }
}

/// One transaction with everything that is queued.
fn batch(
    connection: &Connection,
    first: Box<dyn Job>,
    queue: &mut mpsc::Receiver<Box<dyn Job>>,
    metrics: &StoreMetrics,
) {
    let began = Instant::now();
    let mut done = Vec::new();
    let ended = connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from).and_then(|()| {
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let run = within_savepoint(connection, job.as_mut());
            done.push(job);
            run?;
            if done.len() < BATCH {
                next = queue.try_recv().ok();
            }
        }
        connection.execute_batch("COMMIT").map_err(StoreError::from)
    });
    let took = began.elapsed();
    if let Err(why) = &ended {
        tracing::error!(%why, jobs = done.len(), "a transaction failed; nothing of it is acknowledged");
        if !connection.is_autocommit() {
            let _ = connection.execute_batch("ROLLBACK");
        }
    }
    for job in done {
        job.finish(ended.clone());
    }
    if ended.is_ok() {
        metrics.committed(took);
    }
}

/// One job; if it fails, it alone is undone. An error is the end of the whole transaction.
fn within_savepoint(connection: &Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    connection.execute_batch("SAVEPOINT job")?;
    let kept = job.run(connection);
    // A full disk may have rolled everything back already.
    if connection.is_autocommit() {
        return Err(StoreError::Full);
    }
    connection.execute_batch(if kept { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" })?;
    Ok(())
}
