//! The directions of dependency that ARCHITECTURE.md promises, held by asking cargo.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
#![cfg(not(target_arch = "wasm32"))]

use std::{fs, path::Path, process::Command};

/// The names of all packages that `package` reaches, itself included.
fn reaches(package: &str) -> Vec<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["tree", "--offline", "-p", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn ledger_and_sync_reach_no_browser_no_server_and_not_each_other() {
    for package in ["taizhang-ledger", "taizhang-sync"] {
        let all = reaches(package);
        for forbidden in ["web-sys", "js-sys", "leptos", "tokio", "axum", "rusqlite", "idb", "gloo-storage"] {
            assert!(!all.iter().any(|name| name == forbidden), "{package} reaches {forbidden}");
        }
    }
    assert!(!reaches("taizhang-ledger").iter().any(|name| name == "taizhang-sync"));
    assert!(!reaches("taizhang-sync").iter().any(|name| name == "taizhang-ledger"));
}

/// Reckoning needs no parser of formulas; only who writes them does.
#[test]
fn the_ledger_reaches_no_notation() {
    let all = reaches("taizhang-ledger");
    assert!(!all.iter().any(|name| ["taizhang-notation", "cel"].contains(&name.as_str())));
    let all = reaches("taizhang-notation");
    assert!(all.iter().any(|name| name == "cel"), "the check itself sees dependencies");
    let forbidden = ["web-sys", "leptos", "tokio", "taizhang-sync", "taizhang-hub"];
    assert!(!all.iter().any(|name| forbidden.contains(&name.as_str())));
}

/// Tables know nothing of what they hold, and the app nothing of how they are written.
#[test]
fn sheets_reach_none_of_ours_and_the_app_no_file_formats() {
    let ours = |package: &str| -> Vec<String> {
        reaches(package).into_iter().filter(|name| name.starts_with("taizhang") && name != package).collect()
    };
    assert_eq!(ours("taizhang-sheets"), [""; 0]);
    assert_eq!(ours("taizhang-sheets-worker").iter().filter(|name| *name != "taizhang-sheets").count(), 0);
    for package in ["taizhang-ledger", "taizhang-sync"] {
        assert!(!reaches(package).iter().any(|name| name == "taizhang-sheets"), "{package}");
    }
    let app = reaches("taizhang");
    assert!(app.iter().any(|name| name == "taizhang-sheets"));
    for forbidden in ["rust_xlsxwriter", "quick-xml", "zip", "encoding_rs"] {
        assert!(!app.iter().any(|name| name == forbidden), "the app reaches {forbidden}");
        assert!(reaches("taizhang-bench").iter().any(|name| name == forbidden), "the check sees {forbidden}");
    }
}

#[test]
fn the_hub_reaches_no_browser() {
    let all = reaches("taizhang-hub");
    assert!(!all.iter().any(|name| ["web-sys", "leptos"].contains(&name.as_str())));
    assert!(all.iter().any(|name| name == "tokio"), "the check itself sees dependencies");
}

fn sources(below: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn naming(room: &str, words: &[&str], except: &str) -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room), &mut found);
    assert!(!found.is_empty());
    found
        .into_iter()
        .filter(|(path, text)| {
            (except.is_empty() || !path.contains(except)) && words.iter().any(|word| text.contains(word))
        })
        .map(|(path, _)| path)
        .collect()
}

#[test]
fn only_the_platform_names_browser_apis() {
    assert_eq!(naming("src", &["web_sys", "js_sys"], "/platform/"), [""; 0]);
}

#[test]
fn the_ledger_reads_no_clock_and_draws_no_randomness() {
    let words = ["SystemTime", "Instant::now", "Utc::now", "Local::now", "new_v4", "now_v7", "getrandom"];
    assert_eq!(naming("crates/ledger/src", &words, ""), [""; 0]);
    assert_eq!(naming("crates/sync/src", &words, ""), [""; 0]);
    assert_eq!(naming("crates/sheets/src", &words, ""), [""; 0]);
}

/// Every visible string lives in `src/text`; characters and their sounds are data, and tests say what they like.
#[test]
fn only_the_text_room_holds_chinese_strings() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let han = |line: &str| line.chars().any(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter));
    let strays: Vec<String> = found
        .iter()
        .filter(|(path, _)| {
            !path.contains("/text/") && !path.ends_with("/search/initials.rs") && !path.ends_with("_tests.rs")
        })
        .flat_map(|(path, text)| {
            let code = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
            let code = code.filter(|line| !line.trim_start().starts_with("//"));
            code.filter(|line| han(line.split("//").next().unwrap_or_default()))
                .map(move |line| format!("{path}: {line}"))
        })
        .collect();
    assert_eq!(strays, [""; 0]);
}
