//! What a number of the county weighs in what is found, what is missing from rows and what is paid: as it stands, beside
//! what it would be.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use taizhang_ledger::{
    Ledger, OrgId, Reckoner,
    detect::{link_findings, pay_findings},
    findings,
};

use crate::{
    state::{Supposed, awarded, paid},
    text::{points, taskbook as words},
};

/// What somebody is paid, in fen, by who it is; or why it cannot be told.
type Paid = Result<BTreeMap<String, i64>, String>;

/// What a number weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Weighed {
    /// Everything that is found below the county.
    problems: usize,
    /// Rows that miss a rule which looks at the number; none when no rule does.
    missing: Option<usize>,
    /// The schemes and rewards that it has a part in, by name.
    money: Vec<(String, Paid)>,
}

/// Weighs a number as the ledger has it.
pub(super) fn weigh(ledger: &Ledger, parameter: &str, own: &OrgId, today: NaiveDate) -> Weighed {
    let branches: Vec<&OrgId> = ledger.orgs().branches_of(own).map(|branch| &branch.id).collect();
    let problems = findings(ledger, branches, today).len()
        + Reckoner::new(ledger, today).alarms(own).len()
        + pay_findings(ledger, own, today).len()
        + link_findings(ledger).len();
    let looks =
        |one: &&taizhang_ledger::Register| one.rules.iter().any(|rule| rule.holds.parameters().contains(&parameter));
    let ruled = ledger.registers().iter().any(looks);
    let real = Supposed::new();
    let mut money: Vec<(String, Paid)> = Vec::new();
    for scheme in ledger.schemes().filter(|scheme| ledger.scheme_concerns(scheme, parameter)) {
        let paid = paid(ledger, scheme, own, today, &real).map_err(|why| points::error(ledger, &why));
        let of = |paid: taizhang_ledger::points::Paid| {
            let outcomes = paid.simulation.outcomes.into_iter();
            outcomes.map(|one| (one.id, one.amount)).collect()
        };
        money.push((scheme.name.clone(), paid.map(of)));
    }
    for reward in ledger.rewards().filter(|reward| ledger.reward_concerns(reward, parameter)) {
        let shares = awarded(ledger, reward, own, today, &real).map_err(|why| points::error(ledger, &why));
        let of = |shares: Vec<taizhang_ledger::points::Share>| {
            shares.into_iter().map(|one| (one.org.to_string(), one.award.amount)).collect()
        };
        money.push((reward.name.clone(), shares.map(of)));
    }
    Weighed { problems, missing: ruled.then(|| ledger.rows_missing(parameter, own, today)), money }
}

impl Weighed {
    /// What would change, line by line.
    pub(super) fn beside(&self, then: &Self) -> Vec<String> {
        let mut lines = vec![words::problems_become(self.problems, then.problems)];
        lines.extend(self.missing.zip(then.missing).map(|(now, then)| words::gaps_become(now, then)));
        for ((name, now), (_, then)) in self.money.iter().zip(&then.money) {
            lines.push(words::money_becomes(name, &sum(now), &sum(then)));
            if let (Ok(now), Ok(then)) = (now, then) {
                let all: BTreeSet<&String> = now.keys().chain(then.keys()).collect();
                lines.push(words::money_of(name, all.iter().filter(|id| now.get(**id) != then.get(**id)).count()));
            }
        }
        lines
    }
}

fn sum(of: &Paid) -> String {
    match of {
        Ok(all) => words::yuan(all.values().sum()),
        Err(why) => why.trim_end_matches('。').to_owned(),
    }
}
