//! Starting and ending the hub.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::{Address, Usage};
use crate::{
    clock::{millis, now},
    failure::Failure,
};

/// How long the hub may take to listen.
const START: Duration = Duration::from_secs(30);

/// The `hub` binary, and how it is to be run.
#[derive(Debug, Clone)]
pub struct Binary {
    path: PathBuf,
    tls: bool,
}

/// A running hub; it is killed when this is dropped.
#[derive(Debug)]
pub struct Hub {
    child: Child,
    pid: u32,
    /// Where it is reached.
    pub address: Address,
    /// How long it took to listen, in milliseconds.
    pub started_ms: f64,
}

impl Binary {
    /// The binary at `path`, or the one beside this program, built first if cargo runs this program.
    ///
    /// # Errors
    /// When there is none.
    pub async fn find(path: Option<PathBuf>, tls: bool) -> Result<Self, Failure> {
        if let Some(path) = path {
            return Ok(Self { path, tls });
        }
        if let Some(cargo) = std::env::var_os("CARGO") {
            let mut build = Command::new(cargo);
            build.args(["build", "--quiet", "-p", "taizhang-hub", "--bin", "hub"]);
            if !cfg!(debug_assertions) {
                build.arg("--release");
            }
            if !build.status().await?.success() {
                return Err("the hub does not build".into());
            }
        }
        let path = std::env::current_exe()?.with_file_name("hub");
        if path.exists() {
            Ok(Self { path, tls })
        } else {
            Err(format!("there is no {}; build it with cargo build --release -p taizhang-hub", path.display()).into())
        }
    }

    /// Serves a data folder until the answer is dropped. `scratch` is a folder for the app, certificate and log.
    ///
    /// # Errors
    /// When it does not listen; the log's end tells why.
    pub async fn serve(&self, data: &Path, scratch: &Path) -> Result<Hub, Failure> {
        let app = scratch.join("app");
        std::fs::create_dir_all(&app)?;
        std::fs::write(app.join("index.html"), "<!doctype html><title>bench</title>")?;
        let log = scratch.join("hub.log");
        let mut command = Command::new(&self.path);
        // As deploy/taizhang-hub.service has it.
        command.env("MALLOC_ARENA_MAX", "2");
        command.arg("serve").arg("--data").arg(data).arg("--app").arg(&app).args(["--listen", "127.0.0.1:0"]);
        let certificate = if self.tls { Some(certificate(scratch)?) } else { None };
        if self.tls {
            command.arg("--tls-cert").arg(scratch.join("cert.pem")).arg("--tls-key").arg(scratch.join("key.pem"));
        }
        let began = now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().ok_or("the hub ended at once")?;
        let mut line = String::new();
        let stdout = child.stdout.take().ok_or("the hub has no output")?;
        let _ = timeout(START, BufReader::new(stdout).read_line(&mut line)).await?;
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok());
        let Some(port) = port else {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            return Err(format!("the hub does not listen: {said}").into());
        };
        Ok(Hub { child, pid, address: Address { port, certificate }, started_ms: millis(began, now()) })
    }
}

impl Hub {
    /// What it has used so far.
    ///
    /// # Errors
    /// When it has ended.
    pub fn usage(&self) -> Result<Usage, Failure> {
        Usage::of(self.pid)
    }

    /// Ends it as a power failure would, but for the page cache.
    ///
    /// # Errors
    /// What the system says.
    pub async fn kill(mut self) -> Result<(), Failure> {
        Ok(self.child.kill().await?)
    }
}

/// Writes a self-signed certificate for 127.0.0.1 and its key into a folder; answers with it in DER.
fn certificate(folder: &Path) -> Result<Vec<u8>, Failure> {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])?;
    std::fs::write(folder.join("cert.pem"), made.cert.pem())?;
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem())?;
    Ok(made.cert.der().to_vec())
}
