//! Who may read and write which document.

use crate::support::{self, county_with_task, org};
use taizhang_ledger::{
    CaseCommand, Command, DeviceId, DocId, DocKind, Document, OrgKind, Organisation, Refusal, Role,
    access::{Access, access, readable},
    beginning_hashes,
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
    check("county", CountyOrgDept, "review/v3/2026", Read);
    check("county", CountyOrgDept, "county-review/v3/2026", Write);
    check("t1", TownshipOrgOfficer, "county-review/v1/2026", Read);
    check("t1", TownshipOrgOfficer, "county-review/v3/2026", None);
    check("v1", BranchSecretary, "county-review/v1/2026", Read);
    check("v1", BranchSecretary, "leader/v1/2026", Read);
    check("t1", TownshipOrgOfficer, "leader/v1/2026", Read);
    // No leader sits at the county itself: each is an organisation of their own, linked to branches or to none.
    check("county", LinkedLeader, "review/v3/2026", None);
    // A post that its organisation does not have.
    check("v1", CountyOrgDept, "branch/v1/2026", None);
    check("nowhere", BranchSecretary, "branch/nowhere/2026", None);
}

#[test]
fn a_village_gets_its_own_documents_and_its_elders_the_rest() {
    let (village, township, county, _) = county_with_task();
    let count = |tablet: &support::Tablet| {
        readable(village.ledger.orgs(), &tablet.who.org, tablet.who.role, support::YEAR).len()
    };
    assert_eq!((count(&village), count(&township), count(&county)), (7, 12, 19));
}

#[test]
fn a_command_without_right_writes_nothing() {
    let (mut village, _, _, item) = county_with_task();
    let other = Command::Note { item: support::key("v2", item.task), text: "越权".into() };
    assert_eq!(village.run(other).unwrap_err(), Refusal::NoRight(support::branch_doc("v2")));
    assert!(village.ledger.heads(&support::branch_doc("v2")).is_empty(), "not even an empty document");
}

#[test]
fn a_leader_gets_the_branches_linked_to_them_and_no_others() {
    let (_, _, mut county, _) = county_with_task();
    let id = support::org("leader-1");
    let parent = Some(support::org("county"));
    let leader =
        Organisation { id: id.clone(), name: "郑某".into(), kind: OrgKind::Leader, parent, households: None };
    county.run(Command::DefineOrganisation(leader)).unwrap();
    let readable = |county: &support::Tablet| {
        let all = readable(county.ledger.orgs(), &id, Role::LinkedLeader, support::YEAR);
        all.into_iter().map(|(doc, access)| (doc.to_string(), access)).collect::<Vec<_>>()
    };
    assert_eq!(readable(&county), [("taskbook/2026".to_owned(), Access::Read)]);
    let link = |linked| CaseCommand::Link { leader: id.clone(), branch: support::org("v3"), linked };
    county.run(Command::Case(link(true))).unwrap();
    let mut expected = [
        ("taskbook/2026", Access::Read),
        ("branch/v3/2026", Access::Read),
        ("review/v3/2026", Access::Read),
        ("county-review/v3/2026", Access::Read),
        ("leader/v3/2026", Access::Write),
    ]
    .map(|(doc, access)| (doc.to_owned(), access));
    let mut found = readable(&county);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found, expected);
    county.run(Command::Case(link(false))).unwrap();
    assert_eq!(readable(&county).len(), 1);
}

/// Every replica of every version must begin with the very same changes.
#[test]
fn beginnings_never_change() {
    let hashes = |kind| beginning_hashes(kind).iter().map(|hash| hash.to_string()[..16].to_owned()).collect::<Vec<_>>();
    let expected: [&[&str]; 7] = [
        &["4ff5307453140f4f", "36beff12210c4901", "de77c606f00d3548", "5dbcd6e2b3a64926"],
        &["8c5b45a963b7f347", "bdc7858915f85dc0", "e015adb70d3b47d6", "f16013cfb88fc847"],
        &[
            "fd59014effa6c588",
            "56926527692c2d71",
            "06204c65d73fa6aa",
            "ebb428b8a3ebcfeb",
            "f827ae120bb46f04",
            "524c45ba90259f97",
        ],
        &["d974ed340e5bf02b", "240c17ca671ba1ab", "6c361b2526919a61", "ac9c617fe1d23a2a", "41052242234062fc"],
        &["6fa194506e0cf54d", "d5dd7e286c57ec9f", "af6f0a248056bec9"],
        &["26a523008ab95230", "9b6c6d22587e1744"],
        &["72afe62815afb1f1", "4a718d315697700b"],
    ];
    assert_eq!(DocKind::ALL.map(hashes), expected);
}

/// What an earlier version began, and wrote to, grows into the document that a new one begins with.
#[test]
fn a_document_of_an_earlier_version_grows_the_same_everywhere() {
    for kind in ["taskbook/2026", "township/t1/2026", "branch/v1/2026", "review/v1/2026"] {
        let id: DocId = kind.parse().unwrap();
        let mut fresh = Document::new(id.clone(), DeviceId([1; 16]).actor([0; 4]));
        let genesis = fresh.changes_since(&[])[0].raw_bytes().to_vec();
        let grow = |actor: u8| Document::load(id.clone(), DeviceId([actor; 16]).actor([0; 4]), [genesis.as_slice()]).0;
        assert_eq!((grow(2).heads(), grow(3).heads()), (fresh.heads(), fresh.heads()), "{kind}");
        assert_eq!(fresh.heads(), beginning_hashes(id.kind()).last().copied().into_iter().collect::<Vec<_>>());
    }
}
