//! `hub check`.

use std::{collections::BTreeSet, os::unix::fs::MetadataExt as _, path::Path};

use super::{Data, Failure, output::say};
use crate::{
    files,
    lock::is_served,
    store::{
        StoreError,
        sqlite::{self, FILE},
    },
};

/// What to do about damaged documents.
const DOCUMENTS: &str = "a running hub sets what is damaged aside within a day, and at once when it is read or when \
    the hub starts, and asks the tablets for it again; what no tablet holds any more is in a backup alone";
/// What to do about a damaged file.
const WHOLE: &str =
    "stop the hub, keep this folder, and `hub restore` the newest sound backup; tablets hand in the rest";

pub(super) async fn run(data: &Data) -> Result<(), Failure> {
    let folder = data.data.clone();
    let served = is_served(&folder);
    let verified =
        tokio::task::spawn_blocking(move || sqlite::inspect(&folder, served)).await?.map_err(|why| match why {
            StoreError::Damaged(_) => Failure::from(format!("{why}; {WHOLE}")),
            why => why.into(),
        })?;
    let (folder, rows) = (data.data.clone(), verified.files.clone());
    let lost = tokio::task::spawn_blocking(move || files::verify(&folder, &rows)).await?;
    let mut open = permissions(&data.data)?;
    open.extend(lost.iter().map(ToString::to_string));
    for line in verified.findings.iter().map(ToString::to_string).chain(open.iter().cloned()) {
        say(&line);
    }
    let (documents, changes) = (verified.documents, verified.changes);
    // Several branches may show the same one.
    let files = verified.files.iter().map(|row| row.hash).collect::<BTreeSet<_>>().len();
    say(&format!("{documents} documents with {changes} changes, and {files} files were read"));
    if verified.damaged + verified.waiting > 0 {
        let (damaged, waiting) = (verified.damaged, verified.waiting);
        say(&format!(
            "set aside earlier: {damaged} damaged rows, and {waiting} sound changes that wait for what they build on"
        ));
    }
    if verified.findings.iter().any(|finding| finding.doc.is_none()) {
        say(&format!("what to do about the file: {WHOLE}"));
    }
    if verified.findings.iter().any(|finding| finding.doc.is_some()) {
        say(&format!("what to do about documents: {DOCUMENTS}"));
    }
    match verified.findings.len() + open.len() {
        0 => Ok(()),
        1 => Err("1 problem".into()),
        found => Err(format!("{found} problems").into()),
    }
}

/// Who else may read the hub's key, and what the hub itself may not write.
fn permissions(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut wrong = Vec::new();
    let of_folder = folder.metadata()?;
    if of_folder.mode() & 0o077 != 0 {
        let path = folder.display();
        wrong.push(format!("{path}: others may look into it, and the hub's key lies there; chmod 700 {path}"));
    }
    for name in
        [FILE, "hub.db-wal", "hub.db-shm", "hub.lock", sqlite::KEYS_FILE, sqlite::EXTRACTS_FILE, crate::backup::FILES]
    {
        let path = folder.join(name);
        let Ok(of_file) = path.metadata() else { continue };
        if of_file.uid() != of_folder.uid() {
            let (path, folder) = (path.display(), folder.display());
            wrong.push(format!(
                "{path}: it belongs to another user than the folder; chown -R --reference {folder} {folder}"
            ));
        } else if of_file.mode() & 0o600 != 0o600 {
            wrong.push(format!("{0}: its owner may not read and write it; chmod u+rw {0}", path.display()));
        }
    }
    Ok(wrong)
}
