//! `hub after-restore`.

use super::{Data, Failure, output::say};
use crate::{key::new_epoch, lock::lock};

pub(super) async fn run(data: &Data) -> Result<(), Failure> {
    // A running hub would go on with the old epoch.
    let _lock = lock(&data.data)?;
    let store = data.open()?;
    store.new_epoch(new_epoch()?).await?;
    store.close().await;
    say("a new epoch has begun; tablets will read everything anew and hand in what this backup lacks");
    Ok(())
}
