//! Plays a year of the sample county through the ledger's commands: first everything that is issued from above, then
//! each township with its branches, side by side.

use std::collections::BTreeMap;

use automerge::{Change, ChangeHash};
use chrono::NaiveDate;
use taizhang_ledger::{
    DocId, DocKind, Document, OrgId, Timestamp,
    org::{OrgKind, Tier},
    sealed::NewKey,
};

use super::{
    Sample,
    calendar::{office_hour, shifted},
    dice::Dice,
    issue::{Issue, county, issues, parent, townships},
    keeping::{Keeping, hand_ins, keepings},
    orgs::{Focus, SampleOrg},
    plan::{Character, Deed, Event, Who, plan},
    stage::{SampleError, Stage},
    wording::Wording,
};
use crate::taskbook::{Taskbook, commands};

/// A document of the sample county.
#[derive(Debug, Clone)]
pub struct SampleDocument {
    /// Its name.
    pub id: DocId,
    /// Its changes with the genesis first, each after those it builds on.
    pub changes: Vec<Change>,
    /// All of them as one chunk.
    pub snapshot: Vec<u8>,
    /// Its heads.
    pub heads: Vec<ChangeHash>,
    /// The keys of the rows in it, where it is sealed.
    pub keys: Vec<NewKey>,
}

impl SampleDocument {
    fn of(id: DocId, document: &mut Document, keys: Vec<NewKey>) -> Self {
        Self { id, changes: document.changes_since(&[]), snapshot: document.save(), heads: document.heads(), keys }
    }
}

/// What happens in the county.
#[derive(Debug)]
enum Doing {
    /// The issue of this index is set.
    Set(usize),
    /// Something is done to the item that a branch has of an issue.
    Act(usize, usize, Who, Deed),
    /// A register is kept.
    Keep(Keeping),
}

type Happening = (Timestamp, Doing);

