//! Words that do not count when texts are compared.

use std::collections::HashMap;

use super::{mix::Mixed, text::fold};

/// Words to be neutralised, such as the names of organisations and persons.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By their first character, the longest first, without that character.
    by_first: HashMap<char, Vec<Box<[char]>>, Mixed>,
}

impl Names {
    /// These words. Those of a single character are left out: they would be found within other words.
    pub fn new<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> Self {
        let mut by_first: HashMap<char, Vec<Box<[char]>>, Mixed> = HashMap::default();
        for word in words {
            let mut chars = word.as_ref().trim().chars().map(fold);
            let (Some(first), rest) = (chars.next(), chars.collect::<Box<[char]>>()) else { continue };
            if !rest.is_empty() {
                by_first.entry(first).or_default().push(rest);
            }
        }
        for rests in by_first.values_mut() {
            rests.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            rests.dedup();
        }
        Self { by_first }
    }

    /// The characters of the longest word that `text` begins with; 0 when it begins with none.
    pub(super) fn length_at(&self, text: &[char]) -> usize {
        let Some((first, rest)) = text.split_first() else { return 0 };
        let words = self.by_first.get(first).into_iter().flatten();
        words.into_iter().find(|word| rest.starts_with(word)).map_or(0, |word| word.len() + 1)
    }
}
