//! Words that do not count when texts are compared.

use std::collections::HashMap;

use super::{mix::Mixed, shingles::pack, text::fold};

/// Words to be neutralised, such as the names of organisations and persons.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By their first two characters, packed, the longest first, without these.
    by_start: HashMap<u64, Vec<Box<[char]>>, Mixed>,
    starts: Starts,
}

/// Which characters a name may begin with: most begin none, and need not be looked up.
#[derive(Debug, Clone, Default)]
struct Starts([u64; 32]);

impl Starts {
    fn add(&mut self, first: char) {
        if let Some(word) = self.0.get_mut(first as usize / 64 % 32) {
            *word |= 1 << (first as u32 % 64);
        }
    }

    fn may_have(&self, first: char) -> bool {
        self.0.get(first as usize / 64 % 32).is_some_and(|word| word >> (first as u32 % 64) & 1 == 1)
    }
}

impl Names {
    /// These words. Those of a single character are left out: they would be found within other words.
    pub fn new<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> Self {
        let mut by_start: HashMap<u64, Vec<Box<[char]>>, Mixed> = HashMap::default();
        let mut starts = Starts::default();
        for word in words {
            let word: Vec<char> = word.as_ref().trim().chars().map(fold).collect();
            if let Some((start, rest)) = word.split_first_chunk::<2>() {
                by_start.entry(pack(start)).or_default().push(rest.into());
                starts.add(start[0]);
            }
        }
        for rests in by_start.values_mut() {
            rests.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            rests.dedup();
        }
        Self { by_start, starts }
    }

    /// The characters of the longest word that `text` begins with; 0 when it begins with none.
    pub(super) fn length_at(&self, text: &[char]) -> usize {
        let Some((start, rest)) = text.split_first_chunk::<2>() else { return 0 };
        if !self.starts.may_have(start[0]) {
            return 0;
        }
        let mut words = self.by_start.get(&pack(start)).into_iter().flatten();
        words.find(|word| rest.starts_with(word)).map_or(0, |word| word.len() + start.len())
    }
}
