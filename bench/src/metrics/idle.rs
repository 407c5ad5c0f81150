//! M4: a thousand tablets that are connected and do nothing.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::{Bench, first_sync::AHEAD, first_sync::shown};
use crate::{
    clock::after,
    failure::Failure,
    worker::{Aim, Crew},
    workload::{Scale, Village},
};

/// M4: what idle connections cost the hub.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Idle {
    /// How many.
    pub connections: usize,
    /// The hub's memory before any, in MiB.
    pub before_mib: f64,
    /// With all of them, settled.
    pub rss_mib: f64,
    /// Its processor time while they were watched, in seconds.
    pub cpu_s: f64,
    /// Bytes on all connections meanwhile.
    pub bytes: u64,
}

impl Bench {
    /// Runs M4.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn idle(&self) -> Result<Idle, Failure> {
        let hamlets = self.hamlets.as_ref().ok_or("no county of small villages was seeded")?;
        let stage = self.stage(hamlets).await?;
        sleep(Duration::from_millis(500)).await;
        let alone = stage.hub.usage()?;
        let small = Scale { tasks: 1, edits: 0, ..self.scale };
        let mut crew = Crew::start(self.scale.workers)?;
        let seats: Vec<_> = hamlets.villages.iter().take(self.scale.idle as usize).cloned().collect();
        crew.enlist(&stage.hub.address, &hamlets.hub, &seats).await?;
        let hashes: Vec<_> =
            (0..self.scale.histories).map(|village| Village::draw(village, &small).state().hash()).collect();
        let aim = |(doc, hash): (&taizhang_sync::DocName, &String)| Aim {
            goals: [(doc.clone(), hash.clone())].into(),
            receipts: Vec::new(),
        };
        let aims: Vec<_> = hamlets.ledgers.iter().zip(hashes.iter().cycle()).map(aim).take(seats.len()).collect();
        shown(0, &crew.pursue(after(AHEAD), &aims).await?)?;
        sleep(Duration::from_millis(self.scale.settle_ms)).await;
        let (began, before) = (stage.hub.usage()?, bytes(&mut crew).await?);
        sleep(Duration::from_millis(self.scale.watch_ms)).await;
        let (ended, after) = (stage.hub.usage()?, bytes(&mut crew).await?);
        Ok(Idle {
            connections: seats.len(),
            before_mib: alone.rss_mib(),
            rss_mib: ended.rss_mib(),
            cpu_s: ended.cpu_s - began.cpu_s,
            bytes: after - before,
        })
    }
}

async fn bytes(crew: &mut Crew) -> Result<u64, Failure> {
    Ok(crew.traffic().await?.iter().map(|(_, since)| since.bytes()).sum())
}
