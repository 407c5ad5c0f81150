//! The schemes and rewards of the default taskbook: they can be entered and reckoned, and mistakes are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use chrono::NaiveDate;
use taizhang_ledger::{
    Author, Command, DeviceId, ItemKey, Moment, Move, OrgKind, Reckoner, Role, Tier, Timestamp,
    expr::{Exact, Fault, rounded},
    indicator::SourceRecord,
    points::{Method, PartKind, PartPoints, PartSource, Participant, Points, PointsError, Scored, Why, Work, simulate},
};

use super::{
    register_tests::{Desk, book, id_of, organisations},
    tests::{changed, with},
};

#[test]
fn the_default_schemes_are_entered_as_they_are() {
    let book = book();
    let desk = Desk::new(&book, &organisations());
    let mut ids: Vec<&str> = book.schemes.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["village_secretary", "village_team", "social_security"]);
    ids.sort_unstable();
    assert_eq!(desk.ledger.schemes().map(|one| one.id.as_str()).collect::<Vec<_>>(), ids);
    for scheme in &book.schemes {
        assert_eq!(desk.ledger.scheme(&scheme.id), Some(scheme));
        for kind in PartKind::ALL {
            assert!(scheme.parts.iter().any(|part| part.kind == *kind), "{}: {}", scheme.id, kind.word());
        }
        let told = scheme.parts.iter().filter(|part| matches!(part.source, PartSource::Indicator { .. })).count();
        assert!(told > 0 && told < scheme.parts.len(), "{}: from indicators and from checked entries", scheme.id);
        assert!(scheme.needs("pay_top_share") && !scheme.needs("income_target"));
        assert_eq!(scheme.small.as_ref().unwrap().up_to, 7);
    }
    assert_eq!(desk.ledger.rewards().collect::<Vec<_>>(), book.rewards.iter().collect::<Vec<_>>());
}

/// Twenty of the sequence, with the county's numbers: six at 1.2, eight at 1.0, six at 0.8.
#[test]
fn the_default_pay_is_neutral_at_the_default_shares() {
    let mut desk = Desk::new(&book(), &organisations());
    let scheme = desk.ledger.scheme("village_secretary").unwrap().clone();
    let person = |number: i64| Participant {
        id: format!("p{number:02}"),
        org: id_of(OrgKind::Village),
        township: Some(id_of(OrgKind::Township)),
        scored: Scored::Total(Points(9_900 - 100 * number)),
        vetoes: Vec::new(),
        heads: 1,
        months: 12,
        size: None,
    };
    let people: Vec<Participant> = (0..20).map(person).collect();
    let unset = simulate(&scheme, &people, &|name| desk.ledger.parameter(name)).unwrap_err();
    let base = "pay_base_village_secretary";
    let fault = Fault::NotSet(base.to_owned());
    assert_eq!(unset, PointsError::Formula { place: "base".to_owned(), fault });
    let set = |name: &str, value| Command::SetParameter { name: name.to_owned(), value };
    desk.run(OrgKind::County, set(base, 10_000));
    let paid = simulate(&scheme, &people, &|name| desk.ledger.parameter(name)).unwrap();
    assert_eq!((paid.sum, paid.level, paid.budget), (20_000_000, 20_000_000, None));
    assert!(paid.is_neutral());
    assert_eq!(paid.expected, Some(Exact::from_integer(1)));
    let amounts: Vec<i64> = paid.outcomes.iter().map(|one| one.amount).collect();
    assert_eq!(amounts, [vec![1_200_000; 6], vec![1_000_000; 8], vec![800_000; 6]].concat());
    desk.run(OrgKind::County, set("pay_budget_village_secretary", 190_000));
    let paid = simulate(&scheme, &people, &|name| desk.ledger.parameter(name)).unwrap();
    assert_eq!(paid.left(), Some(-1_000_000));
    // Up to seven of them go by score.
    let few = simulate(&scheme, &people[9..16], &|name| desk.ledger.parameter(name)).unwrap();
    let tiers: Vec<&str> = few.outcomes.iter().map(|one| one.tier.as_deref().unwrap()).collect();
    assert_eq!(tiers, ["top", "middle", "middle", "middle", "middle", "middle", "middle"]);
    assert!(few.outcomes.iter().all(|one| one.why == Why::SmallByScore));
}

