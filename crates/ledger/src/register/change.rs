//! What becomes of a register's rows when the register becomes another: nothing that was kept in it gets lost from
//! sight, and what the change would do is told before anybody does it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Column, Flaw, FlawKind, Register, Row};
use crate::{
    answer::{SUGGESTIONS, TOWNSHIP_SUGGESTIONS},
    ids::OrgId,
    indicator::Indicator,
    ledger::Ledger,
    record::Value,
    submission::{COUNTY_REMINDERS, REGISTER, REMINDERS, TOWNSHIP_REGISTER},
};

/// Something that a register cannot become: what was kept in it would read as something else, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchangeable {
    /// Who keeps it: the rows stand in documents of that tier.
    #[error("another tier keeps it")]
    Keeper,
    /// Whether it is sealed: the rows stand encrypted, or not.
    #[error("it is sealed or is not")]
    Sealed,
    /// What a column holds, or in how many decimal places.
    #[error("the column {0} holds something else")]
    Kind(String),
    /// A column's name in code: another one has its heading now.
    #[error("the column {0} has another name in code")]
    Id(String),
    /// A choice's name in code: another one has its words now.
    #[error("the choice {1} of the column {0} has another name in code")]
    ChoiceId(String, String),
    /// A column that the ledger itself looks at.
    #[error("the ledger needs the column {0}")]
    Needed(String),
}

/// How many rows of how many organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Rows.
    pub rows: usize,
    /// Organisations that keep them.
    pub orgs: usize,
}

/// What a change of a register would do to the rows in force that are at hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// All of them.
    pub all: Extent,
    /// Those that would lack something, or break a bound, and do not now.
    pub flawed: Vec<(Flaw, Extent)>,
    /// Those that would miss a rule, and do not now, by what the rule says.
    pub gaps: Vec<(String, Extent)>,
    /// Those that hold something in a column that would not be asked for any more, by the column's name in code.
    pub hidden: Vec<(String, Extent)>,
    /// Those that hold a choice that could not be chosen any more: the names in code of column and choice.
    pub choices: Vec<((String, String), Extent)>,
    /// Those at organisations that would not keep the register any more.
    pub left: Extent,
}

impl Effect {
    /// Whether no row would be the worse for it.
    pub fn is_none(&self) -> bool {
        let none = self.flawed.is_empty() && self.gaps.is_empty();
        none && self.hidden.is_empty() && self.choices.is_empty() && self.left == Extent::default()
    }
}

impl Register {
    /// The same with all that `before` asked for and it does not: columns and choices move to the former ones, so that
    /// rows of before stay readable. What is asked for again is former no more.
    #[must_use]
    pub fn following(mut self, before: &Self) -> Self {
        for column in &mut self.columns {
            for choice in before.ever(&column.id).into_iter().flat_map(|old| old.choices.iter().chain(&old.former)) {
                if column.choice(&choice.id).is_none() {
                    column.former.push(choice.clone());
                }
            }
            let Column { choices, former, .. } = column;
            former.retain(|one| choices.iter().all(|choice| choice.id != one.id));
        }
        for old in before.columns.iter().chain(&before.former) {
            if self.ever(&old.id).is_none() {
                self.former.push(old.clone());
            }
        }
        let Self { columns, former, .. } = &mut self;
        former.retain(|one| columns.iter().all(|column| column.id != one.id));
        self
    }

    /// Why it cannot take the place of `before`, which it is [`following`](Self::following).
    pub fn unchangeable(&self, before: &Self) -> Vec<Unchangeable> {
        let mut all = Vec::new();
        all.extend((self.keeper != before.keeper).then_some(Unchangeable::Keeper));
        all.extend((self.sealed != before.sealed).then_some(Unchangeable::Sealed));
        for old in before.columns.iter().chain(&before.former) {
            let Some(now) = self.ever(&old.id) else { continue };
            if now.kind != old.kind || now.places() != old.places() {
                all.push(Unchangeable::Kind(old.id.clone()));
            }
            let is_new = |id: &str| old.choice(id).is_none();
            let renamed = |name: &str| now.choices.iter().any(|choice| choice.name == name && is_new(&choice.id));
            let gone = old.choices.iter().filter(|choice| now.choices.iter().all(|one| one.id != choice.id));
            let renamed = gone.filter(|choice| renamed(&choice.name));
            all.extend(renamed.map(|choice| Unchangeable::ChoiceId(old.id.clone(), choice.id.clone())));
        }
        for old in before.columns.iter().filter(|old| self.column(&old.id).is_none()) {
            if self.columns.iter().any(|column| column.name == old.name && before.ever(&column.id).is_none()) {
                all.push(Unchangeable::Id(old.id.clone()));
            }
            if needed(&self.id).contains(&old.id.as_str()) {
                all.push(Unchangeable::Needed(old.id.clone()));
            }
        }
        all
    }
}

/// Whether the ledger itself looks at a register.
pub(crate) fn is_needed(register: &str) -> bool {
    !needed(register).is_empty()
}

/// The columns that the ledger itself looks at.
fn needed(register: &str) -> &'static [&'static str] {
    match register {
        REGISTER | TOWNSHIP_REGISTER => &["form", "period", "day", "rows", "content"],
        REMINDERS | COUNTY_REMINDERS => &["branch", "form", "period", "day"],
        SUGGESTIONS | TOWNSHIP_SUGGESTIONS => &["day", "kind", "matter"],
        crate::responsibility::REGISTER => &["kind", "person"],
        crate::demo::SITES => &["name", "planned_on", "started_on", "applied_on"],
        crate::demo::REVIEWS => &["branch", "site", "reviewed_on", "verdict"],
        crate::points::ROSTER => &["village", "name", "sequence", "months", "veto"],
        _ => &[],
    }
}

