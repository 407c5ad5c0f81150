//! 示范点 (D1): how far a site is, from what its branch and the county wrote of it.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{OrgId, RowId},
    ledger::Ledger,
    org::words,
    record::Value,
    register::Row,
};

/// The register in which a branch builds its sites, by its name in code.
pub const SITES: &str = "demo_site";
/// The register in which the county says what it decides of them.
pub const REVIEWS: &str = "demo_review";

words! {
    /// How far a site is. Never stored.
    DemoState {
        /// 未启动.
        NotStarted = "not_started",
        /// 已定方案.
        Planned = "planned",
        /// 建设中.
        Building = "building",
        /// 已申请验收.
        Applied = "applied",
        /// 验收合格.
        Accepted = "accepted",
        /// 已命名.
        Named = "named",
        /// 复核过.
        Reviewed = "reviewed",
        /// 已摘牌.
        Removed = "removed",
    }
}

impl Ledger {
    /// How far a site of a branch is; `None` for what is no row of a site.
    pub fn demo_state(&self, branch: &OrgId, site: RowId) -> Option<DemoState> {
        let row = self.row(branch, site).filter(|row| row.record.register == SITES)?;
        Some(self.demo_decided(branch, &row).unwrap_or_else(|| built(&row)))
    }

    /// What the county wrote last of a site, a row of [`REVIEWS`]; `None` while it has not looked.
    pub fn demo_review(&self, branch: &OrgId, site: RowId) -> Option<Row<'_>> {
        let row = self.row(branch, site).filter(|row| row.record.register == SITES)?;
        self.demo_reviews(branch, &row).pop()
    }

    /// What the county wrote of a site, the earliest first.
    fn demo_reviews(&self, branch: &OrgId, site: &Row<'_>) -> Vec<Row<'_>> {
        let county = self.orgs().iter().find(|org| org.parent.is_none());
        let (Some(name), Some(county)) = (text(site, "name"), county) else { return Vec::new() };
        let all = self.register_rows(&county.id, REVIEWS).filter(|row| row.struck_out().is_none());
        let of_it = |row: &Row<'_>| {
            text(row, "branch").as_deref() == Some(branch.as_str()) && text(row, "site").as_ref() == Some(&name)
        };
        let told = |row: &Row<'_>| text(row, "reviewed_on").is_some() && text(row, "verdict").is_some();
        let mut all: Vec<Row<'_>> = all.filter(of_it).filter(told).collect();
        all.sort_by_key(|row| (text(row, "reviewed_on"), row.record.id));
        all
    }

    /// What the county has decided; a site that it sent back before it was ever accepted is as far as its branch has
    /// come.
    fn demo_decided(&self, branch: &OrgId, site: &Row<'_>) -> Option<DemoState> {
        let verdicts = self.demo_reviews(branch, site).into_iter().filter_map(|row| text(&row, "verdict"));
        verdicts.fold(None, |state, verdict| match (verdict.as_str(), state) {
            ("accepted", _) => Some(DemoState::Accepted),
            ("named", _) => Some(DemoState::Named),
            ("removed", _) => Some(DemoState::Removed),
            ("kept", _) | ("improve", Some(DemoState::Named | DemoState::Reviewed)) => Some(DemoState::Reviewed),
            (_, state) => state,
        })
    }
}

/// How far its branch has come.
fn built(site: &Row<'_>) -> DemoState {
    let has = |column| text(site, column).is_some();
    if has("applied_on") {
        DemoState::Applied
    } else if has("started_on") {
        DemoState::Building
    } else if has("planned_on") {
        DemoState::Planned
    } else {
        DemoState::NotStarted
    }
}

fn text(row: &Row<'_>, column: &str) -> Option<String> {
    match row.value(column)? {
        Value::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(_) => None,
    }
}
