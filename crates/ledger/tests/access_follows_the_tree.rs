//! Who may read and write which document.
#![allow(clippy::unwrap_used)]

mod support;

use support::{county_with_task, org};
use taizhang_ledger::{
    Command, DocId, DocKind, Refusal, Role,
    access::{Access, access, readable},
    genesis_hash,
};

#[test]
fn by_post_and_place() {
    use Access::{None, Read, Write};
    use Role::{BranchSecretary, CountyOrgDept, LinkedLeader, TownshipOrgOfficer, TownshipSecretary};
    let (village, ..) = county_with_task();
    let orgs = village.ledger.orgs();
    let check = |at: &str, role, doc: &str, expected| {
        let doc: DocId = doc.parse().unwrap();
        assert_eq!(access(orgs, &org(at), role, &doc), expected, "{role:?} of {at} on {doc}");
    };
    check("v1", BranchSecretary, "taskbook/2026", Read);
    check("v1", BranchSecretary, "township/t1/2026", Read);
    check("v1", BranchSecretary, "township/county/2026", Read);
    check("v1", BranchSecretary, "township/t2/2026", None);
    check("v1", BranchSecretary, "branch/v1/2026", Write);
    check("v1", BranchSecretary, "branch/v2/2026", None);
    check("v1", BranchSecretary, "review/v1/2026", Read);
    check("t1", TownshipOrgOfficer, "township/t1/2026", Write);
    check("t1", TownshipOrgOfficer, "township/county/2026", Read);
    check("t1", TownshipOrgOfficer, "branch/v2/2026", Write);
    check("t1", TownshipOrgOfficer, "branch/v3/2026", None);
    check("t1", TownshipSecretary, "branch/v1/2026", Read);
    check("t1", TownshipSecretary, "review/v1/2026", Write);
    check("county", CountyOrgDept, "taskbook/2026", Write);
    check("county", CountyOrgDept, "branch/v3/2026", Read);
    check("county", CountyOrgDept, "review/v3/2026", Write);
    check("county", LinkedLeader, "review/v3/2026", Read);
    // A post that its organisation does not have.
    check("v1", CountyOrgDept, "branch/v1/2026", None);
    check("nowhere", BranchSecretary, "branch/nowhere/2026", None);
}

#[test]
fn a_village_gets_four_documents_and_its_elders_the_rest() {
    let (village, township, county, _) = county_with_task();
    let count = |tablet: &support::Tablet| {
        readable(village.ledger.orgs(), &tablet.who.org, tablet.who.role, support::YEAR).len()
    };
    assert_eq!((count(&village), count(&township), count(&county)), (5, 7, 10));
}

#[test]
fn a_command_without_right_writes_nothing() {
    let (mut village, _, _, item) = county_with_task();
    let other = Command::Note { item: support::key("v2", item.task), text: "越权".into() };
    assert_eq!(village.run(other).unwrap_err(), Refusal::NoRight(support::branch_doc("v2")));
    assert!(village.ledger.heads(&support::branch_doc("v2")).is_empty(), "not even an empty document");
}

/// Every replica of every version must begin with the very same change.
#[test]
fn genesis_never_changes() {
    let hash = |kind| genesis_hash(kind).unwrap().to_string()[..16].to_owned();
    assert_eq!(
        DocKind::ALL.map(hash),
        ["4ff5307453140f4f", "8c5b45a963b7f347", "fd59014effa6c588", "d974ed340e5bf02b"].map(str::to_owned)
    );
}
