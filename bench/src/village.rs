//! A village with a busy year behind it, put into a hub's data folder: with it `bench/browser/measure.mjs` measures the app.

use std::path::Path;

use chrono::{Days, NaiveDate};
use taizhang_hub::store::{SqliteStore, Store as _, sqlite};
use taizhang_ledger::{
    Author, Command, DeviceId, DocId, Domain, ItemKey, Ledger, Moment, NewTask, OrgId, Role, Timestamp,
    record::{EvidenceRule, Field, Value},
};
use taizhang_sync::{DocName, change::ParsedChange};

use crate::{county, detect::wording, failure::Failure, workload::Rng};

/// The village's own tasks.
const TASKS: u32 = 300;
/// Edits of single fields after they were set.
const EDITS: u32 = 5_000;

/// Gives a branch 300 tasks with 5,000 edits of single fields behind them, and compacts its document as the hub does.
///
/// # Errors
/// What the store or the ledger says: an organisation that is not there, a folder that is in use.
pub async fn fill(folder: &Path, org: &str) -> Result<(), Failure> {
    let store = SqliteStore::open(folder, sqlite::Options::default())?;
    let year = store.meta().await?.year;
    let branch: OrgId = org.parse()?;
    let who = Author {
        device: DeviceId(*b"a village's year"),
        org: branch.clone(),
        role: Role::BranchSecretary,
        person: "陈大明".to_owned(),
    };
    let mut ledger = Ledger::new(year, who.device.actor([0; 4]));
    let own = DocId::branch(&branch, year);
    for id in [DocId::taskbook(year), own.clone()] {
        let stored = store.load(&DocName::new(id.to_string())?).await?;
        ledger.open(&id, stored.iter().flat_map(|stored| stored.chunks.iter().map(Vec::as_slice)));
    }
    let changes = write(&mut ledger, &who, &branch, year)?;
    county::put(&store, &own, &changes).await?;
    taizhang_hub::compact::compact(&store, &DocName::new(own.to_string())?).await?;
    store.close().await;
    Ok(())
}

fn write(ledger: &mut Ledger, who: &Author, branch: &OrgId, year: u16) -> Result<Vec<ParsedChange>, Failure> {
    let begin = NaiveDate::from_ymd_opt(i32::from(year), 1, 5).ok_or("no such day")?;
    let mut rng = Rng::new(42);
    let mut now = Timestamp::at(begin, 8, 0);
    let mut drawn = 0_u128;
    let mut changes = Vec::new();
    let mut run = |command| {
        now.0 += 60_000;
        let mut random = || {
            drawn += 1 << 64;
            drawn
        };
        let written = ledger.execute(who, &mut Moment { now, random: &mut random }, command)?;
        for (_, change) in written.changes() {
            changes.push(ParsedChange::parse(change.raw_bytes())?);
        }
        Ok::<_, Failure>(written.task)
    };
    let mut items = Vec::new();
    for number in 0..TASKS {
        let task = run(Command::SetTask(NewTask {
            title: format!("第{}项任务：{}", number + 1, wording::own(&mut rng).chars().take(12).collect::<String>()),
            requirement: wording::own(&mut rng),
            code: "R1".to_owned(),
            domain: Domain::RURAL,
            due: begin + Days::new(u64::from(number) + 30),
            unit: None,
            evidence: EvidenceRule::None,
            branches: vec![(branch.clone(), None)],
        }))?;
        items.push(ItemKey { branch: branch.clone(), task: task.ok_or("no task was set")? });
    }
    for number in 0..EDITS {
        let item = items.get(usize::try_from(rng.below(TASKS))?).ok_or("no such task")?.clone();
        let (field, value) = match rng.below(3) {
            0 => (Field::Owner, Value::Text(format!("第{}人", rng.below(9)))),
            1 => (Field::Measure, Value::Text(wording::own(&mut rng))),
            _ => (Field::Progress, Value::Number(i64::from(number % 100))),
        };
        run(Command::Edit { item, field, value })?;
    }
    Ok(changes)
}
