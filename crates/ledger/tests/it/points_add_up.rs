//! Points and money add up: to the last unit, in any order, and never less for more work.

use crate::support::pay::{BY_SCORE, percent, person, scheme, whole};
use proptest::prelude::*;
use taizhang_ledger::{
    expr::{Exact, Expr},
    points::{
        Budgeting, Method, Participant, Points, PointsError, Reward, RoundMode, Rounding, Scheme, Scored, Step, Ties,
        Unit, VetoedRank, Work, allot, simulate,
    },
};

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|place| format!("v{place:03}")).collect()
}

fn shares(units: i64, weights: &[Exact]) -> Vec<i64> {
    let ids = ids(weights.len());
    let pairs: Vec<(&str, Exact)> = ids.iter().map(String::as_str).zip(weights.iter().copied()).collect();
    allot(units, &pairs).unwrap()
}

/// The same, by fractions instead of whole numbers: the unit after the whole ones goes to whoever lacks most of it.
fn naive_shares(units: i64, weights: &[Exact]) -> Vec<i64> {
    let total: Exact = weights.iter().sum();
    if total == whole(0) {
        return vec![0; weights.len()];
    }
    let quota: Vec<Exact> = weights.iter().map(|weight| weight * whole(units.into()) / total).collect();
    let mut shares: Vec<i64> = quota.iter().map(|quota| i64::try_from(quota.floor().to_integer()).unwrap()).collect();
    while shares.iter().sum::<i64>() < units {
        let lacks = |place: usize| quota[place] - whole(shares[place].into());
        let next = (0..shares.len()).max_by(|a, b| lacks(*a).cmp(&lacks(*b)).then(b.cmp(a))).unwrap();
        shares[next] += 1;
    }
    shares
}

fn weights() -> impl Strategy<Value = Vec<Exact>> {
    let weight = prop_oneof![
        3 => (0..60_i128).prop_map(whole),
        1 => Just(whole(0)),
        2 => (0..5_000_i128, prop::sample::select(vec![1_i128, 2, 3, 7, 12, 100, 1_200])).prop_map(|(n, d)| Exact::new(n, d)),
    ];
    prop::collection::vec(weight, 0..25)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_unit_is_given_to_who_did_something(units in 0..200_000_i64, weights in weights()) {
        let given = shares(units, &weights);
        let any = weights.iter().any(|weight| *weight > whole(0));
        prop_assert_eq!(given.iter().sum::<i64>(), if any { units } else { 0 });
        for (share, weight) in given.iter().zip(&weights) {
            prop_assert!(*weight > whole(0) || *share == 0);
        }
        for (a, b) in (0..weights.len()).flat_map(|a| (0..weights.len()).map(move |b| (a, b))) {
            prop_assert!(weights[a] <= weights[b] || given[a] >= given[b], "who did more has no less");
            prop_assert!(weights[a] != weights[b] || (given[a] - given[b]).abs() <= 1);
        }
        prop_assert_eq!(given, naive_shares(units, &weights));
    }

    #[test]
    fn the_order_of_the_list_does_not_matter(
        units in 0..5_000_i64,
        shuffled in weights().prop_flat_map(|weights| {
            Just(weights.into_iter().enumerate().collect::<Vec<_>>()).prop_shuffle()
        }),
    ) {
        let ids = ids(shuffled.len());
        let mut sorted = shuffled.clone();
        sorted.sort_by_key(|(place, _)| *place);
        let in_order = shares(units, &sorted.iter().map(|(_, weight)| *weight).collect::<Vec<_>>());
        let pairs: Vec<(&str, Exact)> = shuffled.iter().map(|(place, weight)| (ids[*place].as_str(), *weight)).collect();
        for ((place, _), share) in shuffled.iter().zip(allot(units, &pairs).unwrap()) {
            prop_assert_eq!(share, in_order[*place]);
        }
    }

    #[test]
    fn more_work_is_never_given_less(
        units in 0..5_000_i64,
        weights in weights().prop_filter("somebody", |weights| !weights.is_empty()),
        who in any::<prop::sample::Index>(),
        more in (1..3_000_i128, 1..400_i128).prop_map(|(n, d)| Exact::new(n, d)),
    ) {
        let who = who.index(weights.len());
        let before = shares(units, &weights)[who];
        let mut grown = weights;
        grown[who] += more;
        prop_assert!(shares(units, &grown)[who] >= before);
    }
}

