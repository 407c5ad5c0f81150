//! Proposing score entries, and acting on them.

use chrono::NaiveDate;

use super::{Refusal, TEXT_MAX, Written, optional_words, words};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    ids::{ItemKey, OrgId, ScoreId, TaskId, TransitionId},
    ledger::Ledger,
    lifecycle::Machine as _,
    moment::{Moment, Timestamp},
    org::Tier,
    points::{PartKind, PartSource, Points},
    schema::Table,
    score::{ScoreAct, ScoreEntry, ScoreMove, ScoreView},
};

/// Something that a person does to score entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScoreCommand {
    /// 记分: proposes points of a part that is scored by entries.
    Propose {
        /// The branch that is scored.
        branch: OrgId,
        /// The scheme.
        scheme: String,
        /// The part.
        part: String,
        /// The points, above zero and at most the part's; of a deduction, what it takes.
        points: Points,
        /// What happened, and what proves it.
        text: String,
        /// The task of the branch that it rests on.
        task: Option<TaskId>,
        /// The day on which it happened.
        on: NaiveDate,
    },
    /// An act in the life of one.
    Act {
        /// The branch that is scored.
        branch: OrgId,
        /// The entry.
        entry: ScoreId,
        /// The act.
        act: ScoreMove,
        /// Why.
        reason: Option<String>,
    },
}

impl Ledger {
    pub(super) fn score_command(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        command: ScoreCommand,
    ) -> Result<Written, Refusal> {
        match command {
            ScoreCommand::Propose { branch, scheme, part, points, text, task, on } => {
                let place = self.place_of_score(who, &branch);
                let kind = self.orgs().get(&branch).map(|org| org.kind);
                let of = self.scheme(&scheme).filter(|one| kind.is_some_and(|kind| one.kinds.contains(&kind)));
                let of = of.and_then(|scheme| scheme.part(&part)).filter(|part| part.source == PartSource::Entries);
                let of = of.ok_or(Refusal::UnknownPart)?;
                // What is taken from somebody is for others to say.
                if of.kind == PartKind::Deduction && who.role.tier() == Tier::Branch {
                    return Err(Refusal::NoRight(DocId::review(&branch, self.year())));
                }
                if points <= Points::ZERO || points > of.max {
                    return Err(Refusal::BadPoints(of.max));
                }
                if on > moment.now.date() {
                    return Err(Refusal::NotYet(on));
                }
                if let Some(task) = task {
                    self.summary(&ItemKey { branch, task }).ok_or(Refusal::UnknownItem)?;
                }
                let text = words("text", &text, TEXT_MAX)?;
                let id = ScoreId::new(moment.uuid());
                let (author, at) = (who.clone(), moment.now);
                let entry = ScoreEntry { id, place: place.kind(), scheme, part, points, text, task, on, author, at };
                self.write(who, moment.now, &place, |pen| {
                    pen.record(Table::ScoreEntries, &id.to_string(), entry.fields())
                })
            }
            ScoreCommand::Act { branch, entry, act, reason } => {
                let view = self.score(&branch, entry).ok_or(Refusal::UnknownScore)?;
                let reason = optional_words("reason", reason.as_deref(), TEXT_MAX)?;
                let act = self.score_act(who, &view, act, TransitionId::new(moment.uuid()), moment.now, reason);
                view.life.standing.judge(&act, true).map_err(Refusal::ScoreDenied)?;
                let place = self.place_of_score(who, &branch);
                self.write(who, moment.now, &place, |pen| {
                    pen.record(Table::ScoreActs, &act.id.to_string(), act.fields())
                })
            }
        }
    }

    /// The acts that `who` can do to a score entry now. Those that need words are judged as if given.
    pub fn possible_score_acts(&self, who: &Author, view: &ScoreView, now: Timestamp) -> Vec<ScoreMove> {
        if self.access(who, &self.place_of_score(who, &view.branch)) != Access::Write {
            return Vec::new();
        }
        let possible = |act: &ScoreMove| {
            let nil = TransitionId::new(uuid::Uuid::nil());
            let trial = self.score_act(who, view, *act, nil, now, Some("…".to_owned()));
            view.life.standing.judge(&trial, true).is_ok()
        };
        ScoreMove::ALL.iter().copied().filter(possible).collect()
    }

    fn score_act(
        &self,
        who: &Author,
        view: &ScoreView,
        act: ScoreMove,
        id: TransitionId,
        at: Timestamp,
        reason: Option<String>,
    ) -> ScoreAct {
        let place = self.place_of_score(who, &view.branch).kind();
        let after = view.life.tips.clone();
        ScoreAct { id, place, entry: view.entry.id, act, reason, after, author: who.clone(), at }
    }

    /// The document in which a post writes of a branch's scores: authority lies in who may write it.
    fn place_of_score(&self, who: &Author, branch: &OrgId) -> DocId {
        match who.role.tier() {
            Tier::Branch => DocId::branch(branch, self.year()),
            Tier::Township => DocId::review(branch, self.year()),
            Tier::County => DocId::county_review(branch, self.year()),
        }
    }
}
