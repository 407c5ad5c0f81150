//! Any interleaving of commands on any number of replicas, merged in any order, gives the same view and states; and
//! the rows kept by patches are those that a fresh reading gives.

use crate::support::{self, Tablet, cases, county_with_task};
use proptest::prelude::*;
use taizhang_ledger::{
    CaseId, Command, Extract, ItemKey, Ledger, Move, Role, Timestamp,
    case::{CaseField, CaseMove, Subject},
    record::{Field, Value},
};

/// One thing that happens: somebody does something, or hears from somebody.
#[derive(Debug, Clone)]
enum Event {
    Edit(usize, usize, u8),
    Report(usize, u8),
    Act(usize, usize),
    CaseAct(usize, usize),
    CaseEdit(usize, u8),
    Hear(usize, usize),
    ClockJumps(usize, i64),
}

fn event() -> impl Strategy<Value = Event> {
    let who = 0..5_usize;
    prop_oneof![
        3 => (who.clone(), 0..Field::ALL.len(), any::<u8>()).prop_map(|(w, f, v)| Event::Edit(w, f, v)),
        2 => (who.clone(), 0..120_u8).prop_map(|(w, p)| Event::Report(w, p)),
        6 => (who.clone(), 0..Move::ALL.len()).prop_map(|(w, m)| Event::Act(w, m)),
        6 => (who.clone(), 0..CaseMove::ALL.len()).prop_map(|(w, m)| Event::CaseAct(w, m)),
        2 => (who.clone(), any::<u8>()).prop_map(|(w, v)| Event::CaseEdit(w, v)),
        3 => (who.clone(), who.clone()).prop_map(|(a, b)| Event::Hear(a, b)),
        1 => (who, -400..400_i64).prop_map(|(w, days)| Event::ClockJumps(w, days)),
    ]
}

fn play(events: &[Event]) -> (Vec<Tablet>, ItemKey, CaseId) {
    let (mut village, mut township, mut county, item) = county_with_task();
    let (_, case) = cases::list(&mut village, &mut township, &mut county);
    cases::plan(&mut village, &mut township, case);
    for act in [CaseMove::Diagnose, CaseMove::FilePlan, CaseMove::Start] {
        cases::act(&mut village, case, act).unwrap();
    }
    township.pull(&mut village);
    let mut all = vec![village, township, county];
    all.push(Tablet::new(4, "v1", Role::BranchSecretary, "赵副书记"));
    all.push(Tablet::new(5, "t1", Role::TownshipOrgOfficer, "王干事"));
    for newcomer in [3, 4] {
        hear(&mut all, newcomer, 1);
    }
    for event in events {
        match event {
            Event::Edit(who, field, value) => {
                let field = Field::ALL[*field];
                let value = if field.is_number() {
                    Value::Number((*value).into())
                } else if field == Field::Due {
                    Value::Text(format!("2026-{:02}-15", value % 12 + 1))
                } else {
                    Value::Text(format!("值{value}"))
                };
                let _ = all[*who].run(Command::Edit { item: item.clone(), field, value });
            }
            Event::Report(who, percent) => drop(all[*who].report(&item, "进展", Some(*percent))),
            Event::Act(who, act) => drop(all[*who].act(&item, Move::ALL[*act])),
            Event::CaseAct(who, act) => drop(cases::act(&mut all[*who], case, CaseMove::ALL[*act])),
            Event::CaseEdit(who, value) => {
                let (subject, words) = (Subject::Case(case), format!("单位{value}"));
                drop(cases::set(&mut all[*who], case, subject, CaseField::PairedUnit, &words));
            }
            Event::Hear(who, from) => hear(&mut all, *who, *from),
            Event::ClockJumps(who, days) => {
                let clock = &mut all[*who].clock;
                *clock = Timestamp(clock.0 + days * 86_400_000);
            }
        }
    }
    (all, item, case)
}

fn hear(all: &mut [Tablet], who: usize, from: usize) {
    if let Ok([who, from]) = all.get_disjoint_mut([who, from]) {
        who.pull(from);
    }
}

/// What a device that reads the same documents anew would see.
fn read_anew(tablet: &mut Tablet) -> Ledger {
    let mut fresh = Ledger::new(support::YEAR, tablet.who.device.actor([7; 4]));
    for id in tablet.ledger.documents().cloned().collect::<Vec<_>>() {
        let bytes = tablet.ledger.document_mut(&id).unwrap().save();
        let (_, problems) = fresh.open(&id, [bytes.as_slice()]);
        assert_eq!(problems, []);
    }
    fresh
}

/// What somebody would see who has only what stands in the documents, and has it from a disk.
fn read_extracts(tablet: &mut Tablet) -> Ledger {
    let mut fresh = Ledger::new(support::YEAR, tablet.who.device.actor([6; 4]));
    for id in tablet.ledger.documents().cloned().collect::<Vec<_>>() {
        let extract = Extract::of(tablet.ledger.document_mut(&id).unwrap()).unwrap();
        let bytes = postcard::to_stdvec(&extract).unwrap();
        fresh.open_extract(&id, postcard::from_bytes(&bytes).unwrap());
    }
    fresh
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn converges(
        events in prop::collection::vec(event(), 0..40),
        order in Just([0, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let (mut all, item, case) = play(&events);
        // Everyone hears everyone, each in another order.
        for turn in 0..5 {
            for step in 0..5 {
                hear(&mut all, turn, order[(turn + step) % 5]);
            }
        }
        for turn in 0..5 {
            for step in 0..5 {
                hear(&mut all, turn, order[(turn + 2 * step) % 5]);
            }
        }
        let view = all[0].ledger.item(&item);
        let of_case = all[0].ledger.case(case);
        prop_assert!(view.is_some() && of_case.is_some());
        for tablet in &mut all {
            prop_assert_eq!(&tablet.ledger.item(&item), &view);
            prop_assert_eq!(&tablet.ledger.case(case), &of_case);
            prop_assert_eq!(tablet.ledger.problems().count(), 0);
            let anew = read_anew(tablet);
            prop_assert_eq!(&anew.case(case), &of_case);
            prop_assert_eq!(&anew.item(&item), &view, "rows kept by patches differ from rows read anew");
            let extracted = read_extracts(tablet);
            prop_assert_eq!(&extracted.case(case), &of_case);
            prop_assert_eq!(&extracted.item(&item), &view, "an extract says something else than the document");
        }
    }

    /// Replayed, in pieces, backwards and twice: the same.
    #[test]
    fn changes_may_come_in_any_order_and_twice(events in prop::collection::vec(event(), 0..30)) {
        let (mut all, item, case) = play(&events);
        for from in 0..5 { hear(&mut all, 1, from); }
        let township = &mut all[1];
        let mut other = Ledger::new(support::YEAR, township.who.device.actor([8; 4]));
        for id in township.ledger.documents().cloned().collect::<Vec<_>>() {
            let changes = township.ledger.document_mut(&id).unwrap().changes_since(&[]);
            for change in changes.iter().rev().chain(changes.iter()) {
                other.merge(&id, change.raw_bytes()).unwrap();
            }
        }
        prop_assert_eq!(other.item(&item), township.ledger.item(&item));
        prop_assert_eq!(other.case(case), township.ledger.case(case));
    }
}