/// A village without cases and inspections loses nothing by it; one that hands nothing in does.
#[test]
fn points_follow_what_was_verified() {
    let desk = Desk::new(&book(), &organisations());
    let scheme = desk.ledger.scheme("village_secretary").unwrap();
    let village = id_of(OrgKind::Village);
    let points = |id: &str, month, day| {
        let today = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        Reckoner::new(&desk.ledger, today).points(scheme.part(id).unwrap(), &village)
    };
    assert_eq!(points("tasks", 3, 1), Ok(Points(3_000)));
    assert_eq!(points("inspection", 3, 1), Ok(Points(1_000)));
    assert_eq!(points("chased", 3, 1), Ok(Points::ZERO), "nothing was chased: nothing is taken");
    assert_eq!(points("submissions", 1, 1), Ok(Points(1_000)), "nothing is due yet");
    assert_eq!(points("submissions", 12, 1), Ok(Points::ZERO), "nothing was handed in");
    assert_eq!(points("party_life", 3, 1), Err(Fault::Absent), "its points are score entries");
    let all: Vec<PartPoints> =
        scheme.parts.iter().map(|part| PartPoints { part: part.id.clone(), points: part.max }).collect();
    assert_eq!(scheme.total(&all), Ok(Points(10_000 + 1_000 - 2_000)));
}

/// Someone at an organisation, with a device of their own, acts on an item.
fn act(desk: &mut Desk, kind: OrgKind, number: u8, item: &ItemKey, act: Move) {
    act_on(desk, (4, number.into()), kind, number, item, act);
}

fn act_on(desk: &mut Desk, on: (u32, u32), kind: OrgKind, number: u8, item: &ItemKey, act: Move) {
    let device = DeviceId([number; 16]);
    let role = match kind.tier() {
        Tier::Branch => Role::BranchSecretary,
        Tier::Township => Role::TownshipOrgOfficer,
        Tier::County => Role::CountyOrgDept,
    };
    let who = Author { device, org: id_of(kind), role, person: format!("第{number}人") };
    desk.ledger.set_actor(device.actor([0; 4]));
    let now = Timestamp::at(NaiveDate::from_ymd_opt(2026, on.0, on.1).unwrap(), 9, 0);
    let mut drawn = (u128::from(number) << 100) + (desk.fresh() << 70);
    let mut random = || {
        drawn += 1 << 64;
        drawn
    };
    let command = Command::Act { item: item.clone(), act, reason: None, until: None };
    desk.ledger.execute(&who, &mut Moment { now, random: &mut random }, command).expect("it is carried out");
    // The desk's own device again.
    desk.ledger.set_actor(DeviceId([1; 16]).actor([0; 4]));
}

/// Two tasks, of which one is done: it counts once the township and the county have verified it, and not before.
#[test]
fn what_waits_for_its_verdict_is_not_done_yet() {
    let mut desk = Desk::new(&book(), &organisations());
    let village = id_of(OrgKind::Village);
    let item = ItemKey { branch: village.clone(), task: desk.task(OrgKind::Village) };
    let points = |desk: &Desk, id: &str| {
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let scheme = desk.ledger.scheme("village_secretary").unwrap();
        Reckoner::new(&desk.ledger, today).points(scheme.part(id).unwrap(), &village)
    };
    act(&mut desk, OrgKind::Village, 2, &item, Move::Acknowledge);
    act(&mut desk, OrgKind::Village, 3, &item, Move::Start);
    act(&mut desk, OrgKind::Village, 4, &item, Move::Submit);
    assert_eq!(points(&desk, "tasks"), Ok(Points::ZERO), "handing everything in is not doing it");
    desk.task(OrgKind::Village);
    assert_eq!(points(&desk, "tasks"), Ok(Points::ZERO), "one waits, the other is not done");
    act(&mut desk, OrgKind::Township, 5, &item, Move::VerifyTownship);
    assert_eq!(points(&desk, "tasks"), Ok(Points::ZERO));
    act(&mut desk, OrgKind::County, 6, &item, Move::VerifyCounty);
    act(&mut desk, OrgKind::Township, 7, &item, Move::Close);
    assert_eq!(points(&desk, "tasks"), Ok(Points(1_500)), "one of two");
    let reward = desk.ledger.reward("task_results").unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let work = Reckoner::new(&desk.ledger, today).work(reward, &village).unwrap();
    assert_eq!((work.done, work.completion), (Exact::from_integer(1), Exact::new(1, 2)));
}

