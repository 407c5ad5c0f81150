//! The records that sums look at: rows of registers, and what the ledger itself knows of tasks and cases.

use std::{borrow::Cow, collections::BTreeMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    case::{CaseEntryKind, CaseField, CaseMove, CaseState, CaseView, MeasureView, Pass, Slot},
    domain::Domain,
    expr::{Kind, Value},
    ids::{CaseId, ItemKey, OrgId, RowId},
    item::Summary,
    ledger::Ledger,
    lifecycle::{OutcomeOf, State},
    moment::Timestamp,
    org::words,
    record::Entry,
    register::{Register, Row},
    responsibility::{Deed, DeedOf, Duty},
    sealed::Count,
    submission::{Due, Period},
};

words! {
    /// What the ledger knows without a register.
    BuiltIn {
        /// The items of a branch.
        Items = "items",
        /// Its rectification cases that were listed.
        Cases = "cases",
        /// The measures of these.
        Measures = "measures",
        /// What was or is due of an organisation to hand in.
        Submissions = "submissions",
        /// How many rows of sealed registers tell of a branch: all that indicators know of them.
        SealedCounts = "sealed_counts",
        /// What its people signed, once for each of the four responsibilities that it belongs to.
        Deeds = "deeds",
    }
}

/// Where a sum finds its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A register, by its name in code.
    Register(&'a str),
    /// What the ledger knows.
    BuiltIn(BuiltIn),
}

impl<'a> Source<'a> {
    /// The source of that name. No register may be called like what is built in.
    pub fn of(name: &'a str) -> Self {
        BuiltIn::from_word(name).map_or(Self::Register(name), Self::BuiltIn)
    }
}

/// Which record counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceRecord {
    /// A row of a register, and who keeps it.
    Row(OrgId, RowId),
    /// A task at a branch.
    Item(ItemKey),
    /// A rectification case, or a measure of one.
    Case(CaseId),
    /// A submission of a period by an organisation.
    Submission(OrgId, String, Period),
    /// How many rows of a sealed register, of one choice, tell of a branch.
    Count(OrgId, String, String),
}

/// A record as formulas look at it.
pub(super) struct Looked<'a> {
    pub(super) record: SourceRecord,
    cells: Cells<'a>,
}

enum Cells<'a> {
    Row(Row<'a>, &'a Register),
    Known(BTreeMap<&'static str, Value<'static>>),
}

impl<'a> Looked<'a> {
    pub(super) fn row(org: &OrgId, row: Row<'a>, register: &'a Register) -> Self {
        Self { record: SourceRecord::Row(org.clone(), row.record.id), cells: Cells::Row(row, register) }
    }

    /// The same as if it were done on a day: a task closed by then, a table handed in. `None` for what is done, and for
    /// what nobody does.
    pub(super) fn done(&self, on: NaiveDate) -> Option<Self> {
        let Cells::Known(cells) = &self.cells else { return None };
        if cells.contains_key("duty") {
            return None;
        }
        let mut cells = cells.clone();
        let text = |cells: &BTreeMap<&'static str, Value<'static>>, name| match cells.get(name) {
            Some(Value::Text(text)) => Some(text.clone().into_owned()),
            _ => None,
        };
        let late = |cells: &BTreeMap<_, _>, on: &str| text(cells, "due").is_some_and(|due| on > due.as_str());
        match &self.record {
            SourceRecord::Item(_) => {
                let state = text(&cells, "state").and_then(|state| State::from_word(&state))?;
                if matches!(state, State::Closed | State::Cancelled) {
                    return None;
                }
                // What waits for a verdict was handed in when it was.
                let handed = text(&cells, "submitted_on").filter(|_| state.awaits_verdict());
                let handed = handed.unwrap_or_else(|| on.to_string());
                let is_late = late(&cells, &handed);
                cells.extend([
                    ("state", word(State::Closed.word())),
                    ("closed", Value::Truth(true)),
                    ("late", Value::Truth(is_late)),
                    ("overdue", Value::Truth(false)),
                    ("not_started", Value::Truth(false)),
                    ("submitted_on", Value::Text(Cow::Owned(handed))),
                ]);
            }
            SourceRecord::Submission(..) if !cells.contains_key("handed_on") => {
                let is_late = late(&cells, &on.to_string());
                cells.extend([("handed_on", day(on)), ("late", Value::Truth(is_late))]);
            }
            _ => return None,
        }
        Some(Self { record: self.record.clone(), cells: Cells::Known(cells) })
    }

