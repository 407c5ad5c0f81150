//! When the rows of a sample county's registers are begun and carried on.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use taizhang_ledger::{
    Command, OrgId, OrgKind, Organisation, RegisterCommand, Timestamp,
    org::Tier,
    record::Value,
    submission::{REGISTER, Submission, TOWNSHIP_REGISTER},
};

use super::{
    calendar::{any_hour, office_hour, shifted},
    dice::Dice,
    orgs::SampleOrg,
    plan::Character,
    rows::{Count, Fill, RowPattern, Whom},
    stage::{SampleError, Stage},
    templates::fill_period,
};

/// Something that an organisation does to a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keeping {
    /// The index of the organisation.
    pub(super) org: usize,
    /// The number of the row among all of the county.
    row: usize,
    act: Act,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Act {
    Begin(String, Vec<(String, Value)>),
    Write(String, Value),
}

/// What is done to all rows of the year, each row's in the order of time.
pub(super) fn keepings(
    patterns: &[RowPattern],
    orgs: &[SampleOrg],
    characters: &[Character],
    (first_day, last_day): (NaiveDate, NaiveDate),
    dice: &mut Dice,
) -> Vec<(Timestamp, Keeping)> {
    let mut all = Vec::new();
    let mut row = 0;
    for (index, (org, character)) in orgs.iter().zip(characters).enumerate() {
        for pattern in patterns.iter().filter(|pattern| pattern.is_for(org)) {
            let (mut dice, count, last_day) = match pattern.count {
                Count::Between(low, high) => {
                    let mut dice = dice.split();
                    let count = dice.between(low, high);
                    (dice, count, last_day)
                }
                Count::EachBelow => {
                    let count = below(orgs, &org.organisation).count();
                    (dice.clone(), i64::try_from(count).unwrap_or_default(), first_day)
                }
            };
            let first_entry = usize::try_from(dice.between(0, 99)).unwrap_or_default();
            let step = (last_day - first_day).num_days() / count.max(1);
            for (turn, number) in (0..count).zip(0_usize..) {
                row += 1;
                let Some(entry) = pattern.entries.iter().cycle().nth(first_entry + number) else { continue };
                let day = shifted(first_day, step * turn + dice.between(0, step.max(1) - 1));
                let writer = Writer { orgs, index, turn: number, day };
                let done = dice.chance(character.diligence.max(40));
                let acts = writer.acts(pattern, entry, done, &mut dice);
                all.extend(acts.into_iter().map(|(at, act)| (at, Keeping { org: index, row, act })));
            }
        }
    }
    all
}

/// What is handed in over the year: mostly in time, now and then late, and at times not at all.
pub(super) fn hand_ins(
    submissions: &[Submission],
    orgs: &[SampleOrg],
    characters: &[Character],
    year: u16,
    dice: &mut Dice,
) -> Vec<(Timestamp, Keeping)> {
    let mut all = Vec::new();
    for (index, (org, character)) in orgs.iter().zip(characters).enumerate() {
        let kind = org.organisation.kind;
        let (register, hour): (_, fn(_, &mut Dice) -> Timestamp) =
            if kind.tier() == Tier::Branch { (REGISTER, any_hour) } else { (TOWNSHIP_REGISTER, office_hour) };
        for submission in submissions.iter().filter(|one| one.kinds.contains(&kind)) {
            for period in submission.every.periods(year) {
                if !dice.chance(character.diligence.max(70)) {
                    continue;
                }
                let on = shifted(period.end(), dice.between(1, i64::from(submission.days) + 4));
                let text = |id: &str, text: String| (id.to_owned(), Value::Text(text));
                let cells = vec![
                    text("form", submission.id.clone()),
                    text("period", period.to_string()),
                    text("day", on.to_string()),
                    ("rows".to_owned(), Value::Number(dice.between(1, 6))),
                ];
                // Each is a row that nobody carries on.
                let act = Act::Begin(register.to_owned(), cells);
                all.push((hour(on, dice), Keeping { org: index, row: usize::MAX, act }));
            }
        }
    }
    all
}

impl RowPattern {
    fn is_for(&self, org: &SampleOrg) -> bool {
        self.kinds.contains(&org.organisation.kind) && (self.focus.is_none() || self.focus == org.focus)
    }
}

/// An organisation that writes its row of a day.
struct Writer<'a> {
    orgs: &'a [SampleOrg],
    index: usize,
    turn: usize,
    day: NaiveDate,
}

