//! What a branch's people were paid leaves when the year is settled: the hub destroys the keys, and with them what anybody
//! could still read of it, in this folder, in copies of the documents and on devices that come back late.

use std::{sync::Arc, time::Duration};

use crate::{hub::Hub, policy::doc_id, row_keys::is_over, store::StoreError};

/// How often to look; the first time when the hub starts.
const EVERY: Duration = Duration::from_secs(3600);

/// Looks until it is dropped.
pub async fn run(hub: Arc<Hub>) {
    loop {
        match once(&hub).await {
            Ok(0) => {}
            Ok(keys) => tracing::info!(keys, "the keys of published pay of past years are destroyed"),
            Err(why) => tracing::error!(%why, "the keys of past years are still there"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Destroys the keys of what is over; how many there were.
async fn once(hub: &Hub) -> Result<usize, StoreError> {
    let mut docs = hub.keys.documents_with_keys().await?;
    docs.retain(|doc| doc_id(doc).is_some_and(|id| is_over(hub, &id)));
    if docs.is_empty() { Ok(0) } else { hub.keys.destroy_all_keys(docs).await }
}
