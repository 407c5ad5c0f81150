//! Whether a scheme or a reward fits its taskbook, and whether its points come from verified results.

use std::collections::BTreeSet;

use super::{
    Effect, Nothing, PARTS_MAX, PartKind, PartSource, Points, Reach, Reward, Scheme, SmallRule, TIERS_MAX, VETOES_MAX,
    definition::{HEADS, MONTHS},
    of_use,
    reward::Method,
    verified::of_indicator,
};
use crate::{
    expr::{Expr, Kind, Misfit, Names},
    indicator::Indicator,
    org::OrgKind,
    register::Register,
};

/// Which section of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The definition itself.
    Whole,
    /// One of its parts.
    Part(usize),
    /// One of its vetoes.
    Veto(usize),
    /// One of its tiers.
    Tier(usize),
    /// What holds for few.
    Small,
    /// One of the floors for few.
    Floor(usize),
    /// One of the steps of a reward.
    Step(usize),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A formula does not fit.
    Formula(Misfit),
    /// A formula looks at the day: what somebody is paid would be another thing tomorrow.
    Today,
    /// There is no such indicator.
    UnknownIndicator(String),
    /// A sum of the indicator looks at a register that a branch keeps: its own word.
    Unverified {
        /// The sum's Chinese name.
        sum: String,
        /// The register's name in code.
        register: String,
    },
    /// A sum of the indicator looks at a column that a branch fills in without a verdict.
    OwnWord {
        /// The sum's Chinese name.
        sum: String,
        /// The column.
        column: String,
    },
    /// The indicator tells nothing of such an organisation.
    NotOf(OrgKind),
    /// It would score the use of the app.
    Use(String),
    /// The basic and duty parts do not add up to the full marks.
    FullMarks {
        /// What they add up to.
        sum: Points,
        /// What the full marks are.
        full: Points,
    },
    /// Nothing where something must be, or more than there may be.
    Count {
        /// How many there are.
        is: usize,
        /// The most.
        most: usize,
    },
    /// An id that stands twice.
    Twice(String),
    /// There is no such tier.
    UnknownTier(String),
    /// The last tier, and it alone, is for the rest.
    Rest,
    /// Tiers go by rank or by score, not by both.
    Mixed,
    /// Zero or less, where there must be more.
    NotAbove,
    /// A bonus or a deduction is never full where there is nothing to tell of.
    NothingFull,
}

/// A flaw, and where it is: the section, and the key as files name it.
pub type Placed = (Section, &'static str, Flaw);

/// What definitions may name.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// The indicators.
    pub indicator: &'k dyn Fn(&str) -> Option<&'k Indicator>,
    /// The registers.
    pub register: &'k dyn Fn(&str) -> Option<&'k Register>,
    /// The parameters.
    pub parameters: &'k [String],
}

impl Scheme {
    /// Everything in it that does not fit.
    pub fn flaws(&self, known: &Known<'_>) -> Vec<Placed> {
        let mut found = named(Section::Whole, &self.id, &self.name);
        let of_sequence = of_use(&self.sequence.name).map(|word| Flaw::Use(word.to_owned()));
        found.extend(of_sequence.map(|flaw| (Section::Whole, "sequence", flaw)));
        let names = [HEADS.to_owned(), MONTHS.to_owned()];
        found.extend(formula(Section::Whole, "base", &self.base, &names, known));
        found.extend(formula(Section::Whole, "budget", &self.budget, &[], known));
        for (key, is, least, most) in [
            ("part", self.parts.len(), 1, PARTS_MAX),
            ("veto", self.vetoes.len(), 0, VETOES_MAX),
            ("tier", self.tiers.len(), 1, TIERS_MAX),
        ] {
            found.extend((is < least || is > most).then_some((Section::Whole, key, Flaw::Count { is, most })));
        }
        self.part_flaws(known, &mut found);
        self.veto_flaws(known, &mut found);
        self.tier_flaws(known, &mut found);
        self.small_flaws(known, &mut found);
        found
    }

    fn part_flaws(&self, known: &Known<'_>, found: &mut Vec<Placed>) {
        twice(self.parts.iter().map(|part| part.id.as_str()), Section::Part, found);
        for (place, part) in self.parts.iter().enumerate() {
            let at = Section::Part(place);
            found.extend(named(at, &part.id, &part.name));
            found.extend(of_use(&part.words).map(|word| (at, "words", Flaw::Use(word.to_owned()))));
            found.extend((part.max <= Points::ZERO).then_some((at, "max", Flaw::NotAbove)));
            if let PartSource::Indicator { id, points, nothing } = &part.source {
                found.extend(of_indicator(at, "indicator", id, &self.kinds, known));
                found.extend(over_indicator(at, "points", points, id, known));
                let beyond = matches!(part.kind, PartKind::Bonus | PartKind::Deduction);
                found.extend((beyond && *nothing == Nothing::Full).then_some((at, "nothing", Flaw::NothingFull)));
            }
        }
        let full = self.parts.iter().filter(|part| matches!(part.kind, PartKind::Basic | PartKind::Duty));
        let sum = Points(full.map(|part| part.max.0).fold(0, i64::saturating_add));
        let full = self.full;
        found.extend((sum != full).then_some((Section::Whole, "full", Flaw::FullMarks { sum, full })));
    }

