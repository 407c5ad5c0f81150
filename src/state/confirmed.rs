//! What the hub, which counts what it has accepted, says to a number of this device.

use chrono::NaiveDate;
use leptos::prelude::*;
use taizhang_ledger::{OrgId, expr::Exact, indicator::Report};

use super::{Book, Connection, HubCopies, HubCopy, Link, Today};

/// The hub's number beside one of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// It is the same.
    Same,
    /// It is another, or there is none.
    Other(Option<Exact>),
    /// The hub reckoned for another day, so that a difference says nothing.
    Then(NaiveDate, Option<Exact>),
}

impl Confirmed {
    /// What `report` says to the value of an indicator; nothing where the hub knows nothing of it.
    pub fn of(report: &Report, indicator: &str, here: Option<Exact>, today: NaiveDate) -> Option<Self> {
        let value = report.figures.get(indicator)?.value;
        Some(match value {
            value if report.date != today => Self::Then(report.date, value),
            value if value == here => Self::Same,
            value => Self::Other(value),
        })
    }
}

/// The hub's figures of an organisation, asked for when the page opens, every minute, and when all that was written here
/// has been taken by the hub. None as of a past day: the hub knows the present alone.
pub fn hub_figures(org: &OrgId) -> Option<HubCopy<Report>> {
    let book = expect_context::<Book>();
    if book.read_untracked(|ledger| ledger.past().is_some()) {
        return None;
    }
    let copy = expect_context::<HubCopies>().figures(org);
    let (connection, today) = (expect_context::<Connection>(), expect_context::<Today>());
    Effect::new(move |_| {
        today.now.track();
        // While changes are under way the answer would soon be old.
        if !matches!(connection.link.get(), Link::Connecting | Link::CatchingUp) {
            copy.ask();
        }
    });
    Some(copy)
}
