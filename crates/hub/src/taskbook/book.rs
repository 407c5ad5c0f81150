//! The taskbook itself: domains, work items, roles, parameters and lists.

use std::{collections::BTreeSet, path::Path};

use taizhang_ledger::{
    Domain, DomainName, Guide, Indicator, Register,
    org::{Role, Tier},
    points::{Reward, Scheme},
    record::EvidenceRule,
    submission::Submission,
};

use super::{
    day::{MonthDay, month_day},
    domains::{domains, named_domain},
    guides, indicators,
    mistake::Mistakes,
    reader::{Row, Source},
    registers, schemes, submissions,
};

/// A name in code with what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<T> {
    /// The name in code.
    pub id: T,
    /// What people read.
    pub name: String,
}

/// A work item of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItemRow {
    /// Its code, such as `R1`.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// Names in code of the records that it keeps.
    pub ids: Vec<String>,
    /// The field of work.
    pub domain: Domain,
    /// What must hold, in a sentence.
    pub must_hold: String,
    /// What its tasks must prove themselves by, unless they say otherwise.
    pub evidence: EvidenceRule,
    /// Whether no more tasks are set for it.
    pub retired: bool,
}

/// A post, with what it sees and writes as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRow {
    /// The post.
    pub role: Role,
    /// Its Chinese name.
    pub name: String,
    /// What it sees.
    pub sees: String,
    /// What it writes.
    pub writes: String,
}

/// Where a parameter's value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The county meeting's own words.
    Speech,
    /// Published rules of other counties.
    Practice,
    /// Chosen by this software.
    Default,
    /// Only the county can say.
    County,
}

impl Basis {
    const ALL: &'static [Self] = &[Self::Speech, Self::Practice, Self::Default, Self::County];

    const fn word(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Practice => "practice",
            Self::Default => "default",
            Self::County => "county",
        }
    }
}

/// A threshold, deadline or target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in code.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The value; a day of the year is `MMDD`. None while the county has not set it.
    pub value: Option<i64>,
    /// The unit of the value.
    pub unit: String,
    /// Where the value comes from.
    pub basis: Basis,
}

/// A list of names that a county may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameList {
    /// Its name in code.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The entries, in order.
    pub entries: Vec<Named<String>>,
}

/// The default taskbook, or a county's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taskbook {
    /// The fields of work, in the order of lists.
    pub domains: Vec<DomainName>,
    /// The work items, in the order of the file.
    pub items: Vec<WorkItemRow>,
    /// The posts.
    pub roles: Vec<RoleRow>,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The lists.
    pub lists: Vec<NameList>,
    /// The registers, in the order of the files' names and then of each file.
    pub registers: Vec<Register>,
    /// The indicators, in the same order.
    pub indicators: Vec<Indicator>,
    /// What is handed up again and again.
    pub submissions: Vec<Submission>,
    /// The guides.
    pub guides: Vec<Guide>,
    /// The schemes of points and pay.
    pub schemes: Vec<Scheme>,
    /// The rewards for results.
    pub rewards: Vec<Reward>,
}

