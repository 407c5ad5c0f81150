//! What is timed: the same code natively and in a browser, over the same documents. Each gives a number that must be the
//! same in both.

use chrono::NaiveDate;
use taizhang_ledger::{
    Board, Ledger, OrgId, Reckoner,
    detect::findings,
    points::{PartPoints, Participant, Points, Scored, simulate},
};

/// Looks for everything at a branch; how much was found.
pub fn detect(ledger: &Ledger, branch: &OrgId, day: NaiveDate) -> usize {
    findings(ledger, std::slice::from_ref(branch), day).len()
}

/// Reckons every indicator of an organisation; how many have a value.
pub fn indicators(ledger: &Ledger, org: &OrgId, day: NaiveDate) -> usize {
    let reckoner = Reckoner::new(ledger, day);
    let figures = ledger.indicators().into_iter().filter_map(|indicator| reckoner.figure(indicator, org));
    figures.filter(|figure| figure.value.is_ok()).count()
}

/// The board of an organisation; how many items are on it.
pub fn board(ledger: &Ledger, org: &OrgId, day: NaiveDate) -> usize {
    usize::try_from(Board::of(ledger, org, day).total().all).unwrap_or_default()
}

/// Pays so many cadres of one township by the first scheme of the taskbook; what it comes to, in yuan.
pub fn pay(ledger: &Ledger, cadres: u32) -> usize {
    let Some(scheme) = ledger.schemes().next() else { return 0 };
    let Ok(org) = "t01".parse::<OrgId>() else { return 0 };
    let mut drawn = 7_u64;
    let mut draw = |most: i64| {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(drawn >> 33).unwrap_or_default().rem_euclid(most + 1)
    };
    let participant = |number: u32| Participant {
        id: format!("c{number:05}"),
        org: org.clone(),
        township: Some(org.clone()),
        scored: Scored::Parts(
            scheme
                .parts
                .iter()
                .map(|part| PartPoints { part: part.id.clone(), points: Points(draw(part.max.0)) })
                .collect(),
        ),
        vetoes: Vec::new(),
        heads: 1,
        months: 12,
        size: None,
    };
    let participants: Vec<Participant> = (0..cadres).map(participant).collect();
    let paid = simulate(scheme, &participants, &|name| ledger.parameter(name));
    paid.ok().and_then(|paid| usize::try_from(paid.sum / 100).ok()).unwrap_or_default()
}
