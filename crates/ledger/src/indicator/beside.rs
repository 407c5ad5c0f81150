//! Those that stand beside an organisation: where work is uneven, one is told by the others.

use super::{Better, Figure, Indicator, Reckoner};
use crate::{expr::Exact, ids::OrgId};

/// The name of the best value among those beside, in [`Alarm::when`](super::Alarm::when).
pub(super) const BEST: &str = "best";
/// The name of the worst.
pub(super) const WORST: &str = "worst";
/// The name of the share of them that are better: 3/4 and more are the last quarter, unless all are alike.
pub(super) const BEHIND: &str = "behind";

/// How an organisation stands among those with the same organisation above, itself included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    best: Exact,
    worst: Exact,
    behind: Exact,
}

impl Beside {
    /// What a name stands for.
    pub(super) fn named(&self, name: &str) -> Option<Exact> {
        match name {
            BEST => Some(self.best),
            WORST => Some(self.worst),
            BEHIND => Some(self.behind),
            _ => None,
        }
    }

    /// Of a figure among all of them; those without a value do not count. None where no way is better.
    pub(super) fn of<'f>(indicator: &Indicator, one: &Figure, all: impl Iterator<Item = &'f Figure>) -> Option<Self> {
        let own = *one.value.as_ref().ok()?;
        let is_better = |one: &Exact, other: &Exact| match indicator.better {
            Better::More => one > other,
            Better::Less => one < other,
            Better::Neither => false,
        };
        let values: Vec<Exact> = all.filter_map(|figure| figure.value.clone().ok()).collect();
        let best = values.iter().copied().reduce(|best, one| if is_better(&one, &best) { one } else { best })?;
        let worst = values.iter().copied().reduce(|worst, one| if is_better(&worst, &one) { one } else { worst })?;
        let better = i128::try_from(values.iter().filter(|one| is_better(one, &own)).count()).ok()?;
        let count = i128::try_from(values.len()).ok()?;
        (indicator.better != Better::Neither).then(|| Self { best, worst, behind: Exact::new(better, count) })
    }
}

impl Indicator {
    /// Whether its alarm is told by those beside.
    pub(super) fn looks_beside(&self) -> bool {
        let names = self.alarm.as_ref().map(|alarm| alarm.when.names()).unwrap_or_default();
        [BEST, WORST, BEHIND].iter().any(|name| names.contains(name))
    }
}

impl Reckoner<'_> {
    /// How an organisation with this figure stands, where the records of those beside it are at hand: at or below
    /// `within`.
    pub(super) fn beside(&self, indicator: &Indicator, org: &OrgId, figure: &Figure, within: &OrgId) -> Option<Beside> {
        let orgs = self.ledger().orgs();
        let above = orgs.get(org)?.parent.as_ref().filter(|above| orgs.within(above, within))?;
        let siblings = orgs.iter().filter(|one| one.parent.as_ref() == Some(above));
        let figures: Vec<Figure> = siblings.filter_map(|one| self.figure(indicator, &one.id)).collect();
        Beside::of(indicator, figure, figures.iter())
    }
}
