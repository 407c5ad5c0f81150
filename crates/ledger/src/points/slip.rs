//! What the county tells somebody of their pay: everything that it was reckoned from, so that it can be reckoned again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Points, PointsError};
use crate::expr::Exact;

/// The register's name of the rows that hold slips: no register of a taskbook can have it.
pub(crate) const PAY: &str = "~pay";
/// The only cell of such a row.
pub(crate) const SLIP: &str = "slip";

/// A number as it stands in a slip: above, below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fraction(pub i64, pub i64);

impl Fraction {
    /// The same number.
    pub fn exact(self) -> Option<Exact> {
        (self.1 > 0).then(|| Exact::new(self.0.into(), self.1.into()))
    }

    pub(crate) fn of(exact: Exact) -> Result<Self, PointsError> {
        let part = |number: &i128| i64::try_from(*number).map_err(|_| PointsError::TooLarge);
        Ok(Self(part(exact.numer())?, part(exact.denom())?))
    }
}

/// The points of a part, as they were when the slip was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipPart {
    /// The part's id.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The points; of a deduction, what it takes.
    pub points: Points,
}

/// What somebody is paid by a scheme. Stands encrypted as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The scheme, by its id.
    pub scheme: String,
    /// Its name.
    pub name: String,
    /// Who: the same in every slip that supersedes another.
    pub participant: String,
    /// Their name; none of a team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Whether it takes back what was published, since they take part no more; the rest of it says nothing then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// The score.
    pub score: Points,
    /// What it is made of.
    pub parts: Vec<SlipPart>,
    /// The place, from the best to the worst of those that are shared, and among how many.
    pub rank: [u32; 3],
    /// The tier's id and name; none when a veto leaves no pay.
    pub tier: Option<(String, String)>,
    /// The name of the veto that decided.
    pub veto: Option<String>,
    /// By how much the base is multiplied.
    pub coefficient: Fraction,
    /// What one person is paid for a whole year at coefficient 1, in fen.
    pub whole_year: Fraction,
    /// What the participant is paid at coefficient 1, in fen: for their heads and months.
    pub base: Fraction,
    /// How many people it is.
    pub heads: u32,
    /// How many months they served.
    pub months: u32,
    /// What they are paid, in fen.
    pub amount: i64,
    /// The parameters that have a part in it.
    pub parameters: BTreeMap<String, i64>,
}

impl Slip {
    /// Whether the base is the whole year's by heads and months alone, so that it can be said so.
    pub fn is_by_months(&self) -> bool {
        let Some((year, base)) = self.whole_year.exact().zip(self.base.exact()) else { return false };
        let (heads, months) = (i128::from(self.heads), i128::from(self.months));
        let scaled = |exact: Exact, by: i128| Some((exact.numer().checked_mul(by)?, *exact.denom()));
        let product = scaled(year, heads.saturating_mul(months)).zip(scaled(base, 12));
        product.is_some_and(|((top, bottom), (other, other_bottom))| {
            top.checked_mul(other_bottom) == other.checked_mul(bottom) && top.checked_mul(other_bottom).is_some()
        })
    }
}
