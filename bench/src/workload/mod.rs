//! The village-ledger workload: what is written, in which order, and what must be seen in the end.
//!
//! Nothing here knows Automerge: the expected states are computed from the draws alone, so that a document that shows
//! something else is found out.

mod field;
mod live;
mod rng;
mod scale;
mod state;
mod village;
mod vocabulary;
mod week;

pub use field::{Field, Value};
pub use live::live_edits;
pub use rng::Rng;
pub use scale::Scale;
pub use state::{Cell, Edit, State, StateHash};
pub use village::{AUTHORS, Village, author, task_id, task_number};
pub use week::Week;

#[cfg(test)]
mod tests {
    use super::*;

    /// The peers' programs hold themselves to the same hashes (`peers/lib/workload.test.mjs`).
    #[test]
    fn states_hash_as_the_peers_do() {
        let village = Village::draw(3, &Scale::SMALL);
        let base = village.state();
        let merged = Week::draw(3, &base, &Scale::SMALL).merged(&base);
        assert_eq!(base.hash(), "35ad780e1fa762f5065eda21da2c559fc0223248da6139018cb4c419f36b3eaf");
        assert_eq!(merged.hash(), "7d1410d0b2e6ea9607423c9fbc2db0cce49703638ece781c4b79f1d9853ea1ce");
    }

    #[test]
    fn a_week_touches_disjoint_cells_and_changes_each() {
        let base = Village::draw(0, &Scale::SMALL).state();
        let week = Week::draw(0, &base, &Scale::SMALL);
        let merged = week.merged(&base);
        for edit in &week.township {
            assert!(!week.village.iter().any(|other| other.cell == edit.cell));
            assert_eq!(merged.get(edit.cell), Some(&edit.value));
            assert_ne!(base.get(edit.cell), Some(&edit.value));
        }
    }
}
