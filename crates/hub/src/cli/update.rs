//! `hub update-taskbook`.

use std::{path::PathBuf, sync::Arc};

use clap::Args;
use taizhang_ledger::{Command, Definition, DeviceId, DocId, DocKind, Ledger, OrgId, OrgKind, Register};

use super::{
    Data, Failure,
    init::{execute, name, put},
    output::say,
};
use crate::{
    key::{HubKey, random},
    lock::is_served,
    policy::{doc_id, doc_name},
    store::{SqliteStore, Store as _},
    taskbook::{Taskbook, commands},
};

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hub update-taskbook --data /var/lib/taizhang --taskbook taskbook --dry-run\n  \
    hub update-taskbook --data /var/lib/taizhang --taskbook taskbook\n\n\
    Organisations are not touched. A parameter that the county has set keeps its value unless --parameters is given; a \
    domain, a register, an indicator, a submission, a scheme, a reward, a guide or a work item that the county has edited in the \
    app stays as it is unless --definitions is given. What is left out of the files stays in use: write retired = true \
    to withdraw it. \
    Rows of registers stay as they are; what no longer fits is shown to those who keep them.")]
pub(super) struct Update {
    #[command(flatten)]
    data: Data,
    /// The folder of the taskbook
    #[arg(long, value_name = "DIR")]
    taskbook: PathBuf,
    /// Only tells what would change
    #[arg(long)]
    dry_run: bool,
    /// Also sets parameters to the values of the file where the county has set others
    #[arg(long)]
    parameters: bool,
    /// Also brings what the county has edited in the app to what the files say
    #[arg(long)]
    definitions: bool,
}

pub(super) async fn run(update: Update) -> Result<(), Failure> {
    let taskbook = Taskbook::load(&update.taskbook)?;
    if !update.dry_run && is_served(&update.data.data) {
        return Err("a hub runs on this folder: stop it first, or add --dry-run".into());
    }
    let store = Arc::new(update.data.open()?);
    let meta = store.meta().await?;
    let place = DocId::taskbook(meta.year);
    let mut ledger = Ledger::new(meta.year, DeviceId([0; 16]).actor(random()?));
    open(&store, &mut ledger, &place).await?;
    let county = ledger.orgs().iter().find(|org| org.kind == OrgKind::County).cloned();
    let county = county.ok_or("the data folder has no county")?;

    let differs = |command: &Command| is_news(&ledger, command, update.parameters);
    let key = HubKey::from_secret(&meta.key)?;
    let own = DeviceId(key.id().0);
    let differ: Vec<Command> = commands(&taskbook, []).filter(differs).collect();
    let mut is_edited = |command: &Command| ledger.definers(command).iter().any(|device| *device != own);
    let (stays, news): (Vec<Command>, Vec<Command>) =
        differ.into_iter().partition(|command| !update.definitions && is_edited(command));
    for command in &stays {
        say(&format!("{} was edited in the app and stays; --definitions overwrites it", name(command)));
    }
    for command in &news {
        say(&name(command));
    }
    for (register, flawed) in flaws(&store, &ledger, &news).await? {
        say(&format!("register {register}: {flawed} rows that fitted will lack something; they stay as they are"));
    }
    if news.is_empty() {
        say("the data folder has this taskbook already");
    } else if update.dry_run {
        say(&format!("{} changes; nothing was written (--dry-run)", news.len()));
    } else {
        let before = ledger.heads(&place);
        ledger.set_actor(DeviceId(key.id().0).actor(random()?));
        let count = news.len();
        execute(&mut ledger, &key, &county, news)?;
        let changes = ledger.document_mut(&place).map(|document| document.changes_since(&before)).unwrap_or_default();
        put(&store, &place, changes).await?;
        say(&format!("{count} changes were written; devices receive them as they connect"));
    }
    store.close().await;
    Ok(())
}

async fn open(store: &SqliteStore, ledger: &mut Ledger, place: &DocId) -> Result<(), Failure> {
    let Some(doc) = doc_name(place) else { return Ok(()) };
    if let Some(stored) = store.load(&doc).await? {
        ledger.open(place, stored.chunks.iter().map(Vec::as_slice));
    }
    Ok(())
}

/// Whether a command of the taskbook would change something.
fn is_news(ledger: &Ledger, command: &Command, parameters: bool) -> bool {
    match command {
        Command::Define(Definition::Register(one)) => match ledger.register(&one.id) {
            // What it asked for once is kept beside it, and in no file.
            Some(stands) => one.clone().following(stands) != *stands,
            None => true,
        },
        Command::Define(Definition::Domain(one)) => ledger.domain(one.id) != Some(one),
        Command::Define(Definition::Indicator(one)) => ledger.indicator(&one.id) != Some(&**one),
        Command::Define(Definition::Submission(one)) => ledger.submission(&one.id) != Some(one),
        Command::Define(Definition::Scheme(one)) => ledger.scheme(&one.id) != Some(&**one),
        Command::Define(Definition::Reward(one)) => ledger.reward(&one.id) != Some(&**one),
        Command::Define(Definition::Guide(one)) => ledger.guides().all(|known| known != one),
        Command::Define(Definition::Parameter(one)) => ledger.parameter_names().all(|known| known != one),
        Command::DefineWorkItem(one) => ledger.work_items().all(|item| item != one),
        Command::SetParameter { name, value } => match ledger.parameter(name) {
            None => true,
            Some(now) => parameters && now != *value,
        },
        _ => false,
    }
}

/// How many rows of each register that changes fit it now and will not then.
async fn flaws(store: &SqliteStore, ledger: &Ledger, news: &[Command]) -> Result<Vec<(String, usize)>, Failure> {
    let changed: Vec<(&Register, &Register)> = news
        .iter()
        .filter_map(|command| match command {
            Command::Define(Definition::Register(new)) => Some((ledger.register(&new.id)?, new)),
            _ => None,
        })
        .collect();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut counts: Vec<(String, usize)> = changed.iter().map(|(_, new)| (new.id.clone(), 0)).collect();
    for doc in store.places().await?.docs.keys() {
        let Some(place) = doc_id(doc) else { continue };
        let Some(owner) =
            place.owner().filter(|_| matches!(place.kind(), DocKind::Branch | DocKind::Township)).cloned()
        else {
            continue;
        };
        // One document at a time: a county has a thousand of them.
        let mut one = Ledger::new(ledger.year(), DeviceId([0; 16]).actor([0; 4]));
        open(store, &mut one, &place).await?;
        for ((old, new), (_, count)) in changed.iter().zip(&mut counts) {
            *count += newly_flawed(&one, &owner, old, new);
        }
    }
    counts.retain(|(_, count)| *count > 0);
    Ok(counts)
}

fn newly_flawed(ledger: &Ledger, owner: &OrgId, old: &Register, new: &Register) -> usize {
    let rows = ledger.register_rows(owner, &new.id).filter(|row| row.struck_out().is_none());
    rows.filter(|row| row.flaws(old).is_empty() && !row.flaws(new).is_empty()).count()
}
