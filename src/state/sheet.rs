//! A board as a page lays it out: chosen lines in a chosen order, with their sums.

use std::{cmp::Reverse, collections::BTreeMap};

use taizhang_ledger::{Board, Domain, OrgId, Tally, board::Row};

use super::Fields;

/// How lines are ordered; what is equal stays in the order of the county's roll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// As in the county's roll of organisations.
    #[default]
    Roll,
    /// The most overdue first.
    Overdue,
    /// The smallest share of closed items first.
    LeastClosed,
    /// The largest share of closed items first.
    MostClosed,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Roll, Self::Overdue, Self::LeastClosed, Self::MostClosed];

    /// The word that stands for it in an address; none for the roll.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roll => "",
            Self::Overdue => "overdue",
            Self::LeastClosed => "least",
            Self::MostClosed => "most",
        }
    }

    /// What a word in an address stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// Whom the lines are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// Each township and sector committee.
    Townships,
    /// Every branch.
    Branches,
    /// The branches of one township.
    Of(OrgId),
}

/// What is shown of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Whom the lines are for.
    pub lines: Lines,
    /// Which fields of work.
    pub fields: Fields,
    /// In which order.
    pub order: Order,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Line {
    /// The branch or township; none for the sum of all lines.
    pub org: Option<OrgId>,
    /// All fields of work that are shown.
    pub whole: Tally,
    /// Each of them, in the order of [`Sheet::domains`].
    pub cells: Vec<(Domain, Tally)>,
    /// Whether some documents could not be read whole.
    pub damaged: bool,
}

/// A board laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The fields of work in which a line has an item.
    pub domains: Vec<Domain>,
    /// The lines.
    pub lines: Vec<Line>,
    /// Their sum.
    pub sum: Line,
}

impl Sheet {
    /// Lays a board out, its fields of work in a given order, which is the taskbook's; those that are not in it come last.
    /// With all fields of work every branch has a line; with some, those that have an item there.
    pub fn of(board: &Board, view: &View, order: &[Domain]) -> Self {
        let mut lines: BTreeMap<&OrgId, (BTreeMap<Domain, Tally>, bool)> = BTreeMap::new();
        for row in &board.rows {
            let Some(org) = line_of(row, &view.lines) else { continue };
            let (cells, damaged) = lines.entry(org).or_default();
            *damaged |= row.damaged;
            for (domain, tally) in row.cells.iter().filter(|(domain, _)| view.fields.holds(**domain)) {
                *cells.entry(*domain).or_default() += *tally;
            }
        }
        lines.retain(|_, (cells, damaged)| view.fields == Fields::All || !cells.is_empty() || *damaged);
        let mut sums: BTreeMap<Domain, Tally> = BTreeMap::new();
        for (domain, tally) in lines.values().flat_map(|(cells, _)| cells) {
            *sums.entry(*domain).or_default() += *tally;
        }
        let mut domains: Vec<Domain> = sums.keys().copied().collect();
        domains.sort_by_key(|domain| order.iter().position(|one| one == domain).unwrap_or(order.len()));
        let line = |org, cells: &BTreeMap<Domain, Tally>, damaged| Line {
            org,
            whole: cells.values().copied().sum(),
            cells: domains.iter().map(|domain| (*domain, cells.get(domain).copied().unwrap_or_default())).collect(),
            damaged,
        };
        let sum = line(None, &sums, lines.values().any(|(_, damaged)| *damaged));
        let mut lines: Vec<Line> =
            lines.iter().map(|(org, (cells, damaged))| line(Some((*org).clone()), cells, *damaged)).collect();
        match view.order {
            Order::Roll => {}
            Order::Overdue => lines.sort_by_key(|line| Reverse(line.whole.overdue)),
            Order::LeastClosed => lines.sort_by(|a, b| a.whole.compare_closed(&b.whole)),
            Order::MostClosed => lines.sort_by(|a, b| b.whole.compare_closed(&a.whole)),
        }
        Self { domains, lines, sum }
    }
}

