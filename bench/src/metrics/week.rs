//! M2: a week offline on both sides, then everyone at once; and a kill.

use serde::{Deserialize, Serialize};
use taizhang_sync::DocName;

use super::{
    Bench,
    first_sync::{AHEAD, After, shown},
};
use crate::{
    clock::{after, millis},
    county,
    failure::Failure,
    worker::{Aim, Crew, Edits},
    workload::{Edit, State, Week},
};

/// M2: what it takes to bring a week's work together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct WeekOffline {
    /// Until all had converged and all that they wrote was durable, in milliseconds.
    pub wall_ms: f64,
    /// Until all showed everything.
    pub converged_ms: f64,
    /// Until verified receipts covered all that was written.
    pub durable_ms: f64,
    /// The hub's processor time, in seconds.
    pub cpu_s: f64,
    /// The tablets' processor time, all together, in seconds: on two processors the wall cannot be less than half.
    pub tablets_cpu_s: f64,
    /// Edits made, on both sides.
    pub edits: usize,
    /// Of these, cells that some tablet does not show.
    pub hidden: usize,
    /// Cells that fresh tablets do not show after the hub was killed and started again.
    pub lost_after_kill: usize,
    /// Bytes of the data folder for each village, with nothing compacted.
    pub disk_bytes_per_village: f64,
}

impl Bench {
    /// Runs M2 with what M1 left behind.
    ///
    /// # Errors
    /// Whatever goes wrong; also when a tablet gets no receipt, or does not end up with what was drawn.
    pub async fn week_offline(&self, after_first: After) -> Result<WeekOffline, Failure> {
        let After { stage, mut crew } = after_first;
        let weeks: Vec<_> =
            self.bases.iter().zip(0..).map(|(base, village)| Week::draw(village, base, &self.scale)).collect();
        let merged: Vec<_> = self.bases.iter().zip(&weeks).map(|(base, week)| week.merged(base)).collect();

        crew.leave().await?;
        crew.write(&self.edits(&weeks, |week| &week.village)).await?;
        self.township_writes(&stage.hub.address, &weeks).await?;

        let aims = self.aims(&merged);
        let (before, tablets) = (stage.hub.usage()?, crew.cpu_s()?);
        let at = after(AHEAD);
        let reached = crew.pursue(at, &aims).await?;
        let used = stage.hub.usage()?;
        let tablets_cpu_s = crew.cpu_s()? - tablets;
        let converged_ms = shown(at, &reached)?.into_iter().fold(0.0, f64::max);
        let delivered: Option<Vec<_>> =
            reached.iter().map(|client| client.delivered.map(|time| millis(at, time))).collect();
        let delivered = delivered.ok_or("a tablet has no receipt for what it wrote")?;
        let durable_ms = delivered.into_iter().fold(0.0, f64::max);

        let places = self.places(&weeks, &merged);
        let hidden = crew.compare(&places).await?.into_iter().sum();
        drop(crew);
        let disk = county::size(&stage.data())?;
        let stage = stage.restart(&self.binary).await?;
        let mut fresh = Crew::start(self.scale.workers)?;
        fresh.enlist(&stage.hub.address, &self.county.hub, &self.seats()).await?;
        let aims: Vec<_> = aims.into_iter().map(|aim| Aim { receipts: Vec::new(), ..aim }).collect();
        shown(at, &fresh.pursue(after(AHEAD), &aims).await?)?;
        let lost_after_kill = fresh.compare(&places).await?.into_iter().sum();
        #[allow(clippy::cast_precision_loss, reason = "sizes of gigabytes at most")]
        let disk_bytes_per_village = disk as f64 / self.bases.len().max(1) as f64;
        Ok(WeekOffline {
            wall_ms: converged_ms.max(durable_ms),
            converged_ms,
            durable_ms,
            cpu_s: used.cpu_s - before.cpu_s,
            tablets_cpu_s,
            edits: weeks.iter().map(|week| week.village.len() + week.township.len()).sum(),
            hidden,
            lost_after_kill,
            disk_bytes_per_village,
        })
    }

    /// The townships' officers write in all their villages, in a process of their own, until they have receipts.
    async fn township_writes(&self, address: &crate::hub::Address, weeks: &[Week]) -> Result<(), Failure> {
        let mut crew = Crew::start(1)?;
        crew.enlist(address, &self.county.hub, &self.county.townships).await?;
        let mut aims = vec![Aim::default(); self.county.townships.len()];
        for (village, aim) in self.base_aims().into_iter().enumerate() {
            if let Some(township) = aims.get_mut(self.county.township_of(village)) {
                township.goals.extend(aim.goals);
            }
        }
        shown(0, &crew.pursue(after(AHEAD), &aims).await?)?;
        let mut edits = vec![Edits::new(); aims.len()];
        for ((village, doc), week) in self.county.ledgers.iter().enumerate().zip(weeks) {
            let township = self.county.township_of(village);
            if let (Some(edits), Some(aim)) = (edits.get_mut(township), aims.get_mut(township)) {
                edits.push((doc.clone(), week.township.clone()));
                aim.goals.clear();
                aim.receipts.push(doc.clone());
            }
        }
        crew.write(&edits).await?;
        let reached = crew.pursue(after(AHEAD), &aims).await?;
        if reached.iter().any(|client| client.delivered.is_none()) {
            return Err("a township has no receipt for what it wrote".into());
        }
        crew.leave().await
    }

    fn edits(&self, weeks: &[Week], side: impl Fn(&Week) -> &Vec<Edit>) -> Vec<Edits> {
        self.county.ledgers.iter().zip(weeks).map(|(doc, week)| vec![(doc.clone(), side(week).clone())]).collect()
    }

    /// Every village's tablet shall show `states`, and have receipts for what it wrote.
    fn aims(&self, states: &[State]) -> Vec<Aim> {
        let aim = |(doc, state): (&DocName, &State)| Aim {
            goals: [(doc.clone(), state.hash())].into(),
            receipts: vec![doc.clone()],
        };
        self.county.ledgers.iter().zip(states).map(aim).collect()
    }

    /// The cells that were written, and what they must show.
    fn places(&self, weeks: &[Week], merged: &[State]) -> Vec<Edits> {
        let place = |edit: &Edit, state: &State| Some(Edit { cell: edit.cell, value: state.get(edit.cell)?.clone() });
        let places = |(week, state): (&Week, &State)| {
            week.village.iter().chain(&week.township).filter_map(|edit| place(edit, state)).collect::<Vec<_>>()
        };
        let all = weeks.iter().zip(merged).map(places);
        self.county.ledgers.iter().zip(all).map(|(doc, places)| vec![(doc.clone(), places)]).collect()
    }
}
