#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use taizhang_ledger::expr::{Expr, Function, Operator};

use super::{Wrong, read, write};

fn both(operator: Operator, one: Expr, other: Expr) -> Expr {
    Expr::Both(operator, Box::new((one, other)))
}

#[test]
fn cel_becomes_a_tree() {
    let row = |column: &str| Expr::Row(column.to_owned());
    let list = vec![Expr::Text("a".to_owned()), Expr::Text("b".to_owned())];
    assert_eq!(read("row.kind in ['a', \"b\"]"), Ok(Expr::In(Box::new(row("kind")), list)));
    assert_eq!(read("has(row.done_on)"), Ok(Expr::Has("done_on".to_owned())));
    let share = both(Operator::Over, Expr::Name("own".to_owned()), Expr::Name("total".to_owned()));
    assert_eq!(read("own / total"), Ok(share.clone()));
    let limit = both(Operator::Over, Expr::Param("share_min".to_owned()), Expr::Number(100));
    let less = both(Operator::Less, share, limit);
    assert_eq!(read("own / total < params.share_min / 100"), Ok(less.clone()));
    let and = |one, other| both(Operator::And, one, other);
    let more = and(and(less.clone(), Expr::TRUE), Expr::Not(Box::new(Expr::Has("x".to_owned()))));
    assert_eq!(read("own / total < params.share_min / 100 && true && !has(row.x)"), Ok(more));
    let days = Expr::Call(Function::Days, vec![row("due"), Expr::Today]);
    let late = Expr::If(Box::new((both(Operator::Greater, days.clone(), Expr::Number(0)), days, Expr::Number(-1))));
    assert_eq!(read("days(row.due, today) > 0 ? days(row.due, today) : -1"), Ok(late));
}

#[test]
fn what_no_formula_needs_is_refused() {
    for (text, wrong) in [
        ("0.5 * own", Wrong::Decimal),
        ("[1, 2].all(x, x > 0)", Wrong::GoesThrough),
        ("row.name.startsWith('a')", Wrong::Method),
        ("foo(1)", Wrong::Function("foo".to_owned())),
        ("own % 2", Wrong::Function("_%_".to_owned())),
        ("other.x", Wrong::Selects),
        ("1 in own", Wrong::NoList),
        ("[1]", Wrong::List),
    ] {
        assert_eq!(read(text), Err(wrong), "{text}");
    }
    assert!(matches!(read("own +"), Err(Wrong::Unread(_))));
    assert_eq!(read(&"1+".repeat(1_200)), Err(Wrong::TooLong(2_400)));
    let deep = format!("{}1{}", "(".repeat(300), ")".repeat(300));
    assert!(read(&deep).is_err() || read(&deep) == Ok(Expr::Number(1)));
}

#[test]
fn brackets_stand_where_they_are_needed_and_nowhere_else() {
    for text in [
        "a - (b - c)",
        "a - b - c",
        "(a + b) * c / 2",
        "a + b * c",
        "!(row.a == \"x\" && has(row.b)) || row.c in [\"d\", \"e\"]",
        "a > 0 ? b : c > 0 ? d : -1",
        "(a > 0 ? 1 : 2) * 3",
        "ceil(max(a, b) / params.p) >= days(row.due, today)",
        "row.note != \"说“好”\\n\\\\ \\\"引\\\"\"",
    ] {
        assert_eq!(read(text).as_ref().map(write).as_deref(), Ok(text));
    }
}

fn names() -> impl Strategy<Value = String> {
    "[b-d][a-z0-9_]{0,6}z"
}

fn formulas() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        (-1_000_000_i64..1_000_000).prop_map(Expr::Number),
        any::<String>().prop_map(Expr::Text),
        any::<bool>().prop_map(Expr::Truth),
        names().prop_map(Expr::Row),
        names().prop_map(Expr::Has),
        names().prop_map(Expr::Param),
        names().prop_map(Expr::Name),
        Just(Expr::Today),
    ];
    leaf.prop_recursive(4, 24, 3, |below| {
        let many = prop::collection::vec(below.clone(), 0..3);
        prop_oneof![
            below.clone().prop_map(|one| Expr::Not(Box::new(one))),
            (prop::sample::select(Operator::ALL), below.clone(), below.clone())
                .prop_map(|(operator, one, other)| both(operator, one, other)),
            (below.clone(), below.clone(), below.clone()).prop_map(|three| Expr::If(Box::new(three))),
            (below, many.clone()).prop_map(|(one, list)| Expr::In(Box::new(one), list)),
            (prop::sample::select(Function::ALL), many).prop_map(|(function, all)| Expr::Call(function, all)),
        ]
    })
}

/// Rows of `&&` and of `||` grouped from the left, as the reader does.
fn grouped(expr: &Expr) -> Expr {
    fn row(operator: Operator, expr: &Expr, all: &mut Vec<Expr>) {
        match expr {
            Expr::Both(of, sides) if *of == operator => {
                row(operator, &sides.0, all);
                row(operator, &sides.1, all);
            }
            one => all.push(grouped(one)),
        }
    }
    match expr {
        Expr::Both(operator @ (Operator::And | Operator::Or), _) => {
            let mut all = Vec::new();
            row(*operator, expr, &mut all);
            all.into_iter().reduce(|before, one| both(*operator, before, one)).unwrap()
        }
        Expr::Both(operator, sides) => both(*operator, grouped(&sides.0), grouped(&sides.1)),
        Expr::Not(one) => Expr::Not(Box::new(grouped(one))),
        Expr::If(three) => Expr::If(Box::new((grouped(&three.0), grouped(&three.1), grouped(&three.2)))),
        Expr::In(one, list) => Expr::In(Box::new(grouped(one)), list.iter().map(grouped).collect()),
        Expr::Call(function, all) => Expr::Call(*function, all.iter().map(grouped).collect()),
        leaf => leaf.clone(),
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(formula in formulas()) {
        let text = write(&formula);
        prop_assume!(text.len() <= super::LENGTH_MAX);
        let back = read(&text);
        prop_assert_eq!(back.as_ref().map(grouped), Ok(grouped(&formula)), "{}", text);
    }
}
