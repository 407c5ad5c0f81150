//! Pay and rewards as tables, with everything that is needed to reckon them again by hand.

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger, OrgId,
    expr::{Exact, rounded},
    points::{Award, Outcome, PartPoints, Points, Reward, Scheme, Taker},
};
use taizhang_sheets::{Cell, Column, Kind, Sheet, Workbook};

use super::Paid;
use crate::text::{indicators, points as words, registers};

/// 绩效核算表: the points of each part, rank, tier, coefficient and amount of everybody.
pub fn pay_workbook(
    ledger: &Ledger,
    scheme: &Scheme,
    paid: Option<&Paid>,
    filled_in_by: &str,
    day: NaiveDate,
) -> Workbook {
    let text = |heading: &str| Column::new(heading, Kind::Text);
    let mut columns = vec![text(words::ORG), text(words::PERSON), text(words::MONTHS)];
    columns.extend(scheme.parts.iter().map(|part| text(&part.name)));
    columns.extend([words::TOTAL, words::RANK, words::TIER, words::COEFFICIENT].map(text));
    columns.push(Column::new(words::AMOUNT, Kind::Money));
    columns.push(text(words::WHY));
    let row = |(one, who, parts): (&Outcome, &Taker, &[PartPoints])| {
        let of = |id: &str| parts.iter().find(|one| one.part == id).map_or(Points::ZERO, |one| one.points);
        let person = who.person.clone().map_or(Cell::Empty, Cell::Text);
        let mut cells = vec![name(ledger, one.org.as_str()), person, Cell::Text(who.months.to_string())];
        cells.extend(scheme.parts.iter().map(|part| Cell::Text(of(&part.id).to_string())));
        cells.push(Cell::Text(one.score.to_string()));
        cells.push(Cell::Text(words::rank(one.rank)));
        cells.push(Cell::Text(words::tier(scheme, one.tier.as_deref())));
        cells.push(Cell::Text(words::coefficient(one.coefficient)));
        cells.push(Cell::Money(one.amount));
        cells.push(Cell::Text(words::why(scheme, &one.why)));
        cells
    };
    let rows: Vec<_> = paid.into_iter().flat_map(Paid::outcomes).map(row).collect();
    one_sheet(ledger, &scheme.name, words::PAY_TABLE, columns, rows, filled_in_by, day)
}

/// 以奖代补分配表: what everybody has done, and what they are given.
pub fn reward_workbook(
    ledger: &Ledger,
    reward: &Reward,
    awards: &[(Award, Exact)],
    filled_in_by: &str,
    day: NaiveDate,
) -> Workbook {
    let columns = vec![
        Column::new(words::ORG, Kind::Text),
        Column::new(words::COMPLETION, Kind::Percent),
        Column::new(words::DONE, Kind::Text),
        Column::new(words::REWARD_SHARE, Kind::Money),
        Column::new(words::WHY, Kind::Text),
    ];
    let row = |(award, done): &(Award, Exact)| {
        let nothing = *award.weight.numer() == 0;
        vec![
            name(ledger, &award.id),
            rounded(award.completion, 4).map_or(Cell::Empty, Cell::Percent),
            Cell::Text(words::done(*done)),
            Cell::Money(award.amount),
            if nothing { Cell::Text(words::NOTHING_DONE.to_owned()) } else { Cell::Empty },
        ]
    };
    let rows = awards.iter().map(row).collect();
    one_sheet(ledger, &reward.name, words::REWARD_TABLE, columns, rows, filled_in_by, day)
}

fn name(ledger: &Ledger, id: &str) -> Cell {
    Cell::Text(id.parse::<OrgId>().map_or_else(|_| id.to_owned(), |id| ledger.orgs().name(&id).to_owned()))
}

fn one_sheet(
    ledger: &Ledger,
    title: &str,
    name: &str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    filled_in_by: &str,
    day: NaiveDate,
) -> Workbook {
    let sheet = Sheet {
        name: name.to_owned(),
        title: indicators::table_title(title, ledger.year()),
        note: registers::table_note(filled_in_by, day),
        columns,
        rows,
        totals: None,
    };
    Workbook { sheets: vec![sheet], made: Some(day) }
}
