//! Findings hang on what the documents hold, and not on who got them from whom in which order.

use crate::support::{Tablet, YEAR, county_with_task, day, key, org};
use proptest::prelude::*;
use taizhang_ledger::{Command, Ledger, Move, OrgId, Role, Rule, detect::findings, record::Field};

/// Words to report and plan with: some alike, some vague, some of nobody else's.
const WORDS: &[&str] = &[
    "组织委员每周五核对一次会议记录本，缺签到的当天补，书记月底抽三份看。",
    "书记月底抽三份看；组织委员每周五核对一次会议记录本，缺签到的当天补。",
    "党员分三组包段清理河道，宣传委员拍照，妇联主席登记积分，年底换日用品。",
    "正在推进中。",
    "加强领导，狠抓落实。",
];

#[derive(Debug, Clone)]
struct Deed {
    who: usize,
    act: usize,
    words: usize,
}

fn deed() -> impl Strategy<Value = Deed> {
    (0..3_usize, 0..5_usize, 0..WORDS.len()).prop_map(|(who, act, words)| Deed { who, act, words })
}

/// Two branches and a second person at the first, each of whom writes without hearing of the others.
fn play(deeds: &[Deed]) -> Vec<Tablet> {
    let (v1, mut township, _, item) = county_with_task();
    let mut others = [("v2", "吴书记"), ("v1", "赵副书记")].map(|(at, person)| {
        let number = if at == "v1" { 8 } else { 9 };
        Tablet::new(number, at, Role::BranchSecretary, person)
    });
    for one in &mut others {
        one.pull(&mut township);
    }
    let mut all = vec![v1];
    all.extend(others);
    for deed in deeds {
        let tablet = &mut all[deed.who];
        let item = key(tablet.who.org.as_str(), item.task);
        let words = WORDS[deed.words].to_owned();
        // What is refused is refused: a branch may try to start twice.
        let _ = match deed.act {
            0 => tablet.edit(&item, Field::Measure, &words),
            1 => tablet.edit(&item, Field::Owner, "陈书记"),
            2 => tablet.report(&item, &words, Some(20)),
            3 => tablet.act(&item, Move::Acknowledge),
            _ => tablet.run(Command::Note { item, text: words }),
        };
    }
    all.push(township);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_finds_the_same(deeds in prop::collection::vec(deed(), 0..24), order in Just(vec![0, 1, 2, 3]).prop_shuffle()) {
        let mut all = play(&deeds);
        let branches: Vec<OrgId> = ["v1", "v2", "v3"].map(org).into();
        let mut seen = Vec::new();
        for order in [vec![0, 1, 2, 3], order] {
            let mut ledger = Ledger::new(YEAR, all[0].who.device.actor([7; 4]));
            for from in order {
                let tablet = &mut all[from];
                for id in tablet.ledger.documents().cloned().collect::<Vec<_>>() {
                    let bytes = tablet.ledger.document_mut(&id).unwrap().save();
                    ledger.merge(&id, &bytes).unwrap();
                }
            }
            seen.push(findings(&ledger, &branches, day(4, 20)));
        }
        prop_assert_eq!(&seen[0], &seen[1]);
        // Whoever copies is found, so that this compares more than empty lists.
        let copied = |who: &[usize]| deeds.iter().any(|one| who.contains(&one.who) && one.act == 2 && one.words == 2);
        if copied(&[0, 2]) && copied(&[1]) {
            prop_assert!(seen[0].iter().filter(|one| one.rule == Rule::CopiedContent).count() >= 2);
        }
    }
}
