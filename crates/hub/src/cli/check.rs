//! `hub check`.

use super::{Data, Failure, output::say};

pub(super) async fn run(data: &Data) -> Result<(), Failure> {
    let store = data.open()?;
    let verified = store.verify().await?;
    store.close().await;
    for finding in &verified.findings {
        let doc = finding.doc.as_ref().map_or("the file", |doc| doc.as_str());
        say(&format!("{doc}: {}", finding.what));
    }
    say(&format!("{} documents with {} changes were read", verified.documents, verified.changes));
    match verified.findings.len() {
        0 => Ok(()),
        found => Err(format!("{found} found; copy the newest sound backup back, then run `hub after-restore`").into()),
    }
}
