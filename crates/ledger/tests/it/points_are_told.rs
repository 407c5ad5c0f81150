//! What a scheme does to people: tiers of few, ties, vetoes, the budget, and whether it tells people apart.

use crate::support::{
    Tablet, county_with_task, day, org,
    pay::{ALL_IN, BY_SCORE, numbers, people, percent, person, scheme, whole},
};
use taizhang_ledger::{
    Command, Definition, Indicator, ParameterName, Reckoner, Refusal, Register,
    expr::{Exact, Expr, Fault},
    points::{
        Budgeting, Effect, Flat, Flaw, Method, Nothing, Part, PartKind, PartPoints, PartSource, Points, PointsError,
        Reach, Reward, Scheme, Scored, Section, Simulation, Ties, Unit, Veto, VetoedRank, Why, Within, compare,
        reward_without_result, simulate,
    },
};

fn paid(scheme: &Scheme, scores: &[i64]) -> Simulation {
    simulate(scheme, &people(scores), &numbers).unwrap()
}

fn tiers(simulation: &Simulation) -> Vec<&str> {
    simulation.outcomes.iter().map(|one| one.tier.as_deref().unwrap_or("-")).collect()
}

/// The letters of tiers: t, m, b.
fn letters(simulation: &Simulation) -> String {
    tiers(simulation).iter().map(|tier| tier.chars().next().unwrap()).collect()
}

#[test]
fn one_to_seven_go_by_score_and_eight_by_rank() {
    let scores = [95_00, 92_00, 90_00, 89_99, 75_00, 74_99, 60_00, 50_00];
    for (count, by_score, by_rank, all_in) in [
        (1, "t", "b", "m"),
        (2, "tt", "mb", "mm"),
        (3, "ttt", "mmb", "mmm"),
        (4, "tttm", "tmbb", "mmmm"),
        (5, "tttmm", "tmmbb", "mmmmm"),
        (6, "tttmmb", "tmmmbb", "mmmmmm"),
        (7, "tttmmbb", "ttmmbbb", "mmmmmmm"),
        (8, "ttmmmbbb", "ttmmmbbb", "ttmmmbbb"),
    ] {
        let scores = &scores[..count];
        assert_eq!(letters(&paid(&scheme(BY_SCORE), scores)), by_score, "{count}");
        assert_eq!(letters(&paid(&scheme(""), scores)), by_rank, "{count}");
        assert_eq!(letters(&paid(&scheme(ALL_IN), scores)), all_in, "{count}");
    }
    let alone = paid(&scheme(BY_SCORE), &[95_00]);
    assert_eq!((alone.outcomes[0].amount, &alone.outcomes[0].why), (1_440_000, &Why::SmallByScore));
    assert_eq!(paid(&scheme(ALL_IN), &[95_00]).outcomes[0].why, Why::SmallAll);
    let nobody = paid(&scheme(BY_SCORE), &[]);
    assert_eq!((nobody.sum, nobody.spread()), (0, None));
}

/// Where the tiers are scores, everybody may reach the first, and nobody need.
#[test]
fn tiers_by_score_take_no_share() {
    let mut made = scheme("");
    made.tiers[0].reach = Reach::Floor(Expr::Number(90));
    made.tiers[1].reach = Reach::Floor(Expr::Number(75));
    let good = paid(&made, &[95_00, 94_00, 93_00, 92_00, 90_00]);
    assert_eq!(letters(&good), "ttttt");
    assert_eq!((&good.outcomes[4].why, good.expected), (&Why::Floor, None));
    assert_eq!(good.tilt(), 5 * 240_000, "a fifth more for all of them");
    assert_eq!(letters(&paid(&made, &[89_99, 75_00, 74_99])), "mmb");
}

