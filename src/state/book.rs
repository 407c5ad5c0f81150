//! The ledger that this tab holds, and the one way in which pages write to it.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use leptos::{prelude::*, task::spawn_local};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use taizhang_ledger::{
    Author, CaseId, Command, DocId, Item, ItemKey, Ledger, Moment, OrgId, Refusal, RowId, Timestamp, Touched, Writings,
    Written, seal::Unsealed, sealed::RowKey,
};
use taizhang_sync::{ChangeHash, Receipt};

use super::{Projection, Toasts, Worker, documents::Built, row_keys::KeysChanged};
use crate::{
    platform::{PlatformError, clock},
    store::{Made, Store},
    text,
};

/// How many days work may wait for a connection before it is said plainly.
pub const PATIENCE: i64 = 7;

/// Hears of every change of this tab once it is stored.
type Listener = Rc<dyn Fn(&DocId, &[u8])>;
/// Hears of keys of this tab before the rows are told of.
type KeyListener = Rc<dyn Fn(KeysChanged)>;
struct Shelf {
    ledger: Ledger,
    store: Store,
    random: ChaCha8Rng,
    receipts: BTreeMap<DocId, Receipt>,
    saved: Option<Listener>,
    keys: Option<KeyListener>,
    waiting: Waiting,
}

/// Changes on the screen and in memory that are not in storage yet, in the order in which they were made.
#[derive(Default)]
struct Waiting {
    changes: VecDeque<Made>,
    /// The items that they were made to.
    items: BTreeSet<ItemKey>,
    /// Whether they are being stored.
    busy: bool,
}

/// The ledger that this tab holds.
#[derive(Clone, Copy)]
pub struct Book {
    shelf: StoredValue<Shelf, LocalStorage>,
    work: Worker,
    author: StoredValue<Author>,
    /// The summaries of all items.
    pub projection: Projection,
    /// How many edits are on their way into storage.
    pub saving: RwSignal<usize>,
    /// How many edits could not be stored, with those made since; they are lost if the page is closed.
    pub unsaved: RwSignal<usize>,
    /// What has no receipt yet, by document.
    pub unsent: RwSignal<BTreeMap<DocId, Writings>>,
    toasts: Toasts,
}

impl Book {
    /// The book of a ledger as it was loaded from `store`.
    pub fn new(
        ledger: Ledger,
        work: Worker,
        store: Store,
        receipts: BTreeMap<DocId, Receipt>,
        author: Author,
        seed: [u8; 32],
        toasts: Toasts,
    ) -> Self {
        let projection = Projection::of(&ledger, author.org.clone());
        let documents: Vec<DocId> = ledger.documents().cloned().collect();
        let random = ChaCha8Rng::from_seed(seed);
        let shelf = Shelf { ledger, store, random, receipts, saved: None, keys: None, waiting: Waiting::default() };
        let book = Self {
            shelf: StoredValue::new_local(shelf),
            work,
            author: StoredValue::new(author),
            projection,
            saving: RwSignal::new(0),
            unsaved: RwSignal::new(0),
            unsent: RwSignal::new(BTreeMap::new()),
            toasts,
        };
        for doc in &documents {
            book.count_unsent(doc);
        }
        book
    }

    /// A book over another ledger: that of a past day, which cannot be written.
    pub fn over(self, ledger: Ledger) -> Self {
        let own = self.author.with_value(|author| author.org.clone());
        let projection = Projection::of(&ledger, own);
        let (store, random, receipts) = (self.store(), ChaCha8Rng::from_seed([0; 32]), BTreeMap::new());
        let other = Shelf { ledger, store, random, receipts, saved: None, keys: None, waiting: Waiting::default() };
        Self { projection, shelf: StoredValue::new_local(other), ..self }
    }

    /// What is told of every change of this tab once it is stored: the document and the change.
    pub fn on_saved(self, tell: impl Fn(&DocId, &[u8]) + 'static) {
        self.shelf.update_value(|shelf| shelf.saved = Some(Rc::new(tell)));
    }

