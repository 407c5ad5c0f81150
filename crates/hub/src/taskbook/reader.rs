//! Reads TOML row by row and notes every mistake instead of stopping at the first.

use std::{cell::RefCell, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::mistake::{Mistake, Mistakes, one_of};

/// A file's text, and the mistakes found in it so far.
#[derive(Debug)]
pub(crate) struct Source {
    name: String,
    text: String,
    found: RefCell<Vec<Mistake>>,
}

impl Source {
    /// The file at `path`; one that cannot be read is a mistake, and reads as empty.
    pub(crate) fn open(path: &Path) -> Self {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::of(name, text),
            Err(why) => {
                let source = Self::of(name, String::new());
                source.note(0, format!("cannot be read: {why}"), "put the file there, as UTF-8 text".to_owned());
                source
            }
        }
    }

    /// A file that is already in memory.
    pub(crate) fn of(name: String, text: String) -> Self {
        Self { name, text, found: RefCell::default() }
    }

    /// The file's tables; a syntax error is noted and the rest read as far as possible.
    pub(crate) fn parse(&self) -> Spanned<DeTable<'_>> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            self.note(at, error.message().to_owned(), "see https://toml.io for how values are written".to_owned());
        }
        table
    }

    /// The whole file as a row that may hold these keys.
    pub(crate) fn root<'a>(&'a self, table: &'a Spanned<DeTable<'a>>, keys: &[&str]) -> Row<'a> {
        Row::new(self, table.get_ref(), 0..0, keys)
    }

    /// The mistakes found.
    pub(crate) fn into_mistakes(self) -> Mistakes {
        Mistakes(self.found.into_inner())
    }

    fn note(&self, at: usize, what: String, instead: String) {
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        self.found.borrow_mut().push(Mistake { file: self.name.clone(), line, what, instead });
    }
}

/// One table of a file.
#[derive(Debug, Clone)]
pub(crate) struct Row<'a> {
    source: &'a Source,
    table: &'a DeTable<'a>,
    span: Range<usize>,
}

impl<'a> Row<'a> {
    /// A row that may hold `keys`; any other key is a mistake. No keys at all means that any name may stand.
    fn new(source: &'a Source, table: &'a DeTable<'a>, span: Range<usize>, keys: &[&str]) -> Self {
        for key in table.keys() {
            if !keys.is_empty() && !keys.contains(&key.get_ref().as_ref()) {
                let what = format!("unknown key `{}`", key.get_ref());
                source.note(key.span().start, what, one_of(key.get_ref(), keys));
            }
        }
        Self { source, table, span }
    }

    /// Notes a mistake at `key`, or at the row's beginning when it has no such key.
    pub(crate) fn note(&self, key: &str, what: impl Into<String>, instead: impl Into<String>) {
        let at = self.table.get_key_value(key).map_or(self.span.start, |(name, _)| name.span().start);
        self.source.note(at, what.into(), instead.into());
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.get(key)
    }

    fn wrong_type(&self, key: &str, value: &DeValue<'_>, wanted: &str) {
        self.note(key, format!("`{key}` is a {}", value.type_str()), format!("write {wanted}"));
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether a list stands under the key.
    pub(crate) fn is_list(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().as_array().is_some())
    }

