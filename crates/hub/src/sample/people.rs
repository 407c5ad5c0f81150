//! The people of the sample county as authors, each with a device of their own.

use sha2::{Digest as _, Sha256};
use taizhang_ledger::{
    Author, DeviceId, Organisation,
    org::{OrgKind, Role, Tier},
};

use super::orgs::SampleOrg;

/// The device on which a person of the sample county would have worked. No key belongs to it.
pub fn sample_device(org: &str, person: &str) -> DeviceId {
    let hash = Sha256::digest(format!("sample device of {person} at {org}"));
    DeviceId(hash.first_chunk().copied().unwrap_or_default())
}

/// The post of who issues and checks tasks at an organisation.
pub fn officer_role(kind: OrgKind) -> Role {
    match (kind.tier(), kind) {
        (Tier::Branch, _) => Role::BranchSecretary,
        (_, OrgKind::Committee) => Role::SectorCommittee,
        (Tier::Township, _) => Role::TownshipOrgOfficer,
        (Tier::County, _) => Role::CountyOrgDept,
    }
}

/// Who writes for an organisation: its officer, at a branch its secretary.
pub(super) fn author(org: &SampleOrg) -> Author {
    let id = org.organisation.id.clone();
    let person = org.officer.clone().unwrap_or_else(|| org.head.clone());
    Author { device: sample_device(id.as_str(), &person), org: id, role: officer_role(org.organisation.kind), person }
}

/// A linked leader, who writes for themselves.
pub(super) fn leader(leader: &Organisation) -> Author {
    let person = leader.name.clone();
    Author {
        device: sample_device(leader.id.as_str(), &person),
        org: leader.id.clone(),
        role: Role::LinkedLeader,
        person,
    }
}

/// The actor of an author at a stage. Nonces differ between stages, as they would between tabs.
pub(super) fn actor(author: &Author, stage: u8) -> automerge::ActorId {
    author.device.actor([b't', b'a', b'b', stage])
}
