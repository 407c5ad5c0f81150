//! A newer taskbook comes into a county that works: what changes is told before, written once, and the county's own
//! numbers stay.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn hub(arguments: &[&str], data: &Path, taskbook: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
    let command = command.args(arguments).arg("--data").arg(data).arg("--taskbook").arg(taskbook);
    let ran = command.output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(path, to).unwrap();
        }
    }
}

/// A county that has just begun, with a copy of the taskbook of its own: the folder of both, its data, the copy.
fn begun() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (data, taskbook) = (folder.path().join("data"), folder.path().join("taskbook"));
    copy(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../taskbook"), &taskbook);
    let organisations = taskbook.join("sample/organisations.toml");
    hub(&["init", "--organisations", organisations.to_str().unwrap(), "--year", "2026"], &data, &taskbook);
    (folder, data, taskbook)
}

fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn what_changes_is_told_then_written_once() {
    let (_folder, data, taskbook) = begun();
    let same = hub(&["update-taskbook"], &data, &taskbook);
    assert_eq!(same, "the data folder has this taskbook already\n");

    change(&taskbook.join("registers/rural.toml"), "name = \"来源\"", "name = \"收入来源\"");
    change(&taskbook.join("indicators/rural.toml"), "name = \"自身造血比例\"", "name = \"造血比例\"");
    change(&taskbook.join("schemes.toml"), "name = \"群众评议\"", "name = \"党员群众评议\"");
    change(&taskbook.join("schemes.toml"), "completion = 'verified / due'", "completion = 'verified / max(due, 1)'");
    let guides = taskbook.join("guides.toml");
    change(&guides, "name = \"", "name = \"新版：");
    let parameters = taskbook.join("parameters.toml");
    change(&parameters, "value = 50000", "value = 60000");
    change(&parameters, "name = \"村级集体经济年度增收任务\"", "name = \"村级集体经济年度增收任务\"\nvalue = 80000");

    let news = "register collective_income\nindicator self_generated_ratio\nguide election\nscheme village_secretary\n\
        reward task_results\nvalue of parameter income_target\n";
    let told = hub(&["update-taskbook", "--dry-run"], &data, &taskbook);
    assert_eq!(told, format!("{news}6 changes; nothing was written (--dry-run)\n"));
    let done = hub(&["update-taskbook"], &data, &taskbook);
    assert_eq!(done, format!("{news}6 changes were written; devices receive them as they connect\n"));
    assert_eq!(hub(&["update-taskbook"], &data, &taskbook), same);

    // What is withdrawn needs what it is made of to be withdrawn with it.
    change(&taskbook.join("registers/rural.toml"), "id = \"cooperative\"", "id = \"cooperative\"\nretired = true");
    let wrong = Command::new(env!("CARGO_BIN_EXE_hub"))
        .args(["update-taskbook", "--data", data.to_str().unwrap(), "--taskbook", taskbook.to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(!wrong.status.success() && said.contains("\"cooperative\" is retired"), "{said}");
    let indicator = "id = \"cooperative_households\"";
    change(&taskbook.join("indicators/rural.toml"), indicator, &format!("{indicator}\nretired = true"));
    let done = hub(&["update-taskbook"], &data, &taskbook);
    assert!(done.starts_with("indicator cooperative_households\nregister cooperative\n2 changes"), "{done}");
    assert_eq!(hub(&["update-taskbook"], &data, &taskbook), same);

    // What the county has set stays, unless it is asked for.
    let told = hub(&["update-taskbook", "--parameters", "--dry-run"], &data, &taskbook);
    assert!(told.starts_with("value of parameter weak_village_income\n1 changes"), "{told}");
    let checked = Command::new(env!("CARGO_BIN_EXE_hub")).arg("check").arg("--data").arg(&data).status().unwrap();
    assert!(checked.success());
}

/// A county's own fields of work come, are renamed and go with its taskbook, like all else.
#[test]
fn fields_of_work_come_and_go_with_the_taskbook() {
    let (_folder, data, taskbook) = begun();

    let (domains, items) = (taskbook.join("domains.toml"), taskbook.join("items.toml"));
    change(&domains, "name = \"中小学校\"", "name = \"学校\"");
    change(&domains, "id = \"support\"", "id = \"college\"\nname = \"高校\"\n\n[[domain]]\nid = \"support\"");
    let item = "[[item]]\ncode = \"E4\"\nname = \"高校党建\"\nids = [\"college_branch\"]\ndomain = \"college\"\n\
        must_hold = \"院系党组织作用发挥好\"\nevidence = \"none\"\n\n[[item]]\n";
    change(&items, "[[item]]\n", item);
    let done = hub(&["update-taskbook"], &data, &taskbook);
    let news = "domain school\ndomain college\ndomain support\nwork item E4\n";
    assert_eq!(done, format!("{news}4 changes were written; devices receive them as they connect\n"));
    let same = "the data folder has this taskbook already\n";
    assert_eq!(hub(&["update-taskbook"], &data, &taskbook), same);

    // It goes with what is in it.
    change(&domains, "id = \"college\"", "id = \"college\"\nretired = true");
    let wrong = Command::new(env!("CARGO_BIN_EXE_hub"))
        .args(["update-taskbook", "--data", data.to_str().unwrap(), "--taskbook", taskbook.to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(!wrong.status.success() && said.contains("the domain is retired"), "{said}");
    change(&items, "domain = \"college\"", "domain = \"college\"\nretired = true");
    let done = hub(&["update-taskbook"], &data, &taskbook);
    assert!(done.starts_with("work item E4\ndomain college\n2 changes"), "{done}");
    assert_eq!(hub(&["update-taskbook"], &data, &taskbook), same);
}
