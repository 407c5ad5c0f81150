//! The official tables whose lines are made of several registers and indicators: income and profit of villages, coverage
//! of two-new organisations, how tables are handed in, demonstration sites, red stations, reserve cadres. A number is reckoned as the indicator of its name is, in exact
//! arithmetic; what the taskbook does not define has no column.

use std::{borrow::Cow, collections::BTreeSet};

use chrono::NaiveDate;
use taizhang_ledger::{
    Indicator, Ledger, OrgId, Reckoner, Register, Tier,
    expr::{Exact, Expr, Fault, Operator, rounded},
    indicator::{Across, Better, Figure, Sum},
    register::{Choice, ColumnKind},
    submission::Due,
};
use taizhang_sheets::{Cell, Column, Kind, Sheet};

use super::figure_tables::number;
use crate::text::{
    indicators,
    registers::{self, BRANCH, NO, TOTAL, YES},
    reports as words,
};

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Report {
    /// 集体经济收益表.
    Income,
    /// 两新组织覆盖统计表.
    Coverage,
    /// 材料报送情况表.
    Submissions,
    /// 党建示范点情况表.
    DemoSites,
    /// 红色驿站情况表.
    Stations,
    /// 后备干部配备表.
    Reserve,
}

impl Report {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Income, Self::Coverage, Self::Submissions, Self::DemoSites, Self::Stations, Self::Reserve];

    /// Its name in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Income => "income",
            Self::Coverage => "coverage",
            Self::Submissions => "submissions",
            Self::DemoSites => "demo_sites",
            Self::Stations => "stations",
            Self::Reserve => "reserve",
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Income => words::INCOME,
            Self::Coverage => words::COVERAGE,
            Self::Submissions => words::SUBMISSIONS,
            Self::DemoSites => words::DEMO_SITES,
            Self::Stations => words::STATIONS,
            Self::Reserve => words::RESERVE,
        }
    }
}

/// The tables of which an organisation has lines.
pub fn reports_of(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Vec<Report> {
    let reckoner = Reckoner::new(ledger, today);
    let is_there = |report: &Report| match report {
        Report::Income => !villages(ledger, own).is_empty(),
        Report::Coverage => of_coverage(ledger, &reckoner, own, COVERAGE_RATE).is_some(),
        Report::Submissions => within(ledger, own).any(|org| !ledger.dues(&org, today).is_empty()),
        Report::DemoSites => within(ledger, own).any(|org| site_tables::has_sites(ledger, &org)),
        Report::Stations => within(ledger, own).any(|org| site_tables::has_stations(ledger, &org)),
        Report::Reserve => !of_reserve(ledger, &reckoner, own).is_empty(),
    };
    Report::ALL.into_iter().filter(is_there).collect()
}

/// A table of an organisation and all below it, as of a day.
pub fn report_sheet(report: Report, ledger: &Ledger, own: &OrgId, filled_in_by: &str, today: NaiveDate) -> Sheet {
    let Lines { columns, rows, totals, not_set } = match report {
        Report::Income => income(ledger, own, today),
        Report::Coverage => coverage(ledger, own, today),
        Report::Submissions => submissions(ledger, own, today),
        Report::DemoSites => site_tables::sites(ledger, own),
        Report::Stations => site_tables::stations(ledger, own),
        Report::Reserve => reserve(ledger, own, today),
    };
    Sheet {
        name: report.name().to_owned(),
        title: words::title(report.name(), ledger.year()),
        note: registers::table_note(filled_in_by, today) + &words::not_set(&not_set),
        columns,
        rows,
        totals,
    }
}

/// What is below the title.
struct Lines {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    totals: Option<Vec<Cell>>,
    /// Why cells say [`words::NOT_SET`].
    not_set: BTreeSet<String>,
}

const INCOME: &str = "collective_income";
const COST: &str = "collective_cost";
const COVERAGE_RATE: &str = "coverage_rate";
const RESERVE_GAP: &str = "reserve_gap";

fn within(ledger: &Ledger, own: &OrgId) -> impl Iterator<Item = OrgId> {
    ledger.orgs().iter().filter(move |org| ledger.orgs().within(&org.id, own)).map(|org| org.id.clone())
}

/// Those at or below an organisation that keep the register of income.
fn villages(ledger: &Ledger, own: &OrgId) -> Vec<OrgId> {
    let Some(register) = ledger.register(INCOME) else { return Vec::new() };
    let keeps = |org: &OrgId| ledger.orgs().get(org).is_some_and(|org| register.is_kept_by(org.kind));
    within(ledger, own).filter(keeps).collect()
}

/// Who is directly above, where a table has lines from several of them.
fn above(ledger: &Ledger, org: &OrgId) -> Cell {
    let parent = ledger.orgs().get(org).and_then(|org| org.parent.as_ref());
    parent.map_or(Cell::Empty, |parent| Cell::Text(ledger.orgs().name(parent).to_owned()))
}

/// A number of an organisation and all below it: the figure of an indicator, and how much of it is meant.
struct Number<'l> {
    indicator: Cow<'l, Indicator>,
    heading: String,
    kind: Kind,
    of: Of,
}

