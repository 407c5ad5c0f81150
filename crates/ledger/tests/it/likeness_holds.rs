//! The measure of likeness: symmetric, blind to what is filled into a form, low for what is independent; and the index
//! finds what comparing all pairs finds.

use std::collections::BTreeSet;

use proptest::prelude::*;
use taizhang_ledger::similar::{Names, Pair, Shingles, Text, pairs, passages, percent};

/// Words that branches write with; few, so that texts share some by chance.
const WORDS: &[&str] = &[
    "支委会",
    "研究",
    "党员",
    "走访",
    "困难户",
    "清理",
    "水沟",
    "公开栏",
    "账目",
    "合作社",
    "分红",
    "村口",
    "路灯",
    "修好",
    "签到表",
    "归档",
    "网格",
    "排查",
    "台账",
    "核对",
    "3月5日",
    "两次",
    "，",
    "，",
    "。",
    "；",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..40).prop_map(|words| words.concat())
}

/// Texts of which some are copies of others with a few words changed.
fn pool() -> impl Strategy<Value = Vec<String>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(WORDS)), 0..4);
    let copies = prop::collection::vec((any::<prop::sample::Index>(), edits), 0..20);
    (prop::collection::vec(text(), 1..20), copies).prop_map(|(mut texts, copies)| {
        for (from, edits) in copies {
            let mut copy: Vec<char> = from.get(&texts).chars().collect();
            for (at, word) in edits {
                let at = at.index(copy.len() + 1);
                copy.splice(at..at, word.chars());
            }
            texts.push(copy.into_iter().collect());
        }
        texts
    })
}

fn bare(text: &str) -> Text {
    Text::new(text, &Names::default())
}