impl Taskbook {
    /// Reads `domains.toml`, `items.toml`, `roles.toml`, `parameters.toml`, `submissions.toml`,
    /// `guides.toml`, `schemes.toml`, `registers/*.toml` and `indicators/*.toml` of a directory.
    ///
    /// # Errors
    /// Every mistake in any of the files.
    pub fn load(directory: &Path) -> Result<Self, Mistakes> {
        let open = |name: &str| Source::open(&directory.join(name));
        let mut mistakes = Mistakes::default();
        let domains = read(&mut mistakes, open("domains.toml"), &["domain"], domains);
        let fields = mistakes.0.is_empty().then_some(domains.as_slice());
        let before = mistakes.0.len();
        let items = read(&mut mistakes, open("items.toml"), &["item"], |root| items(root, fields));
        // With a mistake among the items some of them are not known, and no register is to blame for that.
        let known = (mistakes.0.len() == before).then_some(items.as_slice());
        let before = mistakes.0.len();
        let (parameters, lists) = read(&mut mistakes, open("parameters.toml"), &["parameter", "list"], |root| {
            (parameters(root), lists(root))
        });
        let names: Vec<String> = parameters.iter().map(|one| one.id.clone()).collect();
        let set = mistakes.0.len() == before;
        let before = mistakes.0.len();
        let registers = registers::load(&mut mistakes, directory, known, set.then_some(&names));
        let kept = (mistakes.0.len() == before).then_some(registers.as_slice());
        let all = indicators::Known {
            items: known,
            registers: kept,
            parameters: set.then_some(&parameters),
            domains: fields,
        };
        let before = mistakes.0.len();
        let indicators = indicators::load(&mut mistakes, directory, &all);
        let told = (mistakes.0.len() == before).then_some(indicators.as_slice());
        let parameters_known = set.then_some(parameters.as_slice());
        let all = schemes::Known { registers: kept, indicators: told, parameters: parameters_known };
        let (schemes, rewards) =
            read(&mut mistakes, open("schemes.toml"), &["scheme", "reward"], |root| schemes::load(root, &all));
        let submissions =
            read(&mut mistakes, open("submissions.toml"), &["submission"], |root| submissions::submissions(root, kept));
        let guides = read(&mut mistakes, open("guides.toml"), &["guide"], |root| guides::guides(root, kept, known));
        let roles = read(&mut mistakes, open("roles.toml"), &["role"], roles);
        mistakes.or(Self {
            domains,
            items,
            roles,
            parameters,
            lists,
            registers,
            indicators,
            submissions,
            guides,
            schemes,
            rewards,
        })
    }

    /// The work item with this code.
    pub fn item(&self, code: &str) -> Option<&WorkItemRow> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The value of a parameter; none when it is unknown or unset.
    pub fn parameter(&self, id: &str) -> Option<i64> {
        self.parameters.iter().find(|one| one.id == id).and_then(|one| one.value)
    }
}

/// Reads one file and adds its mistakes to those of the others.
pub(crate) fn read<T>(all: &mut Mistakes, source: Source, keys: &[&str], rows: impl FnOnce(&Row<'_>) -> T) -> T {
    let value = {
        let table = source.parse();
        rows(&source.root(&table, keys))
    };
    all.0.extend(source.into_mistakes().0);
    value
}

/// Notes an id that was there before.
pub(crate) fn unique(seen: &mut BTreeSet<String>, row: &Row<'_>, key: &str, id: &str) {
    if !seen.insert(id.to_owned()) {
        row.note(key, format!("`{key}` \"{id}\" stands twice"), "remove one of them or give it a new name");
    }
}

fn items(root: &Row<'_>, domains: Option<&[DomainName]>) -> Vec<WorkItemRow> {
    let keys = ["code", "name", "ids", "domain", "must_hold", "evidence", "retired"];
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let code = row.text("code").and_then(|code| work_code(row, code));
        if let Some(code) = &code {
            unique(&mut seen, row, "code", code);
        }
        let name = row.text("name");
        let ids = row.texts("ids");
        let domain = named_domain(row, domains);
        let must_hold = row.text("must_hold");
        let evidence = row.word("evidence", EvidenceRule::ALL, EvidenceRule::word);
        let retired = row.flag("retired");
        let rests = |one: &DomainName| one.retired && Some(one.id) == domain;
        if !retired && domains.is_some_and(|all| all.iter().any(rests)) {
            let instead = "write another, or add retired = true to the item, or take it out of the domain";
            row.note("domain", "the domain is retired", instead);
        }
        let (code, name, domain, must_hold, evidence) = (code?, name?, domain?, must_hold?, evidence?);
        Some(WorkItemRow { code, name, ids, domain, must_hold, evidence, retired })
    };
    root.rows("item", &keys).iter().filter_map(read).collect()
}

