#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{Exact, Expr, Fault, Function, Kind, Misfit, Names, Operator, Scope, Value, rounded};

fn both(one: Expr, operator: Operator, other: Expr) -> Expr {
    Expr::Both(operator, Box::new((one, other)))
}

fn name(name: &str) -> Expr {
    Expr::Name(name.to_owned())
}

fn row(column: &str) -> Expr {
    Expr::Row(column.to_owned())
}

fn text(text: &str) -> Expr {
    Expr::Text(text.to_owned())
}

fn eval(expr: &Expr) -> Result<Value<'_>, Fault> {
    let row = |column: &str| match column {
        "kind" => Some(Value::from("subsidy")),
        "day" => Some(Value::from("2026-03-31")),
        "amount" => Some(Value::Number(Exact::new(125_050, 100))),
        _ => None,
    };
    let name = |name: &str| match name {
        "own" => Some(Exact::from_integer(1)),
        "total" => Some(Exact::from_integer(3)),
        "none" => Some(Exact::from_integer(0)),
        "huge" => Some(Exact::from_integer(i128::MAX)),
        _ => None,
    };
    let parameter = |name: &str| (name == "limit").then_some(50);
    let today = NaiveDate::from_ymd_opt(2026, 5, 30).unwrap();
    expr.eval(&Scope { today, parameter: &parameter, row: &row, name: &name })
}

#[test]
fn shares_are_exact() {
    let share = both(name("own"), Operator::Over, name("total"));
    assert_eq!(eval(&share), Ok(Value::Number(Exact::new(1, 3))));
    let whole = both(share, Operator::Times, Expr::Number(3));
    assert_eq!(eval(&whole), Ok(Value::from(1)));
}

#[test]
fn what_has_no_value_says_why() {
    let over = |other| eval(&both(name("own"), Operator::Over, other)).unwrap_err();
    assert_eq!(over(name("none")), Fault::OfNothing);
    assert_eq!(over(name("nobody")), Fault::Absent);
    assert_eq!(over(Expr::Param("missing".to_owned())), Fault::NotSet("missing".to_owned()));
    assert_eq!(over(text("1")), Fault::WrongKind);
    let twice = both(name("huge"), Operator::Times, Expr::Number(2));
    assert_eq!(eval(&twice), Err(Fault::TooLarge));
}

#[test]
fn one_side_that_decides_is_enough() {
    let unknown = || both(row("missing"), Operator::Less, Expr::Number(1));
    let (yes, no) = (Expr::Truth(true), Expr::Truth(false));
    assert_eq!(eval(&both(no.clone(), Operator::And, unknown())), Ok(false.into()));
    assert_eq!(eval(&both(unknown(), Operator::And, no.clone())), Ok(false.into()));
    assert_eq!(eval(&both(unknown(), Operator::Or, yes.clone())), Ok(true.into()));
    assert_eq!(eval(&both(unknown(), Operator::And, yes)), Err(Fault::Absent));
    assert_eq!(eval(&both(no, Operator::Or, unknown())), Err(Fault::Absent));
}

#[test]
fn months_are_whole() {
    let months = |from: &str| {
        let call = Expr::Call(Function::Months, vec![text(from), Expr::Today]);
        eval(&call).map(|value| if let Value::Number(number) = value { number.to_integer() } else { i128::MIN })
    };
    assert_eq!(months("2026-02-28"), Ok(3));
    assert_eq!(months("2026-02-27"), Ok(3));
    assert_eq!(months("2026-03-31"), Ok(1));
    assert_eq!(months("2025-05-30"), Ok(12));
    assert_eq!(months("2026-06-30"), Ok(-1));
    let days = Expr::Call(Function::Days, vec![row("day"), Expr::Today]);
    assert_eq!(eval(&days), Ok(Value::from(60)));
}

