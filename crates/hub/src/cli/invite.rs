//! `hub invite`.

use std::sync::Arc;

use clap::{Args, builder::PossibleValuesParser, builder::TypedValueParser as _};
use taizhang_ledger::{OrgId, Role};

use super::{
    Data, Failure,
    link::{base_url, invitation, qr},
    output::say,
    policy,
};
use crate::{clock::now_ms, enrol::invite};

/// Where a hub is reached that nobody has said anything of.
const HERE: &str = "http://localhost:8080";

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    hub invite --data /srv/taizhang --org t01-v01 --role branch_secretary --base-url https://tz.example\n\n\
    The link is good for one device and for 24 hours. Whoever has it first gets the post, so hand it over in private.")]
pub(super) struct Invite {
    #[command(flatten)]
    data: Data,
    /// The organisation of the post, such as t01-v01; `hub orgs` lists them
    #[arg(long)]
    org: OrgId,
    /// The post
    #[arg(long, value_parser = roles())]
    role: Role,
    /// The person whom it is for: the device cannot enrol by another name, and only so it gets what is for that person
    /// alone, such as their pay
    #[arg(long)]
    name: Option<String>,
    /// Where the tablet reaches the hub; what `hub serve --public-url` said last unless told
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Prints the link alone
    #[arg(long)]
    quiet: bool,
}

fn roles() -> impl clap::builder::TypedValueParser<Value = Role> {
    let words = Role::ALL.iter().map(|role| role.word());
    PossibleValuesParser::new(words).try_map(|word| Role::from_word(&word).ok_or("no such post"))
}

pub(super) async fn run(command: Invite) -> Result<(), Failure> {
    let store = Arc::new(command.data.open()?);
    let policy = policy(&store).await?;
    let orgs = policy.organisations();
    let token = invite(store.as_ref(), &orgs, &command.org, command.role, command.name.as_deref(), now_ms()).await?;
    let base = command.base_url.or(store.meta().await?.public_url).unwrap_or_else(|| HERE.into());
    drop(policy);
    store.close().await;
    let link = invitation(&base, &token);
    if command.quiet {
        say(&link);
        return Ok(());
    }
    say(&qr(&link)?);
    let person = command.name.map(|name| format!(", {name}")).unwrap_or_default();
    say(&format!("{} ({}), {}{person}", orgs.name(&command.org), command.org, command.role.word()));
    say(&format!("good for one device and for 24 hours:\n\n  {link}\n"));
    Ok(())
}
