//! Each detector at the border of its threshold, on ledgers written with the app's own commands.

use crate::support::{Tablet, county_with_task, day, key, new_task, org};
use chrono::{Days, NaiveDate};
use taizhang_ledger::{
    Command, Finding, ItemKey, Move, Role, Rule, Thresholds, Timestamp,
    detect::{Facts, MeasureFlaw, NextStep, Part, findings, findings_of},
    record::Field,
};

/// A measure that says who does what until when.
const CLEAR: &str = "组织委员每周五核对一次会议记录本，缺签到的当天补，书记月底抽三份看，结果贴公开栏。";
/// Another, with nothing in common.
const OTHER: &str = "党员分三组包段清理河道，宣传委员拍照，妇联主席登记积分，年底按积分换日用品。";

/// The township's task at v1 and v2, with both branches' tablets.
struct Scene {
    v1: Tablet,
    v2: Tablet,
    township: Tablet,
    item: ItemKey,
}

impl Scene {
    fn new() -> Self {
        let (v1, mut township, _, item) = county_with_task();
        let mut v2 = Tablet::new(9, "v2", Role::BranchSecretary, "吴书记");
        v2.pull(&mut township);
        Self { v1, v2, township, item }
    }

    fn other(&self) -> ItemKey {
        key("v2", self.item.task)
    }

    /// What the township's tablet finds at a branch.
    fn find(&mut self, branch: &str, today: NaiveDate) -> Vec<Finding> {
        self.township.pull(&mut self.v1);
        self.township.pull(&mut self.v2);
        findings_of(&self.township.ledger, &org(branch), today)
    }

    fn set(&mut self, name: &str, value: i64) {
        let mut county = Tablet::county();
        county.pull(&mut self.township);
        county.run(Command::SetParameter { name: name.to_owned(), value }).unwrap();
        self.township.pull(&mut county);
    }
}

fn rules(found: &[Finding]) -> Vec<Rule> {
    found.iter().map(|one| one.rule).collect()
}

fn only(found: &[Finding], rule: Rule) -> Option<&Finding> {
    let mut of_rule = found.iter().filter(|one| one.rule == rule);
    let first = of_rule.next();
    assert!(of_rule.next().is_none(), "{found:?}");
    first
}

/// The day on which the support's tablets set and write things.
fn begin() -> NaiveDate {
    day(3, 1)
}

fn after(days: u64) -> NaiveDate {
    begin() + Days::new(days)
}

#[test]
fn not_started_from_the_thirtieth_day_on() {
    let mut scene = Scene::new();
    assert_eq!(rules(&scene.find("v1", after(29))), []);
    let found = scene.find("v1", after(30));
    assert_eq!(rules(&found), [Rule::NotStarted]);
    assert_eq!(found[0].facts, Facts::Idle { days: 30 });
    assert_eq!((&found[0].branch, found[0].next), (&org("v1"), NextStep::SignFor));
    assert_eq!(found[0].records, [scene.item.clone()]);
    // Signing for it is no beginning, but another step comes next.
    scene.v1.act(&scene.item.clone(), Move::Acknowledge).unwrap();
    assert_eq!(only(&scene.find("v1", after(30)), Rule::NotStarted).unwrap().next, NextStep::Begin);
    scene.v1.report(&scene.item.clone(), "走访了六户老党员，谈话记录存档。", Some(10)).unwrap();
    assert_eq!(only(&scene.find("v1", after(30)), Rule::NotStarted), None);
}

#[test]
fn a_pause_does_not_count_as_not_having_started() {
    let mut scene = Scene::new();
    scene.township.act(&scene.item.clone(), Move::Suspend).unwrap();
    assert_eq!(rules(&scene.find("v1", after(60))), []);
    scene.township.clock = Timestamp::at(after(60), 9, 0);
    scene.township.act(&scene.item.clone(), Move::Resume).unwrap();
    assert_eq!(rules(&scene.find("v1", after(89))), []);
    assert_eq!(rules(&scene.find("v1", after(90))), [Rule::NotStarted]);
}

