//! Every document is looked over now and then, so that damage on the disk is found while tablets still hold what it hit.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;

use crate::{lull::Lull, metrics::StoreMetrics, store::Store};

/// How often all documents are looked over; the first time when the hub starts.
const EVERY: Duration = Duration::from_secs(24 * 3600);
/// How often to look whether waiting changes can be taken back.
const ADOPT: Duration = Duration::from_secs(5);
/// How much longer to rest than to work.
const REST: u32 = 9;
/// For how long all of it lets those go first who write.
const PATIENCE: Duration = Duration::from_secs(3600);

/// Looks over all documents until it is dropped.
pub async fn run(store: Arc<dyn Store>, metrics: StoreMetrics) {
    let mut lull = Lull::new(metrics);
    loop {
        let began = Instant::now();
        match all(store.as_ref(), &mut lull, began + PATIENCE).await {
            Ok(mended) => tracing::info!(mended, elapsed = ?began.elapsed(), "all documents were looked over"),
            Err(why) => tracing::error!(%why, "not all documents could be looked over"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Takes waiting changes back until it is dropped.
pub async fn adopt(store: Arc<dyn Store>) {
    loop {
        tokio::time::sleep(ADOPT).await;
        if let Err(why) = store.adopt().await {
            tracing::error!(%why, "waiting changes stay aside");
        }
    }
}

/// One document after the other; how many were not as they should be. One that fails holds up no other.
async fn all(store: &dyn Store, lull: &mut Lull, patience: Instant) -> Result<usize, crate::store::StoreError> {
    let mut mended = 0;
    for doc in store.places().await?.docs.into_keys() {
        lull.wait(patience).await;
        let began = Instant::now();
        match store.mend(doc.clone()).await {
            Ok(wrong) => mended += usize::from(!wrong.is_empty()),
            Err(why) => tracing::error!(%doc, %why, "could not be looked over"),
        }
        tokio::time::sleep(began.elapsed() * REST).await;
    }
    Ok(mended)
}
