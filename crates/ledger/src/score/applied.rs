//! The applications for rewards that stand here, and what they rest on.

use std::collections::BTreeMap;

use super::{Achievement, Application, ApplicationStanding, ApplicationView};
use crate::{
    case::CaseState,
    ids::{ItemKey, OrgId, ScoreId},
    ledger::Ledger,
    lifecycle::{self, State},
};

impl Ledger {
    /// The applications of a branch, the latest first.
    pub fn applications(&self, branch: &OrgId) -> Vec<ApplicationView> {
        let all = self.rows.applications.get(branch).into_iter().flat_map(BTreeMap::values);
        let mut all: Vec<ApplicationView> = all.map(|one| self.view_application(branch, one)).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.application.at, one.application.id)));
        all
    }

    /// An application.
    pub fn application(&self, branch: &OrgId, application: ScoreId) -> Option<ApplicationView> {
        Some(self.view_application(branch, self.rows.applications.get(branch)?.get(&application)?))
    }

    /// The application of a branch that decides for a reward: the latest of those that count, or else of those that are
    /// open, or else of all.
    pub fn application_for(&self, branch: &OrgId, reward: &str) -> Option<ApplicationView> {
        let all = self.applications(branch).into_iter().filter(|one| one.application.reward == reward);
        let weight = |one: &ApplicationView| {
            (one.counts(), one.life.standing.state.is_open(), one.application.at, one.application.id)
        };
        all.max_by_key(weight)
    }

    /// Whether a result of a branch is verified as things stand.
    pub fn is_achieved(&self, branch: &OrgId, result: &Achievement) -> bool {
        match result {
            Achievement::Task(task) => {
                let key = ItemKey { branch: branch.clone(), task: *task };
                self.life(&key).is_some_and(|life| life.standing.state == State::Closed)
            }
            Achievement::Case(case) => {
                let struck_off = |state| matches!(state, CaseState::Closed | CaseState::Tracking | CaseState::Archived);
                self.case(*case).is_some_and(|case| case.branch == *branch && struck_off(case.state()))
            }
            Achievement::Entry(entry) => self.score(branch, *entry).is_some_and(|one| one.life.standing.state.counts()),
        }
    }

    /// All results of a branch that are verified: what an application may rest on.
    pub fn achievements(&self, branch: &OrgId) -> Vec<Achievement> {
        let tasks = self.items(branch).map(|item| Achievement::Task(item.key.task));
        let cases =
            self.rows.cases.values().filter(|case| case.branch == *branch).map(|case| Achievement::Case(case.id));
        let entries = self.rows.scores.get(branch).into_iter().flat_map(BTreeMap::keys).copied();
        let all = tasks.chain(cases).chain(entries.map(Achievement::Entry));
        all.filter(|one| self.is_achieved(branch, one)).collect()
    }

    fn view_application(&self, branch: &OrgId, application: &Application) -> ApplicationView {
        let acts = self.rows.score_acts.get(&(branch.clone(), application.id)).into_iter().flat_map(BTreeMap::values);
        let life = lifecycle::derive(acts, ApplicationStanding::new(application));
        let verified = application.results.iter().filter(|one| self.is_achieved(branch, one)).count();
        ApplicationView { branch: branch.clone(), application: application.clone(), life, verified }
    }
}