#[test]
fn stalled_from_the_twenty_first_day_on() {
    let mut scene = Scene::new();
    let item = scene.item.clone();
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    scene.v1.edit(&item, Field::Owner, "陈书记").unwrap();
    scene.v1.report(&item, "走访了六户老党员，谈话记录存档。", Some(10)).unwrap();
    assert_eq!(rules(&scene.find("v1", after(20))), []);
    let found = scene.find("v1", after(21));
    assert_eq!(rules(&found), [Rule::Stalled]);
    assert_eq!((&found[0].facts, found[0].next), (&Facts::Idle { days: 21 }, NextStep::ReportProgress));
    // A word starts the count anew.
    scene.v1.clock = Timestamp::at(after(15), 9, 0);
    scene.v1.run(Command::Note { item, text: "等交通局回复。".to_owned() }).unwrap();
    assert_eq!(rules(&scene.find("v1", after(35))), []);
    assert_eq!(rules(&scene.find("v1", after(36))), [Rule::Stalled]);
}

#[test]
fn late_from_the_day_after_the_last() {
    let mut scene = Scene::new();
    let due = day(11, 30);
    assert_eq!(only(&scene.find("v1", due), Rule::ChaseNeeded), None);
    let found = scene.find("v1", day(12, 2));
    let late = only(&found, Rule::ChaseNeeded).unwrap();
    assert_eq!((&late.facts, late.next), (&Facts::Late { days: 2, reminders: 0 }, NextStep::HandIn));
    let remind = Command::Remind { items: vec![scene.item.clone()], text: "请抓紧".into() };
    scene.township.run(remind).unwrap();
    let counted = scene.find("v1", day(12, 2));
    assert_eq!(only(&counted, Rule::ChaseNeeded).unwrap().facts, Facts::Late { days: 2, reminders: 1 });
    // Somebody must answer a request first.
    scene.v1.act(&scene.item.clone(), Move::RequestExtension).unwrap();
    let found = scene.find("v1", day(12, 2));
    assert_eq!(only(&found, Rule::ChaseNeeded).unwrap().next, NextStep::DecideExtension);
    // What is handed in need not be chased.
    scene.v1.act(&scene.item.clone(), Move::Acknowledge).unwrap();
    scene.v1.act(&scene.item.clone(), Move::Submit).unwrap();
    assert_eq!(only(&scene.find("v1", day(12, 2)), Rule::ChaseNeeded), None);
}

#[test]
fn passed_through_until_there_is_a_word_of_ones_own() {
    let mut scene = Scene::new();
    let item = scene.item.clone();
    let passed = |scene: &mut Scene, days| only(&scene.find("v1", after(days)), Rule::PassThroughOnly).cloned();
    assert_eq!(passed(&mut scene, 7), None, "not signed for");
    scene.v1.act(&item, Move::Acknowledge).unwrap();
    assert_eq!(passed(&mut scene, 6), None);
    let found = passed(&mut scene, 7).unwrap();
    assert_eq!((&found.facts, found.next), (&Facts::PassedThrough { days: 7, repeats: None }, NextStep::WriteMeasure));

    // Neither the requirement over again nor a phrase is a measure.
    scene.v1.edit(&item, Field::Measure, "制定一村一策方案。落实四个一挂钩帮扶！").unwrap();
    assert!(matches!(passed(&mut scene, 7).unwrap().facts, Facts::PassedThrough { repeats: Some(86..=100), .. }));
    scene.v1.edit(&item, Field::Measure, "加强领导，狠抓落实。").unwrap();
    assert_eq!(passed(&mut scene, 7).unwrap().facts, Facts::PassedThrough { days: 7, repeats: None });
    scene.v1.report(&item, "正在推进中。", None).unwrap();
    assert!(passed(&mut scene, 7).is_some());

    scene.v1.report(&item, "走访了六户老党员，谈话记录存档。", None).unwrap();
    assert_eq!(passed(&mut scene, 7), None);
}

#[test]
fn what_a_branch_sets_itself_is_not_passed_through() {
    let mut scene = Scene::new();
    let task = scene.v1.run(Command::SetTask(new_task(&["v1"]))).unwrap().task.unwrap();
    scene.v1.act(&key("v1", task), Move::Acknowledge).unwrap();
    assert_eq!(only(&scene.find("v1", after(20)), Rule::PassThroughOnly), None);
}