/// Makes the documents of a sample county in which everything before `today` has happened.
///
/// The same arguments give the same bytes. Tasks that would be issued later than `today` have been issued early, so
/// every branch has its whole year.
///
/// # Errors
/// When the year is out of range, or a planned command is refused, which is a fault of the plan.
pub fn build(
    taskbook: &Taskbook,
    sample: &Sample,
    year: u16,
    today: NaiveDate,
    seed: u64,
) -> Result<Vec<SampleDocument>, SampleError> {
    let first_day = NaiveDate::from_ymd_opt(year.into(), 1, 2).ok_or(SampleError::Year(year))?.min(shifted(today, -6));
    let now = Timestamp::at(today, 0, 0);
    let mut dice = Dice::new(seed);
    let mut stage = Stage::new(&sample.orgs, year, 0, dice.split());
    let county = county(&sample.orgs).ok_or(SampleError::Organisations)?;
    for command in commands(taskbook, sample.orgs.iter().map(|org| &org.organisation)) {
        stage.execute(county, Timestamp::at(first_day, 8, 30), command)?;
    }

    stage.link_leaders(Timestamp::at(first_day, 8, 40))?;

    let issues = issues(taskbook, sample, year, first_day, today, &mut dice);
    let characters = characters(&sample.orgs, &mut dice);
    let (mut from_above, mut parts) = happenings(sample, &issues, &characters, today, &mut dice);
    let last_day = NaiveDate::from_ymd_opt(year.into(), 12, 31).ok_or(SampleError::Year(year))?;
    let mut kept = keepings(&sample.rows, &sample.orgs, &characters, (first_day, last_day), &mut dice);
    kept.extend(hand_ins(&taskbook.submissions, &sample.orgs, &characters, year, &mut dice));
    for (at, keeping) in kept {
        place(&sample.orgs, keeping.org, &mut from_above, &mut parts).push((at, Doing::Keep(keeping)));
    }
    for (at, doing) in in_time(from_above, now) {
        stage.happen(at, doing, &issues)?;
    }
    let shared: Vec<SampleDocument> = documents(&mut stage)?;

    let parts: Vec<(Stage<'_>, usize, Vec<Happening>)> = townships(&sample.orgs)
        .zip(1..)
        .map(|(township, number)| {
            let mut part = Stage::new(&sample.orgs, year, number, dice.split());
            // Nobody below a township reads what another one issues.
            let ids = [county, township].map(|index| sample.orgs.get(index).map(|org| &org.organisation.id));
            let read = |document: &&SampleDocument| document.id.owner().is_none() || ids.contains(&document.id.owner());
            for document in shared.iter().filter(read) {
                part.open(&document.id, &document.snapshot);
            }
            part.tasks.clone_from(&stage.tasks);
            (part, township, in_time(parts.remove(&township).unwrap_or_default(), now))
        })
        .collect();
    let played = side_by_side(parts, |(part, township, happenings)| {
        play(part, township, &issues, happenings, now, &|stage| {
            stage.put_right(&sample.cases, township, first_day, today)
        })
    })?;

    let mut all = Vec::new();
    for document in played.into_iter().flatten() {
        // The townships' documents were at hand everywhere; a task may have been called off in any of them.
        if matches!(document.id.kind(), DocKind::Taskbook | DocKind::Township) {
            let merged = stage.ledger.merge(&document.id, &document.snapshot);
            merged.map_err(|why| SampleError::Merge(why.to_string()))?;
        } else {
            all.push(document);
        }
    }
    all.extend(documents(&mut stage)?);
    all.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(all)
}

impl Stage<'_> {
    fn happen(&mut self, at: Timestamp, doing: Doing, issues: &[Issue<'_>]) -> Result<(), SampleError> {
        match doing {
            Doing::Set(index) => issues.get(index).map_or(Ok(()), |issue| self.set(at, index, issue)),
            Doing::Act(index, branch, who, deed) => {
                issues.get(index).map_or(Ok(()), |issue| self.perform(at, (index, issue), branch, who, deed))
            }
            Doing::Keep(keeping) => self.keep(at, keeping),
        }
    }
}

/// Where the happenings of an organisation belong: above, or to the township that it is or stands under.
fn place<'h>(
    orgs: &[SampleOrg],
    index: usize,
    above: &'h mut Vec<Happening>,
    below: &'h mut BTreeMap<usize, Vec<Happening>>,
) -> &'h mut Vec<Happening> {
    let township = match orgs.get(index).map(|org| org.organisation.kind.tier()) {
        Some(Tier::Branch) => parent(orgs, index),
        Some(Tier::Township) => Some(index),
        Some(Tier::County) | None => None,
    };
    match township {
        Some(township) => below.entry(township).or_default(),
        None => above,
    }
}

