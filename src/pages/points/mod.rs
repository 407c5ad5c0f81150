//! 积分考评和以奖代补: the schemes, what each comes to, one organisation's points, the rewards.

mod appeals;
mod applications;
mod confirmed;
mod doing;
mod entries;
mod evidence;
mod list;
mod one;
mod pay;
mod propose;
mod publish;
mod published;
mod reward;
mod scheme;
mod totals;
mod trial;
mod waiting;

pub use list::PointsPage;
pub use reward::RewardPage;
pub use scheme::SchemePage;
pub use waiting::{ScoresWaiting, scores_to_look_at, scores_waiting};

use taizhang_ledger::{Ledger, OrgId, Tier};

/// Whether money is shown: to the county, which decides it.
fn sees_pay(ledger: &Ledger, own: &OrgId) -> bool {
    ledger
        .orgs()
        .get(own)
        .is_some_and(|org| org.kind.tier() == Tier::County && org.kind != taizhang_ledger::OrgKind::Leader)
}
