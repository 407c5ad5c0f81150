//! `hub orgs`.

use std::sync::Arc;

use taizhang_ledger::{OrgId, OrgTree, Role};

use super::{Data, Failure, output::say, policy};
use crate::enrol::fits;

pub(super) async fn run(data: &Data) -> Result<(), Failure> {
    let store = Arc::new(data.open()?);
    let policy = policy(&store).await?;
    let orgs = policy.organisations();
    let roots = orgs.iter().filter(|org| org.parent.as_ref().is_none_or(|parent| orgs.get(parent).is_none()));
    roots.for_each(|org| print(&orgs, &org.id, 0));
    store.close().await;
    Ok(())
}

/// An organisation and those below it. Tiers end the walk even where the data goes in circles.
fn print(orgs: &OrgTree, id: &OrgId, depth: usize) {
    let Some(org) = orgs.get(id).filter(|_| depth < 4) else { return };
    let posts: Vec<_> = Role::ALL.iter().filter(|role| fits(org, **role)).map(|role| role.word()).collect();
    say(&format!("{:indent$}{id}  {}  [{}]", "", org.name, posts.join(", "), indent = depth * 2));
    orgs.below(id).for_each(|below| print(orgs, &below.id, depth + 1));
}
