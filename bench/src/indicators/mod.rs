//! All indicators of the default taskbook over a county, natively and by a hub.

mod hub;

use std::{collections::BTreeMap, hint::black_box, path::PathBuf};

use chrono::{Days, NaiveDate};
use taizhang_hub::taskbook::{Taskbook, commands};
use taizhang_ledger::{
    Author, Command, DeviceId, Domain, ItemKey, Ledger, Moment, Move, NewTask, OrgId, OrgKind, Organisation, Reckoner,
    Register, RegisterCommand, Role, Tier, Timestamp, Written,
    indicator::OwnFigures,
    record::{EvidenceRule, Value},
    register::{Column, ColumnKind},
};

use crate::{failure::Failure, timing::median, workload::Rng};

/// How large.
#[derive(Debug, Clone, Copy)]
struct Size {
    townships: u32,
    branches: u32,
    /// Rows of each register of each organisation that keeps it.
    rows: u32,
    /// Items of each branch, each signed for and reported on once.
    items: u32,
}

/// A county as large as real ones are.
const FULL: Size = Size { townships: 25, branches: 40, rows: 10, items: 60 };
/// To see that it works.
const SMALL: Size = Size { townships: 2, branches: 5, rows: 3, items: 4 };
const YEAR: u16 = 2026;
/// The kinds of a township's branches, in turn: villages for the most part.
const KINDS: [OrgKind; 8] = [
    OrgKind::Village,
    OrgKind::Village,
    OrgKind::Village,
    OrgKind::Village,
    OrgKind::Village,
    OrgKind::Community,
    OrgKind::TwoNew,
    OrgKind::School,
];

/// Draws a county, reckons everything in it, and gives the table of what that took.
///
/// # Errors
/// What the taskbook or the ledger refuses.
pub async fn run(small: bool, runs: u32) -> Result<String, Failure> {
    let size = if small { SMALL } else { FULL };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../taskbook");
    let taskbook = Taskbook::load(&folder)?;
    let (mut ledger, orgs) = draw(&taskbook, size)?;
    set_all(&mut ledger, &taskbook, &orgs)?;
    let today = NaiveDate::from_ymd_opt(YEAR.into(), 11, 20).ok_or("no such day")?;
    let county = orgs.first().ok_or("no county")?.id.clone();
    let branch = orgs.iter().find(|org| org.kind == OrgKind::Village).ok_or("no village")?;
    let township = branch.parent.clone().ok_or("no township")?;

    let mut known = 0;
    let whole = median(runs, || known = reckon(&ledger, &county, today));
    let below = median(runs, || {
        black_box(reckon(&ledger, &township, today));
    });
    let one = median(runs, || {
        black_box(reckon(&ledger, &branch.id, today));
    });
    let alarms = median(runs, || {
        black_box(Reckoner::new(&ledger, today).alarms(&county).len());
    });
    let reckoner = Reckoner::new(&ledger, today);
    let mut kept = orgs.iter().map(|org| (&org.id, reckoner.all_own(&org.id))).collect();
    let changed = median(runs, || again(&ledger, &mut kept, &branch.id, &[&township, &county], today));
    let rows: usize = orgs.iter().map(|org| of_org(&ledger, &org.id)).sum();
    let items: usize = ledger.branches().map(|branch| ledger.items(branch).count()).sum();
    let (count, organisations) = (ledger.indicators().len(), orgs.len());
    let item = ledger.items(&branch.id).next().map(|item| item.key.clone()).ok_or("no item")?;
    let hub = hub::run(ledger, &county, &item, today, runs).await?;
    Ok(format!(
        "| what | median ms |\n|---|--:|\n\
         | {count} indicators of a county, {organisations} organisations, {rows} rows, {items} items | {whole:.1} |\n\
         | … of one township | {below:.1} |\n\
         | … of one branch | {one:.1} |\n\
         | … of the county again after one branch has changed | {changed:.1} |\n\
         | all alarms of the county | {alarms:.1} |\n\
         | the hub's answer for the county, just started | {:.1} |\n\
         | … in processor time | {:.1} |\n\
         | … from the documents alone, without extracts | {:.1} |\n\
         | … in processor time | {:.1} |\n\
         | … again, nothing has changed | {:.1} |\n\
         | … again after one branch has changed | {:.1} |\n\
         | the hub's board of the county, just started | {:.1} |\n\
         | … again after the county has given a task to all branches | {:.1} |\n\n\
         with a value: {known}",
        hub.cold, hub.cold_cpu, hub.never, hub.never_cpu, hub.unchanged, hub.changed, hub.board_cold, hub.board_again,
    ))
}

