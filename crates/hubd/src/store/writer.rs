//! The writing thread: gathers what many sessions append into one transaction, so that they share a flush.

use std::{sync::Arc, thread};

use tokio::sync::{mpsc, oneshot};

use super::{Append, AppendResult, Store, StoreError};

/// How many appends may wait; more make their sessions wait.
const QUEUE: usize = 1024;
/// How many appends share a transaction at the most.
const BATCH: usize = 128;

/// What a session gets once its append is committed.
pub type AppendReply = oneshot::Receiver<Result<AppendResult, StoreError>>;

type Job = (Append, oneshot::Sender<Result<AppendResult, StoreError>>);

/// The way to the writing thread.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the writing thread; it ends when the last writer is dropped, having committed what waited.
    pub fn start(store: Arc<impl Store>) -> (Self, thread::JoinHandle<()>) {
        let (sender, mut jobs) = mpsc::channel::<Job>(QUEUE);
        let thread = thread::spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            while jobs.blocking_recv_many(&mut batch, BATCH) > 0 {
                let (appends, replies): (Vec<Append>, Vec<_>) = batch.drain(..).unzip();
                commit(&*store, &appends, replies);
            }
        });
        (Self(sender), thread)
    }

    /// Hands an append over; the reply comes after the commit. Appends are stored in the order of these calls.
    ///
    /// # Errors
    /// When the store is closing.
    pub async fn append(&self, append: Append) -> Result<AppendReply, StoreError> {
        let (sender, reply) = oneshot::channel();
        self.0.send((append, sender)).await.map_err(|_| StoreError::Closing)?;
        Ok(reply)
    }
}

fn commit(store: &impl Store, appends: &[Append], replies: Vec<oneshot::Sender<Result<AppendResult, StoreError>>>) {
    match store.append(appends) {
        Ok(results) => {
            for (reply, result) in replies.into_iter().zip(results) {
                // A session that is gone needs no answer.
                let _ = reply.send(Ok(result));
            }
        }
        Err(why) => {
            tracing::error!(%why, appends = appends.len(), "nothing of a transaction was stored");
            // Dropping the senders tells every session that nothing is promised.
            drop(replies);
        }
    }
}
