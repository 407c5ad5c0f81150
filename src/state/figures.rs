//! Indicators as pages show them, reckoned from the documents on this device.

use chrono::{Datelike as _, Days, NaiveDate};
use taizhang_ledger::{
    Indicator, Ledger, OrgId, Reckoner,
    expr::{Exact, Fault, rounded},
    indicator::{Better, Figure, GOAL_PLACES, Goal, SourceRecord, TargetOf},
    record::Value,
    register::{Column, ColumnKind, FlawKind},
};

/// What an indicator comes to, with its target and the year before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned {
    /// The indicator.
    pub indicator: Indicator,
    /// Sums, value and target.
    pub figure: Figure,
    /// The year before.
    pub before: Option<Exact>,
    /// Whether its alarm holds here.
    pub alarm: bool,
}

/// A place below, with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// The organisation.
    pub org: OrgId,
    /// Its value.
    pub value: Result<Exact, Fault>,
    /// What it is to reach.
    pub target: Option<Exact>,
    /// The year before.
    pub before: Option<Exact>,
    /// Whether it is among the last of those that have one ([`LOW_SHARE`]).
    pub low: bool,
}

/// A record that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Whose it is.
    pub org: OrgId,
    /// The record.
    pub record: SourceRecord,
    /// The place of the sum.
    pub sum: usize,
    /// As how much it counts.
    pub value: Exact,
}

/// The parameter of how many count as being behind, in percent of all; its default.
const LOW_SHARE: (&str, i64) = ("bottom_share", 25);

/// The indicators of an organisation and all below it.
pub fn all_reckoned(ledger: &Ledger, org: &OrgId, today: NaiveDate) -> Vec<Reckoned> {
    let reckoner = Reckoner::new(ledger, today);
    let all = reckoner.all(org).into_iter();
    all.map(|(indicator, figure)| with_goals(&reckoner, ledger, indicator, figure, org, org)).collect()
}

/// An indicator of an organisation and all below it; everything at or below `own` is at hand.
pub fn reckoned(
    ledger: &Ledger,
    indicator: &Indicator,
    org: &OrgId,
    own: &OrgId,
    today: NaiveDate,
) -> Option<Reckoned> {
    let reckoner = Reckoner::new(ledger, today);
    let figure = reckoner.figure(indicator, org)?;
    Some(with_goals(&reckoner, ledger, indicator, figure, org, own))
}

fn with_goals(
    reckoner: &Reckoner<'_>,
    ledger: &Ledger,
    indicator: &Indicator,
    figure: Figure,
    org: &OrgId,
    within: &OrgId,
) -> Reckoned {
    Reckoned {
        before: ledger.goal(Goal::Before, &indicator.id, org),
        alarm: reckoner.alarms_at(indicator, org, &figure, within),
        indicator: indicator.clone(),
        figure,
    }
}

/// The value at the end of each month up to today, where it can be told.
pub fn months(ledger: &Ledger, indicator: &Indicator, org: &OrgId, today: NaiveDate) -> Vec<(u32, Option<Exact>)> {
    if !indicator.has_past() {
        return Vec::new();
    }
    let year = i32::from(ledger.year());
    let last = if today.year() == year { today.month() } else { 12 };
    let end = |month: u32| {
        let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        NaiveDate::from_ymd_opt(next.0, next.1, 1)?.checked_sub_days(Days::new(1))
    };
    let value = |month| {
        let day = end(month)?.min(today);
        Reckoner::new(ledger, day).figure(indicator, org)?.value.ok()
    };
    (1..=last).map(|month| (month, value(month))).collect()
}

/// The organisations directly below, each with its value: the best first, those without one last.
pub fn below(ledger: &Ledger, indicator: &Indicator, org: &OrgId, today: NaiveDate) -> Vec<Below> {
    let reckoner = Reckoner::new(ledger, today);
    let children = ledger.orgs().iter().filter(|one| one.parent.as_ref() == Some(org));
    let mut all: Vec<Below> = children
        .filter_map(|one| {
            let figure = reckoner.figure(indicator, &one.id)?;
            let before = ledger.goal(Goal::Before, &indicator.id, &one.id);
            let target = figure.target.ok();
            Some(Below { org: one.id.clone(), value: figure.value, target, before, low: false })
        })
        .collect();
    let less_is_better = indicator.better == Better::Less;
    all.sort_by(|one, other| match (&one.value, &other.value) {
        (Ok(one), Ok(other)) if less_is_better => one.cmp(other),
        (Ok(one), Ok(other)) => other.cmp(one),
        (one, other) => one.is_err().cmp(&other.is_err()),
    });
    if indicator.better != Better::Neither {
        mark_low(&mut all, ledger.parameter(LOW_SHARE.0).unwrap_or(LOW_SHARE.1));
    }
    all
}

/// Marks the last of those that have a value, unless they are as good as the first.
fn mark_low(all: &mut [Below], share: i64) {
    let with_value = all.iter().filter(|one| one.value.is_ok()).count();
    let low = usize::try_from(share.clamp(0, 100)).unwrap_or_default() * with_value / 100;
    let best = all.first().and_then(|one| one.value.clone().ok());
    for one in all.iter_mut().take(with_value).skip(with_value - low) {
        one.low = one.value.as_ref().ok() != best.as_ref();
    }
}