    /// What is told of the keys of new sealed rows, before the rows are.
    pub(super) fn on_keys(self, tell: impl Fn(KeysChanged) + 'static) {
        self.shelf.update_value(|shelf| shelf.keys = Some(Rc::new(tell)));
    }

    /// Who writes here.
    pub(super) fn author(self) -> Author {
        self.author.get_value()
    }

    /// Carries out a command; what it wrote is on the screen at once and in storage a moment later.
    ///
    /// # Errors
    /// Why it was refused; nothing was written then.
    pub fn run(self, command: Command) -> Result<Written, Refusal> {
        self.write(|ledger, who, moment| ledger.execute(who, moment, command))
    }

    /// Tells branches anew how many sealed rows of an organisation there are. Not by way of [`Self::run`], which reaches
    /// all commands: what the first page needs is to be small.
    pub(super) fn recount(self, org: &OrgId) -> Result<Written, Refusal> {
        self.write(|ledger, who, moment| ledger.recount(who, moment, org))
    }

    fn write(
        self,
        write: impl FnOnce(&mut Ledger, &Author, &mut Moment<'_>) -> Result<Written, Refusal>,
    ) -> Result<Written, Refusal> {
        let author = self.author.get_value();
        let result = self.shelf.try_update_value(|shelf| {
            let Shelf { ledger, random, .. } = shelf;
            let mut draw = || random.random::<u128>();
            let mut moment = Moment { now: Timestamp(clock::now_ms()), random: &mut draw };
            write(ledger, &author, &mut moment)
        });
        let written = result.unwrap_or(Err(Refusal::UnknownItem))?;
        self.keep(&written);
        Ok(written)
    }

    /// Writes a signature of this device into a document.
    pub fn seal(self, what: &Unsealed, key: &[u8], signature: &[u8]) {
        let author = self.author.get_value();
        let now = Timestamp(clock::now_ms());
        let sealed = self.with_ledger(|ledger| ledger.seal(&author, now, what, key, signature));
        // A post that was lost meanwhile signs nothing any more.
        if let Some(Ok(written)) = sealed {
            self.keep(&written);
        }
    }

    /// Stores what was written, and lets the screen know.
    fn keep(self, written: &Written) {
        self.shelf.update_value(|shelf| {
            for (doc, change) in written.changes() {
                let keys = written.keys.iter().filter(|one| one.doc == *doc).cloned().collect();
                let made = Made { doc: doc.clone(), change: change.raw_bytes().to_vec(), keys };
                shelf.waiting.changes.push_back(made);
            }
            shelf.waiting.items.extend(written.touched.items.iter().cloned());
        });
        self.store_waiting();
        for (doc, _) in written.changes() {
            self.count_unsent(doc);
        }
        self.refresh(&written.touched);
    }

    /// Reads from the ledger; runs again when the ledger changes, inside a memo or a view.
    pub fn read<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.projection.track();
        self.shelf.with_value(|shelf| read(&shelf.ledger))
    }

    /// Reads from the ledger once.
    pub fn read_untracked<T>(self, read: impl FnOnce(&Ledger) -> T) -> T {
        self.shelf.with_value(|shelf| read(&shelf.ledger))
    }

    /// Everything about an item.
    pub fn item(self, key: &ItemKey) -> Option<Item> {
        self.read(|ledger| ledger.item(key))
    }

    /// Works on the ledger itself, for those who store and send it.
    pub fn with_ledger<T>(self, work: impl FnOnce(&mut Ledger) -> T) -> Option<T> {
        self.shelf.try_update_value(|shelf| work(&mut shelf.ledger))
    }

    /// The changes of this device in a document that have no receipt, oldest first.
    pub(super) fn unsent_chain(self, doc: &DocId) -> Vec<Built> {
        let (device, heads) = (self.author().device, self.received(doc));
        self.with_ledger(|ledger| self.work.links(ledger, doc, device, &heads)).unwrap_or_default()
    }

