#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::OnceLock,
};

use chrono::NaiveDate;
use taizhang_ledger::{
    CaseState, DeviceId, DocKind, Extract, Ledger, OrgId, Reckoner, Rule, State, Summary, findings_of,
    indicator::{Figure, Indicator},
    org::{OrgKind, Tier},
    record::Value,
    register::Row,
};

use super::*;

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../taskbook")
}

fn loaded() -> (Taskbook, Sample) {
    let taskbook = Taskbook::load(&directory()).unwrap_or_else(|found| panic!("{found}"));
    let sample = Sample::load(&directory().join("sample"), &taskbook).unwrap_or_else(|found| panic!("{found}"));
    (taskbook, sample)
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

/// The county on a late day of its year, played once for all tests.
fn november() -> &'static [SampleDocument] {
    static PLAYED: OnceLock<Vec<SampleDocument>> = OnceLock::new();
    PLAYED.get_or_init(|| played(day(11, 22), 1))
}

fn played(today: NaiveDate, seed: u64) -> Vec<SampleDocument> {
    let (taskbook, sample) = loaded();
    build(&taskbook, &sample, 2026, today, seed).unwrap_or_else(|why| panic!("{why}"))
}

fn read(documents: &[SampleDocument]) -> Ledger {
    let mut ledger = Ledger::new(2026, DeviceId([9; 16]).actor([0; 4]));
    for document in documents {
        let (_, problems) = ledger.open(&document.id, [document.snapshot.as_slice()]);
        assert_eq!(problems, [], "{}", document.id);
    }
    assert_eq!(ledger.problems().count(), 0);
    ledger
}

fn items(ledger: &Ledger) -> Vec<Summary> {
    let branches: Vec<OrgId> = ledger.branches().cloned().collect();
    branches.iter().flat_map(|branch| ledger.items(branch).collect::<Vec<_>>()).collect()
}

/// What the extracts of documents say is what the documents say.
#[test]
fn extracts_say_what_the_documents_say() {
    let ledger = read(november());
    let mut extracted = Ledger::new(2026, DeviceId([9; 16]).actor([0; 4]));
    let mut documents = ledger.clone();
    for document in november() {
        let extract = documents.document_mut(&document.id).and_then(Extract::of).unwrap();
        extracted.open_extract(&document.id, extract);
    }
    assert_eq!(extracted.problems().count(), 0);
    assert_eq!(extracted.orgs(), ledger.orgs());
    assert_eq!(items(&extracted), items(&ledger));
    assert_eq!(extracted.cases(), ledger.cases());
    let county: OrgId = "county".parse().unwrap();
    let (here, there) = (Reckoner::new(&ledger, day(11, 22)), Reckoner::new(&extracted, day(11, 22)));
    let named = |all: Vec<(&Indicator, Figure)>| -> Vec<(String, Figure)> {
        all.into_iter().map(|(indicator, figure)| (indicator.id.clone(), figure)).collect()
    };
    assert_eq!(named(there.all(&county)), named(here.all(&county)));
    for branch in ledger.branches() {
        assert_eq!(extracted.scores(branch), ledger.scores(branch));
        let points = |reckoner: &Reckoner<'_>| reckoner.points_of(branch, &reckoner.all_own(branch));
        assert_eq!(points(&there), points(&here), "{branch}");
    }
}

#[test]
fn the_county_has_its_organisations() {
    let (_, sample) = loaded();
    let count = |kind: OrgKind| sample.orgs.iter().filter(|org| org.organisation.kind == kind).count();
    assert_eq!(count(OrgKind::Village) + count(OrgKind::Community), 24);
    assert_eq!(count(OrgKind::Township) + count(OrgKind::Subdistrict), 3);
    assert_eq!(count(OrgKind::Committee), 5);
    let branches = sample.orgs.iter().filter(|org| org.organisation.kind.tier() == Tier::Branch).count();
    assert_eq!(branches, 36);
}

#[test]
fn every_branch_has_about_sixty_tasks() {
    let ledger = read(november());
    assert_eq!(ledger.branches().count(), 36);
    for branch in ledger.branches() {
        let count = ledger.items(branch).count();
        assert!((58..=80).contains(&count), "{branch} has {count}");
    }
}