/// The records behind an indicator, of an organisation and all below it.
pub fn counted(ledger: &Ledger, indicator: &Indicator, org: &OrgId, today: NaiveDate) -> Vec<Counted> {
    let reckoner = Reckoner::new(ledger, today);
    let mut all = Vec::new();
    for member in reckoner.members(indicator, org) {
        let parts = reckoner.parts(indicator, member).unwrap_or_default();
        all.extend(parts.into_iter().map(|part| Counted {
            org: member.clone(),
            record: part.record,
            sum: part.sum,
            value: part.value,
        }));
    }
    all.sort_by_key(|one| one.sum);
    all
}

/// Whether the value is itself a share of the target, which is then an amount of something else.
pub fn is_of_target(indicator: &Indicator) -> bool {
    indicator.unit == "%" && indicator.target.as_ref().is_some_and(|target| target.of != TargetOf::All)
}

/// A value in thousandths of another; `None` when that is not more than nothing.
pub fn permille(value: Exact, of: Exact) -> Option<i64> {
    if *of.numer() <= 0 {
        return None;
    }
    let top = value.numer().checked_mul(*of.denom())?.checked_mul(1000)?;
    let share = top.div_euclid(value.denom().checked_mul(*of.numer())?);
    i64::try_from(share).ok()
}

/// What an indicator would be at an organisation if a parameter had another value.
pub fn supposed(
    ledger: &Ledger,
    indicator: &Indicator,
    org: &OrgId,
    today: NaiveDate,
    (parameter, value): (&str, i64),
) -> Option<Figure> {
    Reckoner::new(ledger, today).supposing(parameter, value).figure(indicator, org)
}

/// A goal that was typed, in the last of its places; a share is typed in percent. `None` when nothing was.
///
/// # Errors
/// What is wrong with it.
pub fn goal_typed(indicator: &Indicator, typed: &str) -> Result<Option<i64>, FlawKind> {
    Ok(match goal_column(indicator).parse(typed)? {
        Some(Value::Number(number)) if indicator.unit == "%" => Some(number),
        Some(Value::Number(number)) => {
            number.checked_mul(HUNDRED).map(Some).ok_or(FlawKind::TooLarge(i64::MAX / HUNDRED))?
        }
        _ => None,
    })
}

/// A goal as it would be typed.
pub fn goal_printed(indicator: &Indicator, goal: Exact) -> String {
    let places = if indicator.unit == "%" { GOAL_PLACES } else { GOAL_PLACES - 2 };
    let number = rounded(goal, places).unwrap_or_default();
    goal_column(indicator).print(&Value::Number(number))
}

/// What is typed has two places less than what stands: the others are those of a percentage.
const HUNDRED: i64 = 100;

/// A goal is typed as in a column of two decimal places.
fn goal_column(indicator: &Indicator) -> Column {
    Column {
        id: String::new(),
        name: String::new(),
        kind: ColumnKind::Number,
        required: false,
        unit: Some(indicator.unit.clone()),
        decimals: GOAL_PLACES - 2,
        min: None,
        max: None,
        choices: Vec::new(),
        former: Vec::new(),
        also: Vec::new(),
        hint: None,
        sum: true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn indicator(unit: &str) -> Indicator {
        let text = format!(
            r#"{{"id":"a","name":"a","item":"R2","words":"a","unit":"{unit}","better":"more","across":"sums","sums":[],"value":{{"number":1}}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn goals_are_exact_however_they_are_typed() {
        let (share, money) = (indicator("%"), indicator("元"));
        assert_eq!(goal_typed(&share, "95.5%"), Ok(Some(9_550)));
        assert_eq!(goal_typed(&money, "12,000.25元"), Ok(Some(120_002_500)));
        assert_eq!(goal_typed(&money, " "), Ok(None));
        assert!(goal_typed(&money, "12.345").is_err());
        let unit = 10_i128.pow(GOAL_PLACES.into());
        assert_eq!(goal_printed(&share, Exact::new(9_550, unit)), "95.50");
        assert_eq!(goal_printed(&money, Exact::new(120_002_500, unit)), "12000.25");
    }

    #[test]
    fn the_last_quarter_is_marked_and_nobody_when_all_are_alike() {
        let of = |values: &[i128]| {
            let one = |(place, value): (usize, &i128)| Below {
                org: format!("v{place}").parse().unwrap(),
                value: Ok(Exact::from_integer(*value)),
                target: None,
                before: None,
                low: false,
            };
            let mut all: Vec<Below> = values.iter().enumerate().map(one).collect();
            mark_low(&mut all, 25);
            all.iter().map(|one| one.low).collect::<Vec<_>>()
        };
        assert_eq!(of(&[9, 7, 5, 3]), [false, false, false, true]);
        assert_eq!(of(&[5, 5, 5, 5]), [false; 4]);
        assert_eq!(of(&[9, 1, 1]), [false; 3], "a quarter of three is nobody");
    }
}
