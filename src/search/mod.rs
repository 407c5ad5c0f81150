//! Finding by characters, by the first letters of their pinyin, or by both mixed: 党员大会 is found by `大会`, `dydh`
//! and `党ydh`. Pure; the list keeps a [`Text`] beside each item, so that a key typed reads no document.

mod initials;

use initials::Letters;

/// Between two pieces of a text. No word can hold it, so that none is found across it.
const GAP: char = '\n';

/// Words that can be searched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(Vec<(char, Letters)>);

impl Text {
    /// A text of several pieces, such as a title and a name.
    pub fn new<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let marked = |character| (character, Letters::of(character));
        Self(pieces.into_iter().flat_map(|piece| folded(piece).chain([GAP])).map(marked).collect())
    }
}

/// What is searched for: words that must all be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(Vec<Vec<char>>);

impl Query {
    /// The words of what was typed; nothing typed finds everything.
    pub fn new(typed: &str) -> Self {
        Self(typed.split_whitespace().map(|word| folded(word).collect()).collect())
    }

    /// Whether every word is in the text.
    pub fn finds(&self, text: &Text) -> bool {
        self.0.iter().all(|word| text.0.windows(word.len().max(1)).any(|place| stands(word, place)))
    }
}

/// Whether each character is there, or is a letter with which the character there begins.
fn stands(word: &[char], place: &[(char, Letters)]) -> bool {
    word.iter().zip(place).all(|(typed, (there, letters))| typed == there || letters.has(*typed))
}

/// Without the difference of upper and lower case and of full and half width.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let half = |wide: char| match wide {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(wide) - 0xfee0).unwrap_or(wide),
        other => other,
    };
    text.chars().map(half).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn finds(typed: &str, pieces: &[&str]) -> bool {
        Query::new(typed).finds(&Text::new(pieces.iter().copied()))
    }

    #[test]
    fn by_characters_by_letters_and_by_both() {
        let item = ["召开支部党员大会研究整改", "陈大明", "R1", "石桥镇上石村党总支"];
        for typed in
            ["党员大会", "dydh", "DYDH", "党ydh", "d员d会", "ｄｙｄｈ", "cdm", "陈", "r1", "sqz", "dydh 陈", "  ", ""]
        {
            assert!(finds(typed, &item), "{typed}");
        }
        for typed in ["dydx", "党员大会 林", "zgc", "r2", "会员", "dydhh"] {
            assert!(!finds(typed, &item), "{typed}");
        }
    }

    #[test]
    fn either_reading_finds() {
        for (typed, text) in
            [("cq", "重庆"), ("zy", "重要"), ("hy", "会议"), ("kj", "会计"), ("yh", "银行"), ("xc", "行程")]
        {
            assert!(finds(typed, &[text]), "{typed} {text}");
        }
    }

    #[test]
    fn nothing_is_found_across_pieces() {
        assert!(!finds("会陈", &["党员大会", "陈大明"]));
        assert!(!finds("hc", &["党员大会", "陈大明"]));
    }

    #[test]
    fn three_thousand_are_searched_while_one_types() {
        let texts: Vec<Text> = (0..3_000)
            .map(|number| {
                let title = format!("第{number}项：落实支部主题党日，研究软弱涣散党组织整顿方案并公示");
                Text::new([title.as_str(), "陈大明", "R1", "石桥镇上石村党总支"])
            })
            .collect();
        let query = Query::new("zdfa 石桥 cdn");
        let begun = Instant::now();
        let found = texts.iter().filter(|text| query.finds(text)).count();
        let taken = begun.elapsed();
        assert_eq!(found, 0);
        // Optimised this takes 0.6 ms; a test build is a hundred times slower, and its machine is shared.
        assert!(taken.as_millis() < 500, "{taken:?}");
    }
}