fn work_code(row: &Row<'_>, code: String) -> Option<String> {
    let mut letters = code.chars();
    let fits = letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && (1..=2).contains(&letters.as_str().len())
        && letters.all(|digit| digit.is_ascii_digit());
    if !fits {
        row.note(
            "code",
            format!("`code` is \"{code}\""),
            "write a capital letter and one or two digits, such as \"R1\"",
        );
    }
    fits.then_some(code)
}

fn roles(root: &Row<'_>) -> Vec<RoleRow> {
    const TIERS: &[Tier] = &[Tier::Branch, Tier::Township, Tier::County];
    let mut known = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let role = row.word("id", Role::ALL, Role::word);
        let tier = row.word("tier", TIERS, tier_word);
        if let (Some(role), Some(tier)) = (role, tier) {
            unique(&mut known, row, "id", role.word());
            if role.tier() != tier {
                let right = tier_word(role.tier());
                row.note("tier", format!("{} acts at another tier", role.word()), format!("write \"{right}\""));
            }
        }
        let (name, sees, writes) = (row.text("name"), row.text("sees"), row.text("writes"));
        Some(RoleRow { role: role?, name: name?, sees: sees?, writes: writes? })
    };
    let roles: Vec<_> = root.rows("role", &["id", "name", "tier", "sees", "writes"]).iter().filter_map(read).collect();
    for missing in Role::ALL.iter().filter(|one| !known.contains(one.word())) {
        root.note(
            "role",
            format!("role \"{}\" is missing", missing.word()),
            format!("add [[role]] with id = \"{}\"", missing.word()),
        );
    }
    roles
}

/// The word for a tier in data files.
pub(super) fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Branch => "branch",
        Tier::Township => "township",
        Tier::County => "county",
    }
}

fn parameters(root: &Row<'_>) -> Vec<Parameter> {
    let mut seen = BTreeSet::new();
    let read = |row: &Row<'_>| {
        let id = row.text("id").and_then(|id| code_name(row, id));
        if let Some(id) = &id {
            unique(&mut seen, row, "id", id);
        }
        let (name, unit) = (row.text("name"), row.text("unit"));
        let basis = row.word("basis", Basis::ALL, Basis::word);
        let value = match unit.as_deref() {
            Some("日期") => month_day(row, "value").map(MonthDay::number),
            _ => row.optional_number("value"),
        };
        if value.is_some_and(|value| value < 0) {
            row.note("value", "`value` is negative", "write zero or more");
        }
        if !row.has("value") && basis.is_some_and(|basis| basis != Basis::County) {
            row.note(
                "id",
                "`value` is missing",
                "add a line value = …, or basis = \"county\" when only the county can say",
            );
        }
        Some(Parameter { id: id?, name: name?, value, unit: unit?, basis: basis? })
    };
    root.rows("parameter", &["id", "name", "value", "unit", "basis"]).iter().filter_map(read).collect()
}

/// `id` when it may be a name in code.
pub(super) fn code_name(row: &Row<'_>, id: String) -> Option<String> {
    let fits = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if !fits {
        row.note("id", format!("`id` is \"{id}\""), "write a-z, 0-9 and _ only");
    }
    fits.then_some(id)
}

fn lists(root: &Row<'_>) -> Vec<NameList> {
    let mut seen = BTreeSet::new();
    let entries = |row: &Row<'_>| {
        let mut seen = BTreeSet::new();
        row.rows("entries", &["id", "name"])
            .iter()
            .filter_map(|entry| {
                let (id, name) = (entry.text("id").and_then(|id| code_name(entry, id)), entry.text("name"));
                let id = id?;
                unique(&mut seen, entry, "id", &id);
                Some(Named { id, name: name? })
            })
            .collect()
    };
    let read = |row: &Row<'_>| {
        let (id, name) = (row.text("id").and_then(|id| code_name(row, id)), row.text("name"));
        if let Some(id) = &id {
            unique(&mut seen, row, "id", id);
        }
        let entries = entries(row);
        Some(NameList { id: id?, name: name?, entries })
    };
    root.rows("list", &["id", "name", "entries"]).iter().filter_map(read).collect()
}