/// What is open is named with what it would add: a task in time, and nothing that comes too late.
#[test]
fn what_would_add_is_named_with_how_much() {
    let mut desk = Desk::new(&book(), &organisations());
    let village = id_of(OrgKind::Village);
    let item = |task| ItemKey { branch: village.clone(), task };
    let (done, waits, open) =
        (item(desk.task(OrgKind::Village)), item(desk.task(OrgKind::Village)), item(desk.task(OrgKind::Village)));
    for (number, item, acts) in [(2, &done, 3), (12, &waits, 3)] {
        for (step, what) in [Move::Acknowledge, Move::Start, Move::Submit].into_iter().take(acts).enumerate() {
            act(&mut desk, OrgKind::Village, number + u8::try_from(step).unwrap(), item, what);
        }
    }
    act(&mut desk, OrgKind::Township, 20, &done, Move::VerifyTownship);
    act(&mut desk, OrgKind::County, 21, &done, Move::VerifyCounty);
    act(&mut desk, OrgKind::Township, 22, &done, Move::Close);
    let would = |desk: &Desk, month, day| {
        let today = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let scheme = desk.ledger.scheme("village_secretary").unwrap();
        Reckoner::new(&desk.ledger, today).would_add(scheme.part("tasks").unwrap(), &village).unwrap()
    };
    // All three were due by December 1, and one is done: ten of 30. The one that waits was handed in in time; the other
    // would come too late.
    assert_eq!(would(&desk, 12, 1), [(SourceRecord::Item(waits), Points(1_000))]);
    // In April nothing is due, and the full marks stand.
    assert_eq!(would(&desk, 4, 25), []);
    assert!(desk.ledger.summary(&open).is_some_and(|open| open.state.is_open()));
}

#[test]
fn nothing_is_given_where_nothing_was_done() {
    let book = book();
    let reward = &book.rewards[0];
    assert!(matches!(reward.method, Method::Proportional(_)));
    assert!(reward.needs("reward_completion_min") && reward.needs("reward_budget") && !reward.needs("pay_budget"));
    let work = |id: &str, done: i64, due: i64| Work {
        id: id.to_owned(),
        done: Exact::from_integer(done.into()),
        completion: Exact::new(done.into(), due.into()),
        applied: true,
    };
    let all = [work("a", 10, 10), work("b", 5, 6), work("c", 5, 10), work("d", 0, 10)];
    let parameter = |name: &str| if name == "reward_budget" { Some(100_001) } else { book.parameter(name) };
    let amounts: Vec<i64> = reward.divide(&all, &parameter).unwrap().into_iter().map(|one| one.amount).collect();
    assert_eq!(amounts, [6_666_700, 3_333_400, 0, 0], "c is under 60 %");
}

