//! Making a data folder.

use std::{error::Error, path::Path};

use taizhang_ledger::{Author, DeviceId, DocId, Ledger, Moment, OrgId, Organisation, Role};

use crate::{
    cli::say,
    folder::{Folder, random},
    hub::now_ms,
    policy::doc_name,
    sample::{self, Sample},
    store::{SqliteStore, Store as _},
    taskbook::{self, Taskbook},
};

/// The sample county is the same every time.
const SEED: u64 = 1;

/// Makes a data folder from the taskbook and either the sample county or a list of organisations.
pub(crate) fn run(
    data: &Path,
    taskbook: &Path,
    organisations: Option<&Path>,
    with_tasks: bool,
    year: Option<u16>,
) -> Result<(), Box<dyn Error>> {
    use chrono::Datelike as _;
    // The data files are read first: a mistake in them must not leave half a folder behind.
    let book = Taskbook::load(taskbook)?;
    let today = taizhang_ledger::Timestamp(now_ms()).date();
    let year = year.map_or_else(|| u16::try_from(today.year()), Ok)?;
    let sample = Sample::load(&taskbook.join("sample"), &book)?;
    let documents = if with_tasks {
        say("playing the sample county's year …");
        let built = sample::build(&book, &sample, year, today, SEED)?;
        built.into_iter().map(|one| (one.id, one.snapshot, one.changes.iter().map(|change| change.hash()).collect())).collect()
    } else {
        let orgs = match organisations {
            Some(path) => read_organisations(path)?,
            None => sample.orgs.iter().map(|one| one.organisation.clone()).collect(),
        };
        vec![written_taskbook(&book, &orgs, year)?]
    };
    let (folder, _) = Folder::create(data, year)?;
    let store = SqliteStore::open(&folder.database, folder.epoch)?;
    let number = documents.len();
    for (id, snapshot, hashes) in documents {
        let hashes: Vec<taizhang_sync::ChangeHash> = hashes;
        store.put_snapshot(&doc_name(&id)?, hashes.len() as u64, &snapshot, &hashes)?;
    }
    store.checkpoint()?;
    say(format!("made {} with {number} documents of {year}", data.display()));
    Ok(())
}

type Whole = (DocId, Vec<u8>, Vec<taizhang_sync::ChangeHash>);

/// The taskbook as a document, written by the hub's own hand.
fn written_taskbook(book: &Taskbook, orgs: &[Organisation], year: u16) -> Result<Whole, Box<dyn Error>> {
    let county = orgs.iter().find(|org| org.parent.is_none()).ok_or("the organisations have no county")?;
    let device = DeviceId(random()?);
    let mut ledger = Ledger::new(year, device.actor(random()?));
    let who = Author { device, org: county.id.clone(), role: Role::CountyOrgDept, person: "hub".to_owned() };
    let mut draw = || random().map_or(0, u128::from_be_bytes);
    let mut moment = Moment { now: taizhang_ledger::Timestamp(now_ms()), random: &mut draw };
    for command in taskbook::commands(book, orgs) {
        ledger.execute(&who, &mut moment, command)?;
    }
    let id = DocId::taskbook(year);
    let document = ledger.document_mut(&id).ok_or("the taskbook is empty")?;
    let hashes = document.changes_since(&[]).iter().map(automerge::Change::hash).collect();
    Ok((id, document.save(), hashes))
}

#[derive(serde::Deserialize)]
struct OrganisationFile {
    org: Vec<OrganisationRow>,
}

#[derive(serde::Deserialize)]
struct OrganisationRow {
    id: OrgId,
    name: String,
    kind: taizhang_ledger::OrgKind,
    parent: Option<OrgId>,
}

/// Reads `[[org]]` tables with `id`, `name`, `kind` and `parent`.
fn read_organisations(path: &Path) -> Result<Vec<Organisation>, Box<dyn Error>> {
    let said = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let text = std::fs::read_to_string(path).map_err(|why| said(&why))?;
    let file: OrganisationFile = toml::from_str(&text).map_err(|why| said(&why))?;
    let orgs: Vec<Organisation> = file
        .org
        .into_iter()
        .map(|row| Organisation { id: row.id, name: row.name, kind: row.kind, parent: row.parent })
        .collect();
    for org in &orgs {
        if let Some(parent) = &org.parent
            && orgs.iter().all(|other| other.id != *parent)
        {
            return Err(said(&format!("{} stands below {parent}, which is not in the file", org.id)).into());
        }
    }
    Ok(orgs)
}
