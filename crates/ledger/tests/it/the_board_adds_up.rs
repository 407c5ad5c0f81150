//! The board: each count by its definition, totals that are the sums of their parts, the same board from the same
//! documents however they came, and branch by branch as from all documents at once.

use crate::support::{Tablet, YEAR, county_with_task, day, key, new_task, org};
use chrono::NaiveDate;
use proptest::prelude::*;
use taizhang_ledger::{
    Board, Command, DocId, Domain, Ledger, Move, NewTask, OrgId, Tally,
    board::Row,
    record::{Field, Value},
};

const BRANCHES: [&str; 3] = ["v1", "v2", "v3"];
const DOMAINS: [Domain; 3] = [Domain::RURAL, Domain::CADRE, Domain::TWO_NEW];

/// A task of a field of work, issued to branches of the county; its id.
fn issue(county: &mut Tablet, branches: &[&str], domain: Domain, due: NaiveDate) -> taizhang_ledger::TaskId {
    let task = NewTask { domain, due, ..new_task(branches) };
    county.run(Command::SetTask(task)).unwrap().task.unwrap()
}

fn board(tablet: &Tablet, today: NaiveDate) -> Board {
    Board::of(&tablet.ledger, &org("county"), today)
}

fn rural(board: &Board, branch: &str) -> Tally {
    let row = board.rows.iter().find(|row| row.branch == org(branch)).unwrap();
    row.cell(Domain::RURAL)
}

/// The board as the hub computes it: the lists once, then the two documents of one branch after another.
fn branch_by_branch(all: &mut Tablet, today: NaiveDate) -> Board {
    let mut save = |id: &DocId| all.ledger.document_mut(id).map(taizhang_ledger::Document::save);
    let mut lists = Ledger::new(YEAR, all.who.device.actor([6; 4]));
    for owner in ["county", "t1", "t2"] {
        let id = DocId::township(&org(owner), YEAR);
        if let Some(bytes) = save(&id) {
            lists.open(&id, [bytes.as_slice()]);
        }
    }
    let mut rows = Vec::new();
    for branch in BRANCHES {
        let id = org(branch);
        let mut one = lists.of_branch(&id);
        for doc in [DocId::branch(&id, YEAR), DocId::review(&id, YEAR), DocId::county_review(&id, YEAR)] {
            if let Some(bytes) = save(&doc) {
                one.open(&doc, [bytes.as_slice()]);
            }
        }
        rows.push((id, one));
    }
    let orgs = all.ledger.orgs();
    let rows = rows.iter().map(|(id, one)| Row::new(orgs.get(id).unwrap(), one.marks(id), today)).collect();
    Board { date: today, rows }
}

