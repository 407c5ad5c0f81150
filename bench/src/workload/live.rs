//! A live session: notes that say which edit they are.

use super::{
    field::{Field, Value, han},
    rng::Rng,
    state::{Cell, Edit},
};

/// How long a note is, in characters.
const LENGTH: usize = 30;

/// The edits of a live session: the `k`-th sets the note of task `k` (round and round) to `L<k>.` and text.
pub fn live_edits(count: u32, tasks: u32) -> Vec<Edit> {
    let mut rng = Rng::new(4_242);
    (0..count)
        .map(|k| {
            let mark = format!("L{k}.");
            let text = han(&mut rng, LENGTH - mark.len());
            Edit { cell: Cell { task: k % tasks, field: Field::Note }, value: Value::Text(mark + &text) }
        })
        .collect()
}