/// Ten people, of whom the third to sixth have the same score.
#[test]
fn the_same_score_shares_a_rank() {
    let scores = [99_00, 98_00, 90_00, 90_00, 90_00, 90_00, 80_00, 79_00, 78_00, 77_00];
    for (ties, letters_of, counted) in [
        (Ties::Best, "ttttttmbbb", whole(3)),
        (Ties::Worst, "ttmmmmmbbb", whole(6)),
        (Ties::Middle, "ttmmmmmbbb", Exact::new(9, 2)),
    ] {
        let mut made = scheme("");
        made.ties = ties;
        let paid = paid(&made, &scores);
        assert_eq!(letters(&paid), letters_of, "{}", ties.word());
        let rank = paid.outcomes[4].rank;
        assert_eq!((rank.first, rank.last, rank.of), (3, 6, 10));
        assert_eq!(rank.counted(ties), counted);
    }
}

#[test]
fn a_veto_takes_what_the_scheme_says() {
    let mut made = scheme("");
    let scores = [99_00, 98_00, 97_00, 96_00, 95_00, 94_00, 93_00, 92_00, 91_00, 90_00];
    let with = |made: &Scheme, vetoes: &[(usize, &str)]| {
        let mut people = people(&scores);
        for (place, veto) in vetoes {
            people[*place].vetoes.push((*veto).to_owned());
        }
        simulate(made, &people, &numbers).unwrap()
    };
    assert_eq!(letters(&with(&made, &[])), "tttmmmmbbb");
    // Kept: nobody moves up.
    assert_eq!(letters(&with(&made, &[(0, "none"), (1, "low"), (2, "mid"), (8, "mid")])), "-bmmmmmbbb");
    // Two vetoes: the harder one, whichever comes first.
    assert_eq!(letters(&with(&made, &[(0, "mid"), (0, "low"), (1, "low"), (1, "mid")])), "bbtmmmmbbb");
    let both = with(&made, &[(0, "none"), (0, "low")]);
    let one = &both.outcomes[0];
    assert_eq!((one.amount, one.coefficient, &one.why), (0, whole(0), &Why::Veto("none".to_owned())));
    // A veto that changes nothing is not why.
    assert_eq!(with(&made, &[(9, "mid")]).outcomes[9].why, Why::Rest);
    // Left out: seven are ranked among each other, and two of them come first.
    made.vetoed_rank = VetoedRank::Leave;
    let left = with(&made, &[(0, "none"), (1, "low"), (2, "mid")]);
    assert_eq!(letters(&left), "-bmttmmbbb");
    assert_eq!(left.outcomes[3].rank.of, 7);
    let unknown = Err(PointsError::UnknownVeto("x".to_owned()));
    let mut people = people(&scores);
    people[0].vetoes.push("x".to_owned());
    assert_eq!(simulate(&made, &people, &numbers), unknown);
}

#[test]
fn townships_rank_their_own() {
    let mut made = scheme("");
    made.within = Within::Township;
    let mut people = people(&[99_00, 98_00, 97_00, 96_00, 60_00, 59_00, 58_00, 57_00]);
    for one in people.iter_mut().skip(4) {
        one.township = Some(org("t2"));
    }
    let paid = simulate(&made, &people, &numbers).unwrap();
    assert_eq!(letters(&paid), "tmbbtmbb");
    let groups = paid.by_township();
    assert_eq!(groups[&org("t1")].scores.mean, Exact::new(975, 10));
    assert_eq!(groups[&org("t2")].scores.median, Exact::new(585, 10));
    assert_eq!(groups[&org("t2")].paid, i128::from(1_440_000 + 1_200_000 + 2 * 960_000));
}