    /// Takes in keys of sealed rows, and forgets others.
    pub(super) fn change_keys(self, come: Vec<(RowId, RowKey)>, gone: &[RowId]) {
        if let Some(touched) = self.with_ledger(|ledger| self.work.change_keys(ledger, come, gone)) {
            self.refresh(&touched);
        }
    }

    /// Where the documents are stored.
    pub fn store(self) -> Store {
        self.shelf.with_value(|shelf| shelf.store.clone())
    }

    /// Takes in what another tab or the hub has, already stored.
    pub fn take_in(self, doc: &DocId, bytes: &[u8]) -> bool {
        match self.with_ledger(|ledger| self.work.merge(ledger, doc, bytes)) {
            Some(Some(touched)) => {
                self.count_unsent(doc);
                self.refresh(&touched);
                true
            }
            _ => false,
        }
    }

    /// The last receipt for a document.
    pub fn receipt(self, doc: &DocId) -> Option<Receipt> {
        self.shelf.with_value(|shelf| shelf.receipts.get(doc).cloned())
    }

    /// The heads up to which the hub has a document, as far as is known.
    fn received(self, doc: &DocId) -> Vec<ChangeHash> {
        self.receipt(doc).map(|receipt| receipt.heads).unwrap_or_default()
    }

    /// The receipt that came last of all.
    pub fn latest_receipt(self) -> Option<Receipt> {
        self.unsent.track();
        self.shelf.with_value(|shelf| shelf.receipts.values().max_by_key(|receipt| receipt.time_ms).cloned())
    }

    /// Notes a verified receipt, or that there is none any more.
    pub fn set_receipt(self, doc: &DocId, receipt: Option<Receipt>) {
        self.shelf.update_value(|shelf| {
            match receipt {
                Some(receipt) => shelf.receipts.insert(doc.clone(), receipt),
                None => shelf.receipts.remove(doc),
            };
        });
        self.count_unsent(doc);
    }

    /// Whether everything that this device wrote to an item has its receipt.
    pub fn delivered(self, item: &ItemKey) -> bool {
        self.unsent.with(|all| all.values().all(|unsent| !unsent.items.contains(item)))
    }

    /// Whether everything that this device wrote to a row of a register has its receipt.
    pub fn row_delivered(self, row: RowId) -> bool {
        self.unsent.with(|all| all.values().all(|unsent| !unsent.rows.contains(&row)))
    }

    /// Whether everything that this device wrote to a rectification case has its receipt.
    pub fn case_delivered(self, case: CaseId) -> bool {
        self.unsent.with(|all| all.values().all(|unsent| !unsent.cases.contains(&case)))
    }

    /// Whether what this device told of a branch's sealed rows has its receipt.
    pub fn count_delivered(self, branch: &OrgId, register: &str, choice: &str) -> bool {
        let is_it = |(one, of): &(String, String)| one == register && of == choice;
        let of_branch = |doc: &DocId| doc.owner() == Some(branch);
        self.unsent.with(|all| !all.iter().any(|(doc, unsent)| of_branch(doc) && unsent.counts.iter().any(is_it)))
    }

    /// Whether everything that this device wrote into what the figures of an organisation hang on has its receipt: also
    /// what no record shows, such as a row that was struck out, or a target.
    pub fn figures_delivered(self, org: &OrgId) -> bool {
        self.unsent.with(|all| self.read_untracked(|ledger| all.keys().all(|doc| !ledger.bears_on(doc, org))))
    }

    /// How many changes of this device have no receipt.
    pub fn unsent_changes(self) -> usize {
        self.unsent.with(|all| all.values().map(|unsent| unsent.changes).sum())
    }

    /// When the oldest change of this device that has no receipt was made.
    pub fn oldest_unsent(self) -> Option<Timestamp> {
        self.unsent.with(|all| all.values().filter_map(|unsent| unsent.oldest).min())
    }

