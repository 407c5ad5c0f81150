//! What a definition would change if it were published, in sentences: reckoned from the records at hand, beside what it
//! comes to now.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use taizhang_ledger::{
    Indicator, Ledger, OrgId, Reckoner,
    points::{Reward, Scheme, Share, compare},
    submission::Submission,
};

use crate::{
    state::{Supposed, awarded, paid, reckoned},
    text::{definitions as words, indicators, points, taskbook},
};

/// What the number of this organisation and all below it would become.
pub(super) fn becomes(ledger: &Ledger, one: &Indicator, own: &OrgId, today: NaiveDate) -> Vec<String> {
    let said = |of: &Indicator, value: &Result<_, _>| match value {
        Ok(value) => indicators::amount(of, *value),
        Err(fault) => indicators::fault(ledger, fault),
    };
    let Some(before) = ledger.indicator(&one.id) else { return vec![words::NEW_INDICATOR.to_owned()] };
    let now = reckoned(ledger, before, own, own, today).map(|now| said(before, &now.figure.value));
    let then = Reckoner::new(ledger, today).figure(one, own).map(|then| said(one, &then.value));
    match (now, then) {
        (Some(now), Some(then)) => vec![taskbook::becomes(&one.name, &now, &then)],
        (_, then) => then.into_iter().collect(),
    }
}

/// What would have been due of all below by today, and what became of it, beside how it is now.
pub(super) fn dues_become(ledger: &Ledger, one: &Submission, own: &OrgId, today: NaiveDate) -> Vec<String> {
    let tally = |of: &Submission| ledger.dues_tally(of, own, today);
    let now = ledger.submission(&one.id).filter(|stands| !stands.retired).map(tally);
    words::dues_become(now, (!one.retired).then(|| tally(one)))
}

/// What a scheme would come to, beside what it comes to now.
pub(super) fn pays(ledger: &Ledger, one: &Scheme, own: &OrgId, today: NaiveDate) -> Vec<String> {
    let reckon = |of: &Scheme| paid(ledger, of, own, today, &Supposed::new());
    let then = match reckon(one) {
        Ok(then) => then,
        Err(why) => return vec![points::error(ledger, &why)],
    };
    let beside = match ledger.scheme(&one.id).map(reckon) {
        Some(Ok(now)) => {
            let compared = compare(&now.simulation, &then.simulation);
            let changed = compared.changes.iter().filter(|one| one.differs()).count();
            let tiers = compared.changes.iter().filter(|one| one.tier_changes()).count();
            points::compared(compared.sum_by, changed, tiers)
        }
        Some(Err(why)) => words::now_untold(&points::error(ledger, &why)),
        None => words::NEW_SCHEME.to_owned(),
    };
    let sums = points::sums(&then.simulation).into_iter().take(2);
    [beside].into_iter().chain(sums).chain([words::PUBLISHED_STANDS.to_owned()]).collect()
}

/// What a reward would come to, beside what it comes to now.
pub(super) fn gives(ledger: &Ledger, one: &Reward, own: &OrgId, today: NaiveDate) -> Vec<String> {
    let reckon = |of: &Reward| awarded(ledger, of, own, today, &Supposed::new());
    let then = match reckon(one) {
        Ok(then) => then,
        Err(why) => return vec![points::error(ledger, &why)],
    };
    let amounts = |shares: &[Share]| -> BTreeMap<OrgId, i64> {
        shares.iter().filter(|one| one.award.amount != 0).map(|one| (one.org.clone(), one.award.amount)).collect()
    };
    let given = amounts(&then);
    let beside = match ledger.reward(&one.id).map(reckon) {
        Some(Ok(now)) => {
            let before = amounts(&now);
            let concerned: BTreeSet<&OrgId> = before.keys().chain(given.keys()).collect();
            words::amounts_change(concerned.iter().filter(|org| before.get(**org) != given.get(**org)).count())
        }
        Some(Err(why)) => words::now_untold(&points::error(ledger, &why)),
        None => words::NEW_REWARD.to_owned(),
    };
    vec![beside, points::given(given.values().sum(), given.len(), then.len()), words::PUBLISHED_STANDS.to_owned()]
}
