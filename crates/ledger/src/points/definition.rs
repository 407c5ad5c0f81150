//! What the taskbook says of points and pay (积分制考评).

use serde::{Deserialize, Serialize};

use super::{Budgeting, Nothing, PartKind, Points, RoundMode, Subject, Ties, Unit, VetoedRank, Within};
use crate::{expr::Expr, org::OrgKind};

/// A scheme of points and pay for one sequence. Stands in the taskbook as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// Its name in code, such as `village_secretary`: never reused.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The sequence (序列) whose members are ranked among each other.
    pub sequence: Sequence,
    /// Who is scored.
    pub subject: Subject,
    /// Why, as people read it.
    pub why: String,
    /// At which kinds of organisation.
    pub kinds: Vec<OrgKind>,
    /// What the full marks are: the basic and duty parts add up to them.
    pub full: Points,
    /// What a score is made of.
    pub parts: Vec<Part>,
    /// What rules out pay, whatever the score (一票否决).
    #[serde(default)]
    pub vetoes: Vec<Veto>,
    /// Whether who is vetoed keeps their place.
    pub vetoed_rank: VetoedRank,
    /// Among whom a rank counts.
    pub within: Within,
    /// The tiers, the best first.
    pub tiers: Vec<PayTier>,
    /// Which place those with the same score share.
    pub ties: Ties,
    /// What holds where few are ranked among each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<Small>,
    /// What one participant is paid at coefficient 1, in yuan: over the parameters, `heads` (how many people the
    /// participant is) and `months` (how many of the year's they served).
    pub base: Expr,
    /// What there is for all of them, in yuan: over the parameters.
    pub budget: Expr,
    /// Whether the sum is made to fit it.
    pub within_budget: Budgeting,
    /// How amounts are rounded.
    pub rounding: Rounding,
    /// For how many days after publication a score can be appealed against.
    pub appeal_days: u32,
    /// Whether the county has withdrawn it (停用): nothing is scored or paid by it any more; what was published stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A sequence of posts. A county may add more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name in code, such as `village_secretary`.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in code.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// How it is scored, as people read it.
    pub words: String,
    /// What it is.
    pub kind: PartKind,
    /// The most that it counts; of a deduction, the most that it takes.
    pub max: Points,
    /// Where the points come from.
    pub source: PartSource,
}

/// Where points come from: verified results alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartSource {
    /// An indicator's value at the organisation.
    Indicator {
        /// Its name in code.
        id: String,
        /// The points: over `value`, `target`, `members`, the indicator's sums and the parameters.
        points: Expr,
        /// What it counts as where there is nothing to tell of.
        nothing: Nothing,
    },
    /// Score entries of this part that were checked and confirmed, added up.
    Entries,
}

/// What rules out pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Veto {
    /// Its name in code.
    pub id: String,
    /// When it holds, as people read it.
    pub name: String,
    /// What follows.
    pub effect: Effect,
    /// What records tell that it holds, so that nobody writes it down a second time; none where the roster says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// When records tell that a veto holds at an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The indicator, by its name in code.
    pub indicator: String,
    /// True where it holds: over the same names as the points of a part.
    pub when: Expr,
}

/// What follows from a veto.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// No pay at all.
    NoPay,
    /// The lowest tier.
    LowestTier,
    /// This tier, by its id, or a lower one.
    AtMost(String),
}

/// A tier of pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayTier {
    /// Its name in code.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// Who reaches it.
    pub reach: Reach,
    /// By how much the base is multiplied: over the parameters.
    pub coefficient: Expr,
}

/// Who reaches a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Whose rank r of N has r/N at most this share, from 0 to 1.
    Share(Expr),
    /// Whose score is at least this.
    Floor(Expr),
    /// Everybody else: the last tier.
    Rest,
}

/// What holds where at most so many are ranked among each other, since shares of few people are no measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Small {
    /// Up to how many.
    pub up_to: u32,
    /// What holds.
    pub rule: SmallRule,
}

/// How few people are put into tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmallRule {
    /// By score: the best tier whose floor is reached, the lowest one when none is.
    ByScore(Vec<SmallFloor>),
    /// All into the tier with this id.
    AllIn(String),
}

/// From which score on a tier is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallFloor {
    /// The tier's id.
    pub tier: String,
    /// The score, over the parameters.
    pub floor: Expr,
}

/// How amounts are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rounding {
    /// To which unit.
    pub unit: Unit,
    /// Which way.
    pub mode: RoundMode,
}

/// The name of how many people a participant is, in [`Scheme::base`].
pub(super) const HEADS: &str = "heads";
/// The name of how many months they served, in [`Scheme::base`].
pub(super) const MONTHS: &str = "months";

impl Scheme {
    /// A part of it.
    pub fn part(&self, id: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// A veto of it.
    pub fn veto(&self, id: &str) -> Option<&Veto> {
        self.vetoes.iter().find(|veto| veto.id == id)
    }

    /// The place of a tier, 0 for the best.
    pub fn tier(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|tier| tier.id == id)
    }

    /// Its formulas, but for those of its parts.
    pub(super) fn formulas(&self) -> impl Iterator<Item = &Expr> {
        let floors = match self.small.as_ref().map(|small| &small.rule) {
            Some(SmallRule::ByScore(floors)) => floors.as_slice(),
            Some(SmallRule::AllIn(_)) | None => &[],
        };
        let reaches = self.tiers.iter().filter_map(|tier| match &tier.reach {
            Reach::Share(expr) | Reach::Floor(expr) => Some(expr),
            Reach::Rest => None,
        });
        let coefficients = self.tiers.iter().map(|tier| &tier.coefficient);
        [&self.base, &self.budget]
            .into_iter()
            .chain(reaches)
            .chain(coefficients)
            .chain(floors.iter().map(|one| &one.floor))
    }

    /// The indicators that its points and vetoes look at, by their names in code.
    pub fn indicators(&self) -> impl Iterator<Item = &str> {
        let of_parts = self.parts.iter().filter_map(|part| match &part.source {
            PartSource::Indicator { id, .. } => Some(id.as_str()),
            PartSource::Entries => None,
        });
        of_parts.chain(self.vetoes.iter().filter_map(|veto| Some(veto.told.as_ref()?.indicator.as_str())))
    }

    /// Whether a parameter has a part in it, beside what its indicators need.
    pub fn needs(&self, parameter: &str) -> bool {
        let points = self.parts.iter().filter_map(|part| match &part.source {
            PartSource::Indicator { points, .. } => Some(points),
            PartSource::Entries => None,
        });
        let told = self.vetoes.iter().filter_map(|veto| Some(&veto.told.as_ref()?.when));
        self.formulas().chain(points).chain(told).any(|expr| expr.parameters().contains(&parameter))
    }
}