    /// Takes in changes from a backup file: stored first, then on the screen and told to the other tabs.
    ///
    /// # Errors
    /// [`PlatformError::Full`] when there is no room; nothing was taken in then.
    pub async fn bring_in(self, doc: &DocId, bytes: &[u8]) -> Result<(), PlatformError> {
        self.store().append(&doc.to_string(), &[bytes]).await?;
        self.take_in(doc, bytes);
        let tell = self.shelf.with_value(|shelf| shelf.saved.clone());
        if let Some(tell) = tell {
            tell(doc, bytes);
        }
        Ok(())
    }

    fn refresh(self, touched: &Touched) {
        self.shelf.with_value(|shelf| self.projection.refresh(&shelf.ledger, touched));
    }

    fn count_unsent(self, doc: &DocId) {
        let device = self.author.with_value(|author| author.device);
        let heads = self.received(doc);
        let Some(unsent) = self.with_ledger(|ledger| self.work.written(ledger, doc, device, &heads)) else { return };
        self.unsent.update(|all| {
            if unsent.changes == 0 {
                all.remove(doc);
            } else {
                all.insert(doc.clone(), unsent);
            }
        });
    }

    /// Whether something of an item is in memory alone, since there was no room for it.
    pub fn is_unsaved(self, item: &ItemKey) -> bool {
        self.unsaved.get() > 0 && self.shelf.with_value(|shelf| shelf.waiting.items.contains(item))
    }

    /// Tries again to store what could not be stored.
    pub fn save_again(self) {
        self.store_waiting();
    }

    /// Stores what waits, until nothing does or it fails. A later change builds on earlier ones, so that what could not be
    /// stored goes together with what came after it, in one transaction.
    fn store_waiting(self) {
        let start = |shelf: &mut Shelf| {
            let Waiting { changes, busy, .. } = &mut shelf.waiting;
            (changes.len(), !std::mem::replace(busy, true))
        };
        let Some((count, idle)) = self.shelf.try_update_value(start) else { return };
        self.saving.set(count);
        if !idle {
            return;
        }
        let store = self.store();
        spawn_local(async move {
            loop {
                let made: Vec<_> = self.shelf.with_value(|shelf| shelf.waiting.changes.iter().cloned().collect());
                if made.is_empty() {
                    break;
                }
                let result = store.append_made(&made).await;
                let left = self.shelf.try_update_value(|shelf| shelf.waiting.ended(made.len(), result.is_ok()));
                let left = left.unwrap_or_default();
                match result {
                    Ok(()) => {
                        self.unsaved.set(0);
                        self.saving.set(left);
                        self.tell(&made);
                    }
                    Err(why) => {
                        self.unsaved.set(left);
                        self.saving.set(0);
                        self.toasts.error(text::storage_failed(&why));
                        break;
                    }
                }
            }
            self.shelf.update_value(|shelf| shelf.waiting.busy = false);
        });
    }

    /// Tells the other tabs and the hub's session of what is stored now.
    fn tell(self, made: &[Made]) {
        let (tell, tell_keys) = self.shelf.with_value(|shelf| (shelf.saved.clone(), shelf.keys.clone()));
        for Made { doc, change, keys } in made {
            if let Some(tell_keys) = tell_keys.as_ref().filter(|_| !keys.is_empty()) {
                let come = keys.iter().map(|one| (one.row, *one.key.bytes())).collect();
                tell_keys(KeysChanged { come, gone: Vec::new() });
            }
            if let Some(tell) = &tell {
                tell(doc, change);
            }
        }
    }
}

impl Waiting {
    /// The first `count` have been stored, or not; how many wait now.
    fn ended(&mut self, count: usize, stored: bool) -> usize {
        if stored {
            self.changes.drain(..count.min(self.changes.len()));
            if self.changes.is_empty() {
                self.items.clear();
            }
        }
        self.changes.len()
    }
}