#[test]
fn the_budget_is_shown_or_met() {
    let mut made = scheme("");
    let scores: Vec<i64> = (0..10).map(|place| 90_00 - place * 1_00).collect();
    let of = |made: &Scheme, budget: Option<i64>| {
        let numbers = |name: &str| if name == "budget" { budget } else { numbers(name) };
        simulate(made, &people(&scores), &numbers)
    };
    let shown = of(&made, Some(110_000)).unwrap();
    assert_eq!((shown.sum, shown.left(), shown.tilt()), (12_000_000, Some(-1_000_000), 0));
    assert_eq!(shown.expected, Some(whole(1)));
    assert_eq!(of(&made, None).unwrap().left(), None);
    made.within_budget = Budgeting::Scale;
    let met = of(&made, Some(110_001)).unwrap();
    assert_eq!((met.sum, met.left()), (11_000_100, Some(0)));
    assert_eq!(met.outcomes[0].amount, 1_320_000 + 100, "1.2 of 10 parts, and the yuan that is left by the first id");
    assert_eq!(met.tilt(), -999_900);
    assert!(!met.is_neutral());
    let unset = PointsError::Formula { place: "budget".to_owned(), fault: Fault::NotSet("budget".to_owned()) };
    assert_eq!(of(&made, None), Err(unset));
    // Half a year is half of it, and half a yuan is rounded where the scheme says.
    made.within_budget = Budgeting::AsIs;
    let mut half = person("h", 80_00);
    half.months = 5;
    let base = |name: &str| (name == "base").then_some(10_001);
    let amount = |made: &Scheme| simulate(made, std::slice::from_ref(&half), &base).unwrap().outcomes[0].amount;
    assert_eq!(amount(&made), 333_400, "10,001 × 5 ÷ 12 × 0.8 = 3,333.67");
    made.rounding.unit = Unit::Fen;
    assert_eq!(amount(&made), 333_367);
    made.rounding.mode = taizhang_ledger::points::RoundMode::Down;
    assert_eq!(amount(&made), 333_366);
}

#[test]
fn a_change_of_a_parameter_is_seen_before_it_is_made() {
    let made = {
        let mut made = scheme("");
        made.tiers[0].coefficient = Expr::Param("top".to_owned());
        made
    };
    let scores: Vec<i64> = (0..10).map(|place| 90_00 - place * 1_00).collect();
    let with = |top: i64| {
        let numbers = move |name: &str| if name == "top" { Some(top) } else { numbers(name) };
        simulate(&made, &people(&scores), &numbers).unwrap()
    };
    let (before, mut after) = (with(1), with(2));
    let gone = after.outcomes.pop().unwrap();
    let compared = compare(&before, &after);
    assert_eq!(compared.sum_by, 3 * 1_200_000);
    assert_eq!(compared.changes.len(), 10);
    assert_eq!(compared.changes.iter().filter(|one| one.differs()).count(), 4);
    assert_eq!(compared.changes[0].amount_by(), 1_200_000);
    assert!(!compared.changes[0].tier_changes());
    let last = &compared.changes[9];
    assert_eq!((last.id, last.after, last.amount_by()), (gone.id.as_str(), None, -gone.amount));
    assert!(last.tier_changes());
}