    /// What stands in a column.
    pub(super) fn cell(&self, column: &str) -> Option<Value<'_>> {
        match &self.cells {
            Cells::Row(row, register) => register.column(column)?.fact(row.value(column)?),
            Cells::Known(cells) => cells.get(column).map(Value::borrowed),
        }
    }
}

impl BuiltIn {
    /// The columns with what formulas find in them, in a taskbook with these fields of work.
    pub fn kinds_of_columns(self, domains: &[Domain]) -> Vec<(String, Kind)> {
        let words = |all: Vec<&str>| Kind::Choice(all.into_iter().map(str::to_owned).collect());
        let columns = match self {
            Self::Items => vec![
                ("state", words(State::ALL.iter().map(|one| one.word()).collect())),
                ("domain", words(domains.iter().map(Domain::word).collect())),
                ("code", Kind::Text),
                ("given_on", Kind::Day),
                ("due", Kind::Day),
                ("submitted_on", Kind::Day),
                ("closed_on", Kind::Day),
                ("closed", Kind::Truth),
                ("late", Kind::Truth),
                ("overdue", Kind::Truth),
                ("not_started", Kind::Truth),
                ("from_inspection", Kind::Truth),
                ("progress", Kind::Number),
                ("reminders", Kind::Number),
            ],
            Self::Cases => vec![
                ("state", words(CaseState::ALL.iter().map(|one| one.word()).collect())),
                ("listed_on", Kind::Day),
                ("deadline", Kind::Day),
                ("closed_on", Kind::Day),
                ("first_closed_on", Kind::Day),
                ("last_closed_on", Kind::Day),
                ("late", Kind::Truth),
                ("relapsed_on", Kind::Day),
                ("closed_before_relapse", Kind::Day),
                ("slots", Kind::Number),
                ("reminders", Kind::Number),
                ("acknowledged_on", Kind::Day),
                ("visited_on", Kind::Day),
                ("score", Kind::Number),
                ("passed", Kind::Truth),
            ],
            Self::Submissions => vec![
                ("form", Kind::Text),
                ("opens_on", Kind::Day),
                ("due", Kind::Day),
                ("handed_on", Kind::Day),
                ("late", Kind::Truth),
                ("reminders", Kind::Number),
            ],
            Self::SealedCounts => {
                vec![("register", Kind::Text), ("choice", Kind::Text), ("count", Kind::Number)]
            }
            Self::Deeds => vec![("duty", words(Duty::ALL.iter().map(|one| one.word()).collect())), ("day", Kind::Day)],
            Self::Measures => vec![("complete", Kind::Truth), ("due", Kind::Day), ("listed_on", Kind::Day)],
        };
        columns.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect()
    }
}

/// The items of a branch.
pub(super) fn items<'a>(ledger: &'a Ledger, branch: &OrgId, today: NaiveDate) -> Vec<Looked<'a>> {
    ledger.items(branch).map(|item| item_cells(ledger, &item, today)).collect()
}

