//! A cell: one field of one task, written by itself, with every value that stands in it.

use std::borrow::Cow;

use automerge::{ScalarValue, ScalarValueRef, ValueRef};
use serde::{Deserialize, Serialize};

use crate::{
    document::Document,
    ids::{DeviceId, TaskId},
    moment::Timestamp,
    org::words,
    schema::Table,
};

words! {
    /// A field of a task that can be edited.
    Field {
        /// 任务名称. Stands where the task stands.
        Title = "title",
        /// 工作要求. Stands where the task stands.
        Requirement = "requirement",
        /// 完成时限, `YYYY-MM-DD`. Stands where the task stands.
        Due = "due",
        /// 责任人. The branch's.
        Owner = "owner",
        /// 措施办法. The branch's.
        Measure = "measure",
        /// 进度, 0 to 100. The branch's.
        Progress = "progress",
        /// 完成数, in the unit of the target. The branch's.
        Done = "done",
    }
}

impl Field {
    /// Whether it belongs to the task itself (and so to who set it) rather than to a branch's work on it.
    pub const fn of_task(self) -> bool {
        matches!(self, Self::Title | Self::Requirement | Self::Due)
    }

    /// Whether its values are whole numbers.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Progress | Self::Done)
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// Words.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl Value {
    pub(crate) fn read(value: &automerge::Value<'_>) -> Option<Self> {
        value.as_i64().map(Self::Number).or_else(|| value.as_str().map(|text| Self::Text(text.to_owned())))
    }

    /// The same of what an iterator gives.
    pub(crate) fn take(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Scalar(ScalarValueRef::Str(text)) => Some(Self::Text(text.into_owned())),
            ValueRef::Scalar(ScalarValueRef::Int(number)) => Some(Self::Number(number)),
            other => Self::read(&other.into_value()),
        }
    }

    pub(crate) fn of_scalar(value: &ScalarValue) -> Option<Self> {
        Self::read(&automerge::Value::Scalar(Cow::Borrowed(value)))
    }

    pub(crate) fn scalar(&self) -> ScalarValue {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => ScalarValue::Int(*number),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// One of the values that stand in a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alternative {
    /// The value.
    pub value: Value,
    /// The device that wrote it.
    pub device: Option<DeviceId>,
    /// When it was written, by that device's clock to the second; known for conflicts alone.
    pub at: Option<Timestamp>,
}

/// A field with every value that was written to it concurrently.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    alternatives: Vec<Alternative>,
}

impl Cell {
    pub(crate) fn read(document: &mut Document, table: Table, key: &str) -> Self {
        Self::read_by(document, table, key, Value::read)
    }

    /// Reads a cell whose values stand in another form.
    pub(crate) fn read_by(
        document: &mut Document,
        table: Table,
        key: &str,
        read: impl Fn(&automerge::Value<'_>) -> Option<Value>,
    ) -> Self {
        if let Some((value, hand)) = document.single(table, key) {
            let one = |value| Alternative { value, device: hand.device(), at: None };
            return Self { alternatives: read(&value).map(one).into_iter().collect() };
        }
        let found = document
            .standing(table, key)
            .into_iter()
            .filter_map(|(value, hand)| Some((read(&value)?, hand.into_owned())));
        let found: Vec<_> = found.collect();
        // Automerge's winner is the last; it goes first here.
        let contested = found.len() > 1;
        let alternatives = found
            .into_iter()
            .rev()
            .map(|(value, hand)| Alternative {
                value,
                device: hand.device(),
                at: if contested { document.time_of(&hand) } else { None },
            })
            .collect();
        Self { alternatives }
    }

    /// The value to work with until a person has chosen; arbitrary, but the same everywhere.
    pub fn value(&self) -> Option<&Value> {
        self.alternatives.first().map(|one| &one.value)
    }

    /// The device that wrote the value to work with.
    pub fn device(&self) -> Option<DeviceId> {
        self.alternatives.first().and_then(|one| one.device)
    }

    /// Every value that stands in it, the one to work with first.
    pub fn values(&self) -> Vec<String> {
        self.alternatives.iter().map(|one| one.value.to_string()).collect()
    }

    /// The values between which a person must choose; empty when there is nothing to choose.
    pub fn conflict(&self) -> &[Alternative] {
        let differ = self.alternatives.iter().any(|one| Some(&one.value) != self.value());
        if differ { &self.alternatives } else { &[] }
    }
}

/// What stands in a cell, from Automerge's value.
pub(crate) fn read_value(value: &automerge::Value<'_>) -> Option<Value> {
    Value::read(value)
}

/// The key of a task's cell, and back.
pub(crate) fn key(task: TaskId, field: Field) -> String {
    format!("{task}/{}", field.word())
}

pub(crate) fn parse_key(key: &str) -> Option<(TaskId, Field)> {
    let (task, field) = key.split_once('/')?;
    Some((task.parse().ok()?, Field::from_word(field)?))
}
