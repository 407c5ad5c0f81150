//! Branches of 两新组织 without a guide (党建工作指导员, N5): what those above who send guides are told of.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::{
    ids::OrgId,
    ledger::Ledger,
    org::{OrgKind, Tier},
    record::{Value, parse_date},
    register::Row,
};

/// The register of guides, kept by those above the branches.
pub const GUIDES: &str = "instructor";

/// The branches of 两新组织 at or below an organisation that nobody guides on a day, as far as the registers at hand say.
/// Nobody is told of at a branch, which cannot read what other keepers wrote, nor in a county that keeps no such register.
pub fn unguided<'a>(ledger: &'a Ledger, org: &OrgId, today: NaiveDate) -> Vec<&'a OrgId> {
    let above =
        ledger.orgs().get(org).is_some_and(|org| org.kind.tier() != Tier::Branch && org.kind != OrgKind::Leader);
    if !above || ledger.register(GUIDES).is_none() {
        return Vec::new();
    }
    let rows = ledger.orgs().iter().flat_map(|keeper| ledger.register_rows(&keeper.id, GUIDES));
    let guided: BTreeSet<&str> = rows.filter(|row| guides(row, today)).filter_map(|row| text(row, "branch")).collect();
    let branches = ledger.orgs().branches_of(org).filter(|branch| branch.kind == OrgKind::TwoNew);
    branches.map(|branch| &branch.id).filter(|branch| !guided.contains(branch.as_str())).collect()
}

/// Whether somebody's time as a guide has begun and has not ended.
fn guides(row: &Row<'_>, today: NaiveDate) -> bool {
    let day = |column| text(*row, column).and_then(parse_date);
    let begun = day("appointed_on").is_some_and(|on| on <= today);
    row.struck_out().is_none() && begun && day("until").is_none_or(|until| until >= today)
}

fn text<'a>(row: Row<'a>, column: &str) -> Option<&'a str> {
    match row.value(column)? {
        Value::Text(text) => Some(text),
        Value::Number(_) => None,
    }
}
