//! What a change touched, so that what is shown of it is drawn anew and nothing else.

use std::collections::BTreeSet;

use crate::ids::{ItemKey, OrgId};

/// What a change of documents touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Items whose view may differ now.
    pub items: BTreeSet<ItemKey>,
    /// Whether rectification cases changed.
    pub cases: bool,
    /// Whether inspections were added.
    pub inspections: bool,
    /// The organisations whose registers, or scores, changed.
    pub registers: BTreeSet<OrgId>,
    /// Whether organisations, work items, parameters or registers themselves changed.
    pub taskbook: bool,
}

impl Touched {
    /// Adds what another change touched.
    pub fn extend(&mut self, other: Self) {
        self.items.extend(other.items);
        self.cases |= other.cases;
        self.inspections |= other.inspections;
        self.registers.extend(other.registers);
        self.taskbook |= other.taskbook;
    }

    pub(crate) fn item(&mut self, item: &ItemKey) {
        if !self.items.contains(item) {
            self.items.insert(item.clone());
        }
    }

    pub(crate) fn register(&mut self, owner: &OrgId) {
        if !self.registers.contains(owner) {
            self.registers.insert(owner.clone());
        }
    }
}