/// An item; reminders that came after the day have not come yet.
fn item_cells<'a>(ledger: &Ledger, item: &Summary, today: NaiveDate) -> Looked<'a> {
    let task = ledger.task(item.key.task);
    let inspected = task.is_some_and(|task| task.inspection.is_some());
    let reminded = || {
        let until = |entry: &&Entry| !entry.kind.is_work() && entry.at.date() <= today;
        i64::try_from(ledger.entries(&item.key).filter(until).count()).unwrap_or(i64::MAX)
    };
    let reminders = if item.reminders == 0 { 0 } else { reminded() };
    let mut cells = BTreeMap::from([
        ("state", word(item.state.word())),
        ("domain", Value::Text(Cow::Owned(item.domain.word().to_owned()))),
        ("code", Value::Text(Cow::Owned(item.code.clone()))),
        ("due", day(item.due)),
        ("closed", Value::Truth(item.closed_on.is_some_and(|on| on <= today))),
        ("late", Value::Truth(item.late)),
        ("overdue", Value::Truth(item.overdue(today))),
        ("not_started", Value::Truth(item.not_started())),
        ("from_inspection", Value::Truth(inspected)),
        ("progress", Value::from(i64::from(item.progress))),
        ("reminders", Value::from(reminders)),
    ]);
    cells.extend(task.map(|task| ("given_on", day(task.at.date()))));
    cells.extend(item.submitted_on.map(|on| ("submitted_on", day(on))));
    cells.extend(item.closed_on.map(|on| ("closed_on", day(on))));
    Looked { record: SourceRecord::Item(item.key.clone()), cells: Cells::Known(cells) }
}

/// A case, unless it was never listed; what came after the day has not happened yet.
pub(super) fn case<'a>(case: &CaseView, pass: Pass, today: NaiveDate) -> Option<Looked<'a>> {
    let listed = listed_on(case)?;
    let standing = &case.life.standing;
    let slots = Slot::ALL.iter().filter(|slot| case.slot(**slot).is_some()).count();
    let closed_on = standing.closed_on.filter(|on| *on <= today);
    let last = |kind| case.last_by_all(kind).filter(|on| *on <= today).map(day);
    let reminders = case.reminders().filter(|one| one.at.date() <= today).count();
    let mut cells = BTreeMap::from([
        ("state", word(case.state().word())),
        ("reminders", Value::from(i64::try_from(reminders).unwrap_or_default())),
        ("listed_on", day(listed)),
        ("deadline", day(case.deadline)),
        ("late", Value::Truth(standing.late_on.is_some_and(|on| on <= today))),
        ("slots", Value::from(i64::try_from(slots).unwrap_or_default())),
    ]);
    cells.extend(closed_on.map(|on| ("closed_on", day(on))));
    cells.extend(standing.closings.first().filter(|on| **on <= today).map(|on| ("first_closed_on", day(*on))));
    cells.extend(standing.closings.iter().rfind(|on| **on <= today).map(|on| ("last_closed_on", day(*on))));
    if let Some((at, closed)) = standing.relapse.filter(|(at, _)| at.date() <= today) {
        cells.insert("relapsed_on", day(at.date()));
        cells.extend(closed.map(|on| ("closed_before_relapse", day(on))));
    }
    cells.extend(last(CaseEntryKind::Acknowledgement).map(|on| ("acknowledged_on", on)));
    cells.extend(last(CaseEntryKind::Visit).map(|on| ("visited_on", on)));
    if let Some(ballot) = standing.ballot.as_ref().filter(|_| last_act(case, CaseMove::Accept) <= Some(today)) {
        cells.extend([("score", Value::from(i64::from(ballot.score))), ("passed", Value::Truth(ballot.passes(pass)))]);
    }
    Some(Looked { record: SourceRecord::Case(case.id), cells: Cells::Known(cells) })
}

/// The measures of a case, unless it was never listed.
pub(super) fn measures<'a>(case: &CaseView) -> Vec<Looked<'a>> {
    let Some(listed) = listed_on(case) else { return Vec::new() };
    let all = case.problems.iter().flat_map(|problem| &problem.measures);
    let look = |measure: &MeasureView| {
        let mut cells =
            BTreeMap::from([("complete", Value::Truth(is_complete(measure, case))), ("listed_on", day(listed))]);
        cells.extend(measure.due().map(|due| ("due", day(due))));
        Looked { record: SourceRecord::Case(case.id), cells: Cells::Known(cells) }
    };
    all.map(look).collect()
}