/// One township with its branches.
fn play(
    mut stage: Stage<'_>,
    township: usize,
    issues: &[Issue<'_>],
    happenings: Vec<Happening>,
    now: Timestamp,
    cases: &dyn Fn(&mut Stage<'_>) -> Result<(), SampleError>,
) -> Result<Vec<SampleDocument>, SampleError> {
    for (at, doing) in happenings {
        stage.happen(at, doing, issues)?;
    }
    cases(&mut stage)?;
    stage.disagree(township, Timestamp(now.0 - 3 * 3_600_000))?;
    documents(&mut stage)
}

/// Runs `work` on every part, on as many threads as there are processors; the results are in the parts' order.
fn side_by_side<T: Send, R: Send>(
    parts: Vec<T>,
    work: impl Fn(T) -> Result<R, SampleError> + Sync,
) -> Result<Vec<R>, SampleError> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let count = parts.len();
    let queue = std::sync::Mutex::new(parts.into_iter().enumerate());
    let take = || queue.lock().ok().and_then(|mut queue| queue.next());
    let mut done: BTreeMap<usize, R> = BTreeMap::new();
    std::thread::scope(|scope| {
        let worker = || {
            let mut finished = Vec::new();
            while let Some((index, part)) = take() {
                finished.push((index, work(part)?));
            }
            Ok(finished)
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        for worker in workers {
            done.extend(worker.join().map_err(|_| SampleError::Unfinished)??);
        }
        Ok(())
    })?;
    if done.len() == count { Ok(done.into_values().collect()) } else { Err(SampleError::Unfinished) }
}

/// Everything that is planned: what is issued from above, and what happens below each township.
fn happenings(
    sample: &Sample,
    issues: &[Issue<'_>],
    characters: &[Character],
    today: NaiveDate,
    dice: &mut Dice,
) -> (Vec<Happening>, BTreeMap<usize, Vec<Happening>>) {
    let mut above = Vec::new();
    let mut below: BTreeMap<usize, Vec<Happening>> = BTreeMap::new();
    for (index, issue) in issues.iter().enumerate() {
        let at = office_hour(issue.job.issued, dice);
        let own = issue.branches.first().filter(|_| issue.is_own()).and_then(|branch| parent(&sample.orgs, *branch));
        own.map_or(&mut above, |township| below.entry(township).or_default()).push((at, Doing::Set(index)));
        for branch in &issue.branches {
            let events = life(sample, issue, *branch, characters, today, dice.split());
            let Some(township) = parent(&sample.orgs, *branch) else { continue };
            below.entry(township).or_default().extend(events.into_iter().map(|event| {
                // Nobody acts on a task before it is there.
                let at = event.at.max(Timestamp(at.0 + 600_000));
                (at, Doing::Act(index, *branch, event.who, event.deed))
            }));
        }
    }
    (above, below)
}

/// What comes before `now`, in the order of time; what was planned in a row for one item stays in that row.
fn in_time(mut happenings: Vec<Happening>, now: Timestamp) -> Vec<Happening> {
    happenings.retain(|(at, ..)| *at < now);
    happenings.sort_by_key(|(at, ..)| *at);
    happenings
}

fn life(
    sample: &Sample,
    issue: &Issue<'_>,
    branch: usize,
    characters: &[Character],
    today: NaiveDate,
    dice: Dice,
) -> Vec<Event> {
    let topic = sample.journal.topics.get(&issue.template.topic);
    let (Some(org), Some(topic), Some(character)) = (sample.orgs.get(branch), topic, characters.get(branch)) else {
        return Vec::new();
    };
    let above = parent(&sample.orgs, branch).and_then(|index| sample.orgs.get(index));
    let wording = Wording::new(&sample.journal, topic, org, above, issue.job.due)
        .careless(character.vagueness(), character.copies);
    plan(issue.job, *character, wording, today, dice)
}

/// How each organisation works. Of the less diligent villages, two in every township copy from each other.
fn characters(orgs: &[SampleOrg], dice: &mut Dice) -> Vec<Character> {
    let mut copyists: BTreeMap<&OrgId, u32> = BTreeMap::new();
    let mut character = |org| {
        let SampleOrg { organisation, focus, .. }: &SampleOrg = org;
        let diligence = match focus {
            Some(Focus::Rectification) => dice.between(20, 42),
            Some(Focus::Demo) => dice.between(82, 97),
            None => dice.between(48, 96),
        };
        let mut copies = false;
        if let (OrgKind::Village | OrgKind::Community, Some(parent)) = (organisation.kind, &organisation.parent) {
            let count = copyists.entry(parent).or_default();
            copies = diligence < 80 && *count < 2;
            *count += u32::from(copies);
        }
        Character { diligence: u32::try_from(diligence).unwrap_or_default(), copies }
    };
    orgs.iter().map(&mut character).collect()
}

/// The documents of a stage, with everything in them signed by who wrote it.
fn documents(stage: &mut Stage<'_>) -> Result<Vec<SampleDocument>, SampleError> {
    stage.seal()?;
    let ids: Vec<DocId> = stage.ledger.documents().cloned().collect();
    let document = |id: DocId| {
        let keys = stage.keys.remove(&id).unwrap_or_default();
        stage.ledger.document_mut(&id).map(|document| SampleDocument::of(id, document, keys))
    };
    Ok(ids.into_iter().filter_map(document).collect())
}
