//! Score entries as they are read.

use std::collections::BTreeMap;

use super::{ScoreEntry, ScoreLife, ScoreStanding};
use crate::{
    ids::{OrgId, ScoreId},
    ledger::Ledger,
    lifecycle,
    points::{Points, Scheme},
};

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

    /// The points of the entries of a part at a branch that count.
    pub fn confirmed_points(&self, branch: &OrgId, scheme: &str, part: &str) -> Vec<Points> {
        let of_part = |entry: &&ScoreEntry| entry.scheme == scheme && entry.part == part;
        let all = self.rows.scores.get(branch).into_iter().flat_map(BTreeMap::values).filter(of_part);
        let counts = all.filter(|entry| self.view_score(branch, entry).life.standing.state.counts());
        counts.map(|entry| entry.points).collect()
    }

    fn view_score(&self, branch: &OrgId, entry: &ScoreEntry) -> ScoreView {
        let acts = self.rows.score_acts.get(&(branch.clone(), entry.id)).into_iter().flat_map(BTreeMap::values);
        let appeal_days = self.scheme(&entry.scheme).map_or(0, |scheme: &Scheme| scheme.appeal_days);
        let life = lifecycle::derive(acts, ScoreStanding::new(entry, appeal_days));
        ScoreView { branch: branch.clone(), entry: entry.clone(), life }
    }
}
