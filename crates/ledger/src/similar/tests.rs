#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

const PLAN: &str = "石桥村成立由支部书记任组长的领导小组，制定工作方案，细化任务清单。定期召开推进会，加强督促检查；\
                    3月5日前走访困难户20户，确保各项工作按时间节点高质量完成。";

fn bare(a: &str, b: &str) -> u8 {
    percent(a, b, &Names::default())
}

#[test]
fn equal_texts_are_wholly_alike() {
    assert_eq!(bare(PLAN, PLAN), 100);
    assert_eq!(bare("", ""), 100);
    assert_eq!(bare("好", "好"), 100);
}

#[test]
fn short_texts_are_measured_by_what_they_have() {
    assert_eq!(bare("开会", "开会"), 100);
    assert_eq!(bare("开会", "学习"), 0);
    assert_eq!(bare("开会。学习", "学习。开会"), 100);
    assert_eq!(bare("", "开会"), 0);
    // Two runs each, one in common.
    assert_eq!(bare("党员大会", "全党员大"), 50);
}

#[test]
fn what_does_not_count_leaves_no_trace() {
    for other in [
        PLAN.replace('，', "、 "),
        PLAN.replace("3月5日", "十一月三十日"),
        PLAN.replace("3月5日", "2026年3月5号"),
        PLAN.replace("20户", "３５户"),
        PLAN.replace("。定期", "；\n定期"),
    ] {
        assert_eq!(bare(PLAN, &other), 100, "{other}");
    }
    assert_eq!(bare("使用ＡＰＰ报送", "使用app报送"), 100);
}

#[test]
fn names_count_only_when_nobody_neutralises_them() {
    let other = PLAN.replace("石桥村", "上寨社区");
    assert!(bare(PLAN, &other) < 100);
    assert_eq!(percent(PLAN, &other, &Names::new(["石桥村", "上寨社区", "上寨"])), 100);
    // The longest name goes first, else 社区 would be left.
    assert_eq!(Text::new("上寨社区", &Names::new(["上寨", "上寨社区"])).len(), 0);
    // A single character is no name.
    assert_eq!(Text::new("上学", &Names::new(["上"])).len(), 2);
}

#[test]
fn sentences_may_change_places() {
    let reordered = "确保各项工作按时间节点高质量完成";
    let (first, last) = ("石桥村成立领导小组，制定方案", reordered);
    assert_eq!(bare(&format!("{first}。{last}。"), &format!("{last}！{first}")), 100);
}

#[test]
fn one_character_costs_three_runs() {
    let text: String = ('\u{5e10}'..'\u{5e74}').collect();
    assert_eq!(Text::new(&text, &Names::default()).shingles().runs().len(), 98);
    let middle = text.chars().nth(50).unwrap();
    // 95 of 98.
    assert_eq!(bare(&text, &text.replace(middle, "龘")), 96);
}

#[test]
fn passages_are_named_in_both_texts_as_written() {
    let a = "石桥村：成立由支部书记任组长的领导小组。明天去看望老党员张大爷。制定工作方案，细化任务清单。";
    let b = "制定工作方案,细化任务清单。我们上寨成立由支部书记任组长的领导小组！";
    let names = Names::default();
    let found = passages(&Text::new(a, &names), &Text::new(b, &names));
    let cut = |text: &str, range: &std::ops::Range<usize>| -> String {
        text.chars().skip(range.start).take(range.len()).collect()
    };
    let shown: Vec<_> = found.iter().map(|one| (cut(a, &one.a), cut(b, &one.b))).collect();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        shown,
        [
            pair("成立由支部书记任组长的领导小组", "成立由支部书记任组长的领导小组"),
            pair("制定工作方案，细化任务清单", "制定工作方案,细化任务清单"),
        ]
    );
}

#[test]
fn a_passage_that_stands_twice_is_paired_once() {
    let names = Names::default();
    let (once, twice) = ("按月公开村级财务", "按月公开村级财务，按月公开村级财务");
    let found = passages(&Text::new(once, &names), &Text::new(twice, &names));
    assert_eq!(found, [Passage { a: 0..8, b: 0..8 }]);
    let found = passages(&Text::new(twice, &names), &Text::new(once, &names));
    assert_eq!(found, [Passage { a: 0..8, b: 0..8 }]);
}