#[derive(Clone, Copy)]
enum Of {
    /// The sum in this place.
    Sum(usize),
    Value,
    Target,
    /// Whether there is any; of many, how many.
    Any,
}

impl<'l> Number<'l> {
    fn of(ledger: &'l Ledger, id: &str, heading: &str, kind: Kind, of: Of) -> Option<Self> {
        let indicator = Cow::Borrowed(ledger.indicator(id)?);
        Some(Self { indicator, heading: heading.to_owned(), kind, of })
    }

    /// A sum of an indicator by its name.
    fn sum(ledger: &'l Ledger, id: &str, sum: &str, heading: &str) -> Option<Self> {
        let place = ledger.indicator(id)?.sums.iter().position(|one| one.id == sum)?;
        Self::of(ledger, id, heading, Kind::Integer, Of::Sum(place))
    }

    fn column(&self) -> Column {
        let kind = if matches!(self.of, Of::Any) { Kind::Text } else { self.kind };
        Column::new(self.heading.clone(), kind)
    }

    /// Of an organisation and all below it; `whole` says that it is of many.
    fn cell(&self, reckoner: &Reckoner<'_>, org: &OrgId, whole: bool) -> Cell {
        let Some(value) = self.value(reckoner, org) else { return Cell::Empty };
        match (value, self.of) {
            (Ok(value), Of::Any) if whole => {
                Cell::Text(words::weak(&rounded(value, 0).map_or_else(String::new, |count| count.to_string())))
            }
            (Ok(value), Of::Any) => Cell::from(if value > Exact::from_integer(0) { YES } else { NO }),
            (Ok(value), _) => number(self.kind, value, 0),
            // That no target is set, or nothing was written down, is an empty cell.
            (Err(Fault::NotSet(name)), _) if name != "target" => Cell::Text(words::NOT_SET.to_owned()),
            (Err(_), _) => Cell::Empty,
        }
    }

    /// Why its cells say [`words::NOT_SET`], if they do.
    fn not_set(&self, ledger: &Ledger, reckoner: &Reckoner<'_>, org: &OrgId) -> Option<String> {
        let fault = self.value(reckoner, org)?.err()?;
        matches!(&fault, Fault::NotSet(name) if name != "target").then(|| indicators::fault(ledger, &fault))
    }

    fn value(&self, reckoner: &Reckoner<'_>, org: &OrgId) -> Option<Result<Exact, Fault>> {
        let Figure { sums, value, target, .. } = reckoner.figure(&self.indicator, org)?;
        Some(match self.of {
            Of::Sum(place) => sums.get(place).copied().ok_or(value.err().unwrap_or(Fault::Absent)),
            Of::Value | Of::Any => value,
            Of::Target => target.map_err(|_| Fault::Absent),
        })
    }
}

/// Amounts of a register of money by the choices of its column `kind`, and all of them.
fn by_kind<'l>(register: &Register, total: Option<&str>) -> Vec<Number<'l>> {
    let Some(column) = register.column("kind").filter(|column| column.kind == ColumnKind::Choice) else {
        return Vec::new();
    };
    let is = |choice: &Choice| {
        let sides = (Expr::Row(column.id.clone()), Expr::Text(choice.id.clone()));
        (choice.name.clone(), Expr::Both(Operator::Equal, Box::new(sides)))
    };
    let choices = column.choices.iter().chain(&column.former).map(is);
    let all = total.map(|total| (total.to_owned(), Expr::TRUE));
    let sum = |name: &str, filter: Expr| Sum {
        id: String::new(),
        name: name.to_owned(),
        source: register.id.clone(),
        day: Some("day".to_owned()),
        latest: None,
        among: None,
        filter,
        value: Expr::Row("amount".to_owned()),
    };
    let number = |(name, filter): (String, Expr)| Number {
        indicator: Cow::Owned(Indicator {
            id: String::new(),
            name: String::new(),
            item: register.item.clone(),
            words: String::new(),
            unit: indicators::YUAN.to_owned(),
            places: 2,
            better: Better::More,
            across: Across::Sums,
            kinds: Vec::new(),
            sums: vec![sum(&name, filter)],
            value: Expr::Number(0),
            target: None,
            alarm: None,
            retired: false,
        }),
        heading: name,
        kind: Kind::Money,
        of: Of::Sum(0),
    };
    choices.chain(all).map(number).collect()
}

