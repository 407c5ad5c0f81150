//! The tables that offices hand up, made of records that are there: indicators by organisation.

use chrono::NaiveDate;
use taizhang_ledger::{
    Domain, Indicator, Ledger, OrgId, Reckoner,
    expr::{Exact, rounded},
    indicator::{Figure, Goal, Sum},
};
use taizhang_sheets::{Cell, Column, Kind, Sheet, Workbook};

use super::is_of_target;
use crate::text::{self, indicators as words, registers};

/// A column of a table of indicators.
enum Shown<'a> {
    /// A sum of an indicator, by its place.
    Sum(&'a Indicator, usize),
    /// An indicator's value.
    Value(&'a Indicator),
    /// What is to be reached.
    Target(&'a Indicator),
    /// What there was the year before.
    Before(&'a Indicator),
}

/// A sheet for each field of work: a line for each organisation directly below, or for this one alone, and the whole
/// in the last line.
pub fn indicator_workbook(ledger: &Ledger, own: &OrgId, filled_in_by: &str, day: NaiveDate) -> Workbook {
    let reckoner = Reckoner::new(ledger, day);
    let children: Vec<&OrgId> =
        ledger.orgs().iter().filter(|one| one.parent.as_ref() == Some(own)).map(|one| &one.id).collect();
    let orgs: Vec<&OrgId> = children.iter().copied().chain([own]).collect();
    let domain =
        |indicator: &Indicator| ledger.work_items().find(|item| item.code == indicator.item).map(|item| item.domain);
    let sheet = |of: Domain| {
        let indicators: Vec<&Indicator> = ledger
            .indicators()
            .into_iter()
            .filter(|one| domain(one) == Some(of) && reckoner.figure(one, own).is_some())
            .collect();
        let has_target = |one: &Indicator| orgs.iter().any(|org| target(&reckoner, one, org).is_some());
        let has_before = |one: &Indicator| orgs.iter().any(|org| ledger.goal(Goal::Before, &one.id, org).is_some());
        let shown = columns(&indicators, has_target, has_before);
        let line = |org: &OrgId| {
            let name = Cell::Text(ledger.orgs().name(org).to_owned());
            let cells = shown.iter().map(|one| cell(ledger, one, &reckoner, org));
            std::iter::once(name).chain(cells).collect::<Vec<_>>()
        };
        let is_there = |org: &&&OrgId| indicators.iter().any(|one| reckoner.figure(one, org).is_some());
        let mut headings = vec![Column::new(registers::BRANCH, Kind::Text)];
        headings.extend(shown.iter().map(|one| heading(ledger, one)));
        let said = text::domain(ledger, of);
        (!indicators.is_empty()).then(|| Sheet {
            title: words::table_title(&said, ledger.year()),
            name: said,
            note: registers::table_note(filled_in_by, day),
            columns: headings,
            rows: if children.is_empty() {
                vec![line(own)]
            } else {
                children.iter().filter(is_there).map(|org| line(org)).collect()
            },
            totals: (!children.is_empty()).then(|| line(own)),
        })
    };
    let fields = ledger.domains().into_iter().map(|one| one.id);
    Workbook { sheets: fields.filter_map(sheet).collect(), made: Some(day) }
}

/// Sums and values, each sum once although several indicators use it; targets and the year before where there are any.
fn columns<'a>(
    indicators: &[&'a Indicator],
    has_target: impl Fn(&Indicator) -> bool,
    has_before: impl Fn(&Indicator) -> bool,
) -> Vec<Shown<'a>> {
    let mut seen: Vec<&Sum> = Vec::new();
    let mut all = Vec::new();
    for indicator in indicators {
        for (place, sum) in indicator.sums.iter().enumerate() {
            // A single sum that is the value already needs no column of its own.
            let alone = indicator.sums.len() == 1;
            if !alone && !seen.iter().any(|known| is_same(known, sum)) {
                seen.push(sum);
                all.push(Shown::Sum(indicator, place));
            }
        }
        all.push(Shown::Value(indicator));
        all.extend(has_target(indicator).then_some(Shown::Target(indicator)));
        all.extend(has_before(indicator).then_some(Shown::Before(indicator)));
    }
    all
}

fn is_same(one: &Sum, other: &Sum) -> bool {
    (&one.name, &one.source, &one.filter, &one.value, &one.latest, &one.day)
        == (&other.name, &other.source, &other.filter, &other.value, &other.latest, &other.day)
}

fn heading(ledger: &Ledger, shown: &Shown<'_>) -> Column {
    match shown {
        Shown::Sum(indicator, place) => match indicator.sums.get(*place) {
            Some(sum) => Column::new(sum.name.clone(), words::sum_kind(ledger, sum)),
            None => Column::new("", Kind::Text),
        },
        Shown::Value(indicator) => {
            let name = match value_kind(indicator) {
                Kind::Integer => words::with_unit(&indicator.name, &indicator.unit),
                _ => indicator.name.clone(),
            };
            Column::new(name, value_kind(indicator))
        }
        Shown::Target(indicator) => Column::new(words::target_heading(&indicator.name), target_kind(ledger, indicator)),
        Shown::Before(indicator) => Column::new(words::before_heading(&indicator.name), value_kind(indicator)),
    }
}

fn value_kind(indicator: &Indicator) -> Kind {
    match (indicator.unit.as_str(), indicator.places) {
        ("%", _) => Kind::Percent,
        (_, 0) => Kind::Integer,
        (unit, 2) if unit == words::YUAN => Kind::Money,
        _ => Kind::Text,
    }
}

/// What an organisation is to reach.
fn target(reckoner: &Reckoner<'_>, indicator: &Indicator, org: &OrgId) -> Option<Exact> {
    reckoner.figure(indicator, org)?.target.ok()
}

/// A share of the target has a target in what its first sum counts.
fn target_kind(ledger: &Ledger, indicator: &Indicator) -> Kind {
    match indicator.sums.first().filter(|_| is_of_target(indicator)) {
        Some(sum) => words::sum_kind(ledger, sum),
        None => value_kind(indicator),
    }
}

fn goal(indicator: &Indicator, kind: Kind, value: Option<Exact>) -> Cell {
    match value {
        Some(value) if kind == Kind::Text => Cell::Text(words::amount(indicator, value)),
        Some(value) => number(kind, value, indicator.places),
        None => Cell::Empty,
    }
}

fn cell(ledger: &Ledger, shown: &Shown<'_>, reckoner: &Reckoner<'_>, org: &OrgId) -> Cell {
    let of = |indicator: &Indicator| reckoner.figure(indicator, org);
    match shown {
        Shown::Sum(indicator, place) => {
            let kind = indicator.sums.get(*place).map(|sum| words::sum_kind(ledger, sum));
            let value = of(indicator).and_then(|figure: Figure| figure.sums.get(*place).copied());
            value.zip(kind).map_or(Cell::Empty, |(value, kind)| number(kind, value, 0))
        }
        Shown::Value(indicator) => match of(indicator).map(|figure| figure.value) {
            Some(Ok(value)) if value_kind(indicator) == Kind::Text => Cell::Text(words::amount(indicator, value)),
            Some(Ok(value)) => number(value_kind(indicator), value, indicator.places),
            Some(Err(fault)) => Cell::Text(words::fault(ledger, &fault)),
            None => Cell::Empty,
        },
        Shown::Target(indicator) => goal(indicator, target_kind(ledger, indicator), target(reckoner, indicator, org)),
        Shown::Before(indicator) => {
            goal(indicator, value_kind(indicator), ledger.goal(Goal::Before, &indicator.id, org))
        }
    }
}

/// A number as a cell of a kind.
pub(super) fn number(kind: Kind, value: Exact, places: u8) -> Cell {
    let places = match kind {
        Kind::Money => 2,
        Kind::Percent => 4,
        _ => places,
    };
    let Some(number) = rounded(value, places) else { return Cell::Empty };
    match kind {
        Kind::Money => Cell::Money(number),
        Kind::Percent => Cell::Percent(number),
        _ => Cell::Integer(number),
    }
}
