//! What the hub, which counts what it has accepted, says to the points of a branch; and whether this device may publish.

use leptos::prelude::*;
use taizhang_ledger::{
    OrgId,
    indicator::Report,
    points::{PartPoints, Points, Scheme},
};

use crate::{
    state::{Book, Connection, HubCopy, Link, Today, hub_figures},
    text::{self, points as words},
};

/// The hub's points of a branch in a scheme.
#[derive(Clone, Copy)]
pub(super) struct HubPoints {
    copy: Option<HubCopy<Report>>,
    scheme: StoredValue<String>,
}

impl HubPoints {
    /// Asks for them.
    pub(super) fn of(org: &OrgId, scheme: &str) -> Self {
        Self { copy: hub_figures(org), scheme: StoredValue::new(scheme.to_owned()) }
    }

    /// The last ones by part, whether they are of today, and when they were right.
    fn last(self) -> Option<(Vec<PartPoints>, bool, taizhang_ledger::Timestamp)> {
        let (report, at) = self.copy?.last()?;
        let today = expect_context::<Today>().date.get();
        let parts = self.scheme.with_value(|scheme| report.points.get(scheme).cloned())?;
        let parts = parts.into_iter().map(|(part, points)| PartPoints { part, points: Points(points) });
        Some((parts.collect(), report.date == today, at))
    }

    /// The hub's points of a part, where they are others.
    pub(super) fn part(self, id: String, here: Option<Points>) -> impl IntoView {
        let today = expect_context::<Today>();
        move || {
            let (report, _) = self.copy?.last()?;
            let parts = self.scheme.with_value(|scheme| report.points.get(scheme).cloned())?;
            let there = parts.get(&id).copied().map(Points);
            (report.date == today.date.get() && there != here).then(|| {
                view! { <span class="badge badge-aside" data-hub=true>{words::hub_part(there)}</span> }
            })
        }
    }
}

/// What stands in the way of saying that this device has all that the hub has, and the hub all that it has.
pub(super) fn behind(book: Book, connection: Connection) -> Option<String> {
    let unsent = book.unsent_changes();
    let refused = connection.refused.with(Vec::len);
    let caught_up = connection.link.get() == Link::InSync;
    (unsent > 0 || refused > 0 || !caught_up).then(|| words::behind(unsent, refused, caught_up))
}

/// The hub's score beside this device's, and why they differ.
#[component]
pub(super) fn HubSaid(
    hub: HubPoints,
    /// The score here.
    here: Memo<Option<Points>>,
    /// The scheme.
    scheme: StoredValue<(Scheme, OrgId)>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let connection = expect_context::<Connection>();
    let said = move || {
        let (parts, of_today, at) = hub.last()?;
        let there = scheme.with_value(|(scheme, _)| scheme.total(&parts).ok())?;
        let at = text::date_time(at);
        Some(if !of_today {
            words::hub_then(there, &at)
        } else if here.get() == Some(there) {
            words::hub_same(there, &at)
        } else {
            words::hub_other(there, &at, behind(book, connection).as_deref())
        })
    };
    view! { <p class="quiet" id="score-hub" role="status">{said}</p> }
}