fn income(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Lines {
    let reckoner = Reckoner::new(ledger, today);
    let villages = villages(ledger, own);
    let mut numbers = Vec::new();
    numbers.extend(
        ledger.register(INCOME).map(|register| by_kind(register, Some(words::INCOME_TOTAL))).unwrap_or_default(),
    );
    numbers.extend(ledger.register(COST).map(|register| by_kind(register, None)).unwrap_or_default());
    let of = |id, heading, kind, of| Number::of(ledger, id, heading, kind, of);
    numbers.extend(of("operating_profit", words::PROFIT, Kind::Money, Of::Value));
    numbers.extend(of("self_generated_ratio", words::OWN_SHARE, Kind::Percent, Of::Value));
    numbers.extend(of("income_achievement", words::YEAR_TARGET, Kind::Money, Of::Target));
    numbers.extend(of("income_achievement", words::REACHED, Kind::Percent, Of::Value));
    numbers.extend(of("weak_village_count", words::WEAK, Kind::Text, Of::Any));
    lines(ledger, &reckoner, &villages, own, &numbers)
}

/// A line for each, and one for all of them at or below `own`.
fn lines(ledger: &Ledger, reckoner: &Reckoner<'_>, orgs: &[OrgId], own: &OrgId, numbers: &[Number<'_>]) -> Lines {
    let is_county = ledger.orgs().get(own).is_some_and(|org| org.kind.tier() == Tier::County);
    let of_branches = orgs.iter().any(|org| ledger.orgs().get(org).is_some_and(|org| org.kind.tier() == Tier::Branch));
    let with_above = is_county && of_branches;
    let mut columns = vec![Column::new(BRANCH, Kind::Text)];
    columns.extend(with_above.then(|| Column::new(words::ABOVE, Kind::Text)));
    columns.extend(numbers.iter().map(Number::column));
    let line = |name: &str, above: Cell, org: &OrgId, whole: bool| {
        let mut cells = vec![Cell::Text(name.to_owned())];
        cells.extend(with_above.then_some(above));
        cells.extend(numbers.iter().map(|number| number.cell(reckoner, org, whole)));
        cells
    };
    let rows = orgs.iter().map(|org| line(ledger.orgs().name(org), above(ledger, org), org, false));
    let rows = rows.collect();
    let totals = (orgs != [own.clone()]).then(|| line(TOTAL, Cell::Empty, own, true));
    let not_set = numbers.iter().filter_map(|number| number.not_set(ledger, reckoner, own)).collect();
    Lines { columns, rows, totals, not_set }
}

/// The organisations of the table of coverage: those directly below that look after units, or else this one.
fn of_coverage(ledger: &Ledger, reckoner: &Reckoner<'_>, own: &OrgId, id: &str) -> Option<Vec<OrgId>> {
    let indicator = ledger.indicator(id)?;
    reckoner.figure(indicator, own)?;
    let below = ledger.orgs().iter().filter(|org| org.parent.as_ref() == Some(own)).map(|org| &org.id);
    let below: Vec<OrgId> = below.filter(|org| reckoner.figure(indicator, org).is_some()).cloned().collect();
    Some(if below.is_empty() { vec![own.clone()] } else { below })
}

