//! What is handed out can be reckoned again from the file alone, by other arithmetic, to the fen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;

use taizhang_ledger::{
    Ledger,
    expr::Expr,
    points::{Award, PartPoints, Roll, Work, simulate},
};
use taizhang_sheets::{Raw, read, write};

use super::*;
use crate::state::support::pay::{self, numbers, people, scheme, whole};

type Line = BTreeMap<String, String>;

/// The lines of a CSV file, each by its headings. No field of these tables has a comma, a quote or a line's end in it.
fn lines(workbook: &Workbook) -> Vec<Line> {
    let text = String::from_utf8(write::csv(&workbook.sheets[0]).unwrap()).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect::<Vec<_>>());
    let headings = lines.next().unwrap();
    lines
        .map(|line| {
            assert_eq!(line.len(), headings.len(), "{line:?}");
            headings.iter().zip(line).map(|(heading, field)| ((*heading).to_owned(), field.to_owned())).collect()
        })
        .collect()
}

/// A number as above and below: `1.25`, `7/3`.
fn number(text: &str) -> (i128, i128) {
    if let Some((top, bottom)) = text.split_once('/') {
        return (top.parse().unwrap(), bottom.parse().unwrap());
    }
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    (format!("{whole}{rest}").parse().unwrap(), 10_i128.pow(u32::try_from(rest.len()).unwrap()))
}

/// In fen.
fn money(text: &str) -> i128 {
    let (top, bottom) = number(text);
    top * 100 / bottom
}

fn of<'l>(lines: &'l [Line], name: &str) -> &'l Line {
    lines.iter().find(|line| line[words::ORG] == name).unwrap_or_else(|| panic!("no line {name}"))
}

fn ledger() -> Ledger {
    Ledger::new(2026, taizhang_ledger::DeviceId([1; 16]).actor([0; 4]))
}

/// Odd months and heads, so that bases have no end as decimals.
fn paid_by(scheme: &Scheme, numbers: &dyn Fn(&str) -> Option<i64>) -> Paid {
    let mut people = people(&[97_25, 91_00, 91_00, 88_50, 80_00, 75_00, 70_00, 66_66, 60_00, 12_34]);
    for (place, one) in people.iter_mut().enumerate() {
        one.months = u32::try_from(place + 3).unwrap();
        one.heads = u32::try_from(place % 3 + 1).unwrap();
    }
    people[3].vetoes = vec!["none".to_owned()];
    let simulation = simulate(scheme, &people, numbers).unwrap();
    let taker = |one: &taizhang_ledger::points::Participant| Taker {
        id: one.id.clone(),
        org: one.org.clone(),
        person: Some(one.id.clone()),
        heads: one.heads,
        months: one.months,
        vetoes: one.vetoes.clone(),
    };
    let parts = vec![vec![PartPoints { part: "duty".to_owned(), points: Points(12_50) }]; people.len()];
    Paid { simulation, parts, roll: Roll { takers: people.iter().map(taker).collect(), ..Roll::default() } }
}

#[test]
fn pay_is_reckoned_again_from_the_file_to_the_fen() {
    let made = scheme("");
    let base = |name: &str| if name == "base" { Some(10_001) } else { numbers(name) };
    let paid = paid_by(&made, &base);
    let (real, day) = (Supposed::new(), NaiveDate::from_ymd_opt(2026, 12, 31).unwrap());
    let cover = Cover { by: "县委组织部", day, supposed: &real };
    let workbook = pay_workbook(&ledger(), &made, Some(&paid), &cover);
    let lines = lines(&workbook);
    assert!(of(&lines, words::RULE)[words::WHY].contains("四舍五入到元"));
    let mut sum = 0;
    for (line, one) in lines.iter().zip(&paid.simulation.outcomes) {
        assert_eq!(line[words::PERSON], one.id);
        let (heads, months) = (number(&line[words::HEADS]).0, number(&line[words::MONTHS]).0);
        let (base, under) = number(&line[words::BASE]);
        assert_eq!(base * 12, 10_001 * heads * months * under, "{line:?}");
        let (by, hundred) = number(&line[words::COEFFICIENT]);
        // Half a yuan and more is a whole one.
        let (top, bottom) = (base * by, under * hundred);
        let yuan = (2 * top + bottom) / (2 * bottom);
        assert_eq!(money(&line[words::AMOUNT]), yuan * 100, "{line:?}");
        assert_eq!(i128::from(one.amount), yuan * 100);
        assert_eq!(line["履职"], "12.5");
        sum += yuan * 100;
    }
    assert!(lines.iter().any(|line| line[words::BASE].contains('/')), "some base has no end as a decimal");
    assert_eq!(money(&of(&lines, words::SUM)[words::AMOUNT]), sum);
    assert_eq!(of(&lines, words::BUDGET)[words::AMOUNT], words::NOT_SET);
    // The same amounts stand in the other format.
    let file = write::xlsx(&workbook, &mut |_, _| {}).unwrap();
    let sheet = read::xlsx(&file, &read::Limits::default()).unwrap().remove(0);
    let amounts = sheet.rows.iter().flat_map(|row| &row.cells).filter_map(|(_, raw)| match raw {
        Raw::Number { value, .. } => Some(money(&words::exact(exact(*value)))),
        _ => None,
    });
    let told: Vec<i128> = paid.simulation.outcomes.iter().map(|one| i128::from(one.amount)).chain([sum]).collect();
    assert_eq!(amounts.collect::<Vec<_>>(), told);
}

