//! What is wrong in a data file, said so that whoever edits the file can put it right.

use std::fmt;

/// One mistake: where it is, what it is, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// The file, as it was asked for.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub instead: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.what, self.instead)
    }
}

/// All mistakes of the files that were read together; never empty when it is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mistakes(pub Vec<Mistake>);

impl Mistakes {
    /// `value` when nothing was found.
    ///
    /// # Errors
    /// The mistakes themselves, in the order of files and lines.
    pub(crate) fn or<T>(mut self, value: T) -> Result<T, Self> {
        if self.0.is_empty() {
            return Ok(value);
        }
        self.0.sort();
        Err(self)
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut mistakes = self.0.iter();
        if let Some(first) = mistakes.next() {
            write!(f, "{first}")?;
        }
        mistakes.try_for_each(|one| write!(f, "\n{one}"))
    }
}

impl std::error::Error for Mistakes {}

/// "write one of …", with the nearest of the known words first when one is near.
pub(crate) fn one_of(written: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|word| (distance(written, word), word))
        .min()
        .filter(|(steps, word)| *steps <= 2 && *steps < word.chars().count());
    match nearest {
        Some((_, word)) => format!("write \"{word}\" (known are: {})", known.join(", ")),
        None => format!("write one of: {}", known.join(", ")),
    }
}

/// How many letters must be added, removed or replaced to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, pair) in b.chars().zip(row.windows(2)) {
            let &[diagonal, above] = pair else { continue };
            left = (diagonal + usize::from(from != to)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert!(one_of("rual", &["urban", "rural"]).starts_with("write \"rural\""));
        assert_eq!(one_of("xyz", &["urban", "rural"]), "write one of: urban, rural");
    }
}