fn coverage(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Lines {
    let reckoner = Reckoner::new(ledger, today);
    let orgs = of_coverage(ledger, &reckoner, own, COVERAGE_RATE).unwrap_or_default();
    let mut numbers = Vec::new();
    numbers.extend(Number::sum(ledger, COVERAGE_RATE, "eligible", words::ELIGIBLE));
    numbers.extend(Number::sum(ledger, COVERAGE_RATE, "covered", words::COVERED));
    numbers.extend(Number::sum(ledger, "effective_coverage", "effective", words::EFFECTIVE));
    let nominal = numbers.len();
    let apart = ["half_empty", "empty"].into_iter().zip([words::HALF_EMPTY, words::EMPTY]);
    let apart: Vec<_> = apart.filter_map(|(sum, heading)| Number::sum(ledger, "shell_count", sum, heading)).collect();
    if apart.is_empty() {
        // A taskbook of before does not tell them apart.
        numbers.extend(Number::sum(ledger, "shell_count", "shells", words::SHELLS));
    }
    numbers.extend(apart);
    let share = |id, heading| Number::of(ledger, id, heading, Kind::Percent, Of::Value);
    numbers.extend(share(COVERAGE_RATE, words::COVERAGE_RATE));
    numbers.extend(share("effective_coverage", words::EFFECTIVE_RATE));
    numbers.extend(share("gap_to_city", words::CITY_GAP));
    numbers.extend(Number::of(ledger, "units_needed", words::NEEDED, Kind::Integer, Of::Value));
    let mut lines = lines(ledger, &reckoner, &orgs, own, &numbers);
    // What is covered in name only is the difference of the two before it, and is asked of nobody.
    if nominal == 3 {
        lines.columns.insert(4, Column::new(words::NOMINAL_ONLY, Kind::Integer));
        for row in lines.rows.iter_mut().chain(&mut lines.totals) {
            let difference = match (row.get(2), row.get(3)) {
                (Some(Cell::Integer(covered)), Some(Cell::Integer(effective))) => Cell::Integer(covered - effective),
                _ => Cell::Empty,
            };
            row.insert(4.min(row.len()), difference);
        }
    }
    lines
}

/// The villages of the table of reserve cadres: those of which the indicator of the gap tells.
fn of_reserve(ledger: &Ledger, reckoner: &Reckoner<'_>, own: &OrgId) -> Vec<OrgId> {
    let Some(indicator) = ledger.indicator(RESERVE_GAP) else { return Vec::new() };
    reckoner.members(indicator, own).into_iter().cloned().collect()
}

/// A village a line: how many are on the list, and how many are missing from what the county asks for. Names are nowhere.
fn reserve(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Lines {
    let reckoner = Reckoner::new(ledger, today);
    let villages = of_reserve(ledger, &reckoner, own);
    let mut numbers = Vec::new();
    numbers.extend(Number::sum(ledger, RESERVE_GAP, "reserve", words::ON_THE_LIST));
    numbers.extend(Number::of(ledger, RESERVE_GAP, words::RESERVE_MISSING, Kind::Integer, Of::Value));
    lines(ledger, &reckoner, &villages, own, &numbers)
}

/// How an organisation hands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Punctuality {
    on_time: i64,
    late: i64,
    missing: i64,
    days_late: i64,
    reminders: i64,
}

impl Punctuality {
    fn of(dues: &[Due], today: NaiveDate) -> Self {
        let mut all = Self::default();
        for due in dues {
            all.reminders += i64::from(due.reminders);
            // What can still be handed in on time is neither.
            match (due.handed.is_some(), due.days_late(today)) {
                (true, 0) => all.on_time += 1,
                (true, _) => all.late += 1,
                (false, days) if days > 0 => all.missing += 1,
                (false, _) => {}
            }
            all.days_late = all.days_late.saturating_add(due.days_late(today));
        }
        all
    }

    fn add(&mut self, other: Self) {
        self.on_time += other.on_time;
        self.late += other.late;
        self.missing += other.missing;
        self.days_late = self.days_late.saturating_add(other.days_late);
        self.reminders += other.reminders;
    }

    fn due(self) -> i64 {
        self.on_time + self.late + self.missing
    }

    fn cells(self) -> Vec<Cell> {
        let share = (self.due() > 0).then(|| Exact::new(i128::from(self.on_time), i128::from(self.due())));
        vec![
            Cell::Integer(self.due()),
            Cell::Integer(self.on_time),
            Cell::Integer(self.late),
            Cell::Integer(self.missing),
            share.map_or(Cell::Empty, |share| number(Kind::Percent, share, 0)),
            Cell::Integer(self.days_late),
            Cell::Integer(self.reminders),
        ]
    }
}

fn submissions(ledger: &Ledger, own: &OrgId, today: NaiveDate) -> Lines {
    let is_county = ledger.orgs().get(own).is_some_and(|org| org.kind.tier() == Tier::County);
    let mut columns = vec![Column::new(BRANCH, Kind::Text)];
    columns.extend(is_county.then(|| Column::new(words::ABOVE, Kind::Text)));
    let counts = [words::DUE, words::ON_TIME, words::LATE, words::MISSING];
    columns.extend(counts.map(|heading| Column::new(heading, Kind::Integer)));
    columns.push(Column::new(words::ON_TIME_RATE, Kind::Percent));
    columns.extend([words::DAYS_LATE, words::REMINDERS].map(|heading| Column::new(heading, Kind::Integer)));
    let line = |name: &str, above: Cell, of: Punctuality| {
        let names = std::iter::once(Cell::Text(name.to_owned())).chain(is_county.then_some(above));
        names.chain(of.cells()).collect::<Vec<_>>()
    };
    let (mut all, mut rows) = (Punctuality::default(), Vec::new());
    for org in within(ledger, own) {
        let dues = ledger.dues(&org, today);
        if dues.is_empty() {
            continue;
        }
        let of = Punctuality::of(&dues, today);
        all.add(of);
        rows.push(line(ledger.orgs().name(&org), above(ledger, &org), of));
    }
    let totals = (rows.len() > 1).then(|| line(TOTAL, Cell::Empty, all));
    Lines { columns, rows, totals, not_set: BTreeSet::new() }
}

#[path = "site_tables.rs"]
mod site_tables;

#[cfg(test)]
#[path = "report_table_tests.rs"]
mod tests;