/// The mistakes that a change of `schemes.toml` makes, as people read them.
fn mistakes(from: &str, to: &str) -> String {
    let found = with("schemes.toml", |text| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    assert!(found.0.iter().all(|one| one.file.ends_with("schemes.toml") && one.line > 1), "{found}");
    found.to_string()
}

#[test]
fn mistakes_in_a_scheme_say_what_to_write() {
    for (from, to, told) in [
        ("points = 'value * 30'", "points = 'vlaue * 30'", "`points` names nothing: vlaue"),
        ("points = 'value * 30'", "points = 'value * 0.3'", "has a decimal number; write a fraction"),
        ("points = 'value * 30'", "points = 'value > 30'", "has true or false where a number belongs"),
        (
            "indicator = \"chase_load\"",
            "indicator = \"chase_laod\"",
            "no indicator \"chase_laod\"; write \"chase_load\"",
        ),
        (
            "indicator = \"verified_on_time_rate\"",
            "indicator = \"income_achievement\"",
            "looks at the register collective_income, which a branch keeps: its own word; leave `indicator` out, so that \
             score entries are checked",
        ),
        (
            "indicator = \"verified_on_time_rate\"",
            "indicator = \"vacancy_months\"",
            "the indicator tells nothing of a village",
        ),
        ("indicator = \"chase_load\"", "indicator = \"logins\"", "\"logins\" would score the use of the app"),
        (
            "name = \"议事规则和村务公开\"",
            "name = \"每日打卡\"",
            "\"打卡\" would score the use of the app, which public rules forbid",
        ),
        ("words = \"县级通报", "words = \"按在线时长加分，县级通报", "would score the use of the app"),
        ("when = 'late > 0'", "when = 'late'", "`when`"),
        ("when = 'late > 0'\n", "", "`when` is missing"),
        ("id = \"honours\"", "id = \"online_time\"", "\"online\" would score the use of the app"),
        ("max = 20", "max = 25", "the basic and duty parts add up to 105, not to 100; change `max`"),
        ("max = 20", "max = 2.5", "`max` is a float; write a whole number"),
        ("max = 20", "max = 0", "`max` is 0; write a number from 1"),
        ("id = \"village_rules\"", "id = \"party_life\"", "\"party_life\" stands twice"),
        ("kind = \"bonus\"", "kind = \"bonsu\"", "`kind` is unknown: \"bonsu\"; write \"bonus\""),
        ("tier = \"middle\"", "tier = \"midle\"", "there is no tier \"midle\"; write an id of [[scheme.tier]]"),
        ("effect = \"no_pay\"", "effect = \"no_play\"", "`effect` is unknown: \"no_play\"; write \"no_pay\""),
        ("effect = \"at_most\"\ntier = \"middle\"", "effect = \"at_most\"", "`tier` is missing"),
        ("effect = \"no_pay\"", "effect = \"no_pay\"\ntier = \"middle\"", "`tier` stands without effect = \"at_most\""),
        ("share = 'params.pay_middle_share / 100'\n", "", "the last tier, and it alone, is for everybody else"),
        ("share = 'params.pay_middle_share / 100'", "floor = '80'", "tiers go by rank and by score"),
        ("params.pay_top_share", "params.pay_topshare", "names no parameter: pay_topshare"),
        ("* months / 12'", "* month / 12'", "`base` names nothing: month"),
        ("* months / 12'", "* month(today) / 12'", "`base` looks at the day"),
        ("vetoed_rank = \"keep\"", "vetoed_rank = \"kept\"", "`vetoed_rank` is unknown: \"kept\"; write \"keep\""),
        ("kinds = [\"village\", \"community\"]", "kinds = [\"county\"]", "the county scores itself"),
        ("max = 20", "max = 20\npoints = 'value'", "`points` stands without an indicator"),
        ("points = 'value * 5'", "points = 'value * 5'\nnothing = \"full\"", "cannot be full where there was nothing"),
        ("mode = \"half_up\"", "mode = \"half_down\"", "`mode` is unknown"),
        ("sequence = { id", "sequence = { ident", "unknown key `ident`; write"),
        ("method = \"proportional\"", "method = \"steps\"", "there is no [[step]]"),
        ("method = \"proportional\"", "method = \"share\"", "`method` is unknown: \"share\""),
        ("done = 'verified'", "done = 'verfied'", "`done` names nothing: verfied"),
        ("indicator = \"verified_results\"", "indicator = \"cooperative_households\"", "its own word"),
    ] {
        let found = mistakes(from, to);
        assert!(found.contains(told), "{told}: {found}");
    }
}

/// Who writes a broken indicator hears of that, and not of the schemes that look at it.
#[test]
fn no_scheme_is_blamed_for_an_indicator() {
    let found = with("indicators/cadre.toml", |text| text.replacen("'verified / due'", "'verified / deu'", 1));
    assert_eq!(found.0.len(), 1, "{found}");
}

#[test]
fn a_county_may_divide_by_steps_and_put_few_into_one_tier() {
    let steps = "method = \"steps\"\nstep = [{ from = '6 / 10', weight = '1' }, { from = '9 / 10', weight = '2' }]";
    let book = changed("schemes.toml", |text| {
        let (from, to) = text.find("[scheme.small]").zip(text.find("# --- 村级班子")).unwrap();
        let text = format!("{}[scheme.small]\nup_to = 5\nall_in = \"middle\"\n\n{}", &text[..from], &text[to..]);
        text.replacen("method = \"proportional\"\ndone = 'verified'", steps, 1)
    })
    .unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(book.schemes[0].small.as_ref().unwrap().up_to, 5);
    assert!(matches!(&book.rewards[0].method, Method::Steps(steps) if steps.len() == 2));
}

/// More verified work never lowers the points, of any part and of any scheme, in whichever order it comes; nor does
/// handing in, and late work is not held against anybody either.
#[test]
fn more_verified_work_never_lowers_the_points() {
    const STEPS: [(OrgKind, Move); 6] = [
        (OrgKind::Village, Move::Acknowledge),
        (OrgKind::Village, Move::Start),
        (OrgKind::Village, Move::Submit),
        (OrgKind::Township, Move::VerifyTownship),
        (OrgKind::County, Move::VerifyCounty),
        (OrgKind::Township, Move::Close),
    ];
    let book = book();
    let village = id_of(OrgKind::Village);
    let today = NaiveDate::from_ymd_opt(2026, 12, 20).unwrap();
    // Which of the items takes its next step; those that are done take none.
    for seed in 1..=6_usize {
        let mut desk = Desk::new(&book, &organisations());
        desk.run(OrgKind::County, Command::SetParameter { name: "reward_budget".to_owned(), value: 1_000 });
        let items: Vec<ItemKey> =
            (0..4).map(|_| ItemKey { branch: village.clone(), task: desk.task(OrgKind::Village) }).collect();
        let told = |desk: &Desk| {
            let reckoner = Reckoner::new(&desk.ledger, today);
            let mut told: Vec<i64> = Vec::new();
            for scheme in desk.ledger.schemes() {
                let parts = scheme.parts.iter().filter(|part| matches!(part.source, PartSource::Indicator { .. }));
                told.extend(parts.map(|part| {
                    let points = reckoner.points(part, &village).unwrap().0;
                    if part.kind == PartKind::Deduction { -points } else { points }
                }));
            }
            let done = reckoner.work(desk.ledger.reward("task_results").unwrap(), &village).unwrap();
            told.extend([done.done, done.completion].map(|exact| rounded(exact, 6).unwrap()));
            told
        };
        let mut taken = [0_usize; 4];
        let mut before = told(&desk);
        let mut risen = 0;
        for turn in 0.. {
            let open: Vec<usize> = (0..items.len()).filter(|item| taken[*item] < STEPS.len()).collect();
            let Some(item) = open.get((turn * seed + seed / 2) % open.len().max(1)) else { break };
            let (kind, step) = STEPS[taken[*item]];
            // The last of them is handed in after its last day.
            let month = if *item == 3 { 12 } else { 4 };
            let number = u8::try_from(2 + taken[*item]).unwrap();
            act_on(&mut desk, (month, u32::from(number)), kind, number, &items[*item], step);
            taken[*item] += 1;
            let after = told(&desk);
            for (earlier, later) in before.iter().zip(&after) {
                assert!(later >= earlier, "{seed}, {taken:?}: {before:?} → {after:?}");
            }
            risen += usize::from(after != before);
            before = after;
        }
        assert!(risen >= 4, "what is verified counts: {risen}");
    }
}
