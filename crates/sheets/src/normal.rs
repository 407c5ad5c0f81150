//! One spelling of what people type in several: full-width letters and digits, spaces of every kind.

/// Whether a character cannot be seen though Unicode does not call it white.
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')
}

/// A character in its half-width form.
fn half(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{2212}' | '\u{2013}' | '\u{2014}' => '-',
        '。' => '.',
        '【' | '〔' => '(',
        '】' | '〕' => ')',
        letter => letter,
    }
}

/// A text for comparing and for reading numbers: half-width, in lower case, without anything that cannot be seen.
pub fn normal(text: &str) -> String {
    let visible = text.chars().filter(|letter| !letter.is_whitespace() && !is_invisible(*letter));
    visible.map(half).flat_map(char::to_lowercase).collect()
}

/// A text without what cannot be seen at its ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || is_invisible(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_of_many() {
        assert_eq!(normal(" 资金　（万元）\n"), "资金(万元)");
        assert_eq!(normal("１２，３４５．６０ＡＢ\u{feff}"), "12,345.60ab");
        assert_eq!(trimmed("\u{3000}党支部 一\u{200b} "), "党支部 一");
    }
}