#[test]
fn each_count_follows_its_definition() {
    let (mut village, mut township, mut county, item) = county_with_task();
    let today = day(11, 24);
    let one = |counts: &[(&str, u32)]| {
        let json: serde_json::Map<String, serde_json::Value> =
            counts.iter().map(|(name, number)| ((*name).to_owned(), (*number).into())).collect();
        serde_json::from_value::<Tally>(json.into()).unwrap()
    };
    // Due on November 30: seven days are left on the 23rd, six on the 24th.
    assert_eq!(rural(&board(&village, day(11, 23)), "v1"), one(&[("all", 1), ("open", 1), ("not_started", 1)]));
    assert_eq!(rural(&board(&village, today), "v1"), one(&[("all", 1), ("due_soon", 1), ("not_started", 1)]));
    assert_eq!(rural(&board(&village, day(11, 30)), "v1").due_soon, 1);
    assert_eq!(rural(&board(&village, day(12, 1)), "v1"), one(&[("all", 1), ("overdue", 1), ("not_started", 1)]));

    // Signing for it is not beginning; a report is.
    village.act(&item, Move::Acknowledge).unwrap();
    assert_eq!(rural(&board(&village, today), "v1").not_started, 1);
    village.report(&item, "进展", None).unwrap();
    assert_eq!(rural(&board(&village, today), "v1"), one(&[("all", 1), ("due_soon", 1)]));
    village.clock = taizhang_ledger::Timestamp::at(day(12, 2), 9, 0);
    village.act(&item, Move::Submit).unwrap();
    // Handed in late, but it is the verdict that is awaited now.
    assert_eq!(rural(&board(&village, day(12, 3)), "v1"), one(&[("all", 1), ("awaiting", 1)]));

    township.pull(&mut village);
    township.act(&item, Move::Return).unwrap();
    assert_eq!(rural(&board(&township, day(12, 3)), "v1"), one(&[("all", 1), ("overdue", 1), ("returned", 1)]));
    village.pull(&mut township);
    village.act(&item, Move::Submit).unwrap();
    township.pull(&mut village);
    township.act(&item, Move::VerifyTownship).unwrap();
    county.pull(&mut township);
    county.act(&item, Move::VerifyCounty).unwrap();
    assert_eq!(rural(&board(&county, day(12, 4)), "v1").awaiting, 1);
    county.act(&item, Move::Close).unwrap();
    assert_eq!(rural(&board(&county, day(12, 4)), "v1"), one(&[("all", 1), ("closed", 1), ("closed_late", 1)]));

    // The other village's is suspended, then cancelled, which is nobody's work any more.
    let other = key("v2", item.task);
    township.act(&other, Move::Suspend).unwrap();
    assert_eq!(rural(&board(&township, today), "v2"), one(&[("all", 1), ("suspended", 1)]));
    township.act(&other, Move::Cancel).unwrap();
    let board = board(&township, today);
    assert_eq!(rural(&board, "v2"), Tally::default());
    assert!(board.rows.iter().any(|row| row.branch == org("v2") && row.cells.is_empty()), "a line without an item");
}

