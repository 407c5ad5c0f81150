//! Proposing score entries, and acting on them.

use chrono::NaiveDate;

use super::{Refusal, TEXT_MAX, Written, optional_words, words};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    ids::{ItemKey, OrgId, RowId, ScoreId, TaskId, TransitionId},
    ledger::Ledger,
    lifecycle::Machine as _,
    moment::{Moment, Timestamp},
    org::Tier,
    points::{PartKind, PartSource, Points},
    schema::Table,
    score::{Against, Appeal, AppealView, ScoreAct, ScoreDenied, ScoreEntry, ScoreMove, ScoreState, ScoreView},
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
        /// The row of a register of the branch that it rests on.
        row: Option<RowId>,
        /// Whom alone it counts for; see [`ScoreEntry::participant`].
        participant: Option<String>,
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
    /// 申诉 against what is no published entry: see [`Against`].
    Appeal {
        /// The branch that appeals.
        branch: OrgId,
        /// The scheme.
        scheme: String,
        /// What it is against.
        against: Against,
        /// Why.
        text: String,
    },
    /// 答复 by the county.
    Answer {
        /// The branch that appealed.
        branch: OrgId,
        /// The appeal.
        appeal: ScoreId,
        /// Whether it is granted.
        grant: bool,
        /// Why.
        reason: String,
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
            ScoreCommand::Propose { branch, scheme, part, points, text, task, row, participant, on } => {
                let entry = ScoreEntry {
                    id: ScoreId::new(moment.uuid()),
                    place: self.place_of_score(who, &branch).kind(),
                    scheme,
                    part,
                    points,
                    text: words("text", &text, TEXT_MAX)?,
                    task,
                    row,
                    participant,
                    on,
                    author: who.clone(),
                    at: moment.now,
                };
                self.may_be_proposed(&branch, &entry)?;
                let place = self.place_of_score(who, &branch);
                self.write(who, moment.now, &place, |pen| {
                    pen.record(Table::ScoreEntries, &entry.id.to_string(), entry.fields())
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
            ScoreCommand::Appeal { branch, scheme, against, text } => {
                let text = words("text", &text, TEXT_MAX)?;
                self.may_be_appealed(&branch, &scheme, &against, moment.now)?;
                let id = ScoreId::new(moment.uuid());
                let appeal = Appeal { id, scheme, against, text, author: who.clone(), at: moment.now };
                // One's own right alone: whoever may not write there cannot appeal for the branch.
                self.write(who, moment.now, &DocId::branch(&branch, self.year()), |pen| {
                    pen.record(Table::ScoreEntries, &id.to_string(), appeal.fields())
                })
            }
            ScoreCommand::Answer { branch, appeal, grant, reason } => {
                let view = self.appeal(&branch, appeal).ok_or(Refusal::UnknownScore)?;
                let reason = optional_words("reason", Some(&reason), TEXT_MAX)?;
                let act = if grant { ScoreMove::Grant } else { ScoreMove::Uphold };
                let place = self.place_of_score(who, &branch);
                let act = ScoreAct {
                    id: TransitionId::new(moment.uuid()),
                    place: place.kind(),
                    entry: appeal,
                    act,
                    reason,
                    after: view.life.tips.clone(),
                    author: who.clone(),
                    at: moment.now,
                };
                view.life.standing.judge(&act, true).map_err(Refusal::ScoreDenied)?;
                self.write(who, moment.now, &place, |pen| {
                    pen.record(Table::ScoreActs, &act.id.to_string(), act.fields())
                })
            }
        }
    }

    /// Whether an entry may be proposed as it stands.
    fn may_be_proposed(&self, branch: &OrgId, entry: &ScoreEntry) -> Result<(), Refusal> {
        let kind = self.orgs().get(branch).map(|org| org.kind);
        let in_use = self.scheme(&entry.scheme).filter(|one| !one.retired);
        let scheme = in_use.filter(|one| kind.is_some_and(|kind| one.kinds.contains(&kind)));
        let part = scheme.and_then(|scheme| scheme.part(&entry.part)).filter(|part| part.source == PartSource::Entries);
        let (scheme, part) = scheme.zip(part).ok_or(Refusal::UnknownPart)?;
        // What is taken from somebody is for others to say.
        if part.kind == PartKind::Deduction && entry.author.role.tier() == Tier::Branch {
            return Err(Refusal::NoRight(DocId::review(branch, self.year())));
        }
        if entry.points <= Points::ZERO || entry.points > part.max {
            return Err(Refusal::BadPoints(part.max));
        }
        if entry.on > entry.at.date() {
            return Err(Refusal::NotYet(entry.on));
        }
        if let Some(task) = entry.task {
            self.summary(&ItemKey { branch: branch.clone(), task }).ok_or(Refusal::UnknownItem)?;
        }
        if let Some(row) = entry.row {
            self.row(branch, row).filter(|row| row.struck_out().is_none()).ok_or(Refusal::UnknownRow)?;
        }
        if let Some(participant) = &entry.participant {
            let known = self.people_of(scheme, branch);
            known.iter().find(|(id, _)| id == participant).ok_or(Refusal::UnknownParticipant)?;
        }
        Ok(())
    }

    /// Whether there is something to appeal against that nobody has yet.
    fn may_be_appealed(&self, branch: &OrgId, scheme: &str, against: &Against, now: Timestamp) -> Result<(), Refusal> {
        let of = self.scheme(scheme).ok_or(Refusal::UnknownPart)?;
        match against {
            Against::Part(part) => drop(of.part(part).ok_or(Refusal::UnknownPart)?),
            Against::Slip(row) => {
                let published = self.published(branch, scheme);
                let slip = published.iter().find(|one| one.row == *row).ok_or(Refusal::UnknownScore)?;
                let days = self.appeal_days(scheme);
                let until = slip.at.date().checked_add_days(chrono::Days::new(days.unseen.max(days.seen).into()));
                if until.is_some_and(|until| now.date() > until) {
                    return Err(Refusal::ScoreDenied(ScoreDenied::TooLate));
                }
            }
            Against::Entry(entry) => {
                let state = self.score(branch, *entry).ok_or(Refusal::UnknownScore)?.life.standing.state;
                if state != ScoreState::Rejected {
                    return Err(Refusal::ScoreDenied(ScoreDenied::State(state)));
                }
            }
        }
        let open = |one: &AppealView| {
            one.life.standing.answer.is_none() && one.appeal.scheme == scheme && one.appeal.against == *against
        };
        if self.appeals(branch).iter().any(open) { Err(Refusal::AppealOpen) } else { Ok(()) }
    }

    /// What was published at a branch and no device of it has shown yet, if this is one: to be marked as seen.
    pub fn unseen_scores(&self, who: &Author, branch: &OrgId, now: Timestamp) -> Vec<ScoreId> {
        if who.role.tier() != Tier::Branch {
            return Vec::new();
        }
        let unseen = |one: &ScoreView| self.possible_score_act(who, one, ScoreMove::See, now);
        self.scores(branch).iter().filter(|one| unseen(one)).map(|one| one.entry.id).collect()
    }

    /// The acts that `who` can do to a score entry now. Those that need words are judged as if given.
    pub fn possible_score_acts(&self, who: &Author, view: &ScoreView, now: Timestamp) -> Vec<ScoreMove> {
        // To have seen something is no button.
        let acts = ScoreMove::ALL.iter().copied().filter(|act| *act != ScoreMove::See);
        acts.filter(|act| self.possible_score_act(who, view, *act, now)).collect()
    }

    fn possible_score_act(&self, who: &Author, view: &ScoreView, act: ScoreMove, now: Timestamp) -> bool {
        let nil = TransitionId::new(uuid::Uuid::nil());
        let trial = self.score_act(who, view, act, nil, now, Some("…".to_owned()));
        self.access(who, &self.place_of_score(who, &view.branch)) == Access::Write
            && view.life.standing.judge(&trial, true).is_ok()
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