/// A branch with its rows and every parameter set, and those above it.
///
/// # Errors
/// What the taskbook or the ledger refuses.
pub fn one_branch(small: bool) -> Result<(Ledger, OrgId), Failure> {
    let like = if small { SMALL } else { FULL };
    let size = Size { townships: 1, branches: 1, items: 0, ..like };
    let taskbook = Taskbook::load(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../taskbook"))?;
    let (mut ledger, orgs) = draw(&taskbook, size)?;
    set_all(&mut ledger, &taskbook, &orgs)?;
    let branch = orgs.iter().find(|org| org.kind == OrgKind::Village).ok_or("no village")?;
    Ok((ledger, branch.id.clone()))
}

/// Sets the parameters that only a county can say: without them a third of the indicators would have nothing to do.
fn set_all(ledger: &mut Ledger, taskbook: &Taskbook, orgs: &[Organisation]) -> Result<(), Failure> {
    for parameter in taskbook.parameters.iter().filter(|one| one.value.is_none()) {
        let set = Command::SetParameter { name: parameter.id.clone(), value: 60 };
        execute(ledger, &author(orgs, OrgKind::County)?, 0, set)?;
    }
    Ok(())
}

/// Reckons every indicator of an organisation and those below it; gives how many have a value.
fn reckon(ledger: &Ledger, org: &OrgId, today: NaiveDate) -> usize {
    let reckoner = Reckoner::new(ledger, today);
    reckoner.all(org).into_iter().filter(|(_, figure)| figure.value.is_ok()).count()
}

/// Reckons one organisation again, and all that it is part of from what is known of the others.
fn again(
    ledger: &Ledger,
    kept: &mut BTreeMap<&OrgId, OwnFigures>,
    changed: &OrgId,
    above: &[&OrgId],
    today: NaiveDate,
) {
    let reckoner = Reckoner::new(ledger, today);
    if let Some(own) = kept.get_mut(changed) {
        *own = reckoner.all_own(changed);
    }
    let own = kept.iter().map(|(org, own)| (*org, own)).collect();
    for org in above {
        black_box(reckoner.reported(org, &own));
    }
}

fn of_org(ledger: &Ledger, org: &OrgId) -> usize {
    ledger.registers_of(org).into_iter().map(|register| ledger.register_rows(org, &register.id).count()).sum()
}

/// The organisations, the county first.
fn organisations(size: Size) -> Result<Vec<Organisation>, Failure> {
    let org = |id: &str, kind, parent: Option<&str>| -> Result<Organisation, Failure> {
        Ok(Organisation {
            id: id.parse()?,
            name: format!("{}{id}", kind_name(kind)),
            kind,
            parent: parent.map(str::parse).transpose()?,
            households: None,
        })
    };
    let mut all = vec![org("county", OrgKind::County, None)?];
    for number in 1..=size.townships {
        let township = format!("t{number:02}");
        all.push(org(&township, OrgKind::Township, Some("county"))?);
        for (place, kind) in (1..=size.branches).zip(KINDS.iter().cycle()) {
            all.push(org(&format!("{township}-b{place:02}"), *kind, Some(&township))?);
        }
    }
    Ok(all)
}

const fn kind_name(kind: OrgKind) -> &'static str {
    match kind.tier() {
        Tier::County => "县",
        Tier::Township => "镇",
        Tier::Branch => "支部",
    }
}

fn author(orgs: &[Organisation], kind: OrgKind) -> Result<Author, Failure> {
    let org = orgs.iter().find(|org| org.kind == kind).ok_or("no such organisation")?;
    Ok(of(org))
}

fn of(org: &Organisation) -> Author {
    let role = match org.kind.tier() {
        Tier::County => Role::CountyOrgDept,
        Tier::Township => Role::TownshipOrgOfficer,
        Tier::Branch => Role::BranchSecretary,
    };
    Author { device: DeviceId([1; 16]), org: org.id.clone(), role, person: "某".to_owned() }
}

