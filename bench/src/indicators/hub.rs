//! The same county in a store, and what its hub takes to answer.

use std::sync::Arc;

use chrono::NaiveDate;
use taizhang_hub::{
    boards::Boards,
    compact,
    figures::Figures,
    store::{ExtractShelf, GrowthLimit, KeptExtract, Pending, SqliteStore, sqlite},
};
use taizhang_ledger::{
    Command, DocId, Document, Domain, Extract, ItemKey, Ledger, NewTask, OrgId, OrgTree, Organisation,
    record::EvidenceRule,
};
use taizhang_sync::{DocName, Place, change::ParsedChange};

use super::{YEAR, of};
use crate::{
    clock::{millis, now},
    county::put,
    failure::Failure,
    hub::Usage,
    timing::middle,
};

/// What a hub takes to tell the county's figures: when it has just started, again, and after a branch has reported; medians
/// in milliseconds.
pub(super) struct Took {
    pub(super) cold: f64,
    /// What all threads computed for it, in milliseconds of processor time: less at the mercy of other work.
    pub(super) cold_cpu: f64,
    /// Without extracts of the documents.
    pub(super) never: f64,
    pub(super) never_cpu: f64,
    /// The county's board when the hub has just started, and again after the county has given out a task, which concerns
    /// every branch.
    pub(super) board_cold: f64,
    pub(super) board_again: f64,
    pub(super) unchanged: f64,
    pub(super) changed: f64,
}

/// Stores all documents and asks.
///
/// # Errors
/// What the store says.
pub(super) async fn run(
    mut ledger: Ledger,
    county: &OrgId,
    item: &ItemKey,
    today: NaiveDate,
    runs: u32,
) -> Result<Took, Failure> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    SqliteStore::create(&data, &sqlite::Meta { key: vec![7; 32], epoch: 1, year: YEAR, public_url: None })?;
    let store = Arc::new(SqliteStore::open(&data, sqlite::Options::default())?);
    let ids: Vec<DocId> = ledger.documents().cloned().collect();
    for id in &ids {
        let changes = ledger.document_mut(id).map(|document: &mut Document| document.changes_since(&[]));
        let parsed = changes.unwrap_or_default().into_iter().map(|change| ParsedChange::parse(change.raw_bytes()));
        put(&store, id, &parsed.collect::<Result<Vec<_>, _>>()?).await?;
    }
    compact::all(store.as_ref(), GrowthLimit { changes: 0, bytes: 0 }).await?;
    let orgs = ledger.orgs().clone();
    let ask = async |figures: &Figures| {
        let from = now();
        let report = figures.report(&orgs, YEAR, county, today).await?;
        if report.damaged || report.figures.is_empty() {
            return Err(Failure::from("the figures are not whole"));
        }
        Ok(millis(from, now()))
    };
    let (mut cold, mut never, mut unchanged, mut changed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut cold_cpu, mut never_cpu) = (Vec::new(), Vec::new());
    let computed = || Ok::<f64, Failure>(Usage::of(std::process::id())?.cpu_s * 1_000.0);
    // It has run before.
    ask(&Figures::new(Arc::clone(&store) as Arc<_>, Arc::clone(&store) as Arc<_>)).await?;
    for turn in 0..runs.max(1) {
        let before = computed()?;
        never.push(ask(&Figures::new(Arc::clone(&store) as Arc<_>, Arc::new(NoShelf))).await?);
        never_cpu.push(computed()? - before);
        let figures = Figures::new(Arc::clone(&store) as Arc<_>, Arc::clone(&store) as Arc<_>);
        let before = computed()?;
        cold.push(ask(&figures).await?);
        cold_cpu.push(computed()? - before);
        unchanged.push(ask(&figures).await?);
        report_on(&mut ledger, &orgs, &store, item, turn).await?;
        changed.push(ask(&figures).await?);
    }
    let branches: Vec<Organisation> = orgs.branches_of(county).cloned().collect();
    let read = async |boards: &Boards| {
        let from = now();
        let board = boards.board(&orgs, YEAR, &branches, today).await?;
        if board.rows.iter().any(|row| row.damaged) {
            return Err(Failure::from("the board is not whole"));
        }
        Ok(millis(from, now()))
    };
    let (mut board_cold, mut board_again) = (Vec::new(), Vec::new());
    for turn in 0..runs.max(1) {
        let boards = Boards::new(Arc::clone(&store) as Arc<_>, Arc::clone(&store) as Arc<_>);
        board_cold.push(read(&boards).await?);
        give_out(&mut ledger, &orgs, &store, county, turn).await?;
        board_again.push(read(&boards).await?);
    }
    store.close().await;
    Ok(Took {
        cold: middle(cold),
        cold_cpu: middle(cold_cpu),
        never: middle(never),
        never_cpu: middle(never_cpu),
        board_cold: middle(board_cold),
        board_again: middle(board_again),
        unchanged: middle(unchanged),
        changed: middle(changed),
    })
}

/// Keeps nothing.
struct NoShelf;

impl ExtractShelf for NoShelf {
    fn extracts(&self, docs: Vec<(DocName, Place)>) -> Pending<'_, Vec<Option<Extract>>> {
        Box::pin(async move { Ok(docs.iter().map(|_| None).collect()) })
    }

    fn keep_extracts(&self, _: Vec<KeptExtract>) -> Pending<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// The branch reports on its item.
async fn report_on(
    ledger: &mut Ledger,
    orgs: &OrgTree,
    store: &SqliteStore,
    item: &ItemKey,
    turn: u32,
) -> Result<(), Failure> {
    let branch = orgs.get(&item.branch).ok_or("no such branch")?;
    let text = format!("第{turn}次进展");
    let report = Command::Report { item: item.clone(), text, percent: None };
    // Beyond what was drawn.
    let drawn = (1 << 40) + u128::from(turn);
    let written = super::execute(ledger, &of(branch), drawn, report)?;
    let change = written.change.ok_or("nothing was written")?;
    put(store, &written.doc, &[ParsedChange::parse(change.raw_bytes())?]).await?;
    Ok(())
}

/// The county gives a task to all branches.
async fn give_out(
    ledger: &mut Ledger,
    orgs: &OrgTree,
    store: &SqliteStore,
    county: &OrgId,
    turn: u32,
) -> Result<(), Failure> {
    let task = NewTask {
        title: format!("第{turn}次走访"),
        requirement: "走访".to_owned(),
        code: "R1".to_owned(),
        domain: Domain::RURAL,
        due: NaiveDate::from_ymd_opt(i32::from(YEAR), 12, 1).ok_or("no such day")?,
        unit: None,
        evidence: EvidenceRule::None,
        branches: orgs.branches_of(county).map(|branch| (branch.id.clone(), None)).collect(),
    };
    let drawn = (1 << 41) + u128::from(turn);
    let written = super::execute(ledger, &of(orgs.get(county).ok_or("no county")?), drawn, Command::SetTask(task))?;
    let change = written.change.ok_or("nothing was written")?;
    put(store, &written.doc, &[ParsedChange::parse(change.raw_bytes())?]).await?;
    Ok(())
}
