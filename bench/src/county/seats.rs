//! Devices are enrolled through the registry, with session cookies that the clients will show.

use futures_util::future::try_join_all;
use taizhang_hub::{
    clock::now_ms,
    encode::{base64url, sha256},
    key::{DeviceKey, HubKey},
    store::{Device, Enrolment, Invitation, Registry as _, SqliteStore},
};
use taizhang_ledger::{OrgId, Role};

use crate::{client::Seat, failure::Failure};

/// How long sessions last, in milliseconds.
const LASTS_MS: i64 = 86_400_000;

/// A device to be enrolled; its key and cookie are told from its name.
pub(super) struct Post {
    name: String,
    org: OrgId,
    role: Role,
}

pub(super) fn villages(branches: &[OrgId]) -> Vec<Post> {
    let post = |org: &OrgId| Post { name: format!("village {org}"), org: org.clone(), role: Role::BranchSecretary };
    branches.iter().map(post).collect()
}

pub(super) fn townships(townships: &[OrgId]) -> Vec<Post> {
    let post = |org: &OrgId| Post { name: format!("township {org}"), org: org.clone(), role: Role::TownshipOrgOfficer };
    townships.iter().map(post).collect()
}

pub(super) fn guests(branch: Option<&OrgId>, count: u32) -> Vec<Post> {
    let post =
        |org: &OrgId, number| Post { name: format!("guest {number}"), org: org.clone(), role: Role::BranchSecretary };
    branch.into_iter().flat_map(|org| (0..count).map(move |number| post(org, number))).collect()
}

/// Enrols devices; answers with what each needs to connect.
pub(super) async fn enrol(store: &SqliteStore, posts: Vec<Post>) -> Result<Vec<Seat>, Failure> {
    try_join_all(posts.into_iter().map(|post| enrol_one(store, post))).await
}

async fn enrol_one(store: &SqliteStore, post: Post) -> Result<Seat, Failure> {
    let derive = |what: &[u8]| sha256(&[what, post.name.as_bytes()]);
    let spki = HubKey::from_secret(&derive(b"key "))?.public().to_vec();
    let device = DeviceKey::from_spki(&spki)?.device();
    let (token, secret, now) = (derive(b"token "), derive(b"cookie "), now_ms());
    let expires_ms = now + LASTS_MS;
    let invitation =
        Invitation { token, org: post.org.clone(), role: post.role, person: None, expires_ms, used_by: None };
    store.invite(invitation, now).await?;
    let enrolment = Enrolment {
        token,
        device: Device {
            id: device,
            key: spki,
            org: post.org,
            role: post.role,
            person: post.name,
            named: false,
            revoked: false,
        },
        cookie: sha256(&[&secret]),
        now_ms: now,
        session_until_ms: now + LASTS_MS,
    };
    if store.enrol(enrolment).await? {
        Ok(Seat { device, cookie: format!("taizhang_session={}", base64url(&secret)) })
    } else {
        Err("a device cannot be enrolled".into())
    }
}
