//! Pay and rewards as tables, with everything that is needed to reckon them again by hand: exact numbers, what they were
//! reckoned from, and the rules. All of it stands in one sheet, so that a CSV file has it too.

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger,
    expr::Exact,
    points::{Method, Outcome, PartPoints, Points, Reward, Scheme, Share, Supposed, Taker, weight_of},
    score::ApplicationView,
};
use taizhang_sheets::{Cell, Column, Kind, Sheet, Workbook};

use super::Paid;
use crate::text::{applications, indicators, points as words, registers};

/// Who hands a table out, when, and on which numbers that nobody has set it rests.
pub struct Cover<'c> {
    /// Who.
    pub by: &'c str,
    /// When.
    pub day: NaiveDate,
    /// What is supposed; nothing in a table of real numbers.
    pub supposed: &'c Supposed,
}

/// 绩效核算表: the points of each part, rank, tier, base, coefficient and amount of everybody; then the sum, the budget,
/// the rule and the parameters.
pub fn pay_workbook(ledger: &Ledger, scheme: &Scheme, paid: Option<&Paid>, cover: &Cover<'_>) -> Workbook {
    let text = |heading: &str| Column::new(heading, Kind::Text);
    let mut columns = vec![text(words::ORG), text(words::PERSON), text(words::HEADS), text(words::MONTHS)];
    columns.extend(scheme.parts.iter().map(|part| text(&part.name)));
    columns
        .extend([words::TOTAL, words::RANK, words::RANKED_OF, words::TIER, words::BASE, words::COEFFICIENT].map(text));
    let amount = columns.len();
    columns.push(Column::new(words::AMOUNT, Kind::Money));
    columns.push(text(words::WHY));
    let row = |(one, who, parts): (&Outcome, &Taker, &[PartPoints])| {
        let of = |id: &str| parts.iter().find(|one| one.part == id).map_or(Points::ZERO, |one| one.points);
        let person = who.person.clone().map_or(Cell::Empty, Cell::Text);
        let count = |number: u32| Cell::Text(number.to_string());
        let mut cells =
            vec![Cell::Text(ledger.orgs().name(&one.org).to_owned()), person, count(who.heads), count(who.months)];
        cells.extend(scheme.parts.iter().map(|part| Cell::Text(of(&part.id).to_string())));
        cells.push(Cell::Text(one.score.to_string()));
        cells.push(Cell::Text(words::rank(one.rank)));
        cells.push(Cell::Text(one.rank.of.to_string()));
        cells.push(Cell::Text(words::tier(scheme, one.tier.as_deref())));
        cells.push(Cell::Text(words::exact(one.base / Exact::from_integer(100))));
        cells.push(Cell::Text(words::exact(one.coefficient)));
        cells.push(Cell::Money(one.amount));
        cells.push(Cell::Text(words::why(scheme, &one.why)));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = paid.into_iter().flat_map(Paid::outcomes).map(row).collect();
    if let Some(paid) = paid {
        let below = Below { columns: columns.len(), amount };
        rows.push(below.money(words::SUM, Some(paid.simulation.sum)));
        rows.push(below.money(words::BUDGET, paid.simulation.budget));
        rows.push(below.words(words::RULE, words::pay_rule(scheme)));
        let weights = scheme.parts.iter().filter(|part| cover.supposed.contains_key(&weight_of(&part.id)));
        rows.extend(weights.map(|part| {
            let weight = cover.supposed.get(&weight_of(&part.id)).copied().unwrap_or_default();
            below.words(&words::weight(&part.name), words::score(Points(weight.saturating_mul(100))))
        }));
        rows.extend(parameters(ledger, cover, &below, |id| ledger.scheme_concerns(scheme, id)));
    }
    one_sheet(ledger, &scheme.name, words::PAY_TABLE, columns, rows, cover)
}

/// 以奖代补分配表: what everybody has done, with which weight they take part, and what they are given; then the sum, the
/// budget, the least completion, the rule and the parameters.
pub fn reward_workbook(ledger: &Ledger, reward: &Reward, shares: &[Share], cover: &Cover<'_>) -> Workbook {
    let text = |heading: &str| Column::new(heading, Kind::Text);
    let indicator = ledger.indicator(&reward.indicator);
    let sums = indicator.map(|one| one.sums.as_slice()).unwrap_or_default();
    let mut columns = vec![text(words::ORG), text(words::CODE)];
    columns.extend(sums.iter().map(|sum| text(&sum.name)));
    columns.extend([words::COMPLETION, words::DONE, words::WEIGHT].map(text));
    let applying = reward.application.is_some();
    if applying {
        columns.extend([applications::APPLICANT, applications::SUPPORTER, applications::RESTS_ON].map(text));
        columns.push(Column::new(applications::ASKED_FOR, Kind::Money));
    }
    let amount = columns.len();
    columns.push(Column::new(words::REWARD_SHARE, Kind::Money));
    columns.push(text(words::WHY));
    let row = |one: &Share| {
        let exact = |number: Exact| Cell::Text(words::exact(number));
        let mut cells =
            vec![Cell::Text(ledger.orgs().name(&one.org).to_owned()), Cell::Text(one.org.as_str().to_owned())];
        cells.extend(sums.iter().enumerate().map(|(at, _)| one.sums.get(at).copied().map_or(Cell::Empty, exact)));
        cells.extend([exact(one.award.completion), exact(one.done), exact(one.award.weight)]);
        if applying {
            cells.extend(application(one.application.as_ref()));
        }
        cells.push(Cell::Money(one.award.amount));
        let left = one.left_out(reward).map(applications::left);
        cells.push(left.map_or(Cell::Empty, |said| Cell::Text(said.to_owned())));
        cells
    };
    let mut rows: Vec<Vec<Cell>> = shares.iter().map(row).collect();
    let number = |name: &str| cover.supposed.get(name).copied().or_else(|| ledger.parameter(name));
    let below = Below { columns: columns.len(), amount };
    let sum = shares.iter().map(|one| one.award.amount).fold(0_i64, i64::saturating_add);
    rows.push(below.money(words::SUM, Some(sum)));
    rows.push(below.money(words::BUDGET, reward.budget(&number).ok()));
    if let Ok(floor) = reward.floor(&number) {
        rows.push(below.words(words::FLOOR, words::exact(floor)));
    }
    rows.push(below.words(words::RULE, words::reward_rule(matches!(reward.method, Method::Steps(_)), reward.unit)));
    rows.extend(parameters(ledger, cover, &below, |id| ledger.reward_concerns(reward, id)));
    one_sheet(ledger, &reward.name, words::REWARD_TABLE, columns, rows, cover)
}

/// The application of a line: who applied, what the township says, on how many verified results, and how much.
fn application(view: Option<&ApplicationView>) -> [Cell; 4] {
    let Some(view) = view else {
        return [Cell::Empty, Cell::Text(applications::of_line(None)), Cell::Empty, Cell::Empty];
    };
    let said = match view.supporter() {
        Some(supporter) if view.counts() => {
            format!("{}（{}）", applications::state(view.life.standing.state), supporter.person)
        }
        _ if view.supporter().is_some() => applications::STALE.to_owned(),
        _ => applications::state(view.life.standing.state).to_owned(),
    };
    [
        Cell::Text(view.application.author.person.clone()),
        Cell::Text(said),
        Cell::Text(view.verified.to_string()),
        view.application.asked.map_or(Cell::Empty, Cell::Money),
    ]
}

/// Rows below those of organisations: a name in the first column, and a sum or words where these stand.
struct Below {
    columns: usize,
    /// The place of the amounts; words stand in the last column.
    amount: usize,
}

impl Below {
    fn money(&self, name: &str, fen: Option<i64>) -> Vec<Cell> {
        let money = fen.map_or_else(|| Cell::Text(words::NOT_SET.to_owned()), Cell::Money);
        self.row(name, self.amount, money)
    }

    fn words(&self, name: &str, said: String) -> Vec<Cell> {
        self.row(name, self.columns.saturating_sub(1), Cell::Text(said))
    }

    fn row(&self, name: &str, at: usize, cell: Cell) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; self.columns];
        for (place, cell) in [(0, Cell::Text(name.to_owned())), (at, cell)] {
            if let Some(slot) = cells.get_mut(place) {
                *slot = cell;
            }
        }
        cells
    }
}