/// Every list of four weights up to 5 and every budget up to 14: nobody gets less by doing more.
#[test]
fn more_work_is_never_given_less_in_all_small_cases() {
    let mut grew = 0;
    for code in 0..6_usize.pow(4) {
        let weights: Vec<Exact> =
            (0..4).map(|place| whole(i128::try_from(code / 6_usize.pow(place) % 6).unwrap())).collect();
        for units in 0..15 {
            let before = shares(units, &weights);
            for (who, had) in before.into_iter().enumerate() {
                for more in [Exact::new(1, 3), whole(1), whole(2)] {
                    let mut grown = weights.clone();
                    grown[who] += more;
                    let has = shares(units, &grown)[who];
                    assert!(has >= had, "{weights:?} {units} {who} {more}: {had} then {has}");
                    grew += usize::from(has > had);
                }
            }
        }
    }
    assert!(grew > 10_000, "and mostly gets more: {grew}");
}

/// What largest remainders do not promise, so that nobody relies on it: with one more unit for all, one may lose one.
#[test]
fn a_larger_budget_may_take_a_unit_from_one() {
    let weights = [whole(6), whole(6), whole(2)];
    assert_eq!(shares(10, &weights), [4, 4, 2]);
    assert_eq!(shares(11, &weights), [5, 5, 1]);
}

#[test]
fn what_cannot_be_divided_is_refused() {
    assert_eq!(allot(10, &[("a", whole(1)), ("a", whole(2))]), Err(PointsError::Twice("a".to_owned())));
    assert_eq!(allot(10, &[("a", whole(-1))]), Err(PointsError::Negative("a".to_owned())));
    assert_eq!(allot(-1, &[("a", whole(1))]), Err(PointsError::Negative("units".to_owned())));
    assert_eq!(allot(10, &[("a", whole(i128::MAX)), ("b", whole(1))]), Err(PointsError::TooLarge));
    assert_eq!(allot(i64::MAX, &[("a", whole(1)), ("b", whole(1))]), Ok(vec![i64::MAX / 2 + 1, i64::MAX / 2]));
    let primes = [Exact::new(1, 2_147_483_647), Exact::new(1, 2_147_483_629), Exact::new(1, 2_147_483_587)];
    assert_eq!(allot(10, &[("a", primes[0]), ("b", primes[1]), ("c", primes[2])]).unwrap().iter().sum::<i64>(), 10);
}

/// A scheme's numbers as plain percents and yuan, for reckoning it once more in another way.
#[derive(Debug, Clone)]
struct Plain {
    shares: [i64; 2],
    coefficients: [i64; 3],
    base: i64,
    budget: i64,
    ties: Ties,
    keep: bool,
    scale: bool,
    small: bool,
    unit: Unit,
    mode: RoundMode,
}

impl Plain {
    fn scheme(&self) -> Scheme {
        let mut made = scheme(if self.small { BY_SCORE } else { "" });
        for (tier, coefficient) in made.tiers.iter_mut().zip(self.coefficients) {
            tier.coefficient = percent(coefficient);
        }
        for (tier, share) in made.tiers.iter_mut().zip(self.shares) {
            tier.reach = taizhang_ledger::points::Reach::Share(percent(share));
        }
        made.ties = self.ties;
        made.vetoed_rank = if self.keep { VetoedRank::Keep } else { VetoedRank::Leave };
        made.within_budget = if self.scale { Budgeting::Scale } else { Budgeting::AsIs };
        made.rounding = Rounding { unit: self.unit, mode: self.mode };
        made
    }

