//! `hub init`.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use chrono::Datelike as _;
use clap::Args;
use taizhang_ledger::{
    Author, Command, Definition, DeviceId, DocId, DocKind, Document, Ledger, Moment, OrgId, OrgKind, Organisation,
    Role, Timestamp,
};
use taizhang_sync::{change::ParsedChange, hub::Outcome};

use super::{Data, Failure, link::base_url, output::say, unfinished::Unfinished};
use crate::{
    clock::now_ms,
    compact,
    files::Files,
    key::{HubKey, new_epoch, random},
    policy::doc_name,
    sample::{self, PHOTO, Sample},
    store::{Append, GivenKey, GrowthLimit, KeyShelf as _, SqliteStore, Store as _, sqlite::Meta},
    taskbook::{Taskbook, commands},
};

/// How many changes are stored in one go.
const BATCH: usize = 500;
/// The sample county is the same every time.
const SEED: u64 = 1;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    hub init --data /srv/taizhang --taskbook taskbook --organisations county.toml\n  \
    hub init --data data/sample --taskbook taskbook --sample")]
pub(super) struct Init {
    #[command(flatten)]
    data: Data,
    /// The folder of the taskbook: domains.toml, items.toml, roles.toml, parameters.toml, registers/, indicators/
    #[arg(long, value_name = "DIR")]
    taskbook: PathBuf,
    /// The county's organisations, written like taskbook/sample/organisations.toml, which is taken unless told
    #[arg(long, value_name = "FILE", conflicts_with = "sample")]
    organisations: Option<PathBuf>,
    /// Adds the tasks of an invented county, as if its people had worked until today
    #[arg(long)]
    sample: bool,
    /// The year of the ledger; this year unless told
    #[arg(long, value_parser = clap::value_parser!(u16).range(2000..=2200))]
    year: Option<u16>,
    /// Where tablets will reach the hub, for invitation links
    #[arg(long, value_name = "URL", value_parser = base_url)]
    public_url: Option<String>,
}

/// Makes a data folder. What fails leaves no half-made store behind.
pub(super) async fn run(init: Init) -> Result<(), Failure> {
    let taskbook = Taskbook::load(&init.taskbook)?;
    let today = Timestamp(now_ms()).date();
    let year = init.year.or_else(|| u16::try_from(today.year()).ok()).ok_or("the clock is wrong; name a --year")?;
    let (key, epoch) = (new_key()?, new_epoch()?);
    // Beside the folder until it is whole.
    let folder = init.data.data;
    let unfinished = Unfinished::take(&folder)?;
    let documents = if init.sample {
        let sample = Sample::load(&init.taskbook.join("sample"), &taskbook)?;
        let built = tokio::task::spawn_blocking(move || sample::build(&taskbook, &sample, year, today, SEED)).await??;
        built.into_iter().map(|document| (document.id, document.changes, document.keys)).collect()
    } else {
        let path = init.organisations.unwrap_or_else(|| init.taskbook.join("sample/organisations.toml"));
        let orgs = sample::organisations(&path, &taskbook)?;
        let (id, changes) = written(&taskbook, &orgs, year, &HubKey::from_secret(&key)?)?;
        vec![(id, changes, Vec::new())]
    };
    let public_url = init.public_url;
    SqliteStore::create(unfinished.path(), &Meta { key: key.to_vec(), epoch, year, public_url })?;
    let store = Arc::new(Data { data: unfinished.path().to_owned() }.open()?);
    if init.sample {
        let branches = documents.iter().filter(|(id, _, _): &&(DocId, _, _)| id.kind() == DocKind::Branch);
        let branches: Vec<OrgId> = branches.filter_map(|(id, _, _)| id.owner().cloned()).collect();
        let (files, length) = (Files::open(unfinished.path(), store.clone()), PHOTO.len() as u64);
        for org in branches {
            let received = files.receive(&org, sample::photo().hash, 0, length, PHOTO.to_vec()).await;
            received.map_err(|why| format!("the photo of {org}: {why:?}"))?;
        }
    }
    let (mut changes, count) = (0, documents.len());
    for (id, document, keys) in documents {
        changes += document.len();
        put(&store, &id, document).await?;
        let doc = doc_name(&id).ok_or("a document has no name")?;
        let given =
            keys.into_iter().map(|new| GivenKey { doc: doc.clone(), row: new.row, key: new.key, person: new.person });
        store.put_keys(given.collect()).await?;
    }
    compact::all(store.as_ref(), GrowthLimit { changes: 0, bytes: 0 }).await?;
    store.close().await;
    unfinished.finish()?;
    say(&format!("{}: {count} documents with {changes} changes, year {year}", folder.display()));
    Ok(())
}

