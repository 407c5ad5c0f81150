//! The tasks that a sample county's organisations issue in a year.

use std::collections::{BTreeMap, BTreeSet};

use taizhang_ledger::{org::OrgKind, record::EvidenceRule};

use super::{
    journal::{Journal, branch_kinds, check_blanks},
    orgs::Focus,
};
use crate::taskbook::{MonthDay, Row, Taskbook, month_day, one_of};

/// Who sets a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    /// The township or committee above the branch.
    Parent,
    /// The county.
    County,
    /// The branch itself.
    Branch,
}

impl Issuer {
    const ALL: &'static [Self] = &[Self::Parent, Self::County, Self::Branch];

    const fn word(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::County => "county",
            Self::Branch => "branch",
        }
    }
}

/// One task, or one that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The work item's code by kind of branch; the kinds are those that get the task.
    pub items: BTreeMap<&'static str, String>,
    /// A topic of the journal.
    pub topic: String,
    /// Only branches with this focus.
    pub focus: Option<Focus>,
    /// The title, which may hold `{month}`, `{quarter}` and `{half}`.
    pub title: String,
    /// What is to be done and what proves it.
    pub requirement: String,
    /// The days on which it falls due.
    pub due: Vec<MonthDay>,
    /// Days between issue and due date.
    pub lead: u32,
    /// Who sets it.
    pub issuer: Issuer,
    /// What must prove it; none for the work item's rule.
    pub evidence: Option<EvidenceRule>,
    /// What is to be reached, and its unit.
    pub target: Option<(i64, String)>,
}

/// What a period between braces in a title stands for at a due date in `month`.
pub(super) fn fill_period(text: &str, month: u32) -> String {
    const QUARTERS: [&str; 4] = ["一季度", "二季度", "三季度", "四季度"];
    let quarter = usize::try_from((month.max(1) - 1) / 3).ok().and_then(|n| QUARTERS.get(n)).copied();
    let half = if month <= 6 { "上半年" } else { "下半年" };
    text.replace("{month}", &format!("{month}月"))
        .replace("{quarter}", quarter.unwrap_or_default())
        .replace("{half}", half)
}

const KEYS: &[&str] = &[
    "item",
    "topic",
    "kinds",
    "focus",
    "title",
    "requirement",
    "due",
    "months",
    "day",
    "lead",
    "issuer",
    "evidence",
    "target",
    "unit",
];
const PERIODS: &[&str] = &["month", "quarter", "half"];

pub(super) fn templates(root: &Row<'_>, taskbook: &Taskbook, journal: &Journal) -> Vec<Template> {
    let base = base(root, taskbook);
    let read = |row: &Row<'_>| {
        let items = items(row, taskbook, &base);
        let topic = row.text("topic").filter(|topic| known_topic(row, topic, journal, items.keys()));
        let (title, requirement) = (row.text("title"), row.text("requirement"));
        for (key, text) in [("title", &title), ("requirement", &requirement)] {
            if let Some(text) = text {
                check_blanks(row, key, text, PERIODS);
            }
        }
        let due = due(row);
        recurring_titles_differ(row, title.as_deref().unwrap_or_default(), &due);
        let lead = if row.has("lead") { row.number("lead", 1..=120) } else { Some(30) };
        let issuer = row.optional_word("issuer", Issuer::ALL, Issuer::word).unwrap_or(Issuer::Parent);
        Some(Template {
            items,
            topic: topic?,
            focus: row.optional_word("focus", Focus::ALL, Focus::word),
            title: title?,
            requirement: requirement?,
            due,
            lead: u32::try_from(lead?).ok()?,
            issuer,
            evidence: row.optional_word("evidence", EvidenceRule::ALL, EvidenceRule::word),
            target: target(row),
        })
    };
    root.rows("task", KEYS).iter().filter_map(read).collect()
}

/// Where the everyday life of each kind of branch is filed.
fn base(root: &Row<'_>, taskbook: &Taskbook) -> BTreeMap<&'static str, String> {
    let kinds: Vec<&'static str> = branch_kinds().map(OrgKind::word).collect();
    let Some(row) = root.row("base", &kinds) else { return BTreeMap::new() };
    let code = |kind: &&'static str| {
        let code = row.text(kind).filter(|code| known_code(&row, kind, code, taskbook))?;
        Some((*kind, code))
    };
    kinds.iter().filter_map(code).collect()
}