#[test]
fn an_organisation_has_the_branches_that_it_answers_for() {
    let (_, _, mut county, _) = county_with_task();
    issue(&mut county, &BRANCHES, Domain::CADRE, day(6, 30));
    let of = |id: &str| {
        let board = Board::of(&county.ledger, &org(id), day(5, 1));
        board.rows.into_iter().map(|row| row.branch.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(of("t1"), ["v1", "v2"]);
    assert_eq!(of("t2"), ["v3"]);
    assert_eq!(of("v3"), ["v3"]);
    assert_eq!(of("county"), BRANCHES);
}

#[test]
fn shares_are_compared_exactly() {
    let of = |closed, all| Tally { all, closed, ..Tally::default() };
    assert!(of(1, 3).compare_closed(&of(33, 100)).is_gt());
    assert!(of(2, 6).compare_closed(&of(1, 3)).is_eq());
    assert!(of(0, 0).compare_closed(&of(5, 5)).is_eq());
    assert_eq!(of(199, 200).percent_closed(), Some(99));
    assert_eq!(of(0, 0).percent_closed(), None);
}

/// What happens in the county, by anyone, to any item.
#[derive(Debug, Clone)]
enum Event {
    Issue { domain: usize, branches: usize, month: u32 },
    Own { domain: usize, month: u32 },
    Act { who: usize, task: usize, branch: usize, act: usize },
    Report { task: usize, percent: u8 },
    Correct { task: usize, month: u32 },
    Hear { who: usize, from: usize },
}

fn event() -> impl Strategy<Value = Event> {
    let months = 1..13_u32;
    prop_oneof![
        2 => (0..3_usize, 1..8_usize, months.clone())
            .prop_map(|(domain, branches, month)| Event::Issue { domain, branches, month }),
        1 => (0..3_usize, months.clone()).prop_map(|(domain, month)| Event::Own { domain, month }),
        8 => (0..3_usize, any::<usize>(), 0..3_usize, 0..Move::ALL.len())
            .prop_map(|(who, task, branch, act)| Event::Act { who, task, branch, act }),
        2 => (any::<usize>(), 0..101_u8).prop_map(|(task, percent)| Event::Report { task, percent }),
        1 => (any::<usize>(), months).prop_map(|(task, month)| Event::Correct { task, month }),
        4 => (0..3_usize, 0..3_usize).prop_map(|(who, from)| Event::Hear { who, from }),
    ]
}

fn play(events: &[Event]) -> [Tablet; 3] {
    let (village, township, county, first) = county_with_task();
    let mut all = [village, township, county];
    let mut tasks = vec![first.task];
    for event in events {
        match *event {
            Event::Issue { domain, branches, month } => {
                let chosen = BRANCHES.iter().enumerate().filter(|(n, _)| branches >> n & 1 == 1).map(|(_, id)| *id);
                let chosen: Vec<&str> = chosen.collect();
                tasks.push(issue(&mut all[2], &chosen, DOMAINS[domain], day(month, 15)));
            }
            Event::Own { domain, month } => {
                tasks.push(issue(&mut all[0], &["v1"], DOMAINS[domain], day(month, 15)));
            }
            Event::Act { who, task, branch, act } => {
                drop(all[who].act(&key(BRANCHES[branch], tasks[task % tasks.len()]), Move::ALL[act]));
            }
            Event::Report { task, percent } => {
                drop(all[0].report(&key("v1", tasks[task % tasks.len()]), "进展", Some(percent)));
            }
            Event::Correct { task, month } => {
                let item = key("v1", tasks[task % tasks.len()]);
                let value = Value::Text(format!("2026-{month:02}-20"));
                drop(all[2].run(Command::Edit { item, field: Field::Due, value }));
            }
            Event::Hear { who, from } => {
                if let Ok([who, from]) = all.get_disjoint_mut([who, from]) {
                    who.pull(from);
                }
            }
        }
    }
    all
}

fn adds_up(tally: &Tally) -> bool {
    let parts =
        [tally.closed, tally.awaiting, tally.open, tally.due_soon, tally.overdue, tally.suspended].iter().sum::<u32>();
    let to_do = tally.open + tally.due_soon + tally.overdue;
    parts == tally.all && tally.closed_late <= tally.closed && tally.returned + tally.not_started <= to_do
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn totals_are_sums_and_the_way_of_the_documents_does_not_matter(
        events in prop::collection::vec(event(), 0..40),
        order in Just([0, 1, 2]).prop_shuffle(),
        today in (1..13_u32, 1..29_u32).prop_map(|(month, of)| day(month, of)),
    ) {
        let mut all = play(&events);
        let mut reader = Tablet::county();
        for who in order { reader.pull(&mut all[who]); }
        let mut other = Tablet::county();
        for who in order.iter().rev() { other.pull(&mut all[*who]); }
        let board = board(&reader, today);
        prop_assert_eq!(&board, &Board::of(&other.ledger, &org("county"), today));
        prop_assert_eq!(&board, &branch_by_branch(&mut reader, today), "one branch after another");
        prop_assert_eq!(board.rows.len(), 3, "a line for every branch");

        for row in &board.rows {
            prop_assert!(row.cells.values().all(adds_up), "{row:?}");
            prop_assert!(adds_up(&row.total()));
        }
        prop_assert_eq!(board.by_domain().values().copied().sum::<Tally>(), board.total());
        prop_assert_eq!(board.by_township().values().copied().sum::<Tally>(), board.total());
        let township = |id: &str| Board::of(&reader.ledger, &org(id), today).total();
        let of: std::collections::BTreeMap<Option<OrgId>, Tally> = board.by_township();
        prop_assert_eq!(of[&Some(org("t1"))], township("t1"));
        prop_assert_eq!(of[&Some(org("t2"))], township("t2"));

        let sent = serde_json::to_string(&board).unwrap();
        prop_assert_eq!(serde_json::from_str::<Board>(&sent).unwrap(), board);
    }
}
