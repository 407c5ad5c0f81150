//! The organisations of a sample county.

use std::collections::BTreeSet;

use taizhang_ledger::{
    Domain, DomainName, OrgId,
    org::{OrgKind, Organisation, Tier},
};

use crate::taskbook::{Row, named_domain, unique};

/// What is special about a branch this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// It is under rectification (软弱涣散整顿).
    Rectification,
    /// It builds a demonstration site (示范点).
    Demo,
}

impl Focus {
    pub(super) const ALL: &'static [Self] = &[Self::Rectification, Self::Demo];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Rectification => "rectification",
            Self::Demo => "demo",
        }
    }
}

/// An organisation with the people who work there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOrg {
    /// The organisation as the ledger knows it.
    pub organisation: Organisation,
    /// How notes call it.
    pub short: String,
    /// Its field of work.
    pub domain: Domain,
    /// The secretary.
    pub head: String,
    /// Who issues and checks tasks; at a branch nobody.
    pub officer: Option<String>,
    /// The linked leader, where there is one.
    pub linked: Option<String>,
    /// What is special this year.
    pub focus: Option<Focus>,
}

/// The most households of an organisation.
const HOUSEHOLDS_MAX: i64 = 1_000_000;
const KEYS: &[&str] =
    &["id", "name", "short", "kind", "parent", "domain", "head", "officer", "linked", "focus", "households"];

pub(super) fn organisations(root: &Row<'_>, domains: &[DomainName]) -> Vec<SampleOrg> {
    let rows = root.rows("org", KEYS);
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let id = org_id(row, "id");
        if let Some(id) = &id {
            unique(&mut seen, row, "id", id.as_str());
        }
        let (name, short, head) = (row.text("name"), row.text("short"), row.text("head"));
        let kind = row.word("kind", OrgKind::ALL, OrgKind::word);
        let domain = named_domain(row, Some(domains));
        let focus = row.optional_word("focus", Focus::ALL, Focus::word);
        let (officer, linked) = (row.optional_text("officer"), row.optional_text("linked"));
        let parent = if row.has("parent") { org_id(row, "parent") } else { None };
        let kind = kind?;
        if kind.tier() == Tier::Branch && officer.is_some() {
            row.note("officer", "a branch has no officer of its own", "remove the line");
        }
        if kind.tier() != Tier::Branch && officer.is_none() {
            row.note("id", "nobody here issues tasks", "add a line officer = \"…\"");
        }
        let households = row.has("households").then(|| row.number("households", 1..=HOUSEHOLDS_MAX)).flatten();
        let organisation = Organisation { id: id?, name: name?, kind, parent, households };
        Some(SampleOrg { organisation, short: short?, domain: domain?, head: head?, officer, linked, focus })
    };
    let orgs: Vec<Option<SampleOrg>> = rows.iter().map(read).collect();
    for (row, org) in rows.iter().zip(&orgs) {
        if let Some(org) = org {
            check_parent(row, &org.organisation, orgs.iter().flatten());
        }
    }
    let counties = orgs.iter().flatten().filter(|org| org.organisation.kind == OrgKind::County).count();
    if counties != 1 {
        root.note("org", format!("there are {counties} counties"), "write exactly one [[org]] with kind = \"county\"");
    }
    orgs.into_iter().flatten().collect()
}

fn org_id(row: &Row<'_>, key: &str) -> Option<OrgId> {
    let text = row.text(key)?;
    let id = text.parse().ok();
    if id.is_none() {
        row.note(key, format!("`{key}` is \"{text}\""), "write 1 to 40 of a-z, 0-9 and -, such as \"t01-v03\"");
    }
    id
}

/// A branch stands under a township or committee, those under the county, the county under nobody.
fn check_parent<'a>(row: &Row<'_>, org: &Organisation, mut all: impl Iterator<Item = &'a SampleOrg>) {
    let above = match org.kind.tier() {
        Tier::Branch => Tier::Township,
        Tier::Township => Tier::County,
        Tier::County => {
            if row.has("parent") {
                row.note("parent", "a county has no parent here", "remove the line");
            }
            return;
        }
    };
    if !row.has("parent") {
        row.note("id", "`parent` is missing", "add a line parent = \"…\" with the id of the organisation above");
        return;
    }
    let Some(parent) = &org.parent else { return };
    match all.find(|one| one.organisation.id == *parent) {
        None => row.note("parent", format!("there is no organisation \"{parent}\""), "write the id of another [[org]]"),
        Some(found) if found.organisation.kind.tier() != above => {
            let instead = match above {
                Tier::Township => "write the id of a township, subdistrict or sector committee",
                _ => "write the id of the county",
            };
            row.note("parent", format!("a {} cannot stand under \"{parent}\"", org.kind.word()), instead);
        }
        Some(_) => {}
    }
}