#[test]
fn the_same_for_more_and_less_work_is_found() {
    let made = scheme("");
    let flat = |scores: &[i64], own: i64| {
        let numbers = move |name: &str| (name == "flat_spread_min").then_some(own);
        paid(&made, scores).flat_scores(&numbers)
    };
    let spread = |spread, min| Flat::NarrowSpread { spread: Points(spread), min: Points(min) };
    assert_eq!(flat(&[90_00, 86_00, 85_01, 85_01], 5), [spread(4_99, 5_00)]);
    assert_eq!(flat(&[90_00, 86_00, 85_00, 85_00], 5), []);
    assert_eq!(flat(&[90_00, 86_00, 85_00, 85_00], 6), [spread(5_00, 6_00)]);
    assert_eq!(flat(&[90_00], 5), [], "one alone is no finding");
    // Ten with the same score: all of them in the first tier.
    let all = Flat::OneTier { tier: "top".to_owned(), count: 10, of: 10, max: Exact::new(4, 5) };
    assert_eq!(flat(&[90_00; 10], 0), [all]);
    let mut one_tier = scheme("");
    one_tier.tiers[0].reach = Reach::Share(percent(80));
    one_tier.tiers[1].reach = Reach::Share(percent(90));
    let scores: Vec<i64> = (0..10).map(|place| 90_00 - place * 1_00).collect();
    assert_eq!(paid(&one_tier, &scores).flat_scores(&|_| None), [], "80 % is not more than 80 %");
    assert_eq!(paid(&scheme(ALL_IN), &[90_00, 70_00]).flat_scores(&|_| None), [], "the scheme says so");
    let spread = paid(&made, &[90_00, 80_00, 80_01, 60_00]).spread().unwrap();
    assert_eq!((spread.min, spread.max, spread.width()), (Points(60_00), Points(90_00), Points(30_00)));
    assert_eq!((spread.mean, spread.median), (Exact::new(31_001, 400), Exact::new(16_001, 200)));
    let mut sized = people(&[90_00, 80_00, 70_00]);
    for (one, size) in sized.iter_mut().zip([300, 1_000, 5_000]) {
        one.size = Some(size);
    }
    let by_size = simulate(&made, &sized, &numbers).unwrap();
    let means: Vec<_> =
        by_size.by_size(&[1_000, 3_000]).into_iter().map(|(band, one)| (band, one.scores.mean)).collect();
    assert_eq!(means, [(0, whole(90)), (1, whole(80)), (2, whole(70))]);
}

#[test]
fn parts_make_a_score() {
    let made = scheme("");
    let points = |all: &[(&str, i64)]| {
        let part = |(part, points): &(&str, i64)| PartPoints { part: (*part).to_owned(), points: Points(*points) };
        made.total(&all.iter().map(part).collect::<Vec<_>>())
    };
    assert_eq!(points(&[("basic", 39_50), ("duty", 58_25), ("more", 3_00), ("less", 1_10)]), Ok(Points(99_65)));
    assert_eq!(points(&[("basic", 50_00), ("more", 9_00), ("less", 99_00)]), Ok(Points(40_00 + 5_00 - 10_00)));
    assert_eq!(points(&[("duty", -5_00), ("less", 3_00)]), Ok(Points(-3_00)));
    assert_eq!(points(&[("basic", 1), ("basic", 1)]), Err(PointsError::Twice("basic".to_owned())));
    assert_eq!(points(&[("other", 1)]), Err(PointsError::UnknownPart("other".to_owned())));
    let part = made.part("basic").unwrap();
    assert_eq!(part.of_entries([Points(30_00), Points(15_00), Points(-1_00)]), Ok(Points(40_00)));
    assert_eq!(part.of_entries([Points(2_00), Points(-3_00)]), Ok(Points::ZERO));
    let scored = |points| Scored::Parts(vec![PartPoints { part: "duty".to_owned(), points: Points(points) }]);
    let mut people = people(&[0, 0]);
    (people[0].scored, people[1].scored) = (scored(30_00), scored(31_00));
    assert_eq!(letters(&simulate(&made, &people, &numbers).unwrap()), "bm");
    people[1].id = "p00".to_owned();
    assert_eq!(simulate(&made, &people, &numbers), Err(PointsError::Twice("p00".to_owned())));
}

#[test]
fn a_reward_without_result_is_found() {
    let proposed = [("a", 500, Exact::new(59, 100)), ("b", 500, Exact::new(60, 100)), ("c", 0, whole(0))];
    let found = reward_without_result(proposed, &|_| None);
    assert_eq!(found.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["a"]);
    let stricter = |name: &str| (name == "reward_completion_min").then_some(61);
    assert_eq!(reward_without_result(proposed, &stricter).len(), 2);
}

// --- In the taskbook's document ---

const BRANCH_BOOK: &str = r#"{"id":"own_book","name":"台账","item":"R2","keeper":"branch","why":"记",
    "columns":[{"id":"day","name":"日期","kind":"date"}]}"#;

