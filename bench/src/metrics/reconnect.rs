//! M5: a tablet reconnects and nothing has changed.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::{Bench, first_sync::AHEAD, first_sync::shown};
use crate::{
    clock::after,
    failure::Failure,
    worker::{Aim, Crew},
};

/// How long to stay away.
const AWAY: Duration = Duration::from_secs(1);
/// How long to count.
const COUNT: Duration = Duration::from_secs(3);

/// M5: what it takes to find that nothing has changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reconnect {
    /// Bytes both ways after the HTTP upgrade.
    pub bytes: u64,
    /// Of these, from the tablet.
    pub sent: u64,
    /// Bytes of the upgrade, and of the TLS handshake if there was one.
    pub upgrade_bytes: u64,
    /// Round trips after the upgrade.
    pub round_trips: u64,
}

impl Bench {
    /// Runs M5.
    ///
    /// # Errors
    /// Whatever goes wrong.
    pub async fn reconnect(&self) -> Result<Reconnect, Failure> {
        let stage = self.stage(&self.county).await?;
        let mut crew = Crew::start(1)?;
        let seats: Vec<_> = self.seats().into_iter().take(1).collect();
        crew.enlist(&stage.hub.address, &self.county.hub, &seats).await?;
        let aims: Vec<_> = self.base_aims().into_iter().take(1).collect();
        shown(0, &crew.pursue(after(AHEAD), &aims).await?)?;
        crew.leave().await?;
        sleep(AWAY).await;
        crew.pursue(after(Duration::ZERO), &[Aim::default()]).await?;
        sleep(COUNT).await;
        let (upgrade, since) = crew.traffic().await?.pop().ok_or("no client")?;
        Ok(Reconnect {
            bytes: since.bytes(),
            sent: since.sent,
            upgrade_bytes: upgrade.bytes(),
            round_trips: since.turns,
        })
    }
}
