//! 催办: what those above write when a branch does not get on with its work.

use std::collections::BTreeMap;

use super::{Refusal, TEXT_MAX, Written, words};
use crate::{
    author::Author,
    case::{CaseDenied, CaseEntry, CaseEntryKind, CaseView},
    doc_id::DocId,
    ids::{CaseId, EntryId, ItemKey, OrgId},
    ledger::Ledger,
    lifecycle::Life,
    moment::{Moment, Timestamp},
    org::Tier,
    record::{Entry, EntryKind},
    schema::Table,
};

/// How a branch was reminded of an item.
pub(crate) struct Chase {
    /// How often.
    pub(crate) reminders: u32,
    /// When last, as long as it is unanswered.
    pub(crate) unanswered: Option<Timestamp>,
}

impl Ledger {
    /// Whether `who` may remind the branch of an item at `now`: it must be open, and not reminded of by the same tier
    /// on the same local day.
    ///
    /// # Errors
    /// Why not.
    pub fn may_remind(&self, who: &Author, now: Timestamp, item: &ItemKey) -> Result<(), Refusal> {
        let id = self.reminders_of(who, item);
        // The document lets two tiers write and a branch read; a sector's or a leader's post may have less.
        if who.role.tier() == Tier::Branch {
            return Err(Refusal::NoRight(id));
        }
        let state = self.summary(item).ok_or(Refusal::UnknownItem)?.state;
        if !state.is_open() {
            return Err(Refusal::NothingToDo(state));
        }
        let mut reminders = self.entries(item).filter(|entry| !entry.kind.is_work());
        if reminders.any(|one| one.author.role.tier() == who.role.tier() && one.at.date() == now.date()) {
            return Err(Refusal::RemindedToday);
        }
        self.require_writable(who, &id)
    }

    pub(super) fn remind(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        items: &[ItemKey],
        text: &str,
    ) -> Result<Written, Refusal> {
        let text = words("text", text, TEXT_MAX)?;
        // Everything is asked before anything is written: half of a reminder would be written twice.
        let mut by_document: BTreeMap<DocId, BTreeMap<ItemKey, Entry>> = BTreeMap::new();
        for item in items {
            self.may_remind(who, moment.now, item)?;
            let entry = Entry {
                id: EntryId::new(moment.uuid()),
                task: item.task,
                kind: EntryKind::Reminder,
                text: text.clone(),
                percent: None,
                reference: None,
                file: None,
                author: who.clone(),
                at: moment.now,
            };
            by_document.entry(self.reminders_of(who, item)).or_default().insert(item.clone(), entry);
        }
        let mut all: Option<Written> = None;
        for (id, entries) in by_document {
            let written = self.write(who, moment.now, &id, |pen| {
                let mut entries = entries.values();
                entries.try_for_each(|entry| pen.record(Table::Entries, &entry.id.to_string(), entry.fields()))
            })?;
            match &mut all {
                None => all = Some(written),
                Some(all) => {
                    all.touched.extend(written.touched);
                    all.others.extend(written.change.map(|change| (written.doc, change)));
                }
            }
        }
        all.ok_or(Refusal::NoItem)
    }

    /// Whether `who` may remind the branch of a case at `now`: the branch must have work to do on it, and not have been
    /// reminded of it by the same tier on the same local day.
    ///
    /// # Errors
    /// Why not.
    pub fn may_remind_of_case(&self, who: &Author, now: Timestamp, case: &CaseView) -> Result<(), Refusal> {
        let id = self.reminders_at(who, &case.branch);
        if who.role.tier() == Tier::Branch {
            return Err(Refusal::NoRight(id));
        }
        if !case.state().is_open() {
            return Err(Refusal::CaseDenied(CaseDenied::State(case.state())));
        }
        let mut today = case.reminders().filter(|one| one.at.date() == now.date());
        if today.any(|one| one.author.role.tier() == who.role.tier()) {
            return Err(Refusal::RemindedToday);
        }
        self.require_writable(who, &id)
    }

    pub(super) fn remind_of_case(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        case: CaseId,
        text: &str,
    ) -> Result<Written, Refusal> {
        let text = words("text", text, TEXT_MAX)?;
        let view = self.case(case).ok_or(Refusal::UnknownCase)?;
        self.may_remind_of_case(who, moment.now, &view)?;
        let (at, author) = (moment.now, who.clone());
        let (id, kind, on) = (EntryId::new(moment.uuid()), CaseEntryKind::Reminder, at.date());
        let entry = CaseEntry { id, case, kind, text, on, author, at };
        self.write(who, at, &self.reminders_at(who, &view.branch), |pen| {
            pen.record(Table::CaseEntries, &entry.id.to_string(), entry.fields())
        })
    }

    fn reminders_of(&self, who: &Author, item: &ItemKey) -> DocId {
        self.reminders_at(who, &item.branch)
    }

    /// The document in which a tier reminds a branch: the branch reads it and cannot write it.
    fn reminders_at(&self, who: &Author, branch: &OrgId) -> DocId {
        match who.role.tier() {
            Tier::County => DocId::county_review(branch, self.year()),
            _ => DocId::review(branch, self.year()),
        }
    }

    /// How the branch was reminded of an item. An answer is an entry or an act in the branch's document, also one
    /// written on its behalf; what came first is told by the authors' clocks, which no causal order can replace since
    /// nobody notes that they read a reminder.
    pub(crate) fn chase(&self, item: &ItemKey, life: &Life) -> Chase {
        let (reminders, answers): (Vec<&Entry>, Vec<&Entry>) =
            self.entries(item).partition(|entry| !entry.kind.is_work());
        let acts = life.steps.iter().map(|step| &step.transition).filter(|act| act.place == crate::DocKind::Branch);
        let answered = answers.iter().map(|entry| entry.at).chain(acts.map(|act| act.at)).max();
        let last = reminders.iter().map(|entry| entry.at).max();
        Chase {
            reminders: u32::try_from(reminders.len()).unwrap_or(u32::MAX),
            unanswered: last.filter(|last| life.standing.state.is_open() && answered.is_none_or(|at| at <= *last)),
        }
    }
}
