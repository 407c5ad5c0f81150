//! A week offline: what the village and the township write in the meantime.

use std::collections::BTreeSet;

use super::{
    rng::Rng,
    scale::Scale,
    state::{Edit, State},
    village::edit,
};

/// What two people write to one ledger without seeing each other's work.
#[derive(Debug, Clone)]
pub struct Week {
    /// The village's edits, any cell, each unlike the base.
    pub village: Vec<Edit>,
    /// The township's edits, each in a cell of its own that the village leaves alone.
    pub township: Vec<Edit>,
}

impl Week {
    /// The week of a village whose ledger shows `base`.
    pub fn draw(village: u32, base: &State, scale: &Scale) -> Self {
        let mut rng = Rng::new(42_000 + village);
        let mut written = Vec::new();
        while written.len() < scale.village_edits {
            let edit = edit(&mut rng, scale);
            if base.get(edit.cell) != Some(&edit.value) {
                written.push(edit);
            }
        }
        let mut taken: BTreeSet<_> = written.iter().map(|edit| edit.cell).collect();
        let mut rng = Rng::new(84_000 + village);
        let mut township = Vec::new();
        while township.len() < scale.township_edits {
            let edit = edit(&mut rng, scale);
            if base.get(edit.cell) != Some(&edit.value) && taken.insert(edit.cell) {
                township.push(edit);
            }
        }
        Self { village: written, township }
    }

    /// The base with both.
    pub fn merged(&self, base: &State) -> State {
        let mut state = base.clone();
        state.apply(&self.village);
        state.apply(&self.township);
        state
    }
}