#[test]
fn a_measure_is_unclear_until_it_says_who_and_what() {
    let mut scene = Scene::new();
    let item = scene.item.clone();
    let unclear = |scene: &mut Scene| {
        only(&scene.find("v1", begin()), Rule::UnclearMeasure).map(|found| match &found.facts {
            Facts::Measure { flaws, copy: None } => (flaws.clone(), found.next),
            other => panic!("{other:?}"),
        })
    };
    scene.v1.act(&item, Move::Acknowledge).unwrap();
    assert_eq!(unclear(&mut scene), None, "not begun");
    scene.v1.act(&item, Move::Start).unwrap();
    assert_eq!(unclear(&mut scene), Some((vec![MeasureFlaw::Empty, MeasureFlaw::NoOwner], NextStep::WriteMeasure)));
    scene.v1.edit(&item, Field::Measure, "提高认识，加强领导，狠抓落实。").unwrap();
    assert_eq!(unclear(&mut scene), Some((vec![MeasureFlaw::Vague, MeasureFlaw::NoOwner], NextStep::MakeConcrete)));
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    assert_eq!(unclear(&mut scene), Some((vec![MeasureFlaw::NoOwner], NextStep::NameOwner)));
    scene.v1.edit(&item, Field::Owner, "陈书记").unwrap();
    assert_eq!(unclear(&mut scene), None);
}

#[test]
fn a_copied_measure_is_found_at_both_branches() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    for (tablet, item) in [(&mut scene.v1, &item), (&mut scene.v2, &other)] {
        tablet.edit(item, Field::Owner, "书记").unwrap();
        tablet.act(item, Move::Acknowledge).unwrap();
        tablet.act(item, Move::Start).unwrap();
    }
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    scene.v2.edit(&other, Field::Measure, OTHER).unwrap();
    assert_eq!(rules(&scene.find("v1", begin())), []);

    scene.v2.edit(&other, Field::Measure, &format!("吴书记负责：{}", CLEAR.replace('，', " "))).unwrap();
    for (branch, own, there) in [("v1", &item, &other), ("v2", &other, &item)] {
        let found = scene.find(branch, begin());
        assert_eq!(rules(&found), [Rule::UnclearMeasure, Rule::CopiedContent]);
        for one in &found {
            assert_eq!(one.records, [own.clone(), there.clone()]);
            assert_eq!(one.next, NextStep::RewriteInOwnWords);
        }
        let Facts::Alike(likeness) = &found[1].facts else { panic!("{found:?}") };
        assert_eq!((likeness.here, likeness.there, likeness.branches), (Part::Measure, Part::Measure, 1));
        assert!((86..100).contains(&likeness.percent), "{likeness:?}");
        let [passage] = likeness.passages.as_slice() else { panic!("{likeness:?}") };
        let measure = scene.township.ledger.item(own).unwrap().measure;
        let shared: String = measure.chars().skip(passage.a.start).take(passage.a.len()).collect();
        assert!(shared.starts_with("组织委员每周五") && shared.ends_with("公开栏"), "{shared}");
    }
}

/// The names of villages, townships and people are neutralised as they stand in the taskbook and in the documents.
#[test]
fn another_village_put_in_is_a_copy() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    let template = |village: &str, person: &str| {
        format!(
            "{village}由{person}抓村务公开，{village}的账目每月贴墙，{person}把{village}意见带回{village}支委会，{person}答复。"
        )
    };
    scene.v1.edit(&item, Field::Measure, &template("上石村", "陈书记")).unwrap();
    scene.v2.edit(&other, Field::Measure, &template("枫林", "吴书记")).unwrap();
    assert_eq!(only(&scene.find("v1", begin()), Rule::CopiedContent), None, "nobody says that these are names");
    let mut county = Tablet::county();
    county.pull(&mut scene.township);
    for (id, name) in [("v1", "石桥镇上石村党支部"), ("v2", "石桥镇枫林村党总支"), ("t1", "石桥镇党委")]
    {
        let mut one = county.ledger.orgs().get(&org(id)).unwrap().clone();
        name.clone_into(&mut one.name);
        county.run(Command::DefineOrganisation(one)).unwrap();
    }
    scene.township.pull(&mut county);
    let found = scene.find("v1", begin());
    let Some(Facts::Alike(likeness)) = only(&found, Rule::CopiedContent).map(|one| &one.facts) else { panic!() };
    assert_eq!(likeness.percent, 100);
}

#[test]
fn alike_means_more_than_the_threshold() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    scene.v2.edit(&other, Field::Measure, &CLEAR.replace("月底抽三份看", "随时抽查两份")).unwrap();
    scene.set("similarity_max", 1);
    let found = scene.find("v1", begin());
    let Some(Facts::Alike(likeness)) = only(&found, Rule::CopiedContent).map(|one| &one.facts) else { panic!() };
    let percent = i64::from(likeness.percent);
    assert!((50..85).contains(&percent), "{percent}");
    scene.set("similarity_max", percent - 1);
    assert!(only(&scene.find("v1", begin()), Rule::CopiedContent).is_some());
    scene.set("similarity_max", percent);
    assert_eq!(only(&scene.find("v1", begin()), Rule::CopiedContent), None);
}

