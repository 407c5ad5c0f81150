//! The commands of `hub`.

mod backup;
mod check;
mod config;
mod devices;
mod init;
mod invite;
mod link;
mod orgs;
mod output;
mod restored;
mod serve;
mod size;
mod unfinished;
mod update;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::{Args, FromArgMatches as _, Parser, Subcommand};

use crate::{
    policy::Policy,
    store::{SqliteStore, sqlite},
};

/// What ends a command early: shown to whoever typed it.
type Failure = Box<dyn Error + Send + Sync>;

/// Receives, stores and relays the county's task ledgers.
///
/// The hub keeps what tablets send, hands it on to those who may read it, and signs a receipt for everything that it has
/// stored. All that it has lies in one data folder.
#[derive(Debug, Parser)]
#[command(
    name = "hub",
    version,
    after_help = "Examples:\n  \
        hub init --data /var/lib/taizhang --taskbook taskbook --organisations county.toml\n  \
        hub serve --data /var/lib/taizhang --app dist\n  \
        hub invite --data /var/lib/taizhang --org t01-v01 --role branch_secretary\n  \
        hub backup --data /var/lib/taizhang --to /backup/taizhang-2026-03-01\n\n\
        `hub help COMMAND` says more of each. docs/operations.md tells how to run a hub for years."
)]
struct Cli {
    /// The configuration file; /etc/taizhang/hub.toml if there is one, unless told
    ///
    /// Its keys are the long options of `hub serve` without their dashes, such as `public-url = "https://tz.example"`.
    /// Options win over the environment (TAIZHANG_…), and both over the file.
    #[arg(long, global = true, value_name = "FILE", env = "TAIZHANG_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a data folder: the hub's key, the taskbook and the organisations
    Init(init::Init),
    /// Brings a newer taskbook into a data folder, or tells what it would change; the hub must not run
    UpdateTaskbook(update::Update),
    /// Runs the hub
    Serve(serve::Serve),
    /// Makes a link by which one device is enrolled; works while the hub runs
    Invite(invite::Invite),
    /// Lists the organisations and the posts that each has
    Orgs(Data),
    /// Lists the enrolled devices
    Devices(Data),
    /// Withdraws a device's right; a running hub ends its connection within seconds
    Revoke(devices::Revoke),
    /// Copies a data folder, also while the hub runs, and verifies the copy
    Backup(backup::Backup),
    /// Makes a data folder from a backup; tablets then hand in what it lacks
    Restore(backup::Restore),
    /// Tells a data folder that it was copied back from a backup
    ///
    /// `hub restore` does so by itself. Run it once after copying a backup back and before `hub serve`. It draws a new epoch, by which tablets learn
    /// that this hub may have lost what it once acknowledged: each reads everything anew and hands in again what the
    /// backup lacks.
    AfterRestore(Data),
    /// Reads everything in a data folder and reports damage
    Check(Data),
}

/// Which data folder.
#[derive(Debug, Args)]
struct Data {
    /// The data folder
    #[arg(long, value_name = "DIR", env = "TAIZHANG_DATA")]
    data: PathBuf,
}

impl Data {
    /// Opens the store, also beside a running hub.
    fn open(&self) -> Result<SqliteStore, Failure> {
        Ok(SqliteStore::open(&self.data, sqlite::Options::default())?)
    }
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let ran = config::parse(&arguments).map_err(Failure::from).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|why| why.exit());
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(run(cli.command))
    });
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            output::complain(&format!("hub: {why}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Init(command) => init::run(command).await,
        Command::UpdateTaskbook(command) => update::run(command).await,
        Command::Serve(command) => serve::run(command).await,
        Command::Invite(command) => invite::run(command).await,
        Command::Orgs(data) => orgs::run(&data).await,
        Command::Devices(data) => devices::list(&data).await,
        Command::Revoke(command) => devices::revoke(command).await,
        Command::Backup(command) => backup::backup(command).await,
        Command::Restore(command) => backup::restore(command).await,
        Command::AfterRestore(data) => restored::run(&data).await,
        Command::Check(data) => check::run(&data).await,
    }
}

/// The organisations of a store.
async fn policy(store: &std::sync::Arc<SqliteStore>) -> Result<Policy, Failure> {
    let year = store.meta().await?.year;
    Ok(Policy::load(store.clone(), year).await?)
}
