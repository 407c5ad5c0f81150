//! What a device has written and not handed in is told by the records that it belongs to, and by whose figures it bears on.

use std::collections::BTreeSet;

use crate::support::{self, Tablet, branch_doc, county_with_task, org};
use taizhang_ledger::{
    CaseCommand, CaseId, Command, DocId, Writings,
    case::{CaseEntryKind, CaseField, CaseMove, Subject},
};

fn run(tablet: &mut Tablet, command: CaseCommand) -> taizhang_ledger::Written {
    tablet.run(Command::Case(command)).unwrap()
}

/// What a tablet wrote to a document since it last stood at `heads`; the document stands where it is now afterwards.
fn since(tablet: &mut Tablet, doc: &DocId, heads: &mut Vec<automerge::ChangeHash>) -> Writings {
    let (device, now) = (tablet.who.device, tablet.ledger.heads(doc));
    tablet.ledger.written_since(doc, device, &std::mem::replace(heads, now))
}

#[test]
fn every_way_of_writing_to_a_case_names_the_case() {
    let (mut village, mut township, mut county, _) = county_with_task();
    let symptom = "班子不团结".to_owned();
    let case: CaseId =
        run(&mut township, CaseCommand::Screen { branch: org("v1"), symptom, deadline: None }).case.unwrap();
    let this = BTreeSet::from([case]);
    let review = DocId::review(&org("v1"), support::YEAR);
    assert_eq!(since(&mut township, &review, &mut Vec::new()).cases, this, "screening");
    county.pull(&mut township);
    let list = CaseCommand::Act { case, act: CaseMove::List, reason: None, ballot: None, until: None };
    let listed = run(&mut county, list);
    assert_eq!(since(&mut county, &listed.doc, &mut Vec::new()).cases, this, "an act");
    village.pull(&mut county);

    let (doc, mut heads) = (branch_doc("v1"), Vec::new());
    since(&mut village, &doc, &mut heads);
    let mut edit = |village: &mut Tablet, subject, field| {
        let value = "不开会".to_owned();
        run(village, CaseCommand::Edit { case, subject, field, value });
        assert_eq!(since(village, &doc, &mut heads).cases, this, "{field:?}");
    };
    run(&mut village, CaseCommand::AddProblem(case));
    let problem = village.ledger.case(case).unwrap().problems[0].id;
    edit(&mut village, Subject::Problem(problem), CaseField::Description);
    run(&mut village, CaseCommand::AddMeasure(case, problem));
    let measure = village.ledger.case(case).unwrap().problems[0].measures[0].id;
    edit(&mut village, Subject::Measure(measure), CaseField::Measure);
    since(&mut village, &doc, &mut heads);
    let text = "开了会".to_owned();
    run(&mut village, CaseCommand::Enter { case, kind: CaseEntryKind::Progress, text, on: support::day(3, 1) });
    assert_eq!(since(&mut village, &doc, &mut heads).cases, this, "the journal");
    assert_eq!(since(&mut village, &doc, &mut heads), Writings::default(), "nothing since");
}

#[test]
fn a_document_bears_on_the_figures_of_those_at_above_and_below_its_owner() {
    let (_, _, county, _) = county_with_task();
    let bears = |doc: &str, at: &str| county.ledger.bears_on(&doc.parse().unwrap(), &org(at));
    assert!(bears("taskbook/2026", "v1"), "goals and parameters");
    for at in ["v1", "t1", "county"] {
        assert!(bears("branch/v1/2026", at) && bears("review/v1/2026", at) && bears("township/t1/2026", at), "{at}");
    }
    assert!(!bears("branch/v2/2026", "v1"), "another branch's");
    assert!(!bears("branch/v3/2026", "t1") && !bears("township/t2/2026", "t1"), "another township's");
}
