//! The same workload against other sync servers: Node programs in `peers/`, run one after the other.

use std::{path::PathBuf, process::Stdio};

use clap::ValueEnum;
use serde::Deserialize;
use tokio::process::Command;

use crate::failure::Failure;

/// A peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Peer {
    /// automerge-repo with `WebSockets` and files, as its sync server has it
    AutomergeRepo,
    /// Hocuspocus (Yjs) with its database extension over files
    Hocuspocus,
}

impl Peer {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AutomergeRepo => "automerge-repo",
            Self::Hocuspocus => "hocuspocus",
        }
    }

    /// Measures it.
    ///
    /// # Errors
    /// When Node or npm is missing, or the peer does not get through the workload.
    pub async fn measure(self, runs: u32, small: bool, only: &[String]) -> Result<Figures, Failure> {
        let folder = install().await?;
        let mut node = Command::new("node");
        node.arg("main.mjs").arg(self.name()).args(["--runs", &runs.to_string()]);
        if small {
            node.arg("--small");
        }
        if !only.is_empty() {
            node.args(["--only", &only.join(",")]);
        }
        // `output` would keep what it says on the way to itself.
        let node = node.current_dir(folder).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let output = node.wait_with_output().await?;
        if !output.status.success() {
            return Err(format!("{} ended with {}", self.name(), output.status).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// What a peer took: figures by metric and name, in the units of the hub's.
#[derive(Debug, Clone, Deserialize)]
pub struct Figures {
    /// One for each run.
    pub runs: Vec<serde_json::Value>,
}

impl Figures {
    /// One figure of all runs that have it.
    pub fn of(&self, metric: &str, name: &str) -> Vec<f64> {
        self.runs.iter().filter_map(|run| run.get(metric)?.get(name)?.as_f64()).collect()
    }
}

/// Installs what the peers need, once; answers with their folder.
async fn install() -> Result<PathBuf, Failure> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers");
    if !folder.join("node_modules").exists() {
        let npm = Command::new("npm")
            .args(["install", "--no-save", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status();
        if !npm.await?.success() {
            return Err("npm cannot install the peers".into());
        }
    }
    Ok(folder)
}