fn exact(decimal: taizhang_sheets::Decimal) -> Exact {
    let power = 10_i128.pow(u32::from(decimal.exponent.unsigned_abs()));
    let digits = i128::from(decimal.digits);
    if decimal.exponent < 0 { Exact::new(digits, power) } else { Exact::from_integer(digits * power) }
}

#[test]
fn what_is_supposed_is_marked_wherever_it_goes() {
    let made = scheme("");
    let supposed: Supposed = [("base".to_owned(), 9_000)].into();
    let paid = paid_by(&made, &|name| supposed.get(name).copied());
    let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    let workbook = pay_workbook(&ledger(), &made, Some(&paid), &Cover { by: "县", day, supposed: &supposed });
    let sheet = &workbook.sheets[0];
    for said in [&sheet.name, &sheet.title, &sheet.note] {
        assert!(said.contains("试算"), "{said}");
    }
    let headings: Vec<&str> = sheet.columns.iter().map(|column| column.heading.as_str()).collect();
    assert!(headings.contains(&"试算：金额（元）"), "{headings:?}");
    let real = pay_workbook(&ledger(), &made, Some(&paid), &Cover { by: "县", day, supposed: &Supposed::new() });
    assert!(!real.sheets[0].title.contains("试算") && !real.sheets[0].note.contains("试算"));
}

#[test]
fn a_reward_is_divided_again_from_the_file_to_the_fen() {
    let reward = Reward {
        id: "r".to_owned(),
        name: "以奖代补".to_owned(),
        why: String::new(),
        kinds: Vec::new(),
        indicator: "done".to_owned(),
        completion: Expr::Name("value".to_owned()),
        floor: pay::percent(60),
        method: Method::Proportional(Expr::Name("done".to_owned())),
        budget: Expr::Param("budget".to_owned()),
        unit: taizhang_ledger::points::Unit::Yuan,
        application: None,
        retired: false,
    };
    let work = |(id, done, due): (&str, i128, i128)| Work {
        id: id.to_owned(),
        done: whole(done),
        completion: Exact::new(done, due),
        applied: true,
    };
    let work: Vec<Work> = [("v1", 10, 10), ("v2", 7, 9), ("v3", 5, 10), ("v4", 3, 3), ("v5", 3, 5)].map(work).into();
    let budget = |name: &str| (name == "budget").then_some(10_000);
    let awards = reward.divide(&work, &budget).unwrap();
    let share = |(award, work): (Award, &Work)| Share {
        org: award.id.parse().unwrap(),
        award,
        done: work.done,
        sums: Vec::new(),
        application: None,
    };
    let shares: Vec<Share> = awards.into_iter().zip(&work).map(share).collect();
    let supposed: Supposed = [("budget".to_owned(), 10_000)].into();
    let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
    let workbook = reward_workbook(&ledger(), &reward, &shares, &Cover { by: "县", day, supposed: &supposed });
    let lines = lines(&workbook);
    let amount = words::tried(words::REWARD_SHARE);
    let budget = money(&of(&lines, words::BUDGET)[&amount]) / 100;
    let (floor, under) = number(&of(&lines, words::FLOOR)[words::WHY]);
    assert!(of(&lines, words::RULE)[words::WHY].contains("余数"));
    let given: Vec<&Line> = lines.iter().filter(|line| !line[words::CODE].is_empty()).collect();
    let weights: Vec<i128> = given
        .iter()
        .map(|line| {
            let ((done, full), (completion, part)) = (number(&line[words::DONE]), number(&line[words::COMPLETION]));
            let weight = if completion * under < floor * part { 0 } else { done / full };
            assert_eq!(number(&line[words::WEIGHT]), (weight, 1), "{line:?}");
            weight
        })
        .collect();
    // Whole yuan, then one each to the largest remainders, the first by their codes among equals.
    let total: i128 = weights.iter().sum();
    let mut yuan: Vec<i128> = weights.iter().map(|weight| budget * weight / total).collect();
    while yuan.iter().sum::<i128>() < budget {
        let lacks = |at: usize| budget * weights[at] - yuan[at] * total;
        let next = (0..yuan.len()).max_by(|one, other| {
            lacks(*one).cmp(&lacks(*other)).then_with(|| given[*other][words::CODE].cmp(&given[*one][words::CODE]))
        });
        yuan[next.unwrap()] += 1;
    }
    let told: Vec<i128> = given.iter().map(|line| money(&line[&amount]) / 100).collect();
    assert_eq!(told, yuan);
    assert_eq!(money(&of(&lines, words::SUM)[&amount]), 1_000_000);
    assert_eq!(told[2], 0, "half of it is under the floor");
}
