//! A village's ledger as an Automerge document, written as the real ledger writes: a task is a record in `tasks`,
//! written whole once; an edit is one flat cell `<task>/<field>` in a drawer of `cells`, which stands over the record's
//! value.

use automerge::{
    AutoCommit, AutomergeError, ObjId, ObjType, ROOT, ReadDoc as _, ScalarValue, transaction::CommitOptions,
    transaction::Transactable as _,
};
use taizhang_ledger::{DeviceId, DocId, Document, drawer_of_cell};

use crate::workload::{AUTHORS, Cell, Edit, Field, State, Value, Village, author, task_id, task_number};

/// The time of the first change, in Unix seconds.
const BEGAN: i64 = 1_767_225_600;

/// The authors of base histories: devices that no tablet of the benchmark has.
fn author_device(number: usize) -> DeviceId {
    DeviceId([0xA0 + u8::try_from(number).unwrap_or_default(); 16])
}

/// A document with its genesis alone.
///
/// # Errors
/// Never, unless the ledger's genesis cannot be read.
pub fn found(id: &DocId) -> Result<AutoCommit, AutomergeError> {
    AutoCommit::load(&Document::new(id.clone(), DeviceId([0; 16]).actor([0; 4])).save())
}

/// A village's document with its base history: one change a task, then one an edit.
///
/// # Errors
/// What Automerge says.
pub fn build(id: &DocId, village: &Village) -> Result<AutoCommit, AutomergeError> {
    let mut doc = found(id)?;
    let tasks = map(&doc, "tasks")?;
    doc.set_actor(author_device(0).actor([0; 4]));
    let mut now = BEGAN;
    for (number, row) in (0..).zip(village.created.rows()) {
        let record = doc.put_object(&tasks, task_id(number), ObjType::Map)?;
        for (field, value) in Field::ALL.iter().zip(row) {
            doc.put(&record, field.word(), scalar(value))?;
        }
        commit(&mut doc, &mut now);
    }
    for (number, edit) in village.edits.iter().enumerate() {
        let turn = author_device(author(number) % AUTHORS).actor([0; 4]);
        if *doc.get_actor() != turn {
            doc.set_actor(turn);
        }
        put(&mut doc, edit)?;
        commit(&mut doc, &mut now);
    }
    Ok(doc)
}

/// Writes one edit as one change.
///
/// # Errors
/// What Automerge says, as when the tables are not there.
pub fn write(doc: &mut AutoCommit, edit: &Edit, time: i64) -> Result<(), AutomergeError> {
    put(doc, edit)?;
    doc.commit_with(CommitOptions::default().with_time(time));
    Ok(())
}

/// What a cell shows.
pub fn read(doc: &AutoCommit, cell: Cell) -> Option<Value> {
    let key = key(cell);
    let found = doc.get(map(doc, &drawer_of_cell(&key)).ok()?, key).ok().flatten();
    let found = found.or_else(|| {
        let (_, record) = doc.get(map(doc, "tasks").ok()?, task_id(cell.task)).ok().flatten()?;
        doc.get(&record, cell.field.word()).ok().flatten()
    });
    value(&found?.0)
}

/// What the whole document shows: as many rows as there are tasks.
pub fn state(doc: &AutoCommit) -> State {
    let Ok(tasks) = map(doc, "tasks") else { return State::default() };
    let rows = doc.map_range(&tasks, ..).map(|record| {
        let mut row = vec![Value::Text(String::new()); Field::ALL.len()];
        for item in doc.map_range(record.id(), ..) {
            let field = Field::from_word(&item.key);
            let place = field.and_then(|field| row.get_mut(field as usize));
            if let (Some(place), Some(value)) = (place, value(&item.value.into_value())) {
                *place = value;
            }
        }
        row
    });
    let mut state = State::new(rows.collect());
    let drawers = doc.map_range(ROOT, ..).filter(|item| item.key.starts_with("cells/"));
    for item in drawers.flat_map(|drawer| doc.map_range(drawer.id(), ..)) {
        if let (Some(cell), Some(value)) = (parse(&item.key), value(&item.value.into_value())) {
            state.set(cell, value);
        }
    }
    state
}

/// A map in the root.
fn map(doc: &AutoCommit, name: &str) -> Result<ObjId, AutomergeError> {
    let found = doc.get(ROOT, name)?.map(|(_, object)| object);
    found.ok_or_else(|| AutomergeError::InvalidObjId(name.to_owned()))
}

fn put(doc: &mut AutoCommit, edit: &Edit) -> Result<(), AutomergeError> {
    let key = key(edit.cell);
    let drawer = map(doc, &drawer_of_cell(&key))?;
    doc.put(&drawer, key, scalar(&edit.value))
}

/// Ends a change of the base history, a minute after the last.
fn commit(doc: &mut AutoCommit, now: &mut i64) {
    *now += 60;
    doc.commit_with(CommitOptions::default().with_time(*now));
}

fn key(cell: Cell) -> String {
    format!("{}/{}", task_id(cell.task), cell.field.word())
}

fn parse(key: &str) -> Option<Cell> {
    let (task, field) = key.split_once('/')?;
    Some(Cell { task: task_number(task)?, field: Field::from_word(field)? })
}

fn scalar(value: &Value) -> ScalarValue {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) => ScalarValue::Int(*number),
    }
}

fn value(value: &automerge::Value<'_>) -> Option<Value> {
    value.as_i64().map(Value::Number).or_else(|| value.as_str().map(|text| Value::Text(text.to_owned())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::workload::{Scale, Week};

    #[test]
    fn a_document_shows_what_was_drawn() {
        let village = Village::draw(1, &Scale::SMALL);
        let mut doc = build(&"branch/t01-v01/2026".parse().unwrap(), &village).unwrap();
        assert_eq!(state(&doc), village.state());
        // Automerge makes no change of an edit that writes what stands there already.
        let changes = doc.get_changes_meta(&[]).len();
        let most = 1 + Scale::SMALL.tasks as usize + Scale::SMALL.edits;
        assert!((most * 9 / 10..=most).contains(&changes), "{changes} of {most}");

        let week = Week::draw(1, &village.state(), &Scale::SMALL);
        for edit in &week.village {
            write(&mut doc, edit, 0).unwrap();
            assert_eq!(read(&doc, edit.cell).as_ref(), Some(&edit.value));
        }
        assert_ne!(state(&doc), village.state());
    }
}
