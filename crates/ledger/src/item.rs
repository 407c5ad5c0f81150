//! The view of an item: a task at a branch with everything that was written to it.

use chrono::NaiveDate;

use crate::{
    domain::Domain,
    ids::{InspectionId, ItemKey, OrgId},
    lifecycle::{Life, State},
    moment::Timestamp,
    record::{Alternative, Cell, Entry, EvidenceRule, Field, Value},
};

/// An item is due soon when fewer days than this are left: today and the six after it.
pub const SOON: i64 = 7;

/// What a list shows of an item.
#[expect(clippy::struct_excessive_bools, reason = "marks that stand beside each other, each for itself")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Summary {
    /// Which item.
    pub key: ItemKey,
    /// 任务名称.
    pub title: String,
    /// The work item's code.
    pub code: String,
    /// The field of work.
    pub domain: Domain,
    /// The organisation that set it.
    pub issuer: OrgId,
    /// The last day, extensions included.
    pub due: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// 进度, 0 to 100.
    pub progress: u8,
    /// 责任人.
    pub owner: String,
    /// The day of the last application for closing.
    pub submitted_on: Option<NaiveDate>,
    /// The day on which it was struck off, while it is.
    pub closed_on: Option<NaiveDate>,
    /// Whether it was handed in after the last day that was in force then, or closed so once. It stays for ever.
    pub late: bool,
    /// Whether a field has values between which a person must choose.
    pub conflict: bool,
    /// Whether acts contradict each other.
    pub contested: bool,
    /// Whether a verdict in force is about other content than stands here now (批后有改动).
    pub changed: bool,
    /// Whether an extension is asked for.
    pub extension_asked: bool,
    /// Why it was returned, while it is.
    pub returned_because: Option<String>,
    /// When it was last worked on; a reminder is no work.
    pub touched: Timestamp,
    /// When the branch signed for it.
    pub signed: Option<Timestamp>,
    /// Since when somebody above has something to decide about it ([`Life::waiting_since`]).
    pub waiting_since: Option<Timestamp>,
    /// How often the branch was reminded of it (催办).
    pub reminders: u32,
    /// When the branch was last reminded, while it has written nothing since and still has work to do on it.
    pub reminded: Option<Timestamp>,
}

impl Summary {
    /// Whether it should have been handed in before `today`. Derived, never stored.
    pub fn overdue(&self, today: NaiveDate) -> bool {
        self.state.is_open() && self.due < today
    }

    /// Days left until the last day; negative when it has passed.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due - today).num_days()
    }

    /// Whether the branch has work to do on it and has not begun: it is signed for at most, and no progress is told.
    pub fn not_started(&self) -> bool {
        matches!(self.state, State::Issued | State::Acknowledged) && self.progress == 0
    }
}

/// Everything about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What a list shows of it.
    pub summary: Summary,
    /// 工作要求.
    pub requirement: String,
    /// 措施办法.
    pub measure: String,
    /// The last day as first set.
    pub due_at_first: NaiveDate,
    /// How much of `unit` is to be reached.
    pub target: Option<i64>,
    /// 完成数.
    pub done: Option<i64>,
    /// The unit of target and done.
    pub unit: Option<String>,
    /// What must prove it.
    pub evidence: EvidenceRule,
    /// The inspection that it follows up.
    pub inspection: Option<InspectionId>,
    /// Who set it, and when.
    pub set_by: crate::Author,
    /// When it was set.
    pub set_at: Timestamp,
    /// The fields between whose values a person must choose.
    pub conflicts: Vec<(Field, Vec<Alternative>)>,
    /// The journal, oldest first.
    pub entries: Vec<Entry>,
    /// The acts so far, and what became of each.
    pub life: Life,
}

impl Item {
    /// Whether a photo taken on the spot is required and none is in the journal (validation 7). What counts is the record
    /// that names the photo: its bytes may come later.
    pub fn lacks_photo(&self) -> bool {
        lacks_photo(self.evidence, self.entries.iter())
    }
}

/// Whether a rule asks for a photo that is not among the entries.
pub(crate) fn lacks_photo<'a>(rule: EvidenceRule, mut entries: impl Iterator<Item = &'a Entry>) -> bool {
    rule == EvidenceRule::Onsite && !entries.any(Entry::shows_photo)
}

/// The cells of an item by field: those of the task, or of the branch's work.
pub(crate) struct Cells<'a>(pub(crate) Box<dyn Fn(Field) -> Option<&'a Cell> + 'a>);

impl<'a> Cells<'a> {
    pub(crate) fn get(&self, field: Field) -> Option<&'a Cell> {
        (self.0)(field)
    }

    pub(crate) fn text(&self, field: Field) -> Option<String> {
        self.value(field).map(ToString::to_string)
    }

    pub(crate) fn number(&self, field: Field) -> Option<i64> {
        match self.value(field)? {
            Value::Number(number) => Some(*number),
            Value::Text(_) => None,
        }
    }

    pub(crate) fn conflicts(&self) -> Vec<(Field, Vec<Alternative>)> {
        let contested = |field: &Field| {
            let values = (self.0)(*field).map(Cell::conflict).unwrap_or_default();
            (!values.is_empty()).then(|| (*field, values.to_vec()))
        };
        Field::ALL.iter().filter_map(contested).collect()
    }

    fn value(&self, field: Field) -> Option<&'a Value> {
        (self.0)(field).and_then(Cell::value)
    }
}
