//! The first letters of a character's readings in pinyin.
//!
//! A table of the 6,763 characters of GB 2312, which every name and title of the ledger is written in, weighs 6 KiB on
//! the wire; a dictionary of all readings would weigh more than the rest of this feature together. The tests compare
//! it with such a dictionary.

/// The usual first letter of each character from U+4E00 on; a dot where GB 2312 has none.
const USUAL: &[u8] = include_bytes!("initials.txt");

const FIRST: u32 = 0x4e00;

/// Common characters with readings that begin otherwise (重要, 重庆), in the order of Unicode, and the other letters.
#[rustfmt::skip]
const OTHERS: &[(char, &str)] = &[
    ('乐', "y"), ('乘', "s"), ('仇', "q"), ('会', "k"), ('传', "z"), ('伺', "c"), ('便', "p"), ('匙', "s"),
    ('区', "o"), ('单', "cs"), ('卡', "q"), ('厦', "s"), ('参', "s"), ('合', "g"), ('否', "p"), ('囤', "t"),
    ('圈', "j"), ('埔', "b"), ('堡', "p"), ('壳', "q"), ('夹', "g"), ('奇', "j"), ('宿', "x"), ('尉', "y"),
    ('屏', "b"), ('属', "z"), ('巷', "h"), ('弹', "t"), ('强', "j"), ('扛', "g"), ('折', "s"),
    ('提', "d"), ('曾', "c"), ('朝', "z"), ('期', "j"), ('枞', "z"), ('查', "z"), ('校', "j"), ('槛', "k"),
    ('歙', "x"), ('沈', "c"), ('泊', "p"), ('泌', "b"), ('浒', "x"), ('涌', "c"), ('率', "s"), ('畜', "c"),
    ('番', "p"), ('盛', "c"), ('省', "x"), ('石', "d"), ('祭', "z"), ('禅', "s"), ('种', "c"), ('秘', "b"),
    ('稽', "q"), ('粘', "n"), ('系', "j"), ('纤', "q"), ('给', "j"), ('翟', "z"), ('莘', "x"), ('莞', "w"),
    ('蔚', "y"), ('藏', "z"), ('行', "h"), ('解', "x"), ('识', "z"), ('调', "t"), ('贾', "g"), ('车', "j"),
    ('辟', "p"), ('遗', "w"), ('重', "c"), ('铅', "y"), ('长', "z"), ('阿', "e"), ('降', "x"),
];

/// A set of the letters a to z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Letters(u32);

impl Letters {
    /// The letters with which readings of a character begin; none for what is not Chinese.
    pub(super) fn of(character: char) -> Self {
        let index = u32::from(character).checked_sub(FIRST).and_then(|index| usize::try_from(index).ok());
        let Some(usual) = index.and_then(|index| USUAL.get(index)) else { return Self::default() };
        let place = OTHERS.binary_search_by_key(&character, |(one, _)| *one);
        let others = place.ok().and_then(|place| OTHERS.get(place)).map_or("", |(_, letters)| *letters);
        others.bytes().chain([*usual]).fold(Self::default(), |all, letter| Self(all.0 | Self::bit(letter)))
    }

    /// Whether a letter is among them.
    pub(super) fn has(self, letter: char) -> bool {
        u8::try_from(letter).is_ok_and(|letter| self.0 & Self::bit(letter) != 0)
    }

    fn bit(letter: u8) -> u32 {
        if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use pinyin::{ToPinyin as _, ToPinyinMulti as _};

    use super::*;

    /// The first letters of all readings that a dictionary knows, without diacritics (嗯 is ńg).
    fn readings(character: char) -> BTreeSet<char> {
        let all = character.to_pinyin_multi().unwrap();
        all.into_iter()
            .filter_map(|one| one.plain().chars().next())
            .map(|c| if c.is_ascii() { c } else { 'e' })
            .collect()
    }

    #[test]
    fn every_letter_begins_a_reading() {
        let mut known = 0;
        for (offset, letter) in (0..).zip(USUAL).filter(|(_, letter)| **letter != b'.') {
            let character = char::from_u32(FIRST + offset).unwrap();
            known += 1;
            assert!(readings(character).contains(&char::from(*letter)), "{character} {}", char::from(*letter));
        }
        assert_eq!(known, 6763);
    }

    #[test]
    fn nearly_every_letter_begins_the_usual_reading() {
        let usual = |character: char| character.to_pinyin().and_then(|one| one.plain().chars().next());
        let named = (0..).zip(USUAL).filter(|(_, letter)| **letter != b'.');
        let other: String = named
            .filter_map(|(offset, letter)| Some((char::from_u32(FIRST + offset)?, char::from(*letter))))
            .filter(|(character, letter)| usual(*character) != Some(*letter))
            .map(|(character, _)| character)
            .collect();
        assert!(other.chars().count() < 25, "{other}");
    }

    #[test]
    fn the_other_letters_begin_other_readings() {
        assert!(OTHERS.is_sorted_by_key(|(character, _)| *character), "in order");
        for (character, letters) in OTHERS {
            let found = readings(*character);
            assert!(letters.chars().all(|letter| found.contains(&letter)), "{character} {letters} {found:?}");
            assert!(Letters::of(*character).0.count_ones() >= 2, "{character} has two first letters");
        }
    }

    #[test]
    fn every_character_of_the_taskbook_is_known() {
        let words = [
            include_str!("../../taskbook/items.toml"),
            include_str!("../../taskbook/sample/organisations.toml"),
            include_str!("../../taskbook/sample/tasks.toml"),
        ];
        let unknown: BTreeSet<char> = words
            .iter()
            .flat_map(|text| text.chars())
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c) && Letters::of(*c) == Letters::default())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
