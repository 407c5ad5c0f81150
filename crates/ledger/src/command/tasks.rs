//! Setting tasks, and editing the fields of items.

use chrono::{Datelike as _, NaiveDate};

use super::{NewTask, Refusal, TEXT_MAX, TITLE_MAX, Written, optional_words, words};
use crate::{
    author::Author,
    doc_id::{DocId, DocKind},
    ids::{ItemKey, TaskId, TransitionId},
    ledger::Ledger,
    lifecycle::{Move, State},
    moment::Moment,
    org::Tier,
    record::{Field, Task, Transition, Value, cell, parse_date},
    schema::Table,
};

impl Ledger {
    pub(super) fn set_task(&mut self, who: &Author, moment: &mut Moment<'_>, new: NewTask) -> Result<Written, Refusal> {
        let own = who.role.tier() == Tier::Branch;
        let home = if own { DocId::branch(&who.org, self.year()) } else { DocId::township(&who.org, self.year()) };
        if new.branches.is_empty() {
            return Err(Refusal::NoBranch);
        }
        for (branch, _) in &new.branches {
            let reached = self.orgs().branches_of(&who.org).any(|org| org.id == *branch);
            if !reached {
                return Err(Refusal::NotABranch(branch.clone()));
            }
        }
        let task = Task {
            id: TaskId::new(moment.uuid()),
            home: home.clone(),
            title: words("title", &new.title, TITLE_MAX)?,
            requirement: words("requirement", &new.requirement, TEXT_MAX)?,
            code: words("code", &new.code, 8)?,
            domain: new.domain,
            due: self.within_years(new.due)?,
            unit: optional_words("unit", new.unit.as_deref(), 10)?,
            evidence: new.evidence,
            inspection: None,
            author: who.clone(),
            at: moment.now,
        };
        let issue = issue_of(&task, moment);
        // A branch's own task needs nobody to give it out.
        let to = if own { &[] } else { new.branches.as_slice() };
        let written = self.write(who, moment.now, &home, |pen| pen.task(&task, &issue, to))?;
        Ok(Written { task: Some(task.id), ..written })
    }

    pub(super) fn edit(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        field: Field,
        value: &Value,
    ) -> Result<Written, Refusal> {
        self.require_editable(item)?;
        let value = self.checked(field, value)?;
        let home = self.task(item.task).map(|task| task.home.clone()).ok_or(Refusal::UnknownItem)?;
        let id = if field.of_task() { home } else { DocId::branch(&item.branch, self.year()) };
        self.write(who, moment.now, &id, |pen| pen.cell(Table::Cells, &cell::key(item.task, field), value.scalar()))
    }

    /// The document in which a field of an item is written.
    pub fn home_of(&self, item: &ItemKey, field: Field) -> Option<DocId> {
        let home = &self.task(item.task)?.home;
        Some(if field.of_task() { home.clone() } else { DocId::branch(&item.branch, self.year()) })
    }

    pub(super) fn require_editable(&self, item: &ItemKey) -> Result<State, Refusal> {
        let state = self.life(item).ok_or(Refusal::UnknownItem)?.standing.state;
        match state {
            State::Draft => Err(Refusal::UnknownItem),
            State::Closed | State::Cancelled => Err(Refusal::Closed),
            _ => Ok(state),
        }
    }

    fn checked(&self, field: Field, value: &Value) -> Result<Value, Refusal> {
        let bad = || Refusal::BadValue(field);
        match (field, value) {
            (Field::Title, Value::Text(text)) => words("title", text, TITLE_MAX).map(Value::Text),
            (Field::Requirement, Value::Text(text)) => words("requirement", text, TEXT_MAX).map(Value::Text),
            (Field::Due, Value::Text(text)) => {
                let due = self.within_years(parse_date(text).ok_or_else(bad)?)?;
                Ok(Value::Text(due.to_string()))
            }
            (Field::Owner, Value::Text(text)) if text.chars().count() <= TITLE_MAX => {
                Ok(Value::Text(text.trim().to_owned()))
            }
            (Field::Measure, Value::Text(text)) if text.chars().count() <= TEXT_MAX => {
                Ok(Value::Text(text.trim().to_owned()))
            }
            (Field::Progress, Value::Number(0..=100)) => Ok(value.clone()),
            (Field::Done, Value::Number(0..=1_000_000_000)) => Ok(value.clone()),
            _ => Err(bad()),
        }
    }

    pub(super) fn within_years(&self, date: NaiveDate) -> Result<NaiveDate, Refusal> {
        let year = i32::from(self.year());
        if (year..=year + 1).contains(&date.year()) { Ok(date) } else { Err(Refusal::BadDate(date)) }
    }

    /// Whether `who` could write the field of an item, were it open.
    pub fn may_edit(&self, who: &Author, item: &ItemKey, field: Field) -> bool {
        let writable = |id: DocId| self.access(who, &id) == crate::access::Access::Write;
        self.require_editable(item).is_ok() && self.home_of(item, field).is_some_and(writable)
    }

    /// Whether the item's task was set by the branch itself.
    pub fn is_own(&self, item: &ItemKey) -> bool {
        self.task(item.task).is_some_and(|task| task.home.kind() == DocKind::Branch)
    }
}

/// The act with which a new task begins.
pub(super) fn issue_of(task: &Task, moment: &mut Moment<'_>) -> Transition {
    Transition {
        id: TransitionId::new(moment.uuid()),
        place: task.home.kind(),
        task: task.id,
        branch: None,
        act: Move::Issue,
        reason: None,
        until: None,
        due: None,
        after: Vec::new(),
        seen: Vec::new(),
        content: None,
        author: task.author.clone(),
        at: task.at,
    }
}
