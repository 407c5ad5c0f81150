//! Acts of the life cycle.

use chrono::NaiveDate;

use super::{Refusal, TEXT_MAX, Written, optional_words};
use crate::{
    access::Access,
    author::Author,
    doc_id::{DocId, DocKind},
    ids::{ItemKey, TransitionId},
    ledger::Ledger,
    lifecycle::{Denied, Machine as _, Move},
    moment::{Moment, Timestamp},
    org::Tier,
    record::Transition,
    schema::Table,
};

impl Ledger {
    pub(super) fn act(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        act: Move,
        reason: Option<String>,
        until: Option<NaiveDate>,
    ) -> Result<Written, Refusal> {
        let mut one = self.transition(who, moment, item, act)?;
        one.reason = optional_words("reason", reason.as_deref(), TEXT_MAX)?;
        one.until = until.map(|day| self.within_years(day)).transpose()?;
        one.due = if act == Move::Submit { self.summary(item).map(|summary| summary.due) } else { None };
        self.judge(item, &one)?;
        // Asked of the person who applies and never again: what was applied for before this was asked stays so, and who
        // verifies sees that there is no photo.
        if act == Move::Submit && self.lacks_photo(item) {
            return Err(Refusal::NoPhoto);
        }
        let id = self.place_of(who, item, act)?;
        one.seen = self.heads(&DocId::branch(&item.branch, self.year()));
        self.write(who, moment.now, &id, |pen| pen.record(Table::Transitions, &one.id.to_string(), one.fields()))
    }

    /// The acts that `who` can do to an item now. Those that need a reason or a date are judged as if given.
    pub fn possible_acts(&self, who: &Author, item: &ItemKey) -> Vec<Move> {
        Move::ALL.iter().copied().filter(|act| self.may_act(who, item, *act).is_ok()).collect()
    }

    /// Whether `who` can do an act to an item now, judged as if a reason and a date were given.
    ///
    /// # Errors
    /// Why not.
    pub fn may_act(&self, who: &Author, item: &ItemKey, act: Move) -> Result<(), Refusal> {
        let place = self.place_of(who, item, act)?;
        if self.access(who, &place) != Access::Write {
            return Err(Refusal::NoRight(place));
        }
        let trial = Transition {
            reason: Some("…".to_owned()),
            until: Some(Timestamp::default().date()),
            ..self.blank(who, item, act, place.kind(), Timestamp::default(), TransitionId::new(uuid::Uuid::nil()))
        };
        self.judge(item, &trial)
    }

    /// Whether the guards allow a transition now.
    fn judge(&self, item: &ItemKey, one: &Transition) -> Result<(), Refusal> {
        let life = self.life(item).ok_or(Refusal::UnknownItem)?;
        // Whoever acts here has seen all that is here.
        life.standing.judge(one, true).map(drop).map_err(Refusal::Denied)
    }

    /// A transition that has seen all that is here.
    pub(super) fn transition(
        &self,
        who: &Author,
        moment: &mut Moment<'_>,
        item: &ItemKey,
        act: Move,
    ) -> Result<Transition, Refusal> {
        let place = self.place_of(who, item, act)?;
        Ok(self.blank(who, item, act, place.kind(), moment.now, TransitionId::new(moment.uuid())))
    }

    fn blank(
        &self,
        who: &Author,
        item: &ItemKey,
        act: Move,
        place: DocKind,
        at: Timestamp,
        id: TransitionId,
    ) -> Transition {
        Transition {
            id,
            place,
            task: item.task,
            branch: (place == DocKind::Township).then(|| item.branch.clone()),
            act,
            reason: None,
            until: None,
            due: None,
            after: self.life(item).map(|life| life.tips).unwrap_or_default(),
            seen: Vec::new(),
            content: act.is_verdict().then(|| self.content_of(item)).flatten(),
            author: who.clone(),
            at,
        }
    }

    /// The document in which an act is written: authority lies in who may write it.
    fn place_of(&self, who: &Author, item: &ItemKey, act: Move) -> Result<DocId, Refusal> {
        let task = self.task(item.task).ok_or(Refusal::UnknownItem)?;
        match act {
            Move::Issue => Err(Refusal::Denied(Denied::Authority)),
            Move::Cancel => Ok(task.home.clone()),
            Move::Acknowledge | Move::Start | Move::Submit | Move::RequestExtension => {
                Ok(DocId::branch(&item.branch, self.year()))
            }
            _ if who.role.tier() == Tier::County => Ok(DocId::county_review(&item.branch, self.year())),
            _ => Ok(DocId::review(&item.branch, self.year())),
        }
    }
}
