//! What the county's meeting complains of, found by the software (domain.md, "Detectors"): unclear measures, copied
//! texts, tasks merely passed on, not started, stalled, late.
//!
//! A finding is computed from the documents at hand and a day, never stored, and names the records behind it. It says
//! nothing about persons and nothing about the use of the app. Two devices with the same documents find the same, in
//! the same order.
//!
//! The rules on problems, measures and leaders of a rectification case are functions of plain facts ([`cases`]).

pub mod cases;

mod copies;
mod finding;
mod guides;
mod items;
mod links;
mod look;
mod neutral;
mod of_cases;
mod pay;
mod side_by_side;
mod thresholds;
mod vague;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use finding::{Facts, Finding, LeaderGap, Likeness, MeasureFlaw, NextStep, Part, ProblemFlaw, Rule};
pub use guides::{GUIDES, unguided};
pub use links::{LEADER_LINK, LinkFinding, link_findings};
pub use pay::{PayFinding, applied_without_result, pay_findings};
pub use thresholds::Thresholds;
pub use vague::is_vague;

use crate::{ids::OrgId, ledger::Ledger};
use copies::Copies;
use items::Context;
use look::Look;
use neutral::Texts;
use side_by_side::side_by_side;

/// What is found at one branch on `today`, compared with every branch at hand.
pub fn findings_of(ledger: &Ledger, branch: &OrgId, today: NaiveDate) -> Vec<Finding> {
    findings(ledger, [branch], today)
}

/// What is found at these branches on `today`, compared with every branch at hand: by branch, by rule, by item.
pub fn findings<'a>(
    ledger: &'a Ledger,
    branches: impl IntoIterator<Item = &'a OrgId>,
    today: NaiveDate,
) -> Vec<Finding> {
    let branches: BTreeSet<&OrgId> = branches.into_iter().collect();
    let limits = Thresholds::of(ledger);
    let names = neutral::names(ledger);
    let copies = Copies::among(ledger, &branches, &names, &limits);
    let cases = of_cases::all(ledger);
    let of = |branches: &[&OrgId]| {
        let texts = Texts::new(&names);
        let context = Context { limits, texts: &texts, today };
        let mut all = Vec::new();
        for branch in branches {
            let mut found = of_items(ledger, branch, &copies, &context);
            found.extend(of_cases::of_branch(&cases, branch, ledger.orgs(), &limits, &names, today));
            found.sort_by_key(|one: &Finding| one.rule);
            all.extend(found);
        }
        all
    };
    let branches: Vec<&OrgId> = branches.into_iter().collect();
    let (first, second) = branches.split_at(branches.len() / 2);
    let (mut all, more) = side_by_side(|| of(first), &|| of(second));
    all.extend(more);
    all
}

fn of_items<'a>(
    ledger: &'a Ledger,
    branch: &'a OrgId,
    copies: &Copies<'_, 'a>,
    context: &Context<'_, 'a>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for look in Look::all(ledger, branch) {
        let likenesses: Vec<_> = copies.of(&look.key).collect();
        found.extend(items::unclear_measure(&look, &likenesses));
        found.extend(likenesses.into_iter().filter_map(|likeness| items::copied_content(&look, likeness)));
        found.extend(items::pass_through_only(&look, context));
        found.extend(items::not_started(&look, context));
        found.extend(items::stalled(&look, context));
        found.extend(items::chase_needed(&look, context));
    }
    found
}
