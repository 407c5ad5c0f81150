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
    and each hands in again what the backup lacks. Devices that were enrolled, revoked or given another post after the \
    backup are not in it: name the former data folder with --former where it can be read, or do that again by hand.")]
pub(super) struct Restore {
    /// What `hub backup` has made
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The former data folder, where it can be read: what was done to devices since the backup is taken from it
    #[arg(long, value_name = "DIR")]
    former: Option<PathBuf>,
    /// The data folder to make: not there yet, or empty
    #[command(flatten)]
    data: Data,
}

const WITHOUT_FORMER: &str = "\
WARNING: what was done to devices after the backup was made is not in it.
  - A device that was revoked since may connect again. Revoke it now: `hub devices` lists all, `hub revoke` revokes.
  - A device that was enrolled since is not known here. Its work is on it: invite it again for the same post.
  - A device that was given another post since has its former one.
  If the former data folder can still be read, restore once more into an empty folder with --former and its path.";

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
    match &command.former {
        Some(former) => match backup::merge_devices(former, &command.data.data).await {
            Ok(merged) => say(&format!(
                "from {}: {} devices enrolled since the backup, {} revoked, {} with another post or name",
                former.display(),
                merged.enrolled,
                merged.revoked,
                merged.moved
            )),
            Err(why) => {
                say(&format!("{}: its devices cannot be read ({why}). The rest is restored.", former.display()));
                say(WITHOUT_FORMER);
            }
        },
        None => say(WITHOUT_FORMER),
    }
    Ok(())
}

fn tell(what: &str, Copied { verified, files, lost }: &Copied) {
    for finding in lost {
        say(&finding.to_string());
    }
    let (documents, changes) = (verified.documents, verified.changes);
    say(&format!("{what}: {documents} documents with {changes} changes, {files} files"));
}
