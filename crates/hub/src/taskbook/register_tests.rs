//! The registers of the default taskbook: each can be filled in, none is missing, and mistakes are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, Command, DeviceId, Domain, Ledger, Moment, NewTask, OrgId, Organisation, Register, RegisterCommand, Role,
    TaskId, Tier, Timestamp,
    org::OrgKind,
    record::{EvidenceRule, FileRef, Media, Value},
    register::{Choice, Column, ColumnKind},
};

use super::{
    tests::{changed, default_directory, with},
    *,
};

/// The work items without a register, each with the reason.
const WITHOUT: &[(&str, &str)] = &[
    ("R1", "kept as cases"),
    ("X2", "kept as inspections"),
    ("X5", "rewards follow verified results and a budget, by a thing of their own"),
];

pub(super) fn book() -> Taskbook {
    Taskbook::load(&default_directory()).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn every_work_item_has_a_register_or_a_reason() {
    let book = book();
    let kept: BTreeSet<&str> = book.registers.iter().map(|register| register.item.as_str()).collect();
    for item in &book.items {
        let exempt = WITHOUT.iter().any(|(code, _)| *code == item.code);
        assert_ne!(exempt, kept.contains(item.code.as_str()), "{}", item.code);
    }
}

#[test]
fn every_register_is_short_and_carries_the_lists_of_the_county() {
    let book = book();
    for register in &book.registers {
        assert!((4..=10).contains(&register.columns.len()), "{}", register.id);
        assert!(register.columns.iter().any(|column| column.required), "{}", register.id);
        assert!(register.columns.iter().any(|column| column.kind == ColumnKind::Date), "{}", register.id);
    }
    for (register, column, list) in [
        ("four_responsibilities", "kind", "responsibilities"),
        ("training", "topic", "training_topics"),
        ("major_decision", "class", "major_decision_classes"),
        ("subdistrict_reform", "aim", "reform_aims"),
    ] {
        let register = book.registers.iter().find(|one| one.id == register).unwrap();
        let offered = register.column(column).unwrap().choices.iter().map(|Choice { id, name }| (id, name));
        let entries = book.lists.iter().find(|one| one.id == list).unwrap().entries.iter();
        assert!(offered.eq(entries.map(|entry| (&entry.id, &entry.name))), "{}", register.id);
    }
}

/// A county with one organisation of every kind that keeps registers, each named after its kind.
pub(super) fn organisations() -> Vec<Organisation> {
    let org = |kind: OrgKind| {
        let parent = match kind.tier() {
            Tier::County => None,
            Tier::Township => Some("county"),
            Tier::Branch => Some("township"),
        };
        Organisation {
            id: id_of(kind),
            name: kind.word().to_owned(),
            kind,
            parent: parent.map(|id| id.parse().unwrap()),
            households: None,
        }
    };
    OrgKind::ALL.iter().filter(|kind| **kind != OrgKind::Leader).map(|kind| org(*kind)).collect()
}

pub(super) fn id_of(kind: OrgKind) -> OrgId {
    kind.word().replace('_', "-").parse().unwrap()
}

pub(super) fn author(kind: OrgKind) -> Author {
    let role = match (kind.tier(), kind) {
        (Tier::Branch, _) => Role::BranchSecretary,
        (_, OrgKind::Committee) => Role::SectorCommittee,
        (Tier::Township, _) => Role::TownshipOrgOfficer,
        (Tier::County, _) => Role::CountyOrgDept,
    };
    Author { org: id_of(kind), person: "经办人".to_owned(), role, device: DeviceId([1; 16]) }
}

pub(super) struct Desk {
    pub(super) ledger: Ledger,
    drawn: u128,
}

impl Desk {
    /// A ledger with the default taskbook.
    pub(super) fn new(book: &Taskbook, orgs: &[Organisation]) -> Self {
        let ledger = Ledger::new(2026, DeviceId([1; 16]).actor([0; 4]));
        let mut desk = Self { ledger, drawn: 0 };
        for command in commands(book, orgs) {
            desk.run(OrgKind::County, command);
        }
        desk
    }

    /// A number that no other has.
    pub(super) fn fresh(&mut self) -> u128 {
        self.drawn += 1 << 64;
        self.drawn >> 64
    }

    pub(super) fn run(&mut self, kind: OrgKind, command: Command) -> taizhang_ledger::Written {
        self.run_as(&author(kind), command)
    }

    pub(super) fn run_as(&mut self, who: &Author, command: Command) -> taizhang_ledger::Written {
        self.run_on(who, NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(), command)
    }

    /// Carries out a command on a day of its own.
    pub(super) fn run_on(&mut self, who: &Author, day: NaiveDate, command: Command) -> taizhang_ledger::Written {
        let mut random = || {
            // The upper half alone goes into an id.
            self.drawn += 1 << 64;
            self.drawn
        };
        let now = Timestamp::at(day, 9, 0);
        self.ledger.execute(who, &mut Moment { now, random: &mut random }, command).expect("it is carried out")
    }

    /// Begins a row of a register at the organisation of a kind.
    pub(super) fn add(&mut self, kind: OrgKind, register: &str, cells: Vec<(String, Value)>) {
        let add = RegisterCommand::Add { org: id_of(kind), register: register.to_owned(), cells };
        self.run(kind, Command::Register(add));
    }

    /// A task of the branch, for the columns that name one.
    pub(super) fn task(&mut self, branch: OrgKind) -> TaskId {
        let task = NewTask {
            title: "主题党日".to_owned(),
            requirement: "开一次".to_owned(),
            code: "P1".to_owned(),
            domain: Domain::RESPONSIBILITY,
            due: NaiveDate::from_ymd_opt(2026, 11, 30).unwrap(),
            unit: None,
            evidence: EvidenceRule::None,
            branches: vec![(id_of(branch), None)],
        };
        self.run(OrgKind::County, Command::SetTask(task)).task.unwrap()
    }
}

/// A value that a column takes, as far from the middle as it may be.
pub(super) fn value(column: &Column, task: TaskId) -> Value {
    let text = |words: &str| Value::Text(words.to_owned());
    match column.kind {
        ColumnKind::Text => text(&"记".repeat(usize::try_from(column.max.unwrap_or(500)).unwrap())),
        ColumnKind::Number | ColumnKind::Count | ColumnKind::Money => {
            Value::Number(column.max.or(column.min).unwrap_or(1))
        }
        ColumnKind::YesNo => Value::Number(1),
        ColumnKind::Date => text("2026-03-01"),
        ColumnKind::Choice => text(&column.choices.last().unwrap().id),
        ColumnKind::Organisation => text("village"),
        ColumnKind::Photo => {
            let hash = "a".repeat(64).parse().unwrap();
            let file = FileRef { hash, thumb: None, media: Media::Jpeg, name: "记录.jpg".to_owned(), bytes: 9 };
            text(&serde_json::to_string(&file).unwrap())
        }
        ColumnKind::Task => text(&task.to_string()),
    }
}

#[test]
fn every_register_can_be_filled_in_by_all_who_keep_it() {
    let book = book();
    let orgs = organisations();
    let mut desk = Desk::new(&book, &orgs);
    assert_eq!(desk.ledger.registers().len(), book.registers.len());
    let kinds = orgs.iter().map(|org| org.kind);
    let tasks: Vec<(OrgKind, TaskId)> =
        kinds.filter(|kind| kind.tier() == Tier::Branch).map(|kind| (kind, desk.task(kind))).collect();
    for register in &book.registers {
        let keepers: Vec<OrgKind> = orgs.iter().map(|org| org.kind).filter(|kind| register.is_kept_by(*kind)).collect();
        assert!(!keepers.is_empty(), "nobody keeps {}", register.id);
        for kind in keepers {
            let task = tasks.iter().find(|(branch, _)| *branch == kind).unwrap_or(&tasks[0]).1;
            fill(&mut desk, register, kind, task);
        }
    }
    assert_eq!(desk.ledger.problems().count(), 0);
}

fn fill(desk: &mut Desk, register: &Register, kind: OrgKind, task: TaskId) {
    let cells: Vec<(String, Value)> =
        register.columns.iter().map(|column| (column.id.clone(), value(column, task))).collect();
    let add = RegisterCommand::Add { org: id_of(kind), register: register.id.clone(), cells: cells.clone() };
    let id = desk.run(kind, Command::Register(add)).row.unwrap();
    let org = id_of(kind);
    let row = desk.ledger.row(&org, id).unwrap();
    let read = desk.ledger.register(&register.id).unwrap();
    assert_eq!(read, register, "the taskbook keeps the register as it is written");
    assert_eq!(row.flaws(read), [], "{}", register.id);
    for (column, value) in &cells {
        assert_eq!(row.value(column), Some(value), "{}/{column}", register.id);
    }
}

/// The mistakes that a change of `rural.toml` makes, as people read them.
fn mistakes(from: &str, to: &str) -> String {
    let found = with("registers/rural.toml", |text| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    assert!(found.0.iter().all(|one| one.file.ends_with("registers/rural.toml") && one.line > 1), "{found}");
    found.to_string()
}

#[test]
fn mistakes_in_a_register_say_what_to_write() {
    for (from, to, told) in [
        ("item = \"R2\"", "item = \"R22\"", "items.toml has no item \"R22\"; write \"R2\""),
        (
            "keeper = \"branch\"",
            "keeper = \"village\"",
            "`keeper` is unknown: \"village\"; write one of: branch, township",
        ),
        (
            "\"village\", \"community\"",
            "\"village\", \"township\"",
            "a township is not of the keeper's tier; write one of: village",
        ),
        ("\"village\", \"community\"", "\"vilage\"", "an entry of `kinds` is unknown: \"vilage\"; write \"village\""),
        ("\"village\", \"community\"", "\"village\", \"village\"", "\"village\" stands twice; remove one"),
        ("keeper = \"branch\"", "keeper = \"branch\"\nsealed = true", "it cannot be sealed or counted so"),
        (
            "keeper = \"branch\"",
            "keeper = \"branch\"\ncounted = { branch = \"day\", by = \"kind\" }",
            "it cannot be sealed or counted so",
        ),
        ("why = ", "wy = ", "`why` is missing; add a line why"),
        ("name = \"村集体经济收入\"\n", "", "`name` is missing"),
        ("id = \"collective_cost\"", "id = \"collective_income\"", "`id` \"collective_income\" stands twice"),
        ("id = \"collective_cost\"", "id = \"Cost\"", "`id` is \"Cost\"; write a-z, 0-9 and _ only"),
        ("id = \"amount\"", "id = \"day\"", "`id` \"day\" stands twice"),
        ("id = \"amount\"", "id = \"amount-1\"", "`id` is \"amount-1\"; write a-z, 0-9 and _ only"),
        ("kind = \"money\"", "kind = \"mony\"", "`kind` is unknown: \"mony\"; write \"money\""),
        ("required = true", "required = 1", "`required` is a integer; write true or false"),
        ("kind = \"date\"", "kind = \"choice\"", "there is nothing to choose from; add a line choices"),
        ("kind = \"date\"", "kind = \"choice\"\nchoices = []", "`choices` is an empty list; write at least one"),
        ("kind = \"choice\"", "kind = \"text\"", "`choices` means nothing for kind \"text\"; remove the line"),
        ("{ id = \"subsidy\"", "{ id = \"other\"", "`id` \"other\" stands twice"),
        ("min = 0", "min = 0\nmax = -1", "`max` is less than `min`; swap the two"),
        ("min = 0", "min = 9000000000000000000", "`min` is 9000000000000000000; write a smaller number"),
        ("min = 0", "decimals = 2", "`decimals` means nothing for kind \"money\""),
        ("max = 60", "max = 0", "a text of no characters; write how many"),
        ("max = 60", "min = 60", "`min` means nothing for kind \"text\""),
        ("unit = \"户\"", "min = -1", "a count is never negative; write zero or more"),
    ] {
        let found = mistakes(from, to);
        assert!(found.contains(told), "{told}: {found}");
    }
}

#[test]
fn a_register_has_at_most_forty_columns_and_at_least_one() {
    let column = |n| format!("[[register.column]]\nid = \"c{n}\"\nname = \"栏\"\nkind = \"text\"\n");
    let many = (0..40).map(column).collect::<Vec<_>>().concat();
    let found = mistakes(
        "\n[[register]]\nid = \"collective_cost\"",
        &format!("\n{many}\n[[register]]\nid = \"collective_cost\""),
    );
    assert!(found.contains("there are 46 columns; write at most 40"), "{found}");
    let empty = "[[register]]\nid = \"empty\"\nname = \"空\"\nitem = \"R2\"\nkeeper = \"branch\"\nwhy = \"无\"\n\n";
    let found = mistakes("[[register]]\n", &format!("{empty}[[register]]\n"));
    assert!(found.contains("there is no [[column]]"), "{found}");
}

#[test]
fn ids_are_unique_across_files_and_the_folder_must_be_there() {
    let found = with("registers/two_new.toml", |text| text.replacen("id = \"shell_branch\"", "id = \"demo_site\"", 1));
    assert_eq!(found.0.len(), 1, "{found}");
    assert!(
        found.0[0].file.ends_with("two_new.toml") && found.0[0].what.contains("\"demo_site\" stands twice"),
        "{found}"
    );
    let found = Taskbook::load(&default_directory().join("nowhere")).expect_err("no such directory");
    assert!(found.0.iter().any(|one| one.file.ends_with("registers") && one.what.starts_with("cannot be read")));
}

#[test]
fn bounds_are_written_in_whole_units_and_stand_in_the_last_place() {
    let book = changed("registers/hospital.toml", |text| {
        text.replacen("decimals = 1\nmin = 0", "decimals = 1\nmin = 2", 1).replacen(
            "kind = \"money\"\nmin = 0",
            "kind = \"money\"\nmin = 5\nmax = 20000",
            1,
        )
    });
    let book = book.unwrap_or_else(|found| panic!("{found}"));
    let column = |register: &str, column: &str| {
        let register = book.registers.iter().find(|one| one.id == register).unwrap();
        let column = register.column(column).unwrap();
        (column.min, column.max)
    };
    assert_eq!(column("venue", "area"), (Some(20), None), "tenths of a square metre");
    assert_eq!(column("major_decision", "amount"), (Some(500), Some(2_000_000)), "fen");
}