fn indicator(id: &str, source: &str, value: &str) -> Indicator {
    let text = format!(
        r#"{{"id":"{id}","name":"完成","item":"C3","words":"办结÷全部","unit":"%","better":"more","across":"sums",
        "value":{{"both":["div",[{{"name":"done"}},{{"name":"all"}}]]}},"sums":[
          {{"id":"done","name":"办结","source":"{source}","filter":{{"truth":true}},"value":{value}}},
          {{"id":"all","name":"全部","source":"items","filter":{{"truth":true}},"value":{{"number":1}}}}]}}"#
    );
    serde_json::from_str(&text).unwrap()
}

/// An indicator whose sum says that it counts how often something was looked at.
fn visits() -> Indicator {
    let mut made = indicator("seen", "items", r#"{"number":1}"#);
    "页面访问量".clone_into(&mut made.sums[0].name);
    made
}

fn desk() -> Tablet {
    let (_, _, mut county, _) = county_with_task();
    for id in ["base", "budget"] {
        let name = ParameterName { id: id.to_owned(), name: "数".to_owned(), unit: String::new() };
        county.run(Command::Define(Definition::Parameter(name))).unwrap();
    }
    county.run(Command::Define(Definition::Register(serde_json::from_str::<Register>(BRANCH_BOOK).unwrap()))).unwrap();
    for one in [
        indicator("closed", "items", r#"{"if":[{"row":"closed"},{"number":1},{"number":0}]}"#),
        indicator("stated", "items", r#"{"row":"progress"}"#),
        indicator("own", "own_book", r#"{"number":1}"#),
        indicator("planned", "measures", r#"{"number":1}"#),
        visits(),
    ] {
        county.run(Command::Define(Definition::Indicator(Box::new(one)))).unwrap();
    }
    county
}

/// The scheme with its duty part from an indicator.
fn from_indicator(id: &str) -> Scheme {
    let mut made = scheme(BY_SCORE);
    let sixty = Box::new((Expr::Name("value".to_owned()), Expr::Number(60)));
    let points = Expr::Both(taizhang_ledger::expr::Operator::Times, sixty);
    made.parts[1].source = PartSource::Indicator { id: id.to_owned(), points, nothing: Nothing::Full };
    made
}

fn define(county: &mut Tablet, scheme: Scheme) -> Result<(), Refusal> {
    county.run(Command::Define(Definition::Scheme(Box::new(scheme)))).map(drop)
}

#[test]
fn a_scheme_stands_in_the_taskbook_and_is_read_by_others() {
    let mut county = desk();
    let made = from_indicator("closed");
    define(&mut county, made.clone()).unwrap();
    let mut village = Tablet::village();
    village.pull(&mut county);
    assert_eq!(village.ledger.scheme("s"), Some(&made));
    assert_eq!(village.ledger.schemes().count(), 1);
    assert!(define(&mut village, made.clone()).is_err(), "a village writes no scheme");
    // Its task was given out and not verified.
    let reckoner = Reckoner::new(&county.ledger, day(6, 1));
    assert_eq!(reckoner.points(&made.parts[1], &org("v1")), Ok(Points::ZERO));
    // Nothing was given to this village, so it has the full points; a bonus would have none.
    assert_eq!(reckoner.points(&made.parts[1], &org("v3")), Ok(Points(60_00)));
    let bonus = Part { kind: PartKind::Bonus, ..made.parts[1].clone() };
    assert_eq!(reckoner.points(&bonus, &org("v3")), Ok(Points::ZERO));
}

#[test]
fn a_branches_own_word_is_no_source_of_points() {
    let mut county = desk();
    let refused = Err(Refusal::BadDefinition("points"));
    for source in ["own", "stated", "planned", "seen", "missing", "logins"] {
        assert_eq!(define(&mut county, from_indicator(source)), refused, "{source}");
    }
    let changed = |change: fn(&mut Scheme)| {
        let mut made = from_indicator("closed");
        change(&mut made);
        made
    };
    for made in [
        changed(|made| made.parts[0].name = "登录次数".to_owned()),
        changed(|made| made.parts[0].words = "按在线时长记分".to_owned()),
        changed(|made| made.parts[0].max = Points(50_00)),
        changed(|made| made.parts.clear()),
        changed(|made| made.tiers.truncate(2)),
        changed(|made| made.base = Expr::Param("unknown".to_owned())),
        changed(|made| {
            made.vetoes.push(Veto {
                id: "v".to_owned(),
                name: "某".to_owned(),
                effect: Effect::AtMost("tip".to_owned()),
                told: None,
            });
        }),
    ] {
        assert_eq!(define(&mut county, made), refused);
    }
    assert_eq!(define(&mut county, changed(|made| made.id = "a/b".to_owned())), Err(Refusal::BadDefinition("id")));
    define(&mut county, from_indicator("closed")).unwrap();
    // It fitted; whoever changes its indicator to a branch's own word is found out before anybody is paid by it.
    let scheme = |county: &Tablet| county.ledger.scheme("s").unwrap().clone();
    assert_eq!(county.ledger.scheme_flaws(&scheme(&county)), []);
    let own = indicator("closed", "own_book", r#"{"number":1}"#);
    county.run(Command::Define(Definition::Indicator(Box::new(own)))).unwrap();
    let unverified = Flaw::Unverified { sum: "办结".to_owned(), register: "own_book".to_owned() };
    assert_eq!(county.ledger.scheme_flaws(&scheme(&county)), [(Section::Part(1), "indicator", unverified)]);
}

#[test]
fn a_reward_stands_in_the_taskbook() {
    let mut county = desk();
    let mut reward = Reward {
        id: "r".to_owned(),
        name: "以奖代补".to_owned(),
        why: "大干大支持".to_owned(),
        kinds: vec![taizhang_ledger::OrgKind::Village],
        indicator: "closed".to_owned(),
        completion: Expr::Name("value".to_owned()),
        floor: percent(60),
        method: Method::Proportional(Expr::Name("done".to_owned())),
        budget: Expr::Param("budget".to_owned()),
        unit: Unit::Yuan,
        application: None,
        retired: false,
    };
    let define = |county: &mut Tablet, reward: &Reward| {
        county.run(Command::Define(Definition::Reward(Box::new(reward.clone()))))
    };
    define(&mut county, &reward).unwrap();
    assert_eq!(county.ledger.reward("r"), Some(&reward));
    assert_eq!(county.ledger.rewards().count(), 1);
    let reckoner = Reckoner::new(&county.ledger, day(6, 1));
    let work = |org: &taizhang_ledger::OrgId| reckoner.work(&reward, org).map(|work| (work.done, work.completion));
    assert_eq!(work(&org("v1")), Ok((whole(0), whole(0))), "given out, not verified");
    assert_eq!(work(&org("v3")), Ok((whole(0), whole(0))), "nothing to do is nothing done");
    assert_eq!(work(&org("t1")), Ok((whole(0), whole(0))));
    assert_eq!(work(&org("nowhere")), Err(Fault::Absent));
    let mut renamed = county.ledger.indicator("closed").unwrap().clone();
    assert_eq!(county.ledger.points_without(&renamed), []);
    "ended".clone_into(&mut renamed.sums[0].id);
    let breaks: Vec<_> =
        county.ledger.points_without(&renamed).into_iter().map(|(name, (_, key, _))| (name, key)).collect();
    assert_eq!(breaks, [("以奖代补".to_owned(), "done")], "the reward divides by a sum that would be gone");
    reward.indicator = "own".to_owned();
    assert_eq!(define(&mut county, &reward).unwrap_err(), Refusal::BadDefinition("points"));
}
