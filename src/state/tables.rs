//! Tables to and from files, by a worker that is started when it is wanted and ended when it is not.

use std::cell::Cell;

use leptos::prelude::*;
use taizhang_sheets::{
    RawSheet, Workbook,
    job::{Format, Job, Outcome, Said, VERSION},
    read::{Limits, Refusal},
    write::WriteError,
};

use super::mailbox::Mailbox;
use crate::platform::{
    PlatformError,
    files::Picked,
    lifecycle,
    worker::{Worker, WorkerEvent},
};

/// Where the worker's script lies.
const SCRIPT: &str = "/sheets/worker.js";
/// It must be there after so long, in milliseconds: it may have to be downloaded.
const START: u32 = 60_000;
/// It must say something within so long, in milliseconds.
const STEP: u32 = 60_000;
/// It is ended when nothing was asked of it for so long, in milliseconds.
const IDLE: u32 = 60_000;

/// Why there is no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TablesFailure {
    /// The workbook does not fit in a file.
    NotWritten(WriteError),
    /// The file is not read.
    NotRead(Refusal),
    /// The file could not be read from where it lies.
    Unread(PlatformError),
    /// Another table is being read or written.
    Busy,
    /// It took too long, and was ended.
    Slow,
    /// The worker broke down, as when memory ran out; in the browser's words.
    Broken(String),
    /// The worker is of another version than this page, which was opened before an update.
    Outdated,
}

/// Reads and writes tables.
#[derive(Clone, Copy)]
pub struct Tables {
    /// How many rows are done, and of how many, while a table is written.
    pub progress: RwSignal<Option<(u64, u64)>>,
    hand: StoredValue<Option<Hand>, LocalStorage>,
    busy: StoredValue<bool>,
    /// How many jobs there were: whether one came since.
    jobs: StoredValue<u32>,
}

/// A worker that listens.
struct Hand {
    worker: Worker,
    mail: Mailbox<Mail>,
    /// How often it was waited for: an alarm knows by this whether it is still meant.
    waits: Cell<u32>,
}

enum Mail {
    Worker(WorkerEvent),
    /// The time of this wait is over.
    Late(u32),
}

impl Tables {
    /// Nothing is started yet.
    pub fn new() -> Self {
        Self {
            progress: RwSignal::new(None),
            hand: StoredValue::new_local(None),
            busy: StoredValue::new(false),
            jobs: StoredValue::new(0),
        }
    }

    /// Writes a workbook as a file.
    ///
    /// # Errors
    /// [`TablesFailure`]
    pub async fn write(self, workbook: Workbook, format: Format) -> Result<Vec<u8>, TablesFailure> {
        match self.run(&Job::Write { workbook, format }).await? {
            Outcome::Written(bytes) => Ok(bytes),
            Outcome::NotWritten(why) => Err(TablesFailure::NotWritten(why)),
            Outcome::Read(_) | Outcome::NotRead(_) | Outcome::NotUnderstood => Err(TablesFailure::Outdated),
        }
    }

    /// Reads what stands in a file.
    ///
    /// # Errors
    /// [`TablesFailure`]
    pub async fn read(self, file: &Picked) -> Result<Vec<RawSheet>, TablesFailure> {
        let limits = Limits::default();
        // What is too large is not even brought into memory.
        if usize::try_from(file.size()).map_or(true, |size| size > limits.bytes) {
            let bound = taizhang_sheets::read::Bound::Bytes;
            return Err(TablesFailure::NotRead(Refusal::TooLarge(bound)));
        }
        let bytes = file.bytes().await.map_err(TablesFailure::Unread)?;
        match self.run(&Job::Read { name: file.name(), bytes, limits }).await? {
            Outcome::Read(sheets) => Ok(sheets),
            Outcome::NotRead(why) => Err(TablesFailure::NotRead(why)),
            Outcome::Written(_) | Outcome::NotWritten(_) | Outcome::NotUnderstood => Err(TablesFailure::Outdated),
        }
    }

    async fn run(self, job: &Job) -> Result<Outcome, TablesFailure> {
        if self.busy.get_value() {
            return Err(TablesFailure::Busy);
        }
        self.busy.set_value(true);
        self.jobs.update_value(|jobs| *jobs = jobs.wrapping_add(1));
        let outcome = self.ask(job).await;
        self.progress.set(None);
        self.busy.set_value(false);
        let jobs = self.jobs.get_value();
        lifecycle::after(IDLE, move || {
            if self.jobs.get_value() == jobs {
                self.hand.set_value(None);
            }
        });
        outcome
    }

    /// Has a worker do it. One that failed is dropped, and so ended; the next job starts another.
    async fn ask(self, job: &Job) -> Result<Outcome, TablesFailure> {
        let idle = self.hand.try_update_value(Option::take).flatten();
        let hand = match idle {
            Some(hand) => hand,
            None => Hand::start().await?,
        };
        let job = postcard::to_stdvec(job).map_err(|error| TablesFailure::Broken(error.to_string()))?;
        hand.worker.send(&job).map_err(|error| TablesFailure::Broken(error.to_string()))?;
        drop(job);
        loop {
            match hand.hear(STEP).await? {
                Said::Progress { done, of } => self.progress.set(Some((done, of))),
                Said::Done(outcome) => {
                    self.hand.set_value(Some(hand));
                    return Ok(outcome);
                }
                Said::Ready { .. } => {}
            }
        }
    }
}

impl Hand {
    async fn start() -> Result<Self, TablesFailure> {
        let mail = Mailbox::new();
        let to = mail.clone();
        let worker = Worker::start(SCRIPT, move |event| to.put(Mail::Worker(event)));
        let worker = worker.map_err(|error| TablesFailure::Broken(error.to_string()))?;
        let hand = Self { worker, mail, waits: Cell::new(0) };
        match hand.hear(START).await? {
            Said::Ready { version: VERSION } => Ok(hand),
            _ => Err(TablesFailure::Outdated),
        }
    }

    /// Waits for what the worker says next, for so many milliseconds at most.
    async fn hear(&self, most: u32) -> Result<Said, TablesFailure> {
        let mine = self.waits.get().wrapping_add(1);
        self.waits.set(mine);
        let to = self.mail.clone();
        lifecycle::after(most, move || to.put(Mail::Late(mine)));
        loop {
            match self.mail.take().await {
                Mail::Worker(WorkerEvent::Message(bytes)) => {
                    return postcard::from_bytes(&bytes).map_err(|_| TablesFailure::Outdated);
                }
                Mail::Worker(WorkerEvent::Broken(words)) => return Err(TablesFailure::Broken(words)),
                Mail::Late(number) if number == mine => return Err(TablesFailure::Slow),
                // It came in time, and the alarm for it comes later.
                Mail::Late(_) => {}
            }
        }
    }
}
