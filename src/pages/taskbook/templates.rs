//! What something new begins with: what can be published as it is, but for its name, and shows how it is written. An
//! indicator and a submission count a register's rows; points and rewards, which are long, begin as the first there is.

use taizhang_ledger::{
    Indicator, Ledger, OrgKind, Register, Tier,
    answer::is_of_suggestions,
    expr::Expr,
    indicator::{Across, Better, Sum},
    points::{Reward, Scheme},
    register::ColumnKind,
    submission::{Every, Submission, is_of_acts},
};

use crate::text::templates as words;

/// A register that branches fill in by hand, with a day in it.
fn example(ledger: &Ledger) -> Option<(&Register, String)> {
    let own = |id: &str| is_of_acts(id) || is_of_suggestions(id);
    let mut those = ledger
        .registers()
        .into_iter()
        .filter(|one| one.keeper == Tier::Branch && !one.sealed && !one.retired && !own(&one.id));
    those.find_map(|one| {
        let day = one.columns.iter().find(|column| column.kind == ColumnKind::Date)?;
        Some((one, day.id.clone()))
    })
}

/// An indicator that counts the rows of a register.
pub(super) fn indicator(ledger: &Ledger, now: i64) -> Option<Indicator> {
    let (register, day) = example(ledger)?;
    Some(Indicator {
        id: format!("indicator_{now}"),
        name: words::INDICATOR_NAME.to_owned(),
        item: register.item.clone(),
        words: words::INDICATOR_WORDS.to_owned(),
        unit: words::INDICATOR_UNIT.to_owned(),
        places: 0,
        better: Better::More,
        across: Across::Sums,
        kinds: Vec::new(),
        sums: vec![Sum {
            id: "rows".to_owned(),
            name: words::SUM_NAME.to_owned(),
            source: register.id.clone(),
            day: Some(day),
            latest: None,
            among: None,
            filter: Expr::TRUE,
            value: Expr::Number(1),
        }],
        value: Expr::Name("rows".to_owned()),
        target: None,
        alarm: None,
        retired: false,
    })
}

/// A submission of a register, every quarter.
pub(super) fn submission(ledger: &Ledger, now: i64) -> Option<Submission> {
    let (register, _) = example(ledger)?;
    let kinds = if register.kinds.is_empty() { vec![OrgKind::Village] } else { register.kinds.clone() };
    Some(Submission {
        id: format!("submission_{now}"),
        name: words::SUBMISSION_NAME.to_owned(),
        every: Every::Quarter,
        days: 10,
        since: 1,
        kinds,
        tables: vec![register.id.clone()],
        why: words::SUBMISSION_WHY.to_owned(),
        retired: false,
    })
}

/// A scheme with the parts, tiers and vetoes of the first that is in use.
pub(super) fn scheme(ledger: &Ledger, now: i64) -> Option<Scheme> {
    let first = ledger.schemes().next()?.clone();
    Some(Scheme { id: format!("scheme_{now}"), name: words::SCHEME_NAME.to_owned(), ..first })
}

/// A reward that is reckoned like the first that is in use.
pub(super) fn reward(ledger: &Ledger, now: i64) -> Option<Reward> {
    let first = ledger.rewards().next()?.clone();
    Some(Reward { id: format!("reward_{now}"), name: words::REWARD_NAME.to_owned(), ..first })
}