/// The parameters that have a part in it, as they are or as they are supposed to be.
fn parameters(ledger: &Ledger, cover: &Cover<'_>, below: &Below, concerns: impl Fn(&str) -> bool) -> Vec<Vec<Cell>> {
    let row = |one: &taizhang_ledger::ParameterName| {
        let supposed = cover.supposed.get(&one.id).copied();
        let said = match supposed.or_else(|| ledger.parameter(&one.id)) {
            Some(value) => format!("{value}{}", one.unit),
            None => words::NOT_SET.to_owned(),
        };
        let said = if supposed.is_some() { words::is_supposed(&said) } else { said };
        below.words(&words::parameter_row(&one.name), said)
    };
    ledger.parameter_names().filter(|one| concerns(&one.id)).map(row).collect()
}

fn one_sheet(
    ledger: &Ledger,
    title: &str,
    name: &str,
    mut columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    cover: &Cover<'_>,
) -> Workbook {
    let (title, mut note) = (indicators::table_title(title, ledger.year()), registers::table_note(cover.by, cover.day));
    let trial = !cover.supposed.is_empty();
    if trial {
        note = format!("{}　　　　{note}", words::supposed(ledger, cover.supposed));
        // CSV has the headings alone.
        for column in columns.iter_mut().filter(|column| column.kind == Kind::Money) {
            column.heading = words::tried(&column.heading);
        }
    }
    let mark = |said: &str| if trial { words::tried(said) } else { said.to_owned() };
    let sheet = Sheet { name: mark(name), title: mark(&title), note, columns, rows, totals: None };
    Workbook { sheets: vec![sheet], made: Some(cover.day) }
}

#[cfg(test)]
#[path = "pay_table_tests.rs"]
mod tests;
