//! When to put a document in order: when it is asked for, or when a read has found damage.

use std::sync::Arc;

use rusqlite::Connection;
use taizhang_sync::DocName;

use super::{
    SqliteStore, examine,
    mend::{self, Applied},
    note_lacking, read,
};
use crate::{
    clock::now_ms,
    key::new_epoch,
    store::{StoreError, Stored},
};

/// How often a document is looked over anew when it was written meanwhile.
const ATTEMPTS: usize = 5;

impl SqliteStore {
    /// Looks a document over and carries out what follows; what was wrong.
    pub(super) async fn put_in_order(&self, doc: &DocName) -> Result<Vec<String>, StoreError> {
        for _ in 0..ATTEMPTS {
            let name = doc.clone();
            let held = self.metrics.hold();
            let examined = self.readers.read(move |connection| examine::examine(connection, &name)).await?;
            drop(held);
            for what in &examined.wrong {
                tracing::error!(%doc, "{what}");
            }
            let Some(plan) = examined.plan else { return Ok(examined.wrong) };
            let epoch = new_epoch().map_err(|why| StoreError::Database(why.to_string()))?;
            let aside: Vec<_> = plan.aside.iter().map(|aside| aside.kind.word()).collect();
            let (on_growth, metrics, lost) = (Arc::clone(&self.on_growth), self.metrics.clone(), plan.lost);
            let (lacking, name, lacks) = (Arc::clone(&self.lacking), doc.clone(), lost && !plan.missing.is_empty());
            let work = move |connection: &Connection| mend::apply(connection, &plan, epoch, now_ms());
            let after = move |applied: &Applied| {
                if let Applied::Done(growth) = applied {
                    if lacks {
                        note_lacking(&lacking, &name, true);
                    }
                    for kind in aside {
                        metrics.damaged(kind);
                    }
                    metrics.mended();
                    if let Some(growth) = growth {
                        on_growth(growth.clone());
                    }
                }
            };
            if matches!(self.writer.write(work, after).await?, Applied::Done(_)) {
                tracing::warn!(%doc, lost, "in order again; what is lost is asked of the tablets");
                return Ok(examined.wrong);
            }
        }
        Err(StoreError::DamagedDocument(doc.clone()))
    }

    /// Reads once more when a first attempt has found damage, and that was put in order.
    pub(super) async fn read_sound<T: Send + 'static>(
        &self,
        doc: &DocName,
        work: impl Fn(&Connection, &DocName) -> Result<T, StoreError> + Send + Sync + Clone + 'static,
    ) -> Result<T, StoreError> {
        let attempt = || {
            let (name, work) = (doc.clone(), work.clone());
            self.readers.read(move |connection| work(connection, &name))
        };
        match attempt().await {
            Err(StoreError::DamagedDocument(_)) => {
                self.put_in_order(doc).await?;
                attempt().await
            }
            read => read,
        }
    }

    /// Reads several documents in one transaction; those that are damaged are put in order on the way.
    pub(super) async fn read_all_sound(&self, docs: Vec<DocName>) -> Result<Vec<Option<Stored>>, StoreError> {
        let docs: Arc<[DocName]> = docs.into();
        // Each attempt but the last puts one of them in order.
        for _ in 0..docs.len() {
            let all = Arc::clone(&docs);
            let work = move |connection: &Connection| all.iter().map(|doc| read::whole(connection, doc)).collect();
            match self.readers.read(work).await {
                Err(StoreError::DamagedDocument(doc)) => self.put_in_order(&doc).await?,
                read => return read,
            };
        }
        let work = move |connection: &Connection| docs.iter().map(|doc| read::whole(connection, doc)).collect();
        self.readers.read(work).await
    }
}
