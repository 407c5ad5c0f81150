//! Texts that say nothing.

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

/// The vague words by their first character.
static WORDS: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<&str>> = HashMap::new();
    for word in include_str!("vague.txt").lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        if let Some(first) = word.chars().next() {
            words.entry(first).or_default().push(word);
        }
    }
    words
});

/// Whether a text can be read as vague words and nothing else (`vague.txt`). A number, a name or a thing that can be
/// seen is more than that; a text without words is empty, not vague.
pub fn is_vague(text: &str) -> bool {
    let counts = |one: &char| matches!(one, '\u{4e00}'..='\u{9fff}') || one.is_alphanumeric();
    // Most texts begin with no vague word.
    if !text.chars().find(counts).is_some_and(|first| WORDS.contains_key(&first)) {
        return false;
    }
    let words: String = text.chars().filter(counts).collect();
    // Where a chain of vague words from the beginning may end. All of them: the longest first could lead astray.
    let mut ends = BTreeSet::from([0]);
    while let Some(at) = ends.pop_first() {
        let Some(rest) = words.get(at..) else { continue };
        let Some(first) = rest.chars().next() else { return !words.is_empty() };
        let vague = WORDS.get(&first).into_iter().flatten();
        ends.extend(vague.filter(|word| rest.starts_with(**word)).map(|word| at + word.len()));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_vague;

    #[test]
    fn phrases_alone_are_vague() {
        for text in [
            "加强领导",
            "高度重视，狠抓落实。",
            "提高认识，加强领导，狠抓落实。",
            "进一步完善机制，强化责任，形成合力。",
            "加大力度，确保取得实效。",
            "正在推进中。",
            "按上级要求抓好落实。",
            "有序推进，效果良好。",
            "已安排部署。",
            "持续加强，不断提升。",
        ] {
            assert!(is_vague(text), "{text}");
        }
    }

    #[test]
    fn who_what_and_when_are_not() {
        for text in [
            "",
            "。",
            "加强领导，3月5日前走访一遍",
            "陈书记抓落实",
            "清理村口水沟",
            "支委会每月5日前后开，记录由组织委员当场记。",
            "已完成签到表",
        ] {
            assert!(!is_vague(text), "{text}");
        }
    }
}
