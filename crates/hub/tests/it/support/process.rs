//! The `hub` command as people run it.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

/// A hub that serves a fresh county.
pub struct Hub {
    pub folder: TempDir,
    pub port: u16,
    /// Where it answers `/metrics`, if it was told to.
    pub metrics: Option<String>,
    process: Child,
}

/// A hub that does not run, with its data.
pub struct Stopped(pub TempDir);

fn taskbook() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../taskbook")
}

/// Runs a command to its end.
pub fn hub_command(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hub")).args(arguments).output().unwrap()
}

impl Stopped {
    pub fn new() -> Self {
        Self::of_year("2026")
    }

    /// A county whose ledger is of a year.
    pub fn of_year(year: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (data, book) = (folder.path().join("data"), taskbook());
        let init = ["init", "--data", data.to_str().unwrap(), "--taskbook", book.to_str().unwrap(), "--year", year];
        let made = hub_command(&init);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let app = folder.path().join("app");
        std::fs::create_dir(&app).unwrap();
        std::fs::write(app.join("index.html"), "<!doctype html><script>boot()</script>").unwrap();
        Self(folder)
    }

    pub fn data(&self) -> String {
        self.0.path().join("data").to_str().unwrap().to_owned()
    }

    pub fn start(self) -> Hub {
        self.start_with(&[])
    }

    /// Starts it with further options.
    pub fn start_with(self, options: &[&str]) -> Hub {
        let app = self.0.path().join("app");
        let mut process = Command::new(env!("CARGO_BIN_EXE_hub"))
            .args(["serve", "--data", &self.data(), "--listen", "127.0.0.1:0", "--app", app.to_str().unwrap()])
            .args(options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = said.next().expect("the hub did not start").unwrap();
        let port = line.rsplit(':').next().unwrap().parse().unwrap();
        let metrics = options.contains(&"--metrics-listen").then(|| {
            let line = said.next().unwrap().unwrap();
            line.strip_prefix("metrics on http://").unwrap().strip_suffix("/metrics").unwrap().to_owned()
        });
        Hub { folder: self.0, port, metrics, process }
    }
}

impl Hub {
    pub fn start() -> Self {
        Stopped::new().start()
    }

    pub fn data(&self) -> String {
        self.folder.path().join("data").to_str().unwrap().to_owned()
    }

    /// The authority of its address.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Makes an invitation beside the running hub and returns its token.
    pub fn invite(&self, post: (&str, &str)) -> String {
        self.invite_named(post, &[])
    }

    /// The same for somebody whom it names.
    pub fn invite_person(&self, post: (&str, &str), person: &str) -> String {
        self.invite_named(post, &["--name", person])
    }

    fn invite_named(&self, (org, role): (&str, &str), name: &[&str]) -> String {
        let data = self.data();
        let made = ["invite", "--data", &data, "--org", org, "--role", role, "--quiet"];
        let made = hub_command(&[&made, name].concat());
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let link = String::from_utf8(made.stdout).unwrap();
        link.trim().split_once("/enrol#").unwrap().1.to_owned()
    }

    /// Ends it as a power failure would.
    pub fn kill(self) -> Stopped {
        self.signal("KILL")
    }

    /// Ends it as a service manager does.
    pub fn terminate(self) -> Stopped {
        self.signal("TERM")
    }

    fn signal(mut self, signal: &str) -> Stopped {
        let sent = Command::new("kill").args([format!("-{signal}"), self.process.id().to_string()]).status();
        assert!(sent.unwrap().success());
        self.process.wait().unwrap();
        Stopped(std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap()))
    }

    /// Lets the process be stopped from beside; a later wait finds it gone.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