#[test]
fn the_year_is_plausible_on_any_day() {
    let spring = day(4, 20);
    for (today, all) in [(spring, items(&read(&played(spring, 7)))), (day(11, 22), items(&read(november())))] {
        let past: Vec<_> = all.iter().filter(|item| item.due < today && item.state != State::Cancelled).collect();
        let share = |fits: &dyn Fn(&Summary) -> bool| past.iter().filter(|item| fits(item)).count() * 100 / past.len();
        let closed = share(&|item| item.state == State::Closed);
        let waiting = share(&|item| item.state.awaits_verdict());
        let overdue = share(&|item| item.overdue(today));
        assert!((66..=86).contains(&closed), "{today}: {closed} % closed");
        assert!((4..=16).contains(&waiting), "{today}: {waiting} % waiting");
        assert!((8..=22).contains(&overdue), "{today}: {overdue} % overdue");
        let late = past.iter().filter(|item| item.state == State::Closed && item.late).count();
        assert!(late * 100 / past.len() >= 4, "{today}: {late} closed late");
    }
}

#[test]
fn a_county_can_be_made_on_any_day() {
    for today in [day(1, 1), NaiveDate::from_ymd_opt(2027, 2, 1).unwrap()] {
        let (taskbook, sample) = loaded();
        let few = Sample { templates: sample.templates.into_iter().take(6).collect(), ..sample };
        let documents = build(&taskbook, &few, 2026, today, 2).unwrap_or_else(|why| panic!("{today}: {why}"));
        assert!(items(&read(&documents)).len() > 36 * 6, "{today}");
    }
}

#[test]
fn every_state_occurs() {
    let ledger = read(november());
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for item in items(&ledger) {
        *states.entry(item.state).or_default() += 1;
    }
    for state in State::ALL.iter().filter(|state| **state != State::Draft) {
        assert!(states.contains_key(state), "nothing is {}: {states:?}", state.word());
    }
    let all = items(&ledger);
    assert!(all.iter().any(|item| item.extension_asked));
    assert!(all.iter().filter(|item| item.conflict).count() >= 3);
    assert!(all.iter().any(|item| item.contested));
    let week = day(11, 22)..=day(12, 6);
    assert!(all.iter().any(|item| week.contains(&item.due) && item.state.is_open()));
}

#[test]
fn the_same_seed_gives_the_same_county() {
    let heads = |seed| -> Vec<_> { played(day(1, 20), seed).into_iter().map(|one| (one.id, one.heads)).collect() };
    assert_eq!(heads(3), heads(3));
    assert_ne!(heads(3), heads(4));
}

#[test]
fn changes_and_snapshot_are_the_same_document() {
    for document in played(day(1, 20), 1) {
        let mut ledger = Ledger::new(2026, DeviceId([8; 16]).actor([0; 4]));
        for change in &document.changes {
            ledger.merge(&document.id, change.raw_bytes()).unwrap();
        }
        assert_eq!(ledger.heads(&document.id), document.heads, "{}", document.id);
    }
}

#[test]
fn every_branch_keeps_its_ledger_and_its_reviews() {
    let documents = november();
    let count = |kind| documents.iter().filter(|one| one.id.kind() == kind).count();
    assert_eq!(count(DocKind::Taskbook), 1);
    assert_eq!(count(DocKind::Branch), 36);
    assert_eq!(count(DocKind::Review), 36);
    assert_eq!(count(DocKind::Township), 9);
}

#[test]
fn weak_branches_are_put_right_as_far_as_each_has_come() {
    let ledger = read(november());
    let states: Vec<_> = ledger.cases().iter().map(|case| (case.branch.to_string(), case.state())).collect();
    let expected = [
        ("t01-v05", CaseState::InRectification),
        ("t02-v02", CaseState::Diagnosed),
        ("t02-v07", CaseState::SelfAssessed),
    ];
    assert_eq!(states, expected.map(|(branch, state)| (branch.to_owned(), state)));
    let rules: BTreeSet<Rule> = ledger
        .cases()
        .iter()
        .flat_map(|case| findings_of(&ledger, &case.branch, day(11, 22)))
        .filter(|one| one.case.is_some())
        .map(|one| one.rule)
        .collect();
    assert!(rules.contains(&Rule::UnclearMeasure) && rules.contains(&Rule::LeaderUnaware), "{rules:?}");
}

#[test]
fn what_people_write_is_whole() {
    let (_, sample) = loaded();
    let ledger = read(november());
    let (mut vague, mut copied) = (0, 0);
    for item in items(&ledger) {
        let item = ledger.item(&item.key).unwrap();
        let texts = item.entries.iter().map(|entry| entry.text.as_str()).chain([item.measure.as_str()]);
        for text in texts {
            assert!(!text.contains(['{', '}']), "{text}");
            vague += usize::from(sample.journal.vague.notes.iter().any(|phrase| phrase.text == text));
            copied += usize::from(sample.journal.copied.measures.iter().any(|phrase| phrase.text == text));
        }
    }
    assert!(vague > 10 && copied > 10, "{vague} vague, {copied} copied");
}

