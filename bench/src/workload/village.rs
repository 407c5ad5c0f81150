//! A village's year: its tasks, and the edits that four people made to them in turns.

use super::{
    field::{Field, Value},
    rng::Rng,
    scale::Scale,
    state::{Cell, Edit, State},
};

/// How many edits one author makes before the next takes over.
const TURN: usize = 25;
/// How many authors take turns.
pub const AUTHORS: usize = 4;

/// A village's base history, before anyone goes offline.
#[derive(Debug, Clone)]
pub struct Village {
    /// The tasks as they were created.
    pub created: State,
    /// The edits, each by [`author`].
    pub edits: Vec<Edit>,
}

/// Who makes the `number`-th edit.
pub const fn author(number: usize) -> usize {
    (number / TURN) % AUTHORS
}

/// The id of a task.
pub fn task_id(number: u32) -> String {
    format!("t{number:03}")
}

/// The number in a task's id.
pub fn task_number(id: &str) -> Option<u32> {
    id.strip_prefix('t')?.parse().ok()
}

impl Village {
    /// The history of a village. Villages share histories; see [`Scale::histories`].
    pub fn draw(village: u32, scale: &Scale) -> Self {
        let mut rng = Rng::new(42 + village % scale.histories);
        let [_, drawn @ ..] = Field::ALL;
        let row = |number| {
            let values = drawn.iter().map(|field| field.draw(&mut rng));
            std::iter::once(Value::Text(task_id(number))).chain(values).collect()
        };
        let created = State::new((0..scale.tasks).map(row).collect());
        let edits = (0..scale.edits).map(|_| edit(&mut rng, scale)).collect();
        Self { created, edits }
    }

    /// What it shows in the end.
    pub fn state(&self) -> State {
        let mut state = self.created.clone();
        state.apply(&self.edits);
        state
    }
}

/// Draws one edit: task, field, value.
pub(super) fn edit(rng: &mut Rng, scale: &Scale) -> Edit {
    let task = rng.below(scale.tasks);
    let field = rng.pick(&Field::EDITED).copied().unwrap_or(Field::Note);
    Edit { cell: Cell { task, field }, value: field.draw(rng) }
}
