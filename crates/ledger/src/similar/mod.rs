//! How alike two short Chinese texts are, in whole percent, and which passages they share.
//!
//! # The measure
//!
//! A text is first made neutral ([`Text`]): full-width forms become half-width, capitals small; punctuation, spaces,
//! numbers and dates are dropped, and so are the [`Names`] that the caller gives, such as the county's organisations.
//! What is filled into a form thus leaves no trace, and a copy that names another village is the same text. What is
//! dropped is dropped from both, so neutrality can hide a difference of numbers and never make up a likeness of words.
//!
//! Then each sentence is cut into its runs of three characters, and the set of these runs ([`Shingles`]) stands for
//! the text. The likeness is the Dice coefficient of two sets, `2 × common ÷ (one + other)`, rounded down:
//!
//! - *Characters, not words.* Chinese writes no spaces, and a dictionary of words would decide the result. Three
//!   characters are the shortest run that seldom occurs by chance: two-character words are everywhere in any report.
//! - *Not across sentences.* No run crosses the end of a sentence, so that sentences in another order give the very
//!   same set. A sentence of one or two characters is a run of its own, and so a short text is measured too.
//! - *A set, not a bag.* What is said twice counts once: repeating a paragraph does not make a copy one's own.
//! - *Dice, not Jaccard.* It reads as the share of the two texts that is common, which is what a threshold in the
//!   taskbook means: of two texts as long as each other, 85 % alike have 85 % in common (Jaccard would say 73 %).
//! - *Whole numbers, rounded down.* 100 means that nothing differs. The same inputs give the same number everywhere.
//!
//! The measure is symmetric. One character changed in the midst of a text costs at most three runs.
//!
//! # Many texts
//!
//! [`pairs`] finds what is alike among many texts without comparing all pairs, and finds exactly what comparing all
//! pairs would.

mod join;
mod mix;
mod names;
mod passages;
mod rarity;
mod shelves;
mod shingles;
mod sketch;
mod text;

pub(crate) use mix::Mixed;

pub use join::{Pair, pairs};
pub use names::Names;
pub use passages::{Passage, passages};
pub use shingles::Shingles;
pub use text::Text;

/// How alike two texts are, 0 to 100, but for `names`. Whoever compares many asks for [`pairs`].
pub fn percent(a: &str, b: &str, names: &Names) -> u8 {
    Text::new(a, names).shingles().percent(&Text::new(b, names).shingles())
}

#[cfg(test)]
mod tests;
