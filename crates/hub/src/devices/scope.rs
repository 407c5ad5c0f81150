//! Which devices a post sees, and which it manages.

use taizhang_ledger::{OrgId, OrgTree, Role};

use crate::store::Device;

/// Whether a post manages devices at all: those that issue tasks and give verdicts do.
pub(super) fn may_manage(role: Role) -> bool {
    matches!(role, Role::CountyOrgDept | Role::TownshipOrgOfficer | Role::SectorCommittee)
}

/// Whether `who` manages the devices of `org`.
pub(super) fn manages(tree: &OrgTree, who: &Device, org: &OrgId) -> bool {
    may_manage(who.role) && (who.role == Role::CountyOrgDept || tree.within(org, &who.org))
}

/// Whether `who` sees the devices of `org`.
pub(super) fn sees(tree: &OrgTree, who: &Device, org: &OrgId) -> bool {
    *org == who.org || manages(tree, who, org)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use taizhang_ledger::{DeviceId, OrgKind, Organisation};

    use super::*;

    #[test]
    fn nobody_manages_above_or_beside_themselves() {
        let org = |id: &str, kind, parent: Option<&str>| Organisation {
            id: id.parse().unwrap(),
            name: id.to_owned(),
            kind,
            parent: parent.map(|id| id.parse().unwrap()),
            households: None,
        };
        let tree: OrgTree = [
            org("county", OrgKind::County, None),
            org("t1", OrgKind::Township, Some("county")),
            org("t1-v1", OrgKind::Village, Some("t1")),
            org("t2", OrgKind::Township, Some("county")),
        ]
        .into_iter()
        .collect();
        let who = |org: &str, role| Device {
            id: DeviceId([0; 16]),
            key: Vec::new(),
            org: org.parse().unwrap(),
            role,
            person: String::new(),
            named: false,
            revoked: false,
        };
        let managed = |who: &Device| {
            let managed = tree.iter().filter(|org| manages(&tree, who, &org.id));
            managed.map(|org| org.id.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(managed(&who("county", Role::CountyOrgDept)), "county t1 t1-v1 t2");
        assert_eq!(managed(&who("t1", Role::TownshipOrgOfficer)), "t1 t1-v1");
        assert_eq!(managed(&who("t1", Role::TownshipSecretary)), "");
        assert_eq!(managed(&who("t1-v1", Role::BranchSecretary)), "");
        let village = who("t1-v1", Role::BranchSecretary);
        assert!(sees(&tree, &village, &village.org) && !sees(&tree, &village, &"t1".parse().unwrap()));
    }
}
