//! How a submission stands at many organisations together, now or as it would be.

use chrono::NaiveDate;

use super::Submission;
use crate::{ids::OrgId, ledger::Ledger};

/// How many were due by a day, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DuesTally {
    /// Organisations that hand it in.
    pub orgs: usize,
    /// Handed in on the last day or before.
    pub in_time: usize,
    /// Handed in later.
    pub late: usize,
    /// Not handed in, and the last day has passed.
    pub overdue: usize,
    /// Not handed in, and there is time left.
    pub open: usize,
}

impl DuesTally {
    /// How many there are in all.
    pub const fn all(self) -> usize {
        self.in_time + self.late + self.overdue + self.open
    }
}

impl Ledger {
    /// What of a submission, as it is given here, is due by `today` of an organisation and all below it.
    pub fn dues_tally(&self, one: &Submission, within: &OrgId, today: NaiveDate) -> DuesTally {
        let mut tally = DuesTally::default();
        let those = self.orgs().at_or_below(within).into_iter().filter(|org| one.kinds.contains(&org.kind));
        for org in those.filter(|_| !one.retired) {
            tally.orgs += 1;
            for due in self.dues_by(one, &org.id, today) {
                match due.handed {
                    Some(_) if due.days_late(today) > 0 => tally.late += 1,
                    Some(_) => tally.in_time += 1,
                    None if due.is_overdue(today) => tally.overdue += 1,
                    None => tally.open += 1,
                }
            }
        }
        tally
    }
}