    /// The place of the tier of one among all, by counting who is before them; 3 for no pay.
    fn tier(&self, all: &[Participant], who: &Participant) -> usize {
        let score = |one: &Participant| if let Scored::Total(points) = one.scored { points.0 } else { i64::MIN };
        let ranked = |one: &&Participant| self.keep || one.vetoes.is_empty();
        let count = |fits: &dyn Fn(i64) -> bool| {
            i64::try_from(all.iter().filter(ranked).filter(|one| one.id != who.id && fits(score(one))).count()).unwrap()
        };
        let (above, beside) = (count(&|other| other > score(who)), count(&|other| other == score(who)));
        let of = count(&|_| true) + i64::from(ranked(&who));
        let twice = match self.ties {
            Ties::Best => 2 * (above + 1),
            Ties::Worst => 2 * (above + beside + 1),
            Ties::Middle => 2 * (above + 1) + beside,
        };
        let reached = if self.small && of <= 7 {
            [9_000, 7_500].iter().position(|floor| score(who) >= *floor)
        } else {
            self.shares.iter().position(|share| twice * 100 <= 2 * of * share)
        };
        let mut tier = reached.unwrap_or(2);
        for veto in &who.vetoes {
            tier = tier.max(match veto.as_str() {
                "none" => 3,
                "low" => 2,
                _ => 1,
            });
        }
        tier
    }

    /// Base × coefficient in twelve-hundredths of a yuan.
    fn due(&self, all: &[Participant], who: &Participant) -> i128 {
        let coefficient = self.coefficients.get(self.tier(all, who)).copied().unwrap_or(0);
        i128::from(self.base) * i128::from(who.heads) * i128::from(who.months) * i128::from(coefficient)
    }

    /// Everybody's amount in fen.
    fn amounts(&self, all: &[Participant]) -> Vec<i64> {
        let unit = if self.unit == Unit::Yuan { 100 } else { 1 };
        if self.scale {
            let due: Vec<Exact> = all.iter().map(|one| whole(self.due(all, one))).collect();
            return naive_shares(self.budget * 100 / unit, &due).iter().map(|share| share * unit).collect();
        }
        let amount = |one| {
            let (whole, rest) =
                (self.due(all, one) / (12 * i128::from(unit)), self.due(all, one) % (12 * i128::from(unit)));
            let up = self.mode == RoundMode::HalfUp && 2 * rest >= 12 * i128::from(unit);
            i64::try_from(whole + i128::from(up)).unwrap() * unit
        };
        all.iter().map(amount).collect()
    }
}

prop_compose! {
    fn plain()(
        (low, high) in (0..=100_i64, 0..=100_i64).prop_map(|(a, b)| (a.min(b), a.max(b))),
        coefficients in prop::array::uniform3(0..200_i64),
        base in 0..50_000_i64,
        budget in 0..900_000_i64,
        ties in prop::sample::select(Ties::ALL.to_vec()),
        (keep, scale, small) in any::<(bool, bool, bool)>(),
        unit in prop::sample::select(Unit::ALL.to_vec()),
        mode in prop::sample::select(RoundMode::ALL.to_vec()),
    ) -> Plain {
        Plain { shares: [low, high], coefficients, base, budget, ties, keep, scale, small, unit, mode }
    }
}

