//! Invitations: the right to enrol one device for one post.

use taizhang_ledger::{OrgId, OrgTree, Organisation, Role};

use crate::{
    encode::{base64url, sha256},
    key::random,
    store::{Invitation, Registry, StoreError, TokenHash},
};

/// How long an invitation may be used, in milliseconds.
pub const VALID_MS: i64 = 24 * 3600 * 1000;

/// The longest name, in characters.
const PERSON_MAX: usize = 20;

/// Why nobody can be invited so.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// There is no such organisation.
    #[error("there is no organisation {0}; `hub orgs` lists them")]
    UnknownOrganisation(OrgId),
    /// Nobody has this post there.
    #[error("{role} is no post at {org} ({name}); its posts are: {posts}")]
    WrongRole {
        /// The organisation.
        org: OrgId,
        /// Its name.
        name: String,
        /// The post.
        role: &'static str,
        /// Those that there are.
        posts: String,
    },
    /// The name is none.
    #[error("a name has 1 to {PERSON_MAX} characters")]
    BadName,
    /// The system has no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes an invitation, for a person where one is named, and answers with its token, which is nowhere else: 32 random bytes in base64url.
///
/// # Errors
/// [`InviteError`]; nothing is stored then.
pub async fn invite(
    registry: &dyn Registry,
    orgs: &OrgTree,
    org: &OrgId,
    role: Role,
    person: Option<&str>,
    now_ms: i64,
) -> Result<String, InviteError> {
    let found = orgs.get(org).ok_or_else(|| InviteError::UnknownOrganisation(org.clone()))?;
    if !fits(found, role) {
        let posts: Vec<_> = Role::ALL.iter().filter(|role| fits(found, **role)).map(|role| role.word()).collect();
        return Err(InviteError::WrongRole {
            org: org.clone(),
            name: found.name.clone(),
            role: role.word(),
            posts: posts.join(", "),
        });
    }
    let person = person.map(|name| person_name(name).ok_or(InviteError::BadName)).transpose()?;
    let token: [u8; 32] = random()?;
    let invitation = Invitation {
        token: hash(&token),
        org: org.clone(),
        role,
        person,
        expires_ms: now_ms.saturating_add(VALID_MS),
        used_by: None,
    };
    registry.invite(invitation, now_ms).await?;
    Ok(base64url(&token))
}

/// A person's name as it is stored; `None` when it is none.
pub(crate) fn person_name(text: &str) -> Option<String> {
    let name = text.trim();
    let fits = (1..=PERSON_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

/// Whether a post exists at an organisation.
pub fn fits(org: &Organisation, role: Role) -> bool {
    org.has_post(role)
}

/// How a token is stored.
pub(super) fn hash(token: &[u8]) -> TokenHash {
    sha256(&[token])
}
