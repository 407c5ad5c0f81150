#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::{
    fs,
    path::{Path, PathBuf},
};

use taizhang_ledger::{Command, Definition, submission::ACTS};
use taizhang_notation::definition::{AsText, from_text, to_text};

use super::*;

/// The codes of the domain's table of work items.
const CODES: &[&str] = &[
    "R1", "R2", "R3", "U1", "U2", "U3", "U4", "O1", "O2", "O3", "S1", "S2", "S3", "E1", "E2", "E3", "H1", "H2", "H3",
    "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "C1", "C2", "C3", "C4", "D1", "P1", "X1", "X2", "X3", "X4", "X5",
    "Z1", "Z2",
];

pub(super) fn default_directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../taskbook")
}

/// The mistakes that a change makes in one file of the default taskbook.
pub(super) fn with(file: &str, change: impl FnOnce(String) -> String) -> Mistakes {
    changed(file, change).expect_err("a mistake was made")
}

/// The default taskbook with a change in one file.
pub(super) fn changed(file: &str, change: impl FnOnce(String) -> String) -> Result<Taskbook, Mistakes> {
    edited(|copy| {
        let text = fs::read_to_string(copy.join(file)).unwrap();
        fs::write(copy.join(file), change(text)).unwrap();
    })
}

/// The default taskbook after its files were edited.
pub(super) fn edited(edit: impl FnOnce(&Path)) -> Result<Taskbook, Mistakes> {
    let copy = std::env::temp_dir().join(format!("taskbook-{}-{:?}", std::process::id(), std::thread::current().id()));
    for name in ["registers", "indicators"] {
        fs::create_dir_all(copy.join(name)).unwrap();
    }
    let folder = |name: &str| fs::read_dir(default_directory().join(name)).unwrap().map(|entry| entry.unwrap().path());
    for path in folder("").chain(folder("registers")).chain(folder("indicators")).filter(|path| path.is_file()) {
        fs::copy(&path, copy.join(path.strip_prefix(default_directory()).unwrap())).unwrap();
    }
    edit(&copy);
    let found = Taskbook::load(&copy);
    fs::remove_dir_all(&copy).unwrap();
    found
}

#[test]
fn the_default_taskbook_is_whole() {
    let book = Taskbook::load(&default_directory()).unwrap_or_else(|found| panic!("{found}"));
    let codes: Vec<&str> = book.items.iter().map(|item| item.code.as_str()).collect();
    assert_eq!(codes, CODES);
    assert_eq!(book.domains.len(), 11);
    assert_eq!(book.roles.len(), 6);
    assert_eq!(book.parameter("rectification_deadline"), Some(1130));
    assert_eq!(book.parameter("stalled_days"), Some(21));
    assert_eq!(book.lists.iter().find(|list| list.id == "four_ones").unwrap().entries.len(), 4);
}

/// What the county edits as text in the app reads back as what it was, so that a look changes nothing.
#[test]
fn every_definition_is_written_as_text_and_read_back() {
    fn there_and_back<T: AsText + PartialEq + std::fmt::Debug>(one: &T) {
        let text = to_text(one);
        let back = from_text::<T>(&text).unwrap_or_else(|wrong| panic!("{wrong:?} in {text}"));
        assert_eq!(back, *one, "{text}");
    }
    let mut seen = [0; 5];
    let book = Taskbook::load(&default_directory()).unwrap();
    for command in commands(&book, []) {
        let Command::Define(definition) = command else { continue };
        let at = match &definition {
            Definition::Register(one) => (0, there_and_back(one)).0,
            Definition::Indicator(one) => (1, there_and_back(&**one)).0,
            Definition::Submission(one) => (2, there_and_back(one)).0,
            Definition::Scheme(one) => (3, there_and_back(&**one)).0,
            Definition::Reward(one) => (4, there_and_back(&**one)).0,
            _ => continue,
        };
        seen[at] += 1;
    }
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn numbers_that_only_a_county_can_say_are_absent() {
    let book = Taskbook::load(&default_directory()).unwrap();
    for one in book.parameters.iter().filter(|one| one.basis == Basis::County) {
        assert_eq!(one.value, None, "{}", one.id);
    }
    for blank in ["income_target", "reform_documents", "model_estate_target", "soe_key_tasks", "city_coverage"] {
        assert!(book.parameters.iter().any(|one| one.id == blank && one.basis == Basis::County), "{blank}");
    }
}

#[test]
fn mistakes_of_all_files_come_together() {
    let found = with("items.toml", |text| {
        text.replacen("domain = \"rural\"", "domain = \"rual\"", 1).replacen("code = \"R3\"", "code = \"R2\"", 1)
    });
    let text = found.to_string();
    assert_eq!(found.0.len(), 2, "{text}");
    assert!(text.contains("`domain` is unknown: \"rual\"; write \"rural\""), "{text}");
    assert!(text.contains("`code` \"R2\" stands twice"), "{text}");
    let line = found.0[0].line;
    assert_eq!(
        fs::read_to_string(default_directory().join("items.toml")).unwrap().lines().nth(line - 1),
        Some("domain = \"rural\"")
    );
}

#[test]
fn a_wrong_tier_is_found() {
    let found = with("roles.toml", |text| text.replacen("tier = \"branch\"", "tier = \"county\"", 1));
    assert!(found.to_string().contains("branch_secretary acts at another tier; write \"branch\""), "{found}");
}

#[test]
fn a_parameter_needs_a_value_unless_the_county_says_it() {
    let found = with("parameters.toml", |text| {
        text.replacen("value = \"11-30\"", "value = \"11-31\"", 1).replacen("value = 21\n", "", 1)
    });
    assert!(found.to_string().contains("is no day of a year: \"11-31\""), "{found}");
    assert!(found.to_string().contains("`value` is missing"), "{found}");
}

#[test]
fn handing_in_and_reminding_need_their_registers() {
    for id in ACTS {
        let found = with("registers/support.toml", |text| {
            let line = format!("id = \"{id}\"\n");
            assert!(text.contains(&line), "{id}");
            text.replacen(&line, &format!("id = \"{id}_of_old\"\n"), 1)
        });
        let told = format!("handing in needs a register \"{id}\" with a column");
        assert!(found.to_string().contains(&told), "{id}: {found}");
    }
}

#[test]
fn a_missing_file_names_itself() {
    let found = Taskbook::load(&default_directory().join("nowhere")).expect_err("no such directory");
    assert!(found.0.iter().any(|one| one.file.ends_with("items.toml") && one.what.starts_with("cannot be read")));
}