fn cut(text: &str, range: &std::ops::Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn symmetric_and_bounded(a in text(), b in text()) {
        let names = Names::default();
        let there = percent(&a, &b, &names);
        prop_assert!(there <= 100);
        prop_assert_eq!(there, percent(&b, &a, &names));
        prop_assert_eq!(percent(&a, &a, &names), 100);
    }

    /// Any text at all, not only sensible ones.
    #[test]
    fn no_text_is_too_strange(a in ".{0,60}", b in ".{0,60}", name in ".{0,4}") {
        let names = Names::new([name]);
        prop_assert_eq!(percent(&a, &b, &names), percent(&b, &a, &names));
        prop_assert_eq!(percent(&a, &a, &names), 100);
        for passage in passages(&Text::new(&a, &names), &Text::new(&b, &names)) {
            prop_assert!(passage.a.end <= a.chars().count() && passage.b.end <= b.chars().count());
        }
    }

    #[test]
    fn the_villages_name_does_not_matter(words in prop::collection::vec(prop::sample::select(WORDS), 1..30), at in any::<prop::sample::Index>()) {
        let names = Names::new(["石桥村", "石桥", "上寨社区", "上寨"]);
        let with = |village: &str| {
            let mut words = words.clone();
            words.insert(at.index(words.len()), village);
            words.concat()
        };
        let (here, there) = (with("石桥村"), with("上寨社区"));
        prop_assert_eq!(percent(&here, &there, &names), 100);
        prop_assert_eq!(percent(&here, &with("上寨"), &names), 100);
    }

    #[test]
    fn the_order_of_sentences_does_not_matter(
        sentences in prop::collection::vec(text(), 1..6).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let (first, second) = sentences;
        prop_assert_eq!(percent(&first.join("。"), &second.join("！"), &Names::default()), 100);
    }

    /// The filters lose nothing and add nothing, at any limit and whichever texts are asked about.
    #[test]
    fn the_join_finds_what_all_pairs_give(texts in pool(), above in 0..=100_u8, asked in any::<u64>()) {
        let sets: Vec<Shingles> = texts.iter().map(|text| bare(text).shingles()).collect();
        let is_asked = |text: usize| asked >> (text % 64) & 1 == 1;
        let mut expected = Vec::new();
        for (second, there) in sets.iter().enumerate().filter(|(_, set)| **set != Shingles::default()) {
            for (first, here) in sets.iter().enumerate().take(second).filter(|(_, set)| **set != Shingles::default()) {
                let percent = here.percent(there);
                let wanted = percent > above && (is_asked(first) || is_asked(second));
                expected.extend(wanted.then_some(Pair { first, second, percent }));
            }
        }
        expected.sort_unstable();
        prop_assert_eq!(pairs(&sets.iter().collect::<Vec<_>>(), is_asked, above), expected);
    }

    /// The join against the measure as it is documented, written out with sets of strings.
    #[test]
    fn pairs_are_those_of_the_documented_measure(
        texts in prop::collection::vec("[支部党员清理水沟路]{1,30}(。[支部党员清理水沟路]{1,8})?", 2..24),
        above in 0..=99_u8,
    ) {
        let runs = |text: &String| -> BTreeSet<String> {
            let cut = |sentence: &str| -> Vec<String> {
                let all: Vec<char> = sentence.chars().collect();
                all.windows(all.len().clamp(1, 3)).map(|run| run.iter().collect()).collect()
            };
            text.split('。').flat_map(cut).collect()
        };
        let plain: Vec<_> = texts.iter().map(runs).collect();
        let sets: Vec<Shingles> = texts.iter().map(|text| bare(text).shingles()).collect();
        let mut expected = Vec::new();
        for (second, there) in plain.iter().enumerate() {
            for (first, here) in plain.iter().enumerate().take(second) {
                let dice = 200 * here.intersection(there).count() / (here.len() + there.len());
                let percent = u8::try_from(dice).unwrap();
                expected.extend((percent > above).then_some(Pair { first, second, percent }));
            }
        }
        expected.sort_unstable();
        prop_assert_eq!(pairs(&sets.iter().collect::<Vec<_>>(), |_| true, above), expected);
    }

    /// A passage is the same in both texts but for what does not count, and no character is in two passages.
    #[test]
    fn passages_stand_in_both_texts(texts in pool()) {
        let (a, b) = (&texts[0], &texts[texts.len() - 1]);
        let found = passages(&bare(a), &bare(b));
        for one in &found {
            let (here, there) = (bare(&cut(a, &one.a)), bare(&cut(b, &one.b)));
            prop_assert_eq!(here.shingles(), there.shingles());
            prop_assert!(here.len() + 2 >= 6, "{:?}", one);
        }
        for ranges in [found.iter().map(|one| &one.a).collect::<Vec<_>>(), found.iter().map(|one| &one.b).collect()] {
            let mut ranges = ranges;
            ranges.sort_by_key(|range| range.start);
            prop_assert!(ranges.windows(2).all(|two| two[0].end <= two[1].start), "{:?}", ranges);
        }
    }
}

/// The sample county's own lines: what is not meant to be a copy is not taken for one.
#[test]
fn independent_texts_of_the_sample_are_unlike() {
    let journal = include_str!("../../../../taskbook/sample/journal.toml");
    let quoted = |line: &str| {
        let inner = line.trim().trim_end_matches(',').strip_prefix('"')?.strip_suffix('"')?.to_owned();
        // "village community: …" is for some kinds of branches; the words come after it.
        Some(inner.split_once(": ").map_or(inner.clone(), |(_, words)| words.to_owned()))
    };
    let lines: Vec<String> = journal.lines().filter_map(quoted).collect();
    assert!(lines.len() > 200, "{}", lines.len());
    let texts: Vec<(Text, &String)> =
        lines.iter().map(|line| (bare(line), line)).filter(|(text, _)| text.len() >= 20).collect();
    assert!(texts.len() > 50, "{}", texts.len());
    let mut most = Vec::new();
    for (number, (one, line)) in texts.iter().enumerate() {
        for (other, other_line) in texts.iter().take(number) {
            most.push((one.shingles().percent(&other.shingles()), line, other_line));
        }
    }
    most.sort();
    let unlike = most.iter().filter(|(percent, ..)| *percent <= 20).count();
    assert!(unlike * 100 >= most.len() * 99, "{unlike} of {}", most.len());
    // The nearest are one line written for two kinds of branches.
    assert!(most.iter().all(|(percent, ..)| *percent <= 60), "{:?}", most.last());
}
