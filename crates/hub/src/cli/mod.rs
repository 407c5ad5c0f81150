//! The commands of `hub`.

mod check;
mod devices;
mod init;
mod invite;
mod link;
mod orgs;
mod output;
mod restored;
mod serve;

use std::{error::Error, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    policy::Policy,
    store::{SqliteStore, sqlite},
};

/// What ends a command early: shown to whoever typed it.
type Failure = Box<dyn Error + Send + Sync>;

/// Receives, stores and relays the county's task ledgers.
#[derive(Debug, Parser)]
#[command(
    name = "hub",
    version,
    after_help = "Examples:\n  \
        hub init --data /srv/taizhang --taskbook taskbook --sample\n  \
        hub serve --data /srv/taizhang --app dist\n  \
        hub invite --data /srv/taizhang --org t01-v01 --role branch_secretary --base-url https://tz.example"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a data folder: the hub's key, the taskbook and the organisations
    Init(init::Init),
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
    /// Tells a data folder that it was copied back from a backup
    ///
    /// Run it once after copying a backup back and before `hub serve`. It draws a new epoch, by which tablets learn
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
    #[arg(long, value_name = "DIR")]
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
    let cli = Cli::parse();
    let ran = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(run(cli.command)));
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
        Command::Serve(command) => serve::run(command).await,
        Command::Invite(command) => invite::run(command).await,
        Command::Orgs(data) => orgs::run(&data).await,
        Command::Devices(data) => devices::list(&data).await,
        Command::Revoke(command) => devices::revoke(command).await,
        Command::AfterRestore(data) => restored::run(&data).await,
        Command::Check(data) => check::run(&data).await,
    }
}

/// The organisations of a store.
async fn policy(store: &std::sync::Arc<SqliteStore>) -> Result<Policy, Failure> {
    let year = store.meta().await?.year;
    Ok(Policy::load(store.clone(), year).await?)
}
