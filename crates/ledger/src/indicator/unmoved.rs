//! Which figures stay the same when the taskbook, or a list of tasks, is read anew.

use crate::{ids::OrgId, ledger::Ledger, rows::Rows};

use super::Goal;

impl Ledger {
    /// The organisations whose own figures are made of the same here as in a `later` reading of the same documents. What
    /// figures are not made of (guides, answers, schemes, what is entered for others, others' tasks) does not count.
    pub fn unmoved<'l>(&self, later: &'l Self) -> Vec<&'l OrgId> {
        let (one, other) = (&self.rows, &later.rows);
        let stands = one.orgs == other.orgs
            && one.parameters == other.parameters
            && one.work_items == other.work_items
            && one.registers == other.registers
            && one.indicators == other.indicators
            && one.submissions == other.submissions;
        let same = |org: &&OrgId| {
            goals(one, org).eq(goals(other, org))
                && one.registered.get(*org) == other.registered.get(*org)
                && one.of_branch(org) == other.of_branch(org)
        };
        let all = other.orgs.iter().map(|org| &org.id);
        all.filter(|_| stands).filter(same).collect()
    }

    /// Forgets the documents, but not what was read from them. Nothing can be written or compared with the past then.
    pub fn let_documents_go(&mut self) {
        self.documents.clear();
    }
}

/// What was entered for an organisation.
fn goals<'r>(rows: &'r Rows, org: &'r OrgId) -> impl Iterator<Item = (Goal, &'r str, Option<i64>)> {
    rows.goals.iter().flat_map(move |(goal, of)| {
        of.iter().filter_map(move |(indicator, at)| Some((*goal, indicator.as_str(), *at.get(org)?)))
    })
}