impl Writer<'_> {
    fn acts(
        &self,
        pattern: &RowPattern,
        entry: &BTreeMap<String, Fill>,
        done: bool,
        dice: &mut Dice,
    ) -> Vec<(Timestamp, Act)> {
        let begun = self.hour(shifted(self.day, dice.between(0, 3)), dice);
        let (mut cells, mut later, mut last) = (Vec::new(), Vec::new(), self.day);
        for (id, fill) in entry {
            let is_later = pattern.later.contains(id);
            let day = match fill {
                Fill::Days(low, high) => Some(shifted(self.day, dice.between(*low, *high))),
                _ => None,
            };
            let Some(value) = self.value(fill, day, dice) else { continue };
            if is_later {
                last = last.max(day.unwrap_or(last));
                later.push((id.clone(), value, day));
            } else {
                cells.push((id.clone(), value));
            }
        }
        let mut acts = vec![(begun, Act::Begin(pattern.register.clone(), cells))];
        for (id, value, day) in later.into_iter().filter(|_| done) {
            // Words on how something ended come with its last day.
            let at = self.hour(day.unwrap_or(last), dice).max(Timestamp(begun.0 + 600_000));
            acts.push((at, Act::Write(id, value)));
        }
        acts
    }

    fn hour(&self, day: NaiveDate, dice: &mut Dice) -> Timestamp {
        match self.orgs.get(self.index).map(|org| org.organisation.kind.tier()) {
            Some(Tier::Branch) => any_hour(day, dice),
            _ => office_hour(day, dice),
        }
    }

    fn value(&self, fill: &Fill, day: Option<NaiveDate>, dice: &mut Dice) -> Option<Value> {
        Some(match fill {
            Fill::Words(words) => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let text = fill_period(dice.pick(&words)?, self.day.month());
                let (own, head) = (self.orgs.get(self.index)?, self.below().map_or("", |below| &below.head));
                Value::Text(text.replace("{short}", &own.short).replace("{head}", head))
            }
            Fill::Number(low, high, unit) => Value::Number(dice.between(*low, *high) * unit),
            Fill::Days(..) => Value::Text(day?.to_string()),
            Fill::Org(whom) => Value::Text(self.org(*whom)?.to_string()),
        })
    }

    fn org(&self, whom: Whom) -> Option<&OrgId> {
        let own = &self.orgs.get(self.index)?.organisation;
        match whom {
            Whom::Own => Some(&own.id),
            Whom::Above => own.parent.as_ref(),
            Whom::Below => self.below().map(|org| &org.organisation.id),
        }
    }

    /// The one below whose turn it is.
    fn below(&self) -> Option<&SampleOrg> {
        let own = &self.orgs.get(self.index)?.organisation;
        let below: Vec<&SampleOrg> = below(self.orgs, own).collect();
        below.iter().copied().cycle().nth(self.turn)
    }
}

/// Of whom the rows of an organisation tell: a township's of its villages and communities, the county's of all below it.
fn below<'o>(orgs: &'o [SampleOrg], own: &'o Organisation) -> impl Iterator<Item = &'o SampleOrg> {
    let is_meant =
        |kind: OrgKind| own.kind.tier() == Tier::County || matches!(kind, OrgKind::Village | OrgKind::Community);
    let of_own = move |org: &&SampleOrg| org.organisation.parent.as_ref() == Some(&own.id);
    orgs.iter().filter(of_own).filter(move |org| is_meant(org.organisation.kind))
}

impl Stage<'_> {
    /// Begins a row or carries it on.
    pub(super) fn keep(&mut self, at: Timestamp, keeping: Keeping) -> Result<(), SampleError> {
        let org = self.orgs.get(keeping.org).ok_or(SampleError::Organisations)?.organisation.id.clone();
        let command = match keeping.act {
            Act::Begin(register, cells) => RegisterCommand::Add { org, register, cells },
            Act::Write(column, value) => {
                let row = *self.rows.get(&keeping.row).ok_or(SampleError::Unfinished)?;
                RegisterCommand::Edit { org, row, column, value: Some(value) }
            }
        };
        let written = self.carry_out(keeping.org, at, Command::Register(command))?;
        self.rows.extend(written.row.map(|row| (keeping.row, row)));
        Ok(())
    }
}
