//! `hub init` twice at once on one folder: one makes it, the other is refused and takes nothing from it.

use std::{
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use crate::support::hub_command;

fn taskbook() -> String {
    format!("{}/../../taskbook", env!("CARGO_MANIFEST_DIR"))
}

fn begun(data: &str) -> Child {
    let mut hub = Command::new(env!("CARGO_BIN_EXE_hub"));
    hub.args(["init", "--data", data, "--taskbook", &taskbook(), "--year", "2026"]);
    hub.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What lies in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn two_at_once_make_one_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let both = [begun(&data), begun(&data), begun(&data)];
    let ended = both.map(|child| child.wait_with_output().unwrap());
    let told: Vec<String> = ended.iter().map(said).collect();
    assert_eq!(ended.iter().filter(|output| output.status.success()).count(), 1, "{told:?}");
    for output in ended.iter().filter(|output| !output.status.success()) {
        let told = said(output);
        assert!(told.contains("another `hub init` is making") || told.contains("is a data folder already"), "{told}");
    }
    assert_eq!(names(folder.path()), ["data"], "nothing is left beside it");
    let checked = hub_command(&["check", "--data", &data]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));

    let again = begun(&data).wait_with_output().unwrap();
    assert!(!again.status.success() && said(&again).contains("is a data folder already"), "{}", said(&again));
    assert_eq!(names(folder.path()), ["data"]);
}

#[test]
fn while_one_is_at_work_another_is_refused_and_what_was_left_is_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let unfinished = folder.path().join("data.unfinished");
    std::fs::create_dir_all(unfinished.join("files")).unwrap();
    std::fs::write(unfinished.join("hub.db"), "begun and never finished").unwrap();
    let lock = std::fs::File::create(unfinished.join("init.lock")).unwrap();
    lock.lock().unwrap();
    let init = ["init", "--data", data.to_str().unwrap(), "--taskbook", &taskbook()];
    let refused = hub_command(&init);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("another `hub init` is making"), "{}", said(&refused));
    assert_eq!(names(&unfinished), ["files", "hub.db", "init.lock"], "the other's work is left alone");

    drop(lock);
    let made = hub_command(&init);
    assert!(made.status.success(), "{}", said(&made));
    assert_eq!(names(folder.path()), ["data"]);
    assert!(hub_command(&["check", "--data", data.to_str().unwrap()]).status.success());
}
