//! The words that values are drawn from, shared with the peers' programs.

use std::sync::LazyLock;

use serde::Deserialize;

/// The words that values are drawn from.
#[derive(Debug, Default, Deserialize)]
pub struct Vocabulary {
    han: String,
    /// The characters of `han`.
    #[serde(skip)]
    pub letters: Vec<char>,
    /// Fields of work.
    pub domain: Vec<String>,
    /// Posts.
    pub post: Vec<String>,
    /// States of a task.
    pub status: Vec<String>,
    /// Who edits.
    pub author: Vec<String>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut words: Vocabulary = serde_json::from_str(include_str!("../../vocabulary.json")).unwrap_or_default();
    words.letters = words.han.chars().collect();
    words
});

/// The words that values are drawn from.
pub fn vocabulary() -> &'static Vocabulary {
    &VOCABULARY
}
