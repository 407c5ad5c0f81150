//! What the taskbook says of an indicator.

use serde::{Deserialize, Serialize};

use super::{BuiltIn, Source};
use crate::{
    expr::Expr,
    ledger::Ledger,
    org::{OrgKind, Tier, words},
};

words! {
    /// How the value of many organisations is made.
    Across {
        /// The sums are added up, and the formula is applied to them: a share of all.
        Sums = "sums",
        /// Each organisation has its value, and these are added up: how many villages are weak.
        Values = "values",
    }
}

words! {
    /// Which way is better.
    Better {
        /// The more the better.
        More = "more",
        /// The less the better.
        Less = "less",
        /// Neither: it only tells.
        Neither = "neither",
    }
}

words! {
    /// Whose the target is.
    TargetOf {
        /// Each organisation has one, and they add up.
        Each = "each",
        /// It is the same for each and for all of them: a share.
        All = "all",
        /// It is the county's as a whole.
        County = "county",
    }
}

/// What is to be reached, unless the county sets an organisation another target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Whose it is.
    pub of: TargetOf,
    /// How much, over the parameters.
    pub value: Expr,
}

/// An indicator. Stands in the taskbook as JSON, which a later version may add keys to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its name in code, such as `self_generated_ratio`: never reused.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The code of the work item that it belongs to, such as `R2`.
    pub item: String,
    /// The formula in words, as people read it.
    pub words: String,
    /// The unit, as people read it; a value with `%` is shown a hundred times as large.
    pub unit: String,
    /// How many decimal places are shown; it is exact all the same.
    #[serde(default)]
    pub places: u8,
    /// Which way is better.
    pub better: Better,
    /// How the value of many organisations is made.
    pub across: Across,
    /// Of which kinds of organisation it tells; of all that keep one of its sources when there are none.
    #[serde(default)]
    pub kinds: Vec<OrgKind>,
    /// The sums.
    pub sums: Vec<Sum>,
    /// The formula: over the sums by their names, `target`, `members` (how many organisations it is of) and the
    /// parameters.
    pub value: Expr,
    /// What is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// When it calls for something to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Alarm>,
    /// Whether the county has withdrawn it (停用): it is listed, reckoned and alarmed by no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

/// A sum over the records of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Its name in the formula.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The source's name in code ([`Source`]).
    pub source: String,
    /// The column with the day from which on a record counts; without one it always does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Only the latest record counts of those that have the same in these columns, at one organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<Vec<String>>,
    /// Among which records the latest is looked for; among all of them when it is not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Expr>,
    /// Which records count.
    pub filter: Expr,
    /// As how much each counts.
    pub value: Expr,
}

/// When an indicator calls for something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// The detector's name in code, such as `subsidy_dependent`.
    pub rule: String,
    /// What the county's meeting calls it.
    pub name: String,
    /// At which tiers it is looked for.
    pub at: Vec<Tier>,
    /// When it holds: over the sums, `value` and the parameters.
    pub when: Expr,
    /// What is wrong, as people read it.
    pub say: String,
    /// What to do.
    pub next: String,
}

/// The name of the indicator's own value in [`Alarm::when`].
pub(super) const VALUE: &str = "value";
/// The name of what is to be reached.
pub(super) const TARGET: &str = "target";
/// The name of how many organisations it is of.
pub(super) const MEMBERS: &str = "members";

impl Indicator {
    /// Whether an organisation of this kind has a value of its own.
    pub fn is_of(&self, kind: OrgKind, ledger: &Ledger) -> bool {
        let keeps = |sum: &Sum| match Source::of(&sum.source) {
            Source::Register(id) => ledger.register(id).is_some_and(|register| register.is_kept_by(kind)),
            Source::BuiltIn(BuiltIn::Submissions) => ledger.submissions().any(|one| one.kinds.contains(&kind)),
            Source::BuiltIn(_) => kind.tier() == Tier::Branch && kind != OrgKind::Leader,
        };
        let named = self.kinds.is_empty() || self.kinds.contains(&kind);
        named && self.sums.iter().any(keeps)
    }

    /// Whether it can be told for a day that is past.
    pub fn has_past(&self) -> bool {
        self.undated().next().is_none()
    }

    /// The sums whose records do not say from which day on they count: these are told for today alone.
    pub fn undated(&self) -> impl Iterator<Item = &Sum> {
        self.sums.iter().filter(|sum| sum.day.is_none())
    }

    /// Whether a parameter has a part in it.
    pub fn needs(&self, parameter: &str) -> bool {
        self.parameters().contains(&parameter)
    }

    /// The parameters that have a part in it, each once, in the order in which they are asked for.
    pub fn parameters(&self) -> Vec<&str> {
        let of_sums = self.sums.iter().flat_map(|sum| [&sum.filter, &sum.value]);
        let target = self.target.as_ref().map(|target| &target.value);
        let alarm = self.alarm.as_ref().map(|alarm| &alarm.when);
        let mut all = Vec::new();
        for name in of_sums.chain([&self.value]).chain(target).chain(alarm).flat_map(Expr::parameters) {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }
}

impl Ledger {
    /// The indicators in use, by the code of their work item and in the order of their names in code.
    pub fn indicators(&self) -> Vec<&Indicator> {
        let mut all = self.all_indicators();
        all.retain(|one| !one.retired);
        all
    }

    /// The indicators of the taskbook, retired ones among them, in the same order.
    pub fn all_indicators(&self) -> Vec<&Indicator> {
        let mut all: Vec<&Indicator> = self.rows.indicators.values().collect();
        all.sort_by_key(|one| (&one.item, &one.id));
        all
    }

    /// An indicator, retired or not.
    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.rows.indicators.get(id)
    }
}
