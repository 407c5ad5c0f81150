//! `hub backup` and `hub restore`.

use std::path::PathBuf;

use clap::Args;

use super::{Data, Failure, output::say};
use crate::backup::{self, Copied};

#[derive(Debug, Args)]
#[command(after_help = "Example, for a nightly timer:\n  \
    hub backup --data /var/lib/taizhang --to /backup/taizhang-$(date +%F)\n\n\
    The copy is one moment's state, is read back and verified, and gets its name last. A photo that \
    is damaged or missing is told, with exit code 1, and the copy is kept. Photos and files are hard links \
    where the copy lies on the same disk; have the folder copied to another machine then. The hub's key is in it: \
    keep it as safe as the hub.")]
pub(super) struct Backup {
    #[command(flatten)]
    data: Data,
    /// The folder to make; it must not be there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    hub restore --from /backup/taizhang-2026-03-01 --data /var/lib/taizhang\n\n\
    What was acknowledged after the backup was made is lost to the hub, not to the tablets: a new epoch tells them so, \
    and each hands in again what the backup lacks.")]
pub(super) struct Restore {
    /// What `hub backup` has made
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The data folder to make: not there yet, or empty
    #[command(flatten)]
    data: Data,
}

pub(super) async fn backup(command: Backup) -> Result<(), Failure> {
    let copied = backup::backup(&command.data.data, &command.to).await?;
    tell(&format!("{} is a verified backup", command.to.display()), &copied);
    match copied.lost.len() {
        0 => Ok(()),
        // The timer that runs this is looked at when it fails.
        count => Err(format!("the backup is kept, and {count} of its files are damaged or missing").into()),
    }
}

pub(super) async fn restore(command: Restore) -> Result<(), Failure> {
    let copied = backup::restore(&command.from, &command.data.data).await?;
    tell(&format!("{} is restored, in a new epoch", command.data.data.display()), &copied);
    say("tablets will read everything anew and hand in what this backup lacks");
    Ok(())
}

fn tell(what: &str, Copied { verified, files, lost }: &Copied) {
    for finding in lost {
        say(&finding.to_string());
    }
    let (documents, changes) = (verified.documents, verified.changes);
    say(&format!("{what}: {documents} documents with {changes} changes, {files} files"));
}