    /// Whether words stand under the key.
    pub(crate) fn is_text(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().as_str().is_some())
    }

    /// Whether an empty list stands under the key.
    pub(crate) fn is_empty_list(&self, key: &str) -> bool {
        self.get(key).and_then(|value| value.get_ref().as_array()).is_some_and(|list| list.iter().next().is_none())
    }

    /// The keys of the row, in order.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.table.keys().map(|key| key.get_ref().as_ref())
    }

    /// Words that may be left out.
    pub(crate) fn optional_text(&self, key: &str) -> Option<String> {
        let value = self.get(key)?.get_ref();
        match value.as_str() {
            Some(text) if text.trim().is_empty() => {
                self.note(key, format!("`{key}` is empty"), "write words between the quotes");
                None
            }
            Some(text) => Some(text.trim().to_owned()),
            None => {
                self.wrong_type(key, value, "words in \"quotes\"");
                None
            }
        }
    }

    /// Words that must be there.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.must_have(key, "\"…\"");
        self.optional_text(key)
    }

    fn must_have(&self, key: &str, example: &str) {
        if !self.has(key) {
            self.note(key, format!("`{key}` is missing"), format!("add a line {key} = {example}"));
        }
    }

    /// A whole number that may be left out.
    pub(crate) fn optional_number(&self, key: &str) -> Option<i64> {
        let value = self.get(key)?.get_ref();
        let number = value.as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        if number.is_none() {
            self.wrong_type(key, value, "a whole number without quotes");
        }
        number
    }

    /// A whole number in a range that must be there.
    pub(crate) fn number(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.must_have(key, &range.start().to_string());
        let number = self.optional_number(key)?;
        self.in_range(key, number, &range)
    }

    fn in_range(&self, key: &str, number: i64, range: &std::ops::RangeInclusive<i64>) -> Option<i64> {
        let fits = range.contains(&number);
        if !fits {
            let instead = format!("write a number from {} to {}", range.start(), range.end());
            self.note(key, format!("`{key}` is {number}"), instead);
        }
        fits.then_some(number)
    }

    /// `true` or `false`; false when it is not there.
    pub(crate) fn flag(&self, key: &str) -> bool {
        let Some(value) = self.get(key).map(Spanned::get_ref) else { return false };
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong_type(key, value, "true or false without quotes");
        }
        flag.unwrap_or_default()
    }

    /// One of the words of an enumeration, which must be there.
    pub(crate) fn word<T: Copy>(&self, key: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        self.text(key).and_then(|text| self.known(key, &text, all, name))
    }

    /// One of the words of an enumeration, which may be left out.
    pub(crate) fn optional_word<T: Copy>(&self, key: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        self.optional_text(key).and_then(|text| self.known(key, &text, all, name))
    }

    fn known<T: Copy>(&self, key: &str, text: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let found = all.iter().copied().find(|one| name(*one) == text);
        if found.is_none() {
            let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
            self.note(key, format!("`{key}` is unknown: \"{text}\""), one_of(text, &names));
        }
        found
    }

    /// A list of words that must be there and not be empty.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        self.must_have(key, "[\"…\"]");
        let Some(value) = self.get(key).map(Spanned::get_ref) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong_type(key, value, "a list of words: [\"…\", \"…\"]");
            return Vec::new();
        };
        if array.iter().next().is_none() {
            self.note(key, format!("`{key}` is an empty list"), "write at least one entry");
        }
        let mut texts = Vec::new();
        for entry in array {
            match entry.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => texts.push(text.trim().to_owned()),
                _ => {
                    let what = format!("an entry of `{key}` is not a text");
                    self.source.note(entry.span().start, what, "write words in \"quotes\"".to_owned());
                }
            }
        }
        texts
    }

    /// A list of whole numbers, each in a range; empty when it is not there.
    pub(crate) fn numbers(&self, key: &str, range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
        let Some(value) = self.get(key).map(Spanned::get_ref) else { return Vec::new() };
        let Some(array) = value.as_array() else {
            self.wrong_type(key, value, "a list of numbers: [3, 6]");
            return Vec::new();
        };
        let read = |entry: &Spanned<DeValue<'_>>| {
            entry.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok())
        };
        let mut numbers = Vec::new();
        for entry in array {
            let number = read(entry).filter(|number| range.contains(number));
            if number.is_none() {
                let instead = format!("write numbers from {} to {}", range.start(), range.end());
                self.source.note(entry.span().start, format!("a wrong entry of `{key}`"), instead);
            }
            numbers.extend(number);
        }
        numbers
    }

    /// The rows of a list of tables (`[[key]]`), each of which may hold `keys`. There must be at least one.
    pub(crate) fn rows(&self, key: &str, keys: &[&str]) -> Vec<Row<'a>> {
        let Some(value) = self.get(key).map(Spanned::get_ref) else {
            self.note(key, format!("there is no [[{key}]]"), format!("add a section [[{key}]]"));
            return Vec::new();
        };
        let Some(array) = value.as_array() else {
            self.wrong_type(key, value, &format!("each entry under its own [[{key}]]"));
            return Vec::new();
        };
        let mut rows = Vec::new();
        for entry in array {
            match entry.get_ref().as_table() {
                Some(table) => rows.push(Row::new(self.source, table, entry.span(), keys)),
                None => self.source.note(
                    entry.span().start,
                    format!("an entry of `{key}` is not a table"),
                    "write { id = \"…\", name = \"…\" }".to_owned(),
                ),
            }
        }
        rows
    }

    /// A table inside this one that must be there.
    pub(crate) fn row(&self, key: &str, keys: &[&str]) -> Option<Row<'a>> {
        let Some(value) = self.get(key) else {
            self.note(key, format!("there is no [{key}]"), format!("add a section [{key}]"));
            return None;
        };
        if let Some(table) = value.get_ref().as_table() {
            return Some(Row::new(self.source, table, value.span(), keys));
        }
        self.wrong_type(key, value.get_ref(), &format!("a section [{key}]"));
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let source = Source::of("a.toml".to_owned(), text.to_owned());
        let table = source.parse();
        let root = source.root(&table, &["thing"]);
        for row in root.rows("thing", &["name", "count", "words"]) {
            row.text("name");
            row.number("count", 1..=9);
            row.texts("words");
        }
        drop(table);
        source.into_mistakes().0.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_mistake_has_its_line_and_a_remedy() {
        let found = read(
            "[[thing]]\nname = 3\ncount = 12\nwords = []\n\n[[thing]]\nnaem = \"a\"\ncount = 1\nwords = [\"a\", 2]\n",
        );
        let lines: Vec<_> = found.iter().map(|one| one.split(':').nth(1).unwrap().to_owned()).collect();
        assert_eq!(found.len(), 6, "{found:#?}");
        assert_eq!(lines, ["7", "2", "3", "4", "6", "9"], "{found:#?}");
        assert!(found[0].contains("unknown key `naem`; write \"name\""), "{found:#?}");
        assert!(found[1].contains("write words in \"quotes\""));
        assert!(found[2].contains("write a number from 1 to 9"));
    }

    #[test]
    fn a_syntax_error_does_not_hide_the_rest() {
        let found = read(
            "[[thing]]\nname = \"a\ncount = 1\nwords = [\"a\"]\n[[thing]]\nname = \"b\"\ncount = 0\nwords = [\"a\"]\n",
        );
        assert!(found.iter().any(|one| one.starts_with("a.toml:2:")), "{found:#?}");
        assert!(found.iter().any(|one| one.starts_with("a.toml:7:")), "{found:#?}");
    }

    #[test]
    fn a_missing_file_is_a_mistake() {
        let source = Source::open(Path::new("/nowhere/items.toml"));
        assert!(source.into_mistakes().0[0].what.starts_with("cannot be read"));
    }
}
