//! A text made neutral, with the way back to the characters it was written in.

use std::ops::Range;

use super::{Names, Shingles};

/// Stands for the end of a sentence.
const END: char = '\n';

/// A text without what does not count, each character with its place in the text as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    chars: Vec<char>,
    /// Where each of `chars` stood, in characters.
    places: Vec<usize>,
}

impl Text {
    /// The neutral form of `text`.
    pub fn new(text: &str, names: &Names) -> Self {
        let mut folded: Vec<char> = Vec::with_capacity(text.chars().count());
        folded.extend(text.chars().map(fold));
        let mut neutral = Self { chars: Vec::with_capacity(folded.len()), places: Vec::with_capacity(folded.len()) };
        let mut at = 0;
        while let Some((first, rest)) = folded.get(at..).and_then(|left| Some((*left.first()?, left))) {
            let skipped = names.length_at(rest).max(number_length(rest));
            if skipped > 0 {
                at += skipped;
                continue;
            }
            neutral.push(first, at);
            at += 1;
        }
        if neutral.chars.last() == Some(&END) {
            neutral.chars.pop();
            neutral.places.pop();
        }
        neutral
    }

    fn push(&mut self, found: char, at: usize) {
        let kept = match found {
            '。' | ';' | '!' | '?' | '\n' => END,
            // Most are; the table of all letters need not be asked for them.
            '\u{4e00}'..='\u{9fff}' => found,
            '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => return,
            other if other.is_alphanumeric() => other,
            _ => return,
        };
        // A sentence begins with a word: two ends in a row are one.
        if kept != END || self.chars.last().is_some_and(|last| *last != END) {
            self.chars.push(kept);
            self.places.push(at);
        }
    }

    /// How many characters count.
    pub fn len(&self) -> usize {
        self.chars.iter().filter(|one| **one != END).count()
    }

    /// Whether nothing is left that counts.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// The set that stands for the text.
    pub fn shingles(&self) -> Shingles {
        Shingles::of(self.chars.split(|one| *one == END))
    }

    pub(super) fn chars(&self) -> &[char] {
        &self.chars
    }

    /// A range of the neutral text without the ends of sentences at its borders, if anything is left of it.
    pub(super) fn trim(&self, range: Range<usize>) -> Option<Range<usize>> {
        let chars = self.chars.get(range.clone())?;
        let head = chars.iter().position(|one| *one != END)?;
        let tail = chars.iter().rposition(|one| *one != END)?;
        Some(range.start + head..range.start + tail + 1)
    }

    /// Where a range of the neutral text stands in the text as written, in characters.
    pub(super) fn written(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let last = range.end.checked_sub(1)?;
        Some(*self.places.get(range.start)?..self.places.get(last)? + 1)
    }
}

/// Full-width forms of ASCII become what they stand for, capitals small; a character remains one character.
pub(super) fn fold(one: char) -> char {
    let narrow = match one {
        '\u{ff01}'..='\u{ff5e}' => u32::from(one).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(one),
        _ => one,
    };
    narrow.to_ascii_lowercase()
}

/// The characters of the number or date that `text` begins with, such as `3.5万`, `2026-03-05`, `十一月三十日`; else 0.
fn number_length(text: &[char]) -> usize {
    let is_numeral = |at: usize| text.get(at).is_some_and(|one| numeral(*one));
    let mut length = 0;
    while is_numeral(length) {
        length += 1;
        // A mark joins two numerals; a unit of the calendar ends one.
        let goes_on = text.get(length).is_some_and(|one| match one {
            '.' | ',' | '-' | '/' | ':' => is_numeral(length + 1),
            other => matches!(other, '年' | '月' | '日' | '号' | '%'),
        });
        length += usize::from(goes_on);
    }
    length
}

/// A digit, or a character that numbers are written with. Such a character within a word (统一) is dropped as well,
/// from every text alike.
fn numeral(one: char) -> bool {
    matches!(
        one,
        '0'..='9'
            | '〇'
            | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '亿'
            | '两'
    )
}
