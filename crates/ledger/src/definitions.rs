//! What the taskbook defines as JSON, each understood when somebody first asks for it: a start does not wait for what
//! its first page never looks at.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// Definitions of one kind, by their names in code.
#[derive(Debug, Clone)]
pub(crate) struct Definitions<T>(BTreeMap<String, Defined<T>>);

#[derive(Debug, Clone)]
struct Defined<T> {
    text: String,
    /// What it is when it cannot be understood.
    problem: Problem,
    made: OnceLock<Option<T>>,
}

impl<T> Default for Definitions<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// The same when they say the same.
impl<T> PartialEq for Definitions<T> {
    fn eq(&self, other: &Self) -> bool {
        let texts = |all: &Self| all.0.iter().map(|(name, one)| (name.clone(), one.text.clone())).collect::<Vec<_>>();
        texts(self) == texts(other)
    }
}

impl<T: DeserializeOwned> Definitions<T> {
    /// Notes what a definition says; one that stood under its name is replaced.
    pub(crate) fn insert(&mut self, name: &str, text: String, problem: Problem) {
        self.0.insert(name.to_owned(), Defined { text, problem, made: OnceLock::new() });
    }

    /// A definition, when it is there and can be understood.
    pub(crate) fn get(&self, name: &str) -> Option<&T> {
        self.0.get(name)?.made()
    }

    /// All that can be understood, in the order of their names.
    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.0.values().filter_map(Defined::made)
    }

    /// Those that cannot be understood. One of a later version that uses what this one does not know is a problem of its
    /// own alone.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.0.values().filter(|one| one.made().is_none()).map(|one| &one.problem)
    }
}

impl<T: DeserializeOwned> Defined<T> {
    fn made(&self) -> Option<&T> {
        self.made.get_or_init(|| serde_json::from_str(&self.text).ok()).as_ref()
    }
}