#[test]
fn a_formula_is_checked_before_it_counts() {
    let columns = [
        ("kind".to_owned(), Kind::Choice(vec!["operating".to_owned(), "subsidy".to_owned()])),
        ("day".to_owned(), Kind::Day),
        ("amount".to_owned(), Kind::Number),
    ];
    let names = ["own".to_owned()];
    let names = Names { row: &columns, names: &names, parameters: &[] };
    let check = |expr: Expr| expr.kind(&names);
    assert_eq!(check(both(row("kind"), Operator::Equal, text("subsidy"))), Ok(Kind::Truth));
    assert_eq!(check(both(text("subsidy"), Operator::Equal, row("kind"))), Ok(Kind::Truth));
    assert!(matches!(check(both(row("kind"), Operator::Equal, text("subsidies"))), Err(Misfit::Choice { .. })));
    assert!(matches!(check(Expr::In(Box::new(row("kind")), vec![text("x")])), Err(Misfit::Choice { .. })));
    assert_eq!(check(row("amuont")), Err(Misfit::Column("amuont".to_owned())));
    assert_eq!(check(name("won")), Err(Misfit::Name("won".to_owned())));
    assert_eq!(check(Expr::Param("x".to_owned())), Err(Misfit::Parameter("x".to_owned())));
    assert!(matches!(check(both(row("amount"), Operator::Plus, row("day"))), Err(Misfit::Kind { .. })));
    assert!(matches!(check(both(row("day"), Operator::Less, text("31.3."))), Err(Misfit::NoDay(_))));
    assert_eq!(check(both(row("day"), Operator::Less, text("2026-03-31"))), Ok(Kind::Truth));
    assert!(matches!(check(both(row("day"), Operator::Less, row("kind"))), Err(Misfit::Kind { .. })));
    assert_eq!(check(Expr::Call(Function::Days, vec![row("day")])), Err(Misfit::Arity(Function::Days)));
}

#[test]
fn half_a_unit_is_rounded_away_from_zero() {
    let shown = |top, bottom, places| rounded(Exact::new(top, bottom), places);
    assert_eq!(shown(1, 3, 2), Some(33));
    assert_eq!(shown(2, 3, 2), Some(67));
    assert_eq!(shown(1, 2, 0), Some(1));
    assert_eq!(shown(-1, 2, 0), Some(-1));
    assert_eq!(shown(-1, 3, 0), Some(0));
    assert_eq!(shown(125_050, 100, 2), Some(125_050));
    assert_eq!(rounded(Exact::from_integer(i128::MAX), 2), None);
}

fn trees() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Expr::Number),
        any::<bool>().prop_map(Expr::Truth),
        "[a-z]{0,3}".prop_map(Expr::Text),
        prop::sample::select(vec!["own", "none", "huge", "x"]).prop_map(name),
        prop::sample::select(vec!["kind", "day", "amount", "x"]).prop_map(row),
        Just(Expr::Today),
    ];
    leaf.prop_recursive(6, 60, 3, |inner| {
        prop_oneof![
            (inner.clone(), prop::sample::select(Operator::ALL.to_vec()), inner.clone())
                .prop_map(|(one, operator, other)| both(one, operator, other)),
            inner.clone().prop_map(|one| Expr::Not(Box::new(one))),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|three| Expr::If(Box::new(three))),
            (prop::sample::select(Function::ALL.to_vec()), prop::collection::vec(inner.clone(), 0..3))
                .prop_map(|(function, arguments)| Expr::Call(function, arguments)),
            (inner.clone(), prop::collection::vec(inner, 0..3)).prop_map(|(one, list)| Expr::In(Box::new(one), list)),
        ]
    })
}

proptest! {
    /// A taskbook from a later version, or a broken one, never brings the app down.
    #[test]
    fn no_tree_panics(expr in trees()) {
        let _ = eval(&expr);
        let json = serde_json::to_string(&expr).unwrap();
        prop_assert_eq!(serde_json::from_str::<Expr>(&json).unwrap(), expr);
    }
}