#[test]
fn mistakes_in_the_sample_are_reported() {
    let (taskbook, _) = loaded();
    let copy = std::env::temp_dir().join(format!("sample-{}", std::process::id()));
    fs::create_dir_all(&copy).unwrap();
    let change = |name: &str, from: &str, to: &str| {
        let text = fs::read_to_string(directory().join("sample").join(name)).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(copy.join(name), text.replacen(from, to, 1)).unwrap();
    };
    change("organisations.toml", "parent = \"t02\"", "parent = \"t01-v01\"");
    change("tasks.toml", "topic = \"party_day\"", "topic = \"partyday\"");
    change("journal.toml", "到会党员{people}人", "到会党员{poeple}人");
    change("cases.toml", "branch = \"t01-v05\"", "branch = \"t01-v01\"");
    change("rows.toml", "day = 0, kind = \"contracting\"", "kind = \"contract\"");
    let found = Sample::load(&copy, &taskbook).expect_err("mistakes were made").to_string();
    fs::remove_dir_all(&copy).unwrap();
    for part in [
        "a village cannot stand under \"t01-v01\"; write the id of a township",
        "journal.toml has no [topic.partyday]; write \"party_day\"",
        "nothing fills {poeple}",
        "no branch \"t01-v01\" is under rectification",
        "`day` must be filled from the beginning; write it into every entry",
        "the column does not take Text(\"contract\"): NoChoice",
    ] {
        assert!(found.contains(part), "{found}");
    }
    assert_eq!(found.lines().count(), 6, "{found}");
}

/// A part of something is between nothing and all of it, but for what may be exceeded.
#[test]
fn shares_are_no_more_than_the_whole() {
    const MAY_BE_MORE: [&str; 2] = ["income_achievement", "gap_to_city"];
    let ledger = read(november());
    let reckoner = Reckoner::new(&ledger, day(11, 22));
    let (mut told, mut wrong) = (0, Vec::new());
    for org in ledger.orgs().iter() {
        for (indicator, figure) in reckoner.all(&org.id) {
            let share = indicator.unit == "%" && !MAY_BE_MORE.contains(&indicator.id.as_str());
            if let Ok(value) = figure.value
                && share
            {
                told += 1;
                if value < 0.into() || value > 1.into() {
                    wrong.push(format!("{} at {}: {value}", indicator.id, org.id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(told > 300, "{told} shares");
}

#[test]
fn registers_are_kept_over_the_year_and_hold_what_they_ask_for() {
    let ledger = read(november());
    let (mut rows, mut used) = (0, BTreeSet::new());
    let orgs: Vec<OrgId> = ledger.orgs().iter().map(|org| org.id.clone()).collect();
    for org in &orgs {
        for register in ledger.registers_of(org) {
            for row in ledger.register_rows(org, &register.id) {
                assert_eq!(row.flaws(register), [], "{org} {}", register.id);
                assert!(row.record.at.date() < day(11, 22), "{org} {}", register.id);
                used.insert(register.id.as_str());
                rows += 1;
            }
        }
    }
    assert!((1_000..=2_500).contains(&rows), "{rows} rows");
    assert!(used.len() >= 35, "{} registers: {used:?}", used.len());
    for village in ledger.branches().filter(|org| ledger.orgs().get(org).unwrap().kind == OrgKind::Village) {
        let incomes = ledger.register_rows(village, "collective_income").count();
        assert!((6..=15).contains(&incomes), "{village} has {incomes}");
    }
}

#[test]
fn rows_are_carried_on_when_the_thing_is_done_and_some_never_are() {
    let ledger = read(november());
    // Long enough ago that every issue could have been settled, at any pace that the sample knows.
    let old = |row: &Row<'_>| row.record.at.date() < day(8, 1);
    let rows = ledger.branches().flat_map(|org| ledger.register_rows(org, "self_check_issue"));
    let (done, left): (Vec<_>, Vec<_>) = rows.filter(old).partition(|row| row.value("done_on").is_some());
    assert!(done.len() > 20 && left.len() > 5, "{} done, {} left", done.len(), left.len());
    for row in &done {
        let Some(Value::Text(day)) = row.value("done_on") else { panic!("no day") };
        assert!(day.as_str() > row.record.at.date().to_string().as_str());
    }
}