/// What was or is due of an organisation.
pub(super) fn submissions<'a>(ledger: &'a Ledger, org: &OrgId, today: NaiveDate) -> Vec<Looked<'a>> {
    let look = |mut due: Due| {
        due.handed = due.handed.filter(|handed| handed.on <= today);
        let mut cells = BTreeMap::from([
            ("form", Value::Text(Cow::Owned(due.submission.clone()))),
            ("opens_on", day(due.period.end())),
            ("due", day(due.due)),
            ("late", Value::Truth(due.days_late(today) > 0)),
            ("reminders", Value::from(i64::from(due.reminders))),
        ]);
        cells.extend(due.handed.map(|handed| ("handed_on", day(handed.on))));
        let record = SourceRecord::Submission(due.org, due.submission, due.period);
        Looked { record, cells: Cells::Known(cells) }
    };
    ledger.dues(org, today).into_iter().map(look).collect()
}

/// What the keepers of sealed registers tell of a branch; none is told of as nothing.
pub(super) fn counts<'a>(ledger: &'a Ledger, branch: &OrgId) -> Vec<Looked<'a>> {
    let look = |one: Count<'_>| {
        let cells = BTreeMap::from([
            ("register", Value::Text(Cow::Owned(one.register.to_owned()))),
            ("choice", Value::Text(Cow::Owned(one.choice.to_owned()))),
            ("count", Value::from(one.count)),
        ]);
        let record = SourceRecord::Count(branch.clone(), one.register.to_owned(), one.choice.to_owned());
        Looked { record, cells: Cells::Known(cells) }
    };
    ledger.counts(branch).filter(|one| one.count != 0).map(look).collect()
}

/// What a branch's people signed: a record counts once for each responsibility, from the first day on.
pub(super) fn deeds<'a>(ledger: &'a Ledger, branch: &OrgId) -> Vec<Looked<'a>> {
    let mut first: BTreeMap<(Duty, SourceRecord), NaiveDate> = BTreeMap::new();
    for (duty, Deed { day: on, of, .. }) in ledger.duties_done(branch) {
        let record = match of {
            DeedOf::Item(key) => SourceRecord::Item(key),
            DeedOf::Case(case) => SourceRecord::Case(case),
            DeedOf::Row(row) => SourceRecord::Row(branch.clone(), row),
            // Nobody of a branch issues tasks to others or inspects them.
            DeedOf::Inspection(_) | DeedOf::Task(_) => continue,
        };
        let known = first.entry((duty, record)).or_insert(on);
        *known = on.min(*known);
    }
    let look = |((duty, record), on): ((Duty, SourceRecord), NaiveDate)| {
        let cells = BTreeMap::from([("duty", word(duty.word())), ("day", day(on))]);
        Looked { record, cells: Cells::Known(cells) }
    };
    first.into_iter().map(look).collect()
}

/// Validation 1 and 2 of the domain: owner, due date within the case's, deliverable and standard.
fn is_complete(measure: &MeasureView, case: &CaseView) -> bool {
    let fields = [CaseField::Measure, CaseField::Owner, CaseField::Deliverable, CaseField::Standard];
    let filled = fields.iter().all(|field| !measure.fields.text(*field).trim().is_empty());
    filled && measure.due().is_some_and(|due| due <= case.deadline)
}

fn listed_on(case: &CaseView) -> Option<NaiveDate> {
    case.listed_at().map(Timestamp::date)
}

/// The day of the last act of a kind that counted.
fn last_act(case: &CaseView, act: CaseMove) -> Option<NaiveDate> {
    let counted = case.life.steps.iter().filter(|step| matches!(step.outcome, OutcomeOf::Moved { .. }));
    counted.rev().find(|step| step.transition.act == act).map(|step| step.transition.at.date())
}

fn word<'a>(word: &'static str) -> Value<'a> {
    Value::Text(Cow::Borrowed(word))
}

fn day<'a>(day: NaiveDate) -> Value<'a> {
    Value::Text(Cow::Owned(day.to_string()))
}
