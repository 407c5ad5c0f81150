//! Who may read and who may write a document (domain.md, "Who uses it"). The app and the hub ask the same rule.

use crate::{
    doc_id::{DocId, DocKind},
    ids::OrgId,
    org::{OrgKind, OrgTree, Role, Tier},
};

/// What a post at an organisation may do with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it is outside of its tree.
    None,
    /// Read alone.
    Read,
    /// Read and write.
    Write,
}

/// The access of `role` at `org` to `doc`.
pub fn access(orgs: &OrgTree, org: &OrgId, role: Role, doc: &DocId) -> Access {
    let tier = role.tier();
    // The taskbook holds the organisations, so its first lines are written before there are any.
    if doc.owner().is_none() && role == Role::CountyOrgDept {
        return Access::Write;
    }
    // A post acts at the tier of its organisation, or not at all.
    if orgs.get(org).is_none_or(|found| found.kind.tier() != tier) {
        return Access::None;
    }
    let Some(owner) = doc.owner() else {
        return Access::Read;
    };
    match (doc.kind(), tier) {
        // A leader sees the branches linked to them.
        (kind, Tier::County) if role == Role::LinkedLeader => match orgs.is_linked(org, owner) {
            true if kind == DocKind::Leader => Access::Write,
            // What somebody is paid is not theirs to know.
            true if kind != DocKind::Sealed => Access::Read,
            _ => Access::None,
        },
        // Verdicts live where only the verifier may write: what is another's the county reads.
        (DocKind::Branch | DocKind::Review | DocKind::Leader, Tier::County) => Access::Read,
        (DocKind::Taskbook | DocKind::Township | DocKind::CountyReview, Tier::County) => Access::Write,
        // Persons are known to those who keep the list and to the county; what the county keeps, to it alone.
        (DocKind::Sealed, Tier::County) if owner == org => Access::Write,
        // What the county tells a branch's people of themselves: the keys go to each of them alone.
        (DocKind::Sealed, Tier::County) if orgs.is_branch(owner) => Access::Write,
        (DocKind::Sealed, Tier::Township | Tier::Branch) if orgs.is_branch(owner) && orgs.within(owner, org) => {
            Access::Read
        }
        (DocKind::Sealed, Tier::County) => Access::Read,
        (DocKind::Sealed, Tier::Township) if owner == org && role == Role::TownshipSecretary => Access::Read,
        (DocKind::Sealed, Tier::Township) if owner == org => Access::Write,
        (DocKind::Township, Tier::Township) if owner == org && role == Role::TownshipSecretary => Access::Read,
        (DocKind::Township, Tier::Township) if owner == org => Access::Write,
        // Tasks that the county issues.
        (DocKind::Township, Tier::Township) if orgs.within(org, owner) => Access::Read,
        (DocKind::Branch, Tier::Township) if orgs.within(owner, org) => {
            if role == Role::TownshipSecretary {
                Access::Read
            } else {
                Access::Write
            }
        }
        (DocKind::Review, Tier::Township) if orgs.within(owner, org) => Access::Write,
        (DocKind::CountyReview | DocKind::Leader, Tier::Township) if orgs.within(owner, org) => Access::Read,
        (DocKind::Township, Tier::Branch) if orgs.within(org, owner) => Access::Read,
        (DocKind::Branch, Tier::Branch) if owner == org => Access::Write,
        (DocKind::Review | DocKind::CountyReview | DocKind::Leader, Tier::Branch) if owner == org => Access::Read,
        _ => Access::None,
    }
}

/// Every document of a year that a post may read, in order.
pub fn readable(orgs: &OrgTree, org: &OrgId, role: Role, year: u16) -> Vec<(DocId, Access)> {
    let mut all = vec![DocId::taskbook(year)];
    for one in orgs.iter() {
        match one.kind.tier() {
            Tier::Branch => {
                all.extend([
                    DocId::branch(&one.id, year),
                    DocId::review(&one.id, year),
                    DocId::county_review(&one.id, year),
                    DocId::sealed(&one.id, year),
                ]);
                all.extend(orgs.was_ever_linked(&one.id).then(|| DocId::leader(&one.id, year)));
            }
            Tier::Township | Tier::County if one.kind != OrgKind::Leader => {
                all.extend([DocId::township(&one.id, year), DocId::sealed(&one.id, year)]);
            }
            Tier::Township | Tier::County => {}
        }
    }
    all.into_iter()
        .map(|doc| {
            let access = access(orgs, org, role, &doc);
            (doc, access)
        })
        .filter(|(_, access)| *access != Access::None)
        .collect()
}