fn execute(ledger: &mut Ledger, who: &Author, drawn: u128, command: Command) -> Result<Written, Failure> {
    let now = Timestamp::at(NaiveDate::from_ymd_opt(YEAR.into(), 1, 5).ok_or("no such day")?, 8, 0);
    let mut drawn = drawn << 80;
    let mut random = || {
        drawn += 1 << 64;
        drawn
    };
    Ok(ledger.execute(who, &mut Moment { now, random: &mut random }, command)?)
}

fn draw(taskbook: &Taskbook, size: Size) -> Result<(Ledger, Vec<Organisation>), Failure> {
    let mut ledger = Ledger::new(YEAR, DeviceId([1; 16]).actor([0; 4]));
    let orgs = organisations(size)?;
    let county = author(&orgs, OrgKind::County)?;
    for command in commands(taskbook, &orgs) {
        execute(&mut ledger, &county, 0, command)?;
    }
    let mut rng = Rng::new(7);
    let mut drawn = 0;
    for org in &orgs {
        let registers: Vec<Register> = ledger.registers_of(&org.id).into_iter().cloned().collect();
        for register in registers {
            let rows = (0..size.rows).map(|_| cells(&register, &org.id, &mut rng)).collect::<Result<Vec<_>, _>>()?;
            let add = RegisterCommand::AddMany { org: org.id.clone(), register: register.id, rows };
            drawn += 1;
            execute(&mut ledger, &of(org), drawn, Command::Register(add))?;
        }
    }
    for township in orgs.iter().filter(|org| org.kind.tier() == Tier::Township) {
        for _ in 0..size.items {
            issue(&mut ledger, township, &orgs, &mut drawn)?;
        }
    }
    Ok((ledger, orgs))
}

/// A task of a township that all of its branches have signed for and reported on.
fn issue(ledger: &mut Ledger, township: &Organisation, orgs: &[Organisation], drawn: &mut u128) -> Result<(), Failure> {
    let below: Vec<&Organisation> = orgs.iter().filter(|org| org.parent.as_ref() == Some(&township.id)).collect();
    let mut run = |who: &Organisation, command| {
        *drawn += 1;
        execute(ledger, &of(who), *drawn, command)
    };
    let task = NewTask {
        title: "整改主题党日记录不规范".to_owned(),
        requirement: "逐月补齐记录，由支委会核对。".to_owned(),
        code: "R1".to_owned(),
        domain: Domain::RURAL,
        due: NaiveDate::from_ymd_opt(YEAR.into(), 6, 30).ok_or("no such day")?,
        unit: None,
        evidence: EvidenceRule::None,
        branches: below.iter().map(|org| (org.id.clone(), None)).collect(),
    };
    let task = run(township, Command::SetTask(task))?.task.ok_or("no task was set")?;
    for branch in below {
        let item = ItemKey { branch: branch.id.clone(), task };
        run(branch, Command::Act { item: item.clone(), act: Move::Acknowledge, reason: None, until: None })?;
        run(branch, Command::Report { item, text: "已补齐上半年的记录。".to_owned(), percent: Some(60) })?;
    }
    Ok(())
}

/// A row with all that must be filled, and half of the rest.
fn cells(register: &Register, org: &OrgId, rng: &mut Rng) -> Result<Vec<(String, Value)>, Failure> {
    let mut cells = Vec::new();
    for column in &register.columns {
        if column.required || rng.below(2) == 0 {
            cells.extend(value(column, org, rng)?.map(|value| (column.id.clone(), value)));
        }
    }
    Ok(cells)
}

fn value(column: &Column, org: &OrgId, rng: &mut Rng) -> Result<Option<Value>, Failure> {
    let text = |text: String| Some(Value::Text(text));
    Ok(match column.kind {
        ColumnKind::Text => text(format!("记录{}", rng.below(20))),
        ColumnKind::Number | ColumnKind::Count => Some(Value::Number(i64::from(1 + rng.below(9)))),
        ColumnKind::Money => Some(Value::Number(i64::from(100 + rng.below(5_000_000)))),
        ColumnKind::YesNo => Some(Value::Number(i64::from(rng.below(2)))),
        ColumnKind::Date => {
            let first = NaiveDate::from_ymd_opt(YEAR.into(), 1, 5).ok_or("no such day")?;
            text((first + Days::new(rng.below(300).into())).to_string())
        }
        ColumnKind::Choice => rng.pick(&column.choices).and_then(|choice| text(choice.id.clone())),
        ColumnKind::Organisation => text(org.to_string()),
        ColumnKind::Photo | ColumnKind::Task => None,
    })
}
