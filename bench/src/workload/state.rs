//! What a village's ledger shows: the values of every task, and their hash.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::field::{Field, Value};

/// One field of one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The task's number.
    pub task: u32,
    /// The field.
    pub field: Field,
}

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Where.
    pub cell: Cell,
    /// The new value.
    pub value: Value,
}

/// The SHA-256 of a state, in hexadecimal.
pub type StateHash = String;

/// The values of every task, by number and in the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State(Vec<Vec<Value>>);

impl State {
    /// A state with rows of twelve values.
    pub fn new(rows: Vec<Vec<Value>>) -> Self {
        Self(rows)
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.0
    }

    /// What stands in a cell.
    pub fn get(&self, cell: Cell) -> Option<&Value> {
        self.0.get(cell.task as usize)?.get(cell.field as usize)
    }

    /// Puts a value into a cell.
    pub fn set(&mut self, cell: Cell, value: Value) {
        let row = self.0.get_mut(cell.task as usize);
        if let Some(place) = row.and_then(|row| row.get_mut(cell.field as usize)) {
            *place = value;
        }
    }

    /// Puts every edit into its cell.
    pub fn apply(&mut self, edits: &[Edit]) {
        for edit in edits {
            self.set(edit.cell, edit.value.clone());
        }
    }

    /// SHA-256 of its JSON: an array of rows, each an array of twelve values.
    pub fn hash(&self) -> StateHash {
        let json = serde_json::to_vec(&self.0).unwrap_or_default();
        Sha256::digest(json).iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}
