//! Applying for rewards, and the township's opinion.

use super::{Refusal, TEXT_MAX, Written, optional_words, words};
use crate::{
    access::Access,
    author::Author,
    doc_id::DocId,
    ids::{OrgId, ScoreId, TransitionId},
    ledger::Ledger,
    lifecycle::Machine as _,
    moment::{Moment, Timestamp},
    org::Tier,
    points::Applying,
    schema::Table,
    score::{Achievement, Application, ApplicationView, ApplyDenied, RESULTS_MAX, ScoreAct, ScoreMove},
};

/// Something that a person does about an application for a reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationCommand {
    /// 申请奖补: by the branch, or by its township on its behalf.
    Apply {
        /// The branch that applies.
        branch: OrgId,
        /// The reward.
        reward: String,
        /// What for.
        text: String,
        /// What is asked for, in fen, where the reward's definition wants it said.
        asked: Option<i64>,
        /// The verified results that it rests on.
        results: Vec<Achievement>,
    },
    /// 支持 (`Check`), 退回 (`Reject`), 撤回 (`Withdraw`).
    Act {
        /// The branch that applied.
        branch: OrgId,
        /// The application.
        application: ScoreId,
        /// The act.
        act: ScoreMove,
        /// Why.
        reason: Option<String>,
    },
}

impl Ledger {
    pub(super) fn application_command(
        &mut self,
        who: &Author,
        moment: &mut Moment<'_>,
        command: ApplicationCommand,
    ) -> Result<Written, Refusal> {
        match command {
            ApplicationCommand::Apply { branch, reward, text, asked, results } => {
                let id = ScoreId::new(moment.uuid());
                let text = words("text", &text, TEXT_MAX)?;
                let at = moment.now;
                let mut application = Application { id, reward, text, asked, results, author: who.clone(), at };
                application.results.sort_unstable();
                application.results.dedup();
                self.may_apply(&branch, &application).map_err(Refusal::ApplyDenied)?;
                self.write(who, moment.now, &DocId::branch(&branch, self.year()), |pen| {
                    pen.record(Table::ScoreEntries, &id.to_string(), application.fields())
                })
            }
            ApplicationCommand::Act { branch, application, act, reason } => {
                let view = self.application(&branch, application).ok_or(Refusal::UnknownScore)?;
                let reason = optional_words("reason", reason.as_deref(), TEXT_MAX)?;
                let act = self.application_act(who, &view, act, TransitionId::new(moment.uuid()), moment.now, reason);
                view.life.standing.judge(&act, true).map_err(Refusal::ApplyDenied)?;
                let place = self.place_of_application_act(who, &branch, act.act);
                self.write(who, moment.now, &place, |pen| {
                    pen.record(Table::ScoreActs, &act.id.to_string(), act.fields())
                })
            }
        }
    }

    /// Whether an application may be filed as it stands.
    fn may_apply(&self, branch: &OrgId, one: &Application) -> Result<(), ApplyDenied> {
        let kind = self.orgs().get(branch).map(|org| org.kind);
        let in_use = self.reward(&one.reward).filter(|reward| !reward.retired);
        let reward = in_use.filter(|reward| kind.is_some_and(|kind| reward.kinds.contains(&kind)));
        let applying = reward.ok_or(ApplyDenied::UnknownReward)?.application.ok_or(ApplyDenied::NotNeeded)?;
        let amount_fits = match applying {
            Applying::Needed => one.asked.is_none(),
            Applying::WithAmount => one.asked.is_some_and(|asked| asked > 0),
        };
        match one.results.len() {
            _ if !amount_fits => return Err(ApplyDenied::Amount),
            0 => return Err(ApplyDenied::NoResult),
            more if more > RESULTS_MAX => return Err(ApplyDenied::TooMany(RESULTS_MAX)),
            _ if !one.results.iter().all(|result| self.is_achieved(branch, result)) => {
                return Err(ApplyDenied::Unverified);
            }
            _ => {}
        }
        let open =
            |other: &ApplicationView| other.application.reward == one.reward && other.life.standing.state.is_open();
        if self.applications(branch).iter().any(open) { Err(ApplyDenied::Open) } else { Ok(()) }
    }

    /// The acts that `who` can do to an application now. Those that need words are judged as if given.
    pub fn possible_application_acts(&self, who: &Author, view: &ApplicationView, now: Timestamp) -> Vec<ScoreMove> {
        let nil = TransitionId::new(uuid::Uuid::nil());
        let possible = |act: &ScoreMove| {
            let trial = self.application_act(who, view, *act, nil, now, Some("…".to_owned()));
            self.access(who, &self.place_of_application_act(who, &view.branch, *act)) == Access::Write
                && view.life.standing.judge(&trial, true).is_ok()
        };
        [ScoreMove::Check, ScoreMove::Reject, ScoreMove::Withdraw].into_iter().filter(possible).collect()
    }

    fn application_act(
        &self,
        who: &Author,
        view: &ApplicationView,
        act: ScoreMove,
        id: TransitionId,
        at: Timestamp,
        reason: Option<String>,
    ) -> ScoreAct {
        let place = self.place_of_application_act(who, &view.branch, act).kind();
        let after = view.life.tips.clone();
        ScoreAct { id, place, entry: view.application.id, act, reason, after, author: who.clone(), at }
    }

    /// Whoever may apply for a branch may withdraw for it; opinions stand where their tier writes.
    fn place_of_application_act(&self, who: &Author, branch: &OrgId, act: ScoreMove) -> DocId {
        match who.role.tier() {
            _ if act == ScoreMove::Withdraw => DocId::branch(branch, self.year()),
            Tier::Branch => DocId::branch(branch, self.year()),
            Tier::Township => DocId::review(branch, self.year()),
            Tier::County => DocId::county_review(branch, self.year()),
        }
    }
}
