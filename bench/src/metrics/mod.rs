//! The six metrics, M1 to M6.

mod first_sync;
mod idle;
mod live;
mod reconnect;
mod week;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::{
    county::{self, County, Shape},
    failure::Failure,
    hub::{Binary, Hub},
    workload::{Scale, State, Village},
};

pub use first_sync::FirstSync;
pub use idle::Idle;
pub use live::LiveFanOut;
pub use reconnect::Reconnect;
pub use week::WeekOffline;

/// What one run has measured; what was not asked for is missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Run {
    /// M1.
    pub m1: Option<FirstSync>,
    /// M2.
    pub m2: Option<WeekOffline>,
    /// M3.
    pub m3: Option<LiveFanOut>,
    /// M4.
    pub m4: Option<Idle>,
    /// M5.
    pub m5: Option<Reconnect>,
    /// M6.
    pub m6: Option<Storage>,
}

/// M6: what a village takes up on the hub's disk.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Storage {
    /// Bytes of the data folder for each village, right after the load.
    pub bytes_per_village: f64,
    /// Bytes of the document's Automerge save.
    pub save_bytes: f64,
    /// The first in terms of the second.
    pub ratio: f64,
}

/// What runs share: seeded counties, and what their ledgers show.
pub struct Bench {
    scale: Scale,
    binary: Binary,
    county: County,
    hamlets: Option<County>,
    /// What the villages' ledgers show, by number.
    bases: Vec<State>,
}

/// A hub on its own copy of a data folder.
struct Stage {
    scratch: TempDir,
    hub: Hub,
}

impl Bench {
    /// Seeds the counties that the metrics need.
    ///
    /// # Errors
    /// What the hub's library or the disk says.
    pub async fn prepare(folder: &std::path::Path, scale: Scale, binary: Binary, idle: bool) -> Result<Self, Failure> {
        let shape = Shape::of(scale.villages);
        let county = County::seed(&folder.join("county"), shape, &scale, scale.readers + 1).await?;
        let hamlets = if idle {
            let small = Scale { villages: scale.idle, tasks: 1, edits: 0, ..scale };
            Some(County::seed(&folder.join("hamlets"), Shape::of(scale.idle), &small, 0).await?)
        } else {
            None
        };
        let histories: Vec<_> = (0..scale.histories).map(|village| Village::draw(village, &scale).state()).collect();
        let bases = (0..scale.villages as usize)
            .filter_map(|village| histories.get(village % histories.len().max(1)).cloned())
            .collect();
        Ok(Self { scale, binary, county, hamlets, bases })
    }

    /// M6, which needs no hub.
    ///
    /// # Errors
    /// What the disk says.
    #[allow(clippy::cast_precision_loss, reason = "sizes of gigabytes at most")]
    pub fn storage(&self) -> Result<Storage, Failure> {
        let villages = self.county.ledgers.len().max(1) as f64;
        let bytes_per_village = county::size(&self.county.folder)? as f64 / villages;
        let save_bytes = self.county.saves as f64 / villages;
        Ok(Storage { bytes_per_village, save_bytes, ratio: bytes_per_village / save_bytes })
    }

    /// Starts a hub on a fresh copy of a county.
    async fn stage(&self, county: &County) -> Result<Stage, Failure> {
        let scratch = tempfile::tempdir()?;
        let data = scratch.path().join("data");
        county::copy(&county.folder, &data)?;
        let hub = self.binary.serve(&data, scratch.path()).await?;
        Ok(Stage { scratch, hub })
    }
}

impl Stage {
    fn data(&self) -> std::path::PathBuf {
        self.scratch.path().join("data")
    }

    /// Kills the hub and starts it again on the same data.
    async fn restart(self, binary: &Binary) -> Result<Self, Failure> {
        let data = self.data();
        let Self { scratch, hub } = self;
        hub.kill().await?;
        let hub = binary.serve(&data, scratch.path()).await?;
        Ok(Self { scratch, hub })
    }
}