fn items(row: &Row<'_>, taskbook: &Taskbook, base: &BTreeMap<&'static str, String>) -> BTreeMap<&'static str, String> {
    let words: Vec<&'static str> = branch_kinds().map(OrgKind::word).collect();
    let mut kinds = BTreeSet::new();
    for kind in row.texts("kinds") {
        match words.iter().find(|word| **word == kind) {
            Some(word) => drop(kinds.insert(*word)),
            None if kind == "all" => kinds.extend(words.iter().copied()),
            None => {
                row.note("kinds", format!("unknown kind \"{kind}\""), one_of(&kind, &[&words[..], &["all"]].concat()));
            }
        }
    }
    let Some(item) = row.text("item") else { return BTreeMap::new() };
    if item != "base" && !known_code(row, "item", &item, taskbook) {
        return BTreeMap::new();
    }
    let code = |kind: &'static str| if item == "base" { base.get(kind).cloned() } else { Some(item.clone()) };
    kinds.into_iter().filter_map(|kind| Some((kind, code(kind)?))).collect()
}

fn known_code(row: &Row<'_>, key: &str, code: &str, taskbook: &Taskbook) -> bool {
    let known = taskbook.item(code).is_some();
    if !known {
        row.note(
            key,
            format!("no work item has the code \"{code}\""),
            "write a code of items.toml, or \"base\" for a task",
        );
    }
    known
}

/// Whether the journal has the topic, with something to say for every kind of branch that gets the task.
fn known_topic<'a>(
    row: &Row<'_>,
    name: &str,
    journal: &Journal,
    kinds: impl Iterator<Item = &'a &'static str>,
) -> bool {
    let Some(topic) = journal.topics.get(name) else {
        let topics: Vec<&str> = journal.topics.keys().map(String::as_str).collect();
        row.note("topic", format!("journal.toml has no [topic.{name}]"), one_of(name, &topics));
        return false;
    };
    for kind in kinds.filter_map(|kind| OrgKind::from_word(kind)) {
        for (list, phrases) in [("measures", &topic.measures), ("notes", &topic.notes), ("captions", &topic.captions)] {
            if !phrases.iter().any(|phrase| phrase.fits(kind)) {
                let what = format!("a {} has nothing to say in {list} of [topic.{name}]", kind.word());
                row.note("topic", what, "add a phrase for it to journal.toml");
            }
        }
    }
    true
}

fn due(row: &Row<'_>) -> Vec<MonthDay> {
    match (row.has("due"), row.has("months")) {
        (true, false) => month_day(row, "due").into_iter().collect(),
        (false, true) => {
            let day = row.number("day", 1..=31).and_then(|day| u32::try_from(day).ok()).unwrap_or(1);
            let months = row.numbers("months", 1..=12);
            months
                .into_iter()
                .filter_map(|month| u32::try_from(month).ok())
                .map(|month| MonthDay { month, day })
                .collect()
        }
        (true, true) => {
            row.note("months", "both `due` and `months` are there", "keep one of them");
            Vec::new()
        }
        (false, false) => {
            row.note(
                "title",
                "the task never falls due",
                "add a line due = \"MM-DD\", or months = [3, 6] and day = 25",
            );
            Vec::new()
        }
    }
}

fn recurring_titles_differ(row: &Row<'_>, title: &str, due: &[MonthDay]) {
    let titles: BTreeSet<String> = due.iter().map(|day| fill_period(title, day.month)).collect();
    if titles.len() < due.len() {
        row.note("title", "several of its tasks would have the same title", "put {month}, {quarter} or {half} into it");
    }
}

fn target(row: &Row<'_>) -> Option<(i64, String)> {
    match (row.has("target"), row.has("unit")) {
        (false, false) => None,
        (true, false) => {
            row.note("target", "`unit` is missing", "add a line unit = \"…\"");
            None
        }
        (false, true) => {
            row.note("unit", "`target` is missing", "add a line target = 1, or remove unit");
            None
        }
        (true, true) => row.number("target", 1..=1_000_000).zip(row.text("unit")),
    }
}
