//! The command line.

use std::{error::Error, net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand, builder::PossibleValuesParser};
use taizhang_ledger::{OrgId, Role};

use crate::{folder::Folder, init, invite, serve, store::{SqliteStore, Store as _, read_whole}};

/// The hub of the county's task ledger: receives, stores and relays what the tablets write.
#[derive(Debug, Parser)]
#[command(name = "hub", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a data folder with the taskbook and the county's organisations
    #[command(after_help = "Examples:\n  hub init --data /var/lib/taizhang --organisations county.toml\n  hub init --data data/sample --sample")]
    Init {
        /// The data folder to make
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The taskbook's folder
        #[arg(long, value_name = "DIR", default_value = "taskbook")]
        taskbook: PathBuf,
        /// The county's organisations; the sample's unless given
        #[arg(long, value_name = "FILE", conflicts_with = "sample")]
        organisations: Option<PathBuf>,
        /// Fill it with the sample county's year
        #[arg(long)]
        sample: bool,
        /// The year of the ledger; this one unless given
        #[arg(long)]
        year: Option<u16>,
    },
    /// Serve the app and the tablets
    #[command(after_help = "Without TLS the hub listens on this machine alone: a tablet needs HTTPS to install the app and to keep its key. Put a reverse proxy with a certificate in front of it.")]
    Serve {
        /// The data folder
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The address to listen on
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The folder of the built app
        #[arg(long, value_name = "DIR", default_value = "dist")]
        app: PathBuf,
        /// The address under which browsers reach it; https:// makes cookies travel over TLS alone
        #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
        public_url: String,
        /// Listen beyond this machine although there is no TLS (behind a proxy in a closed network)
        #[arg(long)]
        allow_remote: bool,
    },
    /// Make a link that enrols one device, good once and for 24 hours
    #[command(after_help = "Example:\n  hub invite --data data/sample --org t01-v01 --role branch_secretary")]
    Invite {
        /// The data folder; the hub may be running
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The organisation's id, such as t01-v03
        #[arg(long)]
        org: OrgId,
        /// The post
        #[arg(long, value_parser = PossibleValuesParser::new(Role::ALL.iter().map(|role| role.word())))]
        role: String,
        /// The address under which browsers reach the hub
        #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
        base_url: String,
        /// Print the link alone, without a QR code
        #[arg(long)]
        quiet: bool,
    },
    /// Look through a data folder and say what is wrong with it
    Check {
        /// The data folder
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
    /// After a backup was copied back: make every tablet hand in again what the backup lacks
    Restored {
        /// The data folder; the hub must not be running
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
    },
}

/// Does what the command line says.
///
/// # Errors
/// Why it could not.
pub fn run() -> Result<(), Box<dyn Error>> {
    match Arguments::parse().command {
        Command::Init { data, taskbook, organisations, sample, year } => {
            init::run(&data, &taskbook, organisations.as_deref(), sample, year)
        }
        Command::Serve { data, listen, app, public_url, allow_remote } => {
            serve::run(&data, listen, &app, &public_url, allow_remote)
        }
        Command::Invite { data, org, role, base_url, quiet } => {
            let role = Role::from_word(&role).ok_or("no such role")?;
            invite::run(&data, &org, role, &base_url, quiet)
        }
        Command::Check { data } => check(&data),
        Command::Restored { data } => {
            let (mut folder, registry) = Folder::open(&data)?;
            folder.renew_epoch(&registry)?;
            say("done: on their next contact all tablets hand in again what this folder lacks");
            Ok(())
        }
    }
}

/// Says something to the person at the terminal.
#[allow(clippy::print_stdout)]
pub(crate) fn say(text: impl std::fmt::Display) {
    println!("{text}");
}

fn check(data: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let (folder, _) = Folder::open(data)?;
    let store = SqliteStore::open(&folder.database, folder.epoch)?;
    let documents = store.documents()?;
    let mut damaged = 0;
    for doc in &documents {
        let (chunks, _) = read_whole(&store, doc)?;
        let mut loaded = automerge::AutoCommit::new();
        let bad = chunks.iter().find_map(|chunk| loaded.load_incremental(chunk).err());
        let missing = loaded.get_missing_deps(&[]).len();
        if bad.is_some() || missing > 0 {
            damaged += 1;
            let why = bad.map_or_else(|| format!("{missing} changes are missing"), |why| why.to_string());
            say(format!("{doc}: {why}"));
        }
    }
    if damaged > 0 {
        return Err(format!("{damaged} of {} documents are damaged; restore a backup, then run `hub restored`", documents.len()).into());
    }
    say(format!("{} documents of {}, all whole", documents.len(), folder.year));
    Ok(())
}