impl Ledger {
    /// What would become of the rows at hand if a register stood in the place of the one with its name; nothing when
    /// there is none.
    pub fn effect_of(&self, register: &Register, today: NaiveDate) -> Effect {
        let mut effect = Effect::default();
        let Some(before) = self.register(&register.id) else { return effect };
        let retired: Vec<&Column> =
            before.columns.iter().filter(|column| register.column(&column.id).is_none()).collect();
        let mut count = Count { effect: &mut effect, org: 0, seen: BTreeMap::new() };
        for (number, org) in self.orgs().iter().enumerate() {
            count.org = number;
            let is_left = before.is_kept_by(org.kind) && !register.is_kept_by(org.kind);
            let in_force = self.register_rows(&org.id, &before.id).filter(|row| row.struck_out().is_none());
            for row in in_force {
                count.row(Counted::All);
                if is_left {
                    count.row(Counted::Left);
                }
                for column in retired.iter().filter(|column| row.value(&column.id).is_some()) {
                    let hidden = place(&mut count.effect.hidden, column.id.clone());
                    count.row(Counted::Hidden(hidden));
                }
                count.flaws(&row, before, register);
                let missed = row.gaps(before, self, today);
                for rule in row.gaps(register, self, today).into_iter().filter(|rule| !missed.contains(rule)) {
                    let gap = place(&mut count.effect.gaps, rule.say.clone());
                    count.row(Counted::Gap(gap));
                }
            }
        }
        effect
    }

    /// How many rows in force of an organisation and all below it miss a rule that looks at a parameter.
    pub fn rows_missing(&self, parameter: &str, within: &OrgId, today: NaiveDate) -> usize {
        let looks =
            |register: &&&Register| register.rules.iter().any(|rule| rule.holds.parameters().contains(&parameter));
        let missed = |row: &Row<'_>, register: &Register| {
            let gaps = row.gaps(register, self, today);
            gaps.iter().any(|rule| rule.holds.parameters().contains(&parameter))
        };
        let registers: Vec<&Register> = self.registers();
        let registers: Vec<&&Register> = registers.iter().filter(looks).collect();
        let mut count = 0;
        for org in self.orgs().at_or_below(within) {
            for register in registers.iter().filter(|register| register.is_kept_by(org.kind)) {
                let rows = self.register_rows(&org.id, &register.id).filter(|row| row.struck_out().is_none());
                count += rows.filter(|row| missed(row, register)).count();
            }
        }
        count
    }

    /// The indicators that would not fit any more if a register stood in the place of the one with its name.
    pub fn indicators_without(&self, register: &Register) -> Vec<&Indicator> {
        let (parameters, domains) = (self.known_parameters(), self.known_domains());
        let now = |id: &str| self.register(id).and_then(Register::counted_kinds);
        let then = |id: &str| if id == register.id { register.counted_kinds() } else { now(id) };
        let breaks = |one: &&Indicator| {
            one.misfits(now, &parameters, &domains).is_empty() && !one.misfits(then, &parameters, &domains).is_empty()
        };
        self.indicators().into_iter().filter(breaks).collect()
    }
}

/// Counts rows into an effect, organisation by organisation.
struct Count<'e> {
    effect: &'e mut Effect,
    /// The place of the organisation looked at, in the order in which they are: an extent counts it once.
    org: usize,
    seen: BTreeMap<Counted, usize>,
}

/// What counts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    All,
    Left,
    Flawed(usize),
    Gap(usize),
    Hidden(usize),
    Choice(usize),
}

impl Count<'_> {
    /// One more row.
    fn row(&mut self, counted: Counted) {
        let extent = match &counted {
            Counted::All => Some(&mut self.effect.all),
            Counted::Left => Some(&mut self.effect.left),
            Counted::Flawed(place) => self.effect.flawed.get_mut(*place).map(|(_, extent)| extent),
            Counted::Gap(place) => self.effect.gaps.get_mut(*place).map(|(_, extent)| extent),
            Counted::Hidden(place) => self.effect.hidden.get_mut(*place).map(|(_, extent)| extent),
            Counted::Choice(place) => self.effect.choices.get_mut(*place).map(|(_, extent)| extent),
        };
        let Some(extent) = extent else { return };
        extent.rows += 1;
        if self.seen.insert(counted, self.org) != Some(self.org) {
            extent.orgs += 1;
        }
    }

    /// What is wrong with a row then and not now.
    fn flaws(&mut self, row: &Row<'_>, before: &Register, then: &Register) {
        let now = row.flaws(before);
        for flaw in row.flaws(then).into_iter().filter(|flaw| !now.contains(flaw)) {
            let counted = match (flaw.kind, row.value(&flaw.column)) {
                (FlawKind::NoChoice, Some(Value::Text(choice))) => {
                    Counted::Choice(place(&mut self.effect.choices, (flaw.column, choice.clone())))
                }
                _ => Counted::Flawed(place(&mut self.effect.flawed, flaw)),
            };
            self.row(counted);
        }
    }
}

/// Where something stands in a list, at the end of which it is put when it is not there.
fn place<K: PartialEq>(list: &mut Vec<(K, Extent)>, key: K) -> usize {
    list.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        list.push((key, Extent::default()));
        list.len() - 1
    })
}
