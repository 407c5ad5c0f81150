//! Documents as files, with what the ledger makes of them natively: for timing the same in a browser.

use std::{fs, path::Path};

use chrono::NaiveDate;
use serde::Serialize;
use taizhang_bench_wasm as timed;
use taizhang_ledger::{DeviceId, DocId, Ledger, OrgId};

use crate::{detect, failure::Failure, indicators, timing::median};

const YEAR: u16 = 2026;
/// As many as a county has in one sequence.
const CADRES: u32 = 3_000;

/// What is timed over some documents.
#[derive(Serialize)]
struct Task {
    /// What, as the table says it.
    what: String,
    /// The function, and what it is called with.
    call: &'static str,
    arguments: Vec<String>,
    /// The documents that it needs: name and file.
    documents: Vec<(String, String)>,
    /// Whether opening these is part of it.
    opens: bool,
    /// What must come out.
    result: usize,
    /// What it took natively: the median, in milliseconds.
    native_ms: f64,
    /// The aim in a browser, in milliseconds.
    aim_ms: f64,
}

/// Writes documents and `tasks.json` into a folder.
///
/// # Errors
/// What the ledger or the disk refuses.
pub fn write(folder: &Path, small: bool, runs: u32) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let (branches, items, cadres) = if small { (4, 12, 30) } else { (40, 60, CADRES) };
    let size = |branches| detect::Size { townships: 1, branches, items };
    let village = detect::draw(size(1))?;
    let township = detect::draw(size(branches))?;
    let (registers, org) = indicators::one_branch(small)?;
    let day = village.today;
    let branch = village.branches.first().ok_or("no branch")?.clone();
    let above = township.ledger.orgs().get(&branch).and_then(|org| org.parent.clone()).ok_or("no township")?;

    let saved = |name: &str, ledger: Ledger| save(folder, name, ledger);
    let (village, village_files) = saved("village", village.ledger)?;
    let (township, township_files) = saved("township", township.ledger)?;
    let (registers, register_files) = saved("registers", registers)?;
    let mut tasks = Vec::new();
    let mut add = |what: String, call, arguments: Vec<String>, documents: &Files, aim_ms, work: &dyn Fn() -> usize| {
        let mut result = 0;
        let native_ms = median(runs, || result = work());
        let (documents, opens) = (documents.clone(), call == "board");
        tasks.push(Task { what, call, arguments, documents, opens, result, native_ms, aim_ms });
    };
    let at = |org: &OrgId, day: NaiveDate| vec![org.to_string(), day.to_string()];
    add(
        format!("all detectors over one branch of {items} items"),
        "detect",
        at(&branch, day),
        &village_files,
        20.0,
        &|| timed::detect(&village, &branch, day),
    );
    let count = registers.indicators().len();
    add(format!("{count} indicators of one branch"), "indicators", at(&org, day), &register_files, 30.0, &|| {
        timed::indicators(&registers, &org, day)
    });
    // Read before the clock starts, as the browser fetches them.
    let read = |(name, file): &(String, String)| Ok((name.parse::<DocId>()?, fs::read(folder.join(file))?));
    let opened = township_files.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
    drop(township);
    let what = format!("{branches} branches of {items} items: documents opened, and the board");
    add(what, "board", at(&above, day), &township_files, 1_000.0, &|| {
        let mut ledger = Ledger::new(YEAR, DeviceId([2; 16]).actor([0; 4]));
        for (id, bytes) in &opened {
            ledger.open(id, [bytes.as_slice()]);
        }
        timed::board(&ledger, &above, day)
    });
    add(format!("pay of {cadres} cadres"), "pay", vec![cadres.to_string()], &register_files, 200.0, &|| {
        timed::pay(&registers, cadres)
    });
    fs::write(folder.join("tasks.json"), serde_json::to_vec_pretty(&tasks)?)?;
    Ok(())
}

type Files = Vec<(String, String)>;

fn save(folder: &Path, name: &str, mut ledger: Ledger) -> Result<(Ledger, Files), Failure> {
    let ids: Vec<DocId> = ledger.documents().cloned().collect();
    let mut files = Files::new();
    for (number, id) in ids.iter().enumerate() {
        let Some(document) = ledger.document_mut(id) else { continue };
        let file = format!("{name}-{number}.bin");
        fs::write(folder.join(&file), document.save())?;
        files.push((id.to_string(), file));
    }
    Ok((ledger, files))
}
