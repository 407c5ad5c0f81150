//! Options win over the environment, and both over the configuration file.

use std::process::{Command, Output};

use crate::support::Stopped;

fn orgs(options: &[&str], environment: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
    command.arg("orgs").args(options);
    if let Some(data) = environment {
        command.env("TAIZHANG_DATA", data);
    }
    command.output().unwrap()
}

#[test]
fn options_then_environment_then_file() {
    let stopped = Stopped::new();
    let file = stopped.0.path().join("hub.toml");
    let with = |data: &str| {
        std::fs::write(&file, format!("data = {data:?}\npublic-url = \"https://tz.example\"\n")).unwrap();
        ["--config".to_owned(), file.to_str().unwrap().to_owned()]
    };
    let (right, wrong) = (stopped.data(), "/nowhere");
    let ran = |options: &[&str], environment: Option<&str>| orgs(options, environment).status.success();

    let config = with(&right);
    let config: Vec<_> = config.iter().map(String::as_str).collect();
    assert!(ran(&config, None), "the file alone");
    assert!(!ran(&config, Some(wrong)), "the environment wins over the file");
    assert!(ran(&[&config[..], &["--data", &right]].concat(), Some(wrong)), "an option wins over the environment");
    with(wrong);
    assert!(!ran(&config, None));
    assert!(ran(&config, Some(&right)));
    assert!(!ran(&["--config=/nowhere/hub.toml", "--data", &right], None), "a file that was named must be there");
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_line() {
    let stopped = Stopped::new();
    let file = stopped.0.path().join("hub.toml");
    std::fs::write(&file, "data = \"a\"\nlissten = \"127.0.0.1:1\"\n").unwrap();
    let tried = orgs(&["--config", file.to_str().unwrap()], None);
    assert!(!tried.status.success());
    let said = String::from_utf8(tried.stderr).unwrap();
    assert!(said.contains("hub.toml, line 2: there is no setting lissten; write \"listen\""), "{said}");
    // Help is had all the same.
    assert!(orgs(&["--config", file.to_str().unwrap(), "--help"], None).status.success());
}