/// Stores changes of a document.
pub(super) async fn put(store: &SqliteStore, id: &DocId, changes: Vec<automerge::Change>) -> Result<(), Failure> {
    let doc = doc_name(id).ok_or_else(|| format!("{id} is no document's name"))?;
    let parsed = changes.iter().map(|change| ParsedChange::parse(change.raw_bytes()));
    let mut parsed = parsed.collect::<Result<Vec<_>, _>>()?.into_iter();
    loop {
        let changes: Vec<_> = parsed.by_ref().take(BATCH).collect();
        if changes.is_empty() {
            return Ok(());
        }
        let append = Append { origin: 0, doc: doc.clone(), changes, heads: Vec::new(), foreign: BTreeSet::new() };
        let committed = store.append(append).await?;
        if let Some(outcome) = committed.outcomes.iter().find(|outcome| !matches!(outcome, Outcome::Stored { .. })) {
            return Err(format!("{doc}: {outcome:?}").into());
        }
    }
}

/// The taskbook's document, written and signed by the hub's own hand.
fn written(
    taskbook: &Taskbook,
    orgs: &[Organisation],
    year: u16,
    key: &HubKey,
) -> Result<(DocId, Vec<automerge::Change>), Failure> {
    let county = orgs.iter().find(|org| org.kind == OrgKind::County).ok_or("there is no county")?;
    let mut ledger = Ledger::new(year, DeviceId(key.id().0).actor(random()?));
    execute(&mut ledger, key, county, commands(taskbook, orgs))?;
    let id = DocId::taskbook(year);
    let changes = ledger.document_mut(&id).map(|document: &mut Document| document.changes_since(&[]));
    Ok((id, changes.ok_or("the taskbook is empty")?))
}

/// Carries out commands by the hub's own hand, for the county, and signs them.
pub(super) fn execute(
    ledger: &mut Ledger,
    key: &HubKey,
    county: &Organisation,
    commands: impl IntoIterator<Item = Command>,
) -> Result<(), Failure> {
    let device = DeviceId(key.id().0);
    let author = Author { device, org: county.id.clone(), role: Role::CountyOrgDept, person: county.name.clone() };
    let mut random = || random().map_or(0, u128::from_be_bytes);
    let now = Timestamp(now_ms());
    for command in commands {
        let named = name(&command);
        ledger
            .execute(&author, &mut Moment { now, random: &mut random }, command)
            .map_err(|why| format!("{named}: {why}"))?;
    }
    for what in ledger.unsealed() {
        let signature = key.sign(&what.signed_bytes()).0;
        ledger.seal(&author, now, &what, key.public(), &signature).map_err(|why| format!("signing: {why}"))?;
    }
    Ok(())
}

/// What a command of a taskbook is about.
pub(super) fn name(command: &Command) -> String {
    match command {
        Command::DefineOrganisation(org) => format!("organisation {}", org.id),
        Command::DefineWorkItem(item) => format!("work item {}", item.code),
        Command::SetParameter { name, .. } => format!("value of parameter {name}"),
        Command::Define(Definition::Domain(domain)) => format!("domain {}", domain.id),
        Command::Define(Definition::Register(register)) => format!("register {}", register.id),
        Command::Define(Definition::Indicator(indicator)) => format!("indicator {}", indicator.id),
        Command::Define(Definition::Submission(submission)) => format!("submission {}", submission.id),
        Command::Define(Definition::Scheme(scheme)) => format!("scheme {}", scheme.id),
        Command::Define(Definition::Reward(reward)) => format!("reward {}", reward.id),
        Command::Define(Definition::Guide(guide)) => format!("guide {}", guide.id),
        Command::Define(Definition::Parameter(parameter)) => format!("parameter {}", parameter.id),
        _ => "taskbook".into(),
    }
}

/// A random secret that is a key.
fn new_key() -> Result<[u8; 32], Failure> {
    loop {
        let secret = random()?;
        if HubKey::from_secret(&secret).is_ok() {
            return Ok(secret);
        }
    }
}