/// The line that a row counts in. A branch that stands under nobody is a line of its own.
fn line_of<'a>(row: &'a Row, lines: &Lines) -> Option<&'a OrgId> {
    match lines {
        Lines::Townships => Some(row.above.as_ref().unwrap_or(&row.branch)),
        Lines::Branches => Some(&row.branch),
        Lines::Of(township) => (row.above.as_ref() == Some(township)).then_some(&row.branch),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn row(branch: &str, above: &str, cells: &[(Domain, u32, u32, u32)]) -> Row {
        let tally = |(domain, all, closed, overdue): &(Domain, u32, u32, u32)| {
            (*domain, Tally { all: *all, closed: *closed, overdue: *overdue, ..Tally::default() })
        };
        Row {
            branch: branch.parse().unwrap(),
            above: Some(above.parse().unwrap()),
            cells: cells.iter().map(tally).collect(),
            damaged: false,
        }
    }

    fn board() -> Board {
        let rows = vec![
            row("t1-a", "t1", &[(Domain::RURAL, 4, 1, 2), (Domain::CADRE, 2, 2, 0)]),
            row("t1-b", "t1", &[(Domain::URBAN, 3, 3, 0)]),
            row("t2-a", "t2", &[(Domain::RURAL, 5, 0, 5)]),
            row("t2-b", "t2", &[]),
        ];
        Board { date: "2026-11-23".parse().unwrap(), rows }
    }

    fn shown(lines: Lines, fields: Fields, order: Order) -> Sheet {
        Sheet::of(&board(), &View { lines, fields, order }, &Domain::DEFAULTS)
    }

    fn orgs(sheet: &Sheet) -> Vec<&str> {
        sheet.lines.iter().filter_map(|line| line.org.as_ref()).map(OrgId::as_str).collect()
    }

    #[test]
    fn lines_are_chosen_and_sum_up() {
        let all = shown(Lines::Branches, Fields::All, Order::Roll);
        assert_eq!(orgs(&all), ["t1-a", "t1-b", "t2-a", "t2-b"]);
        assert_eq!(all.domains, [Domain::RURAL, Domain::URBAN, Domain::CADRE]);
        assert_eq!((all.sum.whole.all, all.sum.whole.closed), (14, 6));
        let townships = shown(Lines::Townships, Fields::All, Order::Roll);
        assert_eq!(orgs(&townships), ["t1", "t2"]);
        assert_eq!(townships.sum, all.sum);
        let one = shown(Lines::Of("t2".parse().unwrap()), Fields::All, Order::Roll);
        assert_eq!(orgs(&one), ["t2-a", "t2-b"]);
        assert_eq!(one.domains, [Domain::RURAL]);
    }

    #[test]
    fn fields_leave_out_who_has_nothing_there() {
        let common = shown(Lines::Branches, Fields::Common, Order::Roll);
        assert_eq!(orgs(&common), ["t1-a"]);
        assert_eq!(common.sum.whole.all, 2, "the sum is of what is shown");
    }

    #[test]
    fn orders_begin_with_who_needs_a_look() {
        let order = |order| {
            let sheet = shown(Lines::Branches, Fields::All, order);
            orgs(&sheet).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(order(Order::Overdue), ["t2-a", "t1-a", "t1-b", "t2-b"]);
        assert_eq!(order(Order::LeastClosed), ["t2-a", "t1-a", "t1-b", "t2-b"]);
        assert_eq!(order(Order::MostClosed), ["t1-b", "t2-b", "t1-a", "t2-a"]);
    }

    #[test]
    fn words_in_an_address_are_read_back() {
        assert!(Order::ALL.into_iter().all(|order| Order::from_word(order.word()) == Some(order)));
        let fields = Fields::GROUPS.into_iter().chain(Domain::DEFAULTS.map(Fields::One));
        assert!(fields.into_iter().all(|fields| Fields::from_word(fields.word()) == Some(fields)));
        assert_eq!(Fields::from_word("农村"), None);
    }

    #[test]
    fn a_field_that_the_taskbook_does_not_know_comes_last_and_is_there() {
        let [early, late] = ["airport", "zoo"].map(|word| Domain::from_word(word).unwrap());
        let mut board = board();
        board.rows.push(row("t3-a", "t3", &[(late, 1, 0, 0), (early, 2, 0, 0), (Domain::CADRE, 1, 0, 0)]));
        let view = View { lines: Lines::Branches, fields: Fields::All, order: Order::Roll };
        let sheet = Sheet::of(&board, &view, &[late, Domain::CADRE, Domain::RURAL]);
        assert_eq!(sheet.domains, [late, Domain::CADRE, Domain::RURAL, early, Domain::URBAN]);
        assert_eq!(sheet.sum.whole.all, 18);
    }
}
