//! Score entries as they are read.

use std::collections::BTreeMap;

use super::{Appeal, AppealDays, AppealStanding, AppealView, ScoreEntry, ScoreLife, ScoreStanding};
use crate::{
    ids::{OrgId, ScoreId},
    ledger::Ledger,
    lifecycle,
    points::{Points, Scheme},
};

/// The parameter of how long what no device of the branch has shown can be appealed against, in days; its default.
pub const UNSEEN_DAYS: (&str, i64) = ("appeal_unseen_days", 60);

/// An entry with its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreView {
    /// The branch that is scored.
    pub branch: OrgId,
    /// The entry.
    pub entry: ScoreEntry,
    /// Its life so far.
    pub life: ScoreLife,
}

impl Ledger {
    /// The score entries of a branch, the latest first.
    pub fn scores(&self, branch: &OrgId) -> Vec<ScoreView> {
        let all = self.rows.scores.get(branch).into_iter().flat_map(BTreeMap::values);
        let mut all: Vec<ScoreView> = all.map(|entry| self.view_score(branch, entry)).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.entry.on, one.entry.id)));
        all
    }

    /// A score entry.
    pub fn score(&self, branch: &OrgId, entry: ScoreId) -> Option<ScoreView> {
        Some(self.view_score(branch, self.rows.scores.get(branch)?.get(&entry)?))
    }

    /// The points of the entries of a part that count for everybody of a branch.
    pub fn confirmed_points(&self, branch: &OrgId, scheme: &str, part: &str) -> Vec<Points> {
        self.counting(branch, scheme, part, |of| of.is_none())
    }

    /// The points of the entries of a part that count for one participant: those of all, and theirs.
    pub fn confirmed_points_of(&self, branch: &OrgId, scheme: &str, part: &str, participant: &str) -> Vec<Points> {
        self.counting(branch, scheme, part, |of| of.is_none_or(|of| of == participant))
    }

    /// Whether an entry of a scheme at a branch is about one participant alone.
    pub fn is_scored_apart(&self, branch: &OrgId, scheme: &str, participant: &str) -> bool {
        let mut all = self.rows.scores.get(branch).into_iter().flat_map(BTreeMap::values);
        all.any(|entry| entry.scheme == scheme && entry.participant.as_deref() == Some(participant))
    }

    fn counting(&self, branch: &OrgId, scheme: &str, part: &str, of: impl Fn(Option<&str>) -> bool) -> Vec<Points> {
        let fits = |one: &&ScoreEntry| one.scheme == scheme && one.part == part && of(one.participant.as_deref());
        let all = self.rows.scores.get(branch).into_iter().flat_map(BTreeMap::values).filter(fits);
        let counts = all.filter(|entry| self.view_score(branch, entry).life.standing.state.counts());
        counts.map(|entry| entry.points).collect()
    }

    /// The appeals of a branch that are entries of their own, the latest first.
    pub fn appeals(&self, branch: &OrgId) -> Vec<AppealView> {
        let all = self.rows.appeals.get(branch).into_iter().flat_map(BTreeMap::values);
        let mut all: Vec<AppealView> = all.map(|appeal| self.view_appeal(branch, appeal)).collect();
        all.sort_by_key(|one| std::cmp::Reverse((one.appeal.at, one.appeal.id)));
        all
    }

    /// An appeal that is an entry of its own.
    pub fn appeal(&self, branch: &OrgId, appeal: ScoreId) -> Option<AppealView> {
        Some(self.view_appeal(branch, self.rows.appeals.get(branch)?.get(&appeal)?))
    }

    /// How many appeals in a scheme at or below an organisation have no answer yet, of both kinds.
    pub fn open_appeals(&self, org: &OrgId, scheme: &str) -> usize {
        let of_branch = |branch: &OrgId| {
            let appealed = |one: &ScoreView| one.life.standing.state == super::ScoreState::Appealed;
            let entries = self.scores(branch).iter().filter(|one| one.entry.scheme == scheme && appealed(one)).count();
            let open = |one: &&AppealView| one.appeal.scheme == scheme && one.life.standing.answer.is_none();
            entries + self.appeals(branch).iter().filter(open).count()
        };
        self.orgs().branches_of(org).map(|branch| of_branch(&branch.id)).sum()
    }

    /// For how many days what is published of a scheme can be appealed against.
    pub fn appeal_days(&self, scheme: &str) -> AppealDays {
        let unseen = self.parameter(UNSEEN_DAYS.0).unwrap_or(UNSEEN_DAYS.1);
        AppealDays {
            seen: self.scheme(scheme).map_or(0, |scheme: &Scheme| scheme.appeal_days),
            unseen: u32::try_from(unseen.clamp(0, 366)).unwrap_or_default(),
        }
    }

    fn view_appeal(&self, branch: &OrgId, appeal: &Appeal) -> AppealView {
        let acts = self.rows.score_acts.get(&(branch.clone(), appeal.id)).into_iter().flat_map(BTreeMap::values);
        let life = lifecycle::derive(acts, AppealStanding::default());
        AppealView { branch: branch.clone(), appeal: appeal.clone(), life }
    }

    fn view_score(&self, branch: &OrgId, entry: &ScoreEntry) -> ScoreView {
        let acts = self.rows.score_acts.get(&(branch.clone(), entry.id)).into_iter().flat_map(BTreeMap::values);
        let life = lifecycle::derive(acts, ScoreStanding::new(entry, self.appeal_days(&entry.scheme)));
        ScoreView { branch: branch.clone(), entry: entry.clone(), life }
    }
}
