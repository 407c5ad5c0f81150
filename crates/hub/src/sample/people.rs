//! The people of the sample county as authors, each with a device of their own.

use sha2::{Digest as _, Sha256};
use taizhang_ledger::{
    Author, DeviceId, Organisation,
    org::{OrgKind, Role, Tier},
};

use super::orgs::SampleOrg;
use crate::key::{BadKey, HubKey as KeyPair};

/// The key of the device on which a person of the sample county would have worked. Everybody can make it, so that
/// nothing but a sample is to be signed with it.
///
/// # Errors
/// One in 2^32 names has none.
pub fn sample_key(org: &str, person: &str) -> Result<KeyPair, BadKey> {
    KeyPair::from_secret(&Sha256::digest(format!("sample device of {person} at {org}")))
}

/// The device on which a person of the sample county would have worked.
pub fn sample_device(org: &str, person: &str) -> DeviceId {
    sample_key(org, person).map_or(DeviceId([1; 16]), |key| DeviceId(key.id().0))
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
