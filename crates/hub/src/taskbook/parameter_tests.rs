//! The parameters of the default taskbook: each has something that it decides.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;

use super::{register_tests::book, tests::default_directory};

/// The parameters that code asks for by their names, and where.
const IN_CODE: &[(&str, &str)] = &[
    ("rectification_deadline", "crates/ledger/src/command"),
    ("tracking_months", "crates/ledger/src/command"),
    ("acceptance_score_min", "crates/ledger/src/command"),
    ("acceptance_dissatisfied_max", "crates/ledger/src/command"),
    ("case_yellow_days", "src"),
    ("leader_ack_days", "crates/ledger/src/detect"),
    ("leader_visit_days", "crates/ledger/src/detect"),
    ("linked_branches_min", "crates/ledger/src/detect"),
    ("linked_branches_max", "crates/ledger/src/detect"),
    ("not_started_days", "crates/ledger/src/detect"),
    ("stalled_days", "crates/ledger/src/detect"),
    ("similarity_max", "crates/ledger/src/detect"),
    ("copied_chars_min", "crates/ledger/src/detect"),
    ("pass_through_days", "crates/ledger/src/detect"),
    ("bottom_share", "src/state"),
    ("flat_spread_min", "crates/ledger/src/points"),
    ("flat_tier_share_max", "crates/ledger/src/points"),
    ("size_middle_households", "src/pages/points"),
    ("size_large_households", "src/pages/points"),
    ("pay_budget", "crates/ledger/src/points"),
    ("appeal_unseen_days", "crates/ledger/src/score"),
];

/// The parameters that formulas of the taskbook's files ask for.
fn in_formulas() -> BTreeSet<String> {
    let root = default_directory();
    let files = ["registers", "indicators"].iter().flat_map(|folder| {
        let all = std::fs::read_dir(root.join(folder)).unwrap();
        all.map(|file| file.unwrap().path()).collect::<Vec<_>>()
    });
    let files = files.chain(["schemes.toml", "rewards.toml"].iter().map(|name| root.join(name)));
    let mut all = BTreeSet::new();
    for text in files.filter_map(|file| std::fs::read_to_string(file).ok()) {
        // Comments ask for nothing.
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            for after in line.split("params.").skip(1) {
                let is_name = |one: &char| one.is_ascii_lowercase() || one.is_ascii_digit() || *one == '_';
                all.insert(after.chars().take_while(is_name).collect());
            }
        }
    }
    all
}

/// Whether a name stands in quotes in a source file below a folder of the repository.
fn stands_in(folder: &str, name: &str) -> bool {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let quoted = format!("\"{name}\"");
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
            if file.is_dir() {
                folders.push(file);
            } else if std::fs::read_to_string(&file).is_ok_and(|text| text.contains(&quoted)) {
                return true;
            }
        }
    }
    false
}

#[test]
fn every_parameter_decides_something() {
    let used = in_formulas();
    for parameter in &book().parameters {
        let in_code = IN_CODE.iter().any(|(name, _)| *name == parameter.id);
        assert!(in_code || used.contains(&parameter.id), "nothing asks for {}", parameter.id);
    }
}

#[test]
fn what_is_said_to_be_asked_for_in_code_is() {
    let book = book();
    for (name, folder) in IN_CODE {
        assert!(book.parameters.iter().any(|one| one.id == *name), "there is no parameter {name}");
        assert!(stands_in(folder, name), "{folder} does not ask for {name}");
    }
}