fn crowd() -> impl Strategy<Value = Vec<Participant>> {
    let one = (
        prop_oneof![(60..100_i64).prop_map(|points| points * 100), 8_990..9_010_i64],
        prop_oneof![
            6 => Just(vec![]),
            1 => prop::sample::subsequence(vec!["mid", "none", "low"], 0..3),
        ],
        1..5_u32,
        1..=12_u32,
    );
    prop::collection::vec(one, 0..30).prop_map(|all| {
        let made = |(place, (score, vetoes, heads, months)): (usize, (i64, Vec<&str>, u32, u32))| Participant {
            vetoes: vetoes.into_iter().map(str::to_owned).collect(),
            heads,
            months,
            ..person(&format!("p{place:02}"), score)
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn another_way_of_reckoning_gives_the_same_fen(plain in plain(), crowd in crowd()) {
        let numbers = |name: &str| match name {
            "base" => Some(plain.base),
            "budget" => Some(plain.budget),
            _ => None,
        };
        let paid = simulate(&plain.scheme(), &crowd, &numbers).unwrap();
        let amounts: Vec<i64> = paid.outcomes.iter().map(|one| one.amount).collect();
        prop_assert_eq!(&amounts, &plain.amounts(&crowd));
        prop_assert_eq!(paid.sum, amounts.iter().sum::<i64>());
        let any = crowd.iter().any(|one| plain.due(&crowd, one) > 0);
        if plain.scale && any {
            prop_assert_eq!(paid.left(), Some(0), "all of the budget and no more");
        }
        for (outcome, one) in paid.outcomes.iter().zip(&crowd) {
            let tier = ["top", "middle", "bottom"].get(plain.tier(&crowd, one)).copied();
            prop_assert_eq!(outcome.tier.as_deref(), tier);
            prop_assert!(tier.is_some() || outcome.amount == 0);
        }
        // Any order of the same people.
        let mut turned = crowd.clone();
        turned.reverse();
        let again = simulate(&plain.scheme(), &turned, &numbers).unwrap();
        for one in &paid.outcomes {
            prop_assert_eq!(again.of(&one.id), Some(one));
        }
    }

    /// A better score never leads to a worse tier, all others being as they were.
    #[test]
    fn a_better_score_is_never_paid_less(
        mut plain in plain(),
        crowd in crowd().prop_filter("somebody", |crowd| !crowd.is_empty()),
        who in any::<prop::sample::Index>(),
        more in 1..3_000_i64,
    ) {
        plain.coefficients.sort_unstable_by(|a, b| b.cmp(a));
        let numbers = |name: &str| Some(if name == "base" { plain.base } else { plain.budget });
        let who = who.index(crowd.len());
        let mut better = crowd.clone();
        if let Scored::Total(points) = &mut better[who].scored {
            points.0 += more;
        }
        let pay = |crowd: &[Participant]| simulate(&plain.scheme(), crowd, &numbers).unwrap().outcomes[who].amount;
        prop_assert!(pay(&better) >= pay(&crowd));
    }
}

fn reward(method: Method) -> Reward {
    Reward {
        id: "r".to_owned(),
        name: "以奖代补".to_owned(),
        why: String::new(),
        kinds: Vec::new(),
        indicator: "done".to_owned(),
        completion: Expr::Name("value".to_owned()),
        floor: percent(60),
        method,
        budget: Expr::Param("budget".to_owned()),
        unit: Unit::Yuan,
        application: None,
        retired: false,
    }
}

fn steps() -> Method {
    let step = |from, weight| Step { from: percent(from), weight: percent(weight) };
    // Not in order, and the last lighter than the one before it: the largest weight that is reached counts.
    Method::Steps(vec![step(90, 200), step(60, 100), step(100, 150)])
}

fn work() -> impl Strategy<Value = Vec<Work>> {
    let one = (0..40_i128, 1..40_i128).prop_map(|(done, due)| (whole(done), Exact::new(done, due)));
    // Most have applied, where that is needed.
    let applied = prop::bool::weighted(0.8);
    prop::collection::vec((one, applied), 1..20).prop_map(|all| {
        let made = |(place, ((done, completion), applied))| {
            let id = format!("v{place:03}");
            Work { id, done, completion, applied }
        };
        all.into_iter().enumerate().map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_reward_is_given_to_the_last_yuan_and_to_no_one_for_nothing(
        budget in 0..100_000_i64,
        all in work(),
        by_steps in any::<bool>(),
        who in any::<prop::sample::Index>(),
        more in 1..20_i128,
    ) {
        let reward = reward(if by_steps { steps() } else { Method::Proportional(Expr::Name("value".to_owned())) });
        let numbers = |_: &str| Some(budget);
        let given = reward.divide(&all, &numbers).unwrap();
        let any = all.iter().any(|one| one.applied && one.completion >= Exact::new(6, 10) && one.done > whole(0));
        prop_assert_eq!(given.iter().map(|one| one.amount).sum::<i64>(), if any { budget * 100 } else { 0 });
        for (one, award) in all.iter().zip(&given) {
            prop_assert!(award.amount % 100 == 0 && award.id == one.id);
            let nothing = !one.applied || one.completion < Exact::new(6, 10) || one.done == whole(0);
            prop_assert!(!nothing || award.amount == 0, "{:?}", award);
        }
        let who = who.index(all.len());
        let mut grown = all.clone();
        grown[who].done += whole(more);
        grown[who].completion += Exact::new(more, 40);
        prop_assert!(reward.divide(&grown, &numbers).unwrap()[who].amount >= given[who].amount);
        // Who has not applied is as if they were not there: the others get the rest.
        let applied: Vec<Work> = all.iter().filter(|one| one.applied).cloned().collect();
        let theirs: Vec<_> = given.iter().zip(&all).filter(|(_, one)| one.applied).map(|(award, _)| award.clone()).collect();
        prop_assert_eq!(&reward.divide(&applied, &numbers).unwrap(), &theirs);
        // To apply never lowers what one is given.
        let mut also = all.clone();
        also[who].applied = true;
        let then = reward.divide(&also, &numbers).unwrap();
        prop_assert!(then[who].amount >= given[who].amount);
        let mut mixed = all.clone();
        mixed.reverse();
        let mut back = reward.divide(&mixed, &numbers).unwrap();
        back.reverse();
        prop_assert_eq!(back, given);
    }
}

/// At the floor it is enough, and of the steps that are reached the heaviest counts.
#[test]
fn a_reward_by_steps() {
    let work = |id: &str, percent: i128| {
        let completion = Exact::new(percent, 100);
        Work { id: id.to_owned(), done: whole(1), completion, applied: true }
    };
    let all = [work("a", 59), work("b", 60), work("c", 90), work("d", 95), work("e", 120)];
    let given = reward(steps()).divide(&all, &|_| Some(700)).unwrap();
    let weights: Vec<Exact> = given.iter().map(|one| one.weight).collect();
    assert_eq!(weights, [whole(0), whole(1), whole(2), whole(2), whole(2)]);
    let amounts: Vec<i64> = given.iter().map(|one| one.amount).collect();
    assert_eq!(amounts, [0, 10_000, 20_000, 20_000, 20_000]);
    let unset = reward(steps()).divide(&all, &|_| None);
    assert!(matches!(unset, Err(PointsError::Formula { place, .. }) if place == "budget"));
}

/// Numbers that nobody pays are told, and never wrap around.
#[test]
fn too_large_is_told() {
    let mut made = scheme(BY_SCORE);
    let huge = |_: &str| Some(i64::MAX);
    let mut crowd = vec![person("a", i64::MAX), person("b", i64::MIN)];
    (crowd[0].heads, crowd[0].months) = (u32::MAX, u32::MAX);
    assert_eq!(simulate(&made, &crowd, &huge), Err(PointsError::TooLarge));
    made.base = Expr::Param("base".to_owned());
    assert_eq!(simulate(&made, &crowd, &huge), Err(PointsError::TooLarge), "i64::MAX yuan are more fen");
    made.base = Expr::Number(i64::MAX / 100);
    made.budget = Expr::Number(1);
    assert_eq!(simulate(&made, &crowd[..1], &huge), Err(PointsError::TooLarge), "1.2 times as much");
    assert_eq!(simulate(&made, &crowd, &huge), Err(PointsError::TooLarge), "each fits, both do not");
    let part = &mut made.parts[0];
    part.max = Points(-1);
    assert_eq!(part.of_entries([Points(5)]), Ok(Points::ZERO));
    assert_eq!(part.of_entries([Points(i64::MAX), Points(1)]), Err(PointsError::TooLarge));
    for negative in [-1, i64::MIN / 200] {
        made.base = Expr::Number(negative);
        assert_eq!(simulate(&made, &crowd, &huge), Err(PointsError::Negative("base".to_owned())));
    }
}

#[test]
fn points_are_hundredths_and_rounded_once() {
    for (top, bottom, points, shown) in
        [(1, 3, 33, "0.33"), (2, 3, 67, "0.67"), (1, 200, 1, "0.01"), (171, 2, 8_550, "85.5"), (-3, 1, -300, "-3")]
    {
        assert_eq!(Points::round(Exact::new(top, bottom)), Ok(Points(points)));
        assert_eq!(Points(points).to_string(), shown);
    }
    assert!(Points::round(whole(i128::MAX)).is_err());
}