#[test]
fn short_texts_are_nobodys_own() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    // 20 characters that count, and one fewer.
    for (text, expected) in
        [("支委会每周碰头议事逐条记在本子上由书记看", true), ("支委会每周碰头议事逐条记在本子上由书看", false)]
    {
        assert_eq!(text.chars().count(), if expected { 20 } else { 19 });
        scene.v1.edit(&item, Field::Measure, text).unwrap();
        scene.v2.edit(&other, Field::Measure, text).unwrap();
        assert_eq!(only(&scene.find("v1", begin()), Rule::CopiedContent).is_some(), expected, "{text}");
    }
}

#[test]
fn copied_progress_is_found_and_ones_own_words_are_not() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    let words = "支部专题研究了一次，党员都参加了，清理水沟两百米，修好路灯四盏，照片存在平板里。";
    // The same words twice at one branch are no copy.
    scene.v1.report(&item, words, None).unwrap();
    let own = scene.v1.run(Command::SetTask(new_task(&["v1"]))).unwrap().task.unwrap();
    scene.v1.report(&key("v1", own), words, None).unwrap();
    assert_eq!(only(&scene.find("v1", begin()), Rule::CopiedContent), None);

    scene.v2.report(&other, words, None).unwrap();
    let found = scene.find("v2", begin());
    let Some(Facts::Alike(likeness)) = only(&found, Rule::CopiedContent).map(|one| &one.facts) else { panic!() };
    assert!(matches!((likeness.here, likeness.there), (Part::Progress(_), Part::Progress(_))));
    assert_eq!((likeness.percent, likeness.branches), (100, 1));
    // Of two that are equally alike, the first.
    assert_eq!(likeness.other, item.clone().min(key("v1", own)));
    // What is cancelled cannot be written anew; what was copied from it still can.
    scene.township.act(&item, Move::Cancel).unwrap();
    let found = scene.find("v1", begin());
    assert_eq!(only(&found, Rule::CopiedContent).map(|one| &one.records[0]), Some(&key("v1", own)));
    assert!(only(&scene.find("v2", begin()), Rule::CopiedContent).is_some());
}

#[test]
fn a_branch_alone_is_compared_with_nobody() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    scene.v2.edit(&other, Field::Measure, CLEAR).unwrap();
    assert_eq!(findings_of(&scene.v1.ledger, &org("v1"), begin()), []);
    assert_eq!(scene.find("v1", begin()).len(), 1);
}

#[test]
fn the_taskbook_sets_the_thresholds() {
    let mut scene = Scene::new();
    assert_eq!(Thresholds::of(&scene.township.ledger), Thresholds::default());
    for (name, value) in [
        ("similarity_max", 120),
        ("copied_chars_min", 1),
        ("pass_through_days", 2),
        ("not_started_days", 3),
        ("stalled_days", -4),
        ("leader_ack_days", 5),
        ("leader_visit_days", 6),
    ] {
        scene.set(name, value);
    }
    let expected = Thresholds {
        similarity_max: 100,
        copied_chars_min: 1,
        pass_through_days: 2,
        not_started_days: 3,
        stalled_days: 0,
        leader_ack_days: 5,
        leader_visit_days: 6,
    };
    assert_eq!(Thresholds::of(&scene.township.ledger), expected);
    assert_eq!(rules(&scene.find("v1", after(3))), [Rule::NotStarted]);
}

#[test]
fn many_branches_are_told_in_order_and_once() {
    let mut scene = Scene::new();
    let (item, other) = (scene.item.clone(), scene.other());
    scene.v1.edit(&item, Field::Measure, CLEAR).unwrap();
    scene.v2.edit(&other, Field::Measure, CLEAR).unwrap();
    let (v1, v2) = (org("v1"), org("v2"));
    let alone: Vec<_> = ["v1", "v2"].iter().flat_map(|branch| scene.find(branch, after(40))).collect();
    let together = findings(&scene.township.ledger, [&v2, &v1, &v2], after(40));
    assert_eq!(together, alone);
    assert_eq!(rules(&together), [Rule::CopiedContent, Rule::NotStarted, Rule::CopiedContent, Rule::NotStarted]);
}
