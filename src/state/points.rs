//! Rewards as pages show them, reckoned from the documents on this device; of points and pay the ledger tells.

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger, OrgId, Reckoner,
    expr::{Exact, Fault},
    points::{Award, PointsError, Reward},
};

pub use taizhang_ledger::points::{Paid, Scoring, Supposed, by_entries, paid, scored, taking_part, total};

/// What a reward comes to for everybody.
///
/// # Errors
/// Why it cannot be told, such as a budget that is not set.
pub fn awarded(
    ledger: &Ledger,
    reward: &Reward,
    org: &OrgId,
    today: NaiveDate,
    supposed: &Supposed,
) -> Result<Vec<(Award, Exact)>, PointsError> {
    let reckoner = Reckoner::new(ledger, today);
    let mut work = Vec::new();
    for member in taking_part(ledger, &reward.kinds, org) {
        match reckoner.work(reward, member) {
            Ok(one) => work.push(one),
            Err(Fault::Absent) => {}
            Err(fault) => return Err(PointsError::Formula { place: reward.id.clone(), fault }),
        }
    }
    let number = |name: &str| supposed.get(name).copied().or_else(|| ledger.parameter(name));
    let awards = reward.divide(&work, &number)?;
    Ok(awards.into_iter().zip(work).map(|(award, work)| (award, work.done)).collect())
}