    fn veto_flaws(&self, known: &Known<'_>, found: &mut Vec<Placed>) {
        twice(self.vetoes.iter().map(|veto| veto.id.as_str()), Section::Veto, found);
        for (place, veto) in self.vetoes.iter().enumerate() {
            let at = Section::Veto(place);
            found.extend(named(at, &veto.id, &veto.name));
            if let Effect::AtMost(tier) = &veto.effect {
                found.extend(self.unknown(tier).map(|flaw| (at, "tier", flaw)));
            }
            if let Some(told) = &veto.told {
                found.extend(of_indicator(at, "indicator", &told.indicator, &self.kinds, known));
                let names = (known.indicator)(&told.indicator).map(Indicator::names);
                found.extend(names.and_then(|names| fits(at, "when", &told.when, &Kind::Truth, &names, known)));
            }
        }
    }

    fn tier_flaws(&self, known: &Known<'_>, found: &mut Vec<Placed>) {
        twice(self.tiers.iter().map(|tier| tier.id.as_str()), Section::Tier, found);
        let by_share = self.tiers.iter().any(|tier| matches!(tier.reach, Reach::Share(_)));
        for (place, tier) in self.tiers.iter().enumerate() {
            let at = Section::Tier(place);
            found.extend(formula(at, "coefficient", &tier.coefficient, &[], known));
            let is_last = place + 1 == self.tiers.len();
            match &tier.reach {
                Reach::Share(share) => found.extend(formula(at, "share", share, &[], known)),
                Reach::Floor(floor) => {
                    found.extend(formula(at, "floor", floor, &[], known));
                    found.extend(by_share.then_some((at, "floor", Flaw::Mixed)));
                }
                Reach::Rest => {}
            }
            found.extend(((tier.reach == Reach::Rest) != is_last).then_some((at, "id", Flaw::Rest)));
        }
    }

    fn small_flaws(&self, known: &Known<'_>, found: &mut Vec<Placed>) {
        let Some(small) = &self.small else { return };
        found.extend((small.up_to == 0).then_some((Section::Small, "up_to", Flaw::NotAbove)));
        match &small.rule {
            SmallRule::AllIn(tier) => found.extend(self.unknown(tier).map(|flaw| (Section::Small, "all_in", flaw))),
            SmallRule::ByScore(floors) => {
                twice(floors.iter().map(|one| one.tier.as_str()), Section::Floor, found);
                for (place, one) in floors.iter().enumerate() {
                    let at = Section::Floor(place);
                    found.extend(self.unknown(&one.tier).map(|flaw| (at, "tier", flaw)));
                    found.extend(formula(at, "floor", &one.floor, &[], known));
                }
            }
        }
    }

    fn unknown(&self, tier: &str) -> Option<Flaw> {
        self.tier(tier).is_none().then(|| Flaw::UnknownTier(tier.to_owned()))
    }
}

impl Reward {
    /// Everything in it that does not fit.
    pub fn flaws(&self, known: &Known<'_>) -> Vec<Placed> {
        let at = Section::Whole;
        let mut found = named(at, &self.id, &self.name);
        found.extend(of_indicator(at, "indicator", &self.indicator, &self.kinds, known));
        found.extend(over_indicator(at, "completion", &self.completion, &self.indicator, known));
        found.extend(formula(at, "floor", &self.floor, &[], known));
        found.extend(formula(at, "budget", &self.budget, &[], known));
        match &self.method {
            Method::Proportional(done) => found.extend(over_indicator(at, "done", done, &self.indicator, known)),
            Method::Steps(steps) => {
                let count = Flaw::Count { is: steps.len(), most: TIERS_MAX };
                found.extend((steps.is_empty() || steps.len() > TIERS_MAX).then_some((at, "step", count)));
                for (place, step) in steps.iter().enumerate() {
                    found.extend(formula(Section::Step(place), "from", &step.from, &[], known));
                    found.extend(formula(Section::Step(place), "weight", &step.weight, &[], known));
                }
            }
        }
        found
    }
}

/// That neither id nor name tells of the use of the app.
fn named(at: Section, id: &str, name: &str) -> Vec<Placed> {
    let flaw = |key: &'static str, text: &str| of_use(text).map(|word| (at, key, Flaw::Use(word.to_owned())));
    flaw("id", id).into_iter().chain(flaw("name", name)).collect()
}

fn twice<'i>(ids: impl Iterator<Item = &'i str>, section: fn(usize) -> Section, found: &mut Vec<Placed>) {
    let mut seen = BTreeSet::new();
    for (place, id) in ids.enumerate() {
        found.extend((!seen.insert(id)).then(|| (section(place), "id", Flaw::Twice(id.to_owned()))));
    }
}

fn formula(at: Section, key: &'static str, formula: &Expr, names: &[String], known: &Known<'_>) -> Option<Placed> {
    fits(at, key, formula, &Kind::Number, names, known)
}

fn fits(
    at: Section,
    key: &'static str,
    formula: &Expr,
    kind: &Kind,
    names: &[String],
    known: &Known<'_>,
) -> Option<Placed> {
    let scope = Names { row: &[], names, parameters: known.parameters };
    let misfit = formula.misfit(kind, &scope).map(Flaw::Formula);
    Some((at, key, misfit.or_else(|| formula.looks_at_today().then_some(Flaw::Today))?))
}

/// A formula over the names of an indicator. Of one that is not known nothing can be told.
fn over_indicator(at: Section, key: &'static str, expr: &Expr, id: &str, known: &Known<'_>) -> Option<Placed> {
    formula(at, key, expr, &(known.indicator)(id)?.names(), known)
}
